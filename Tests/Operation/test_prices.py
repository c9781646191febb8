"""What models cost: the built-in list, and an operator's own in its place."""

import decimal
import json
import unittest

import wire
from collector import AGENTSIGHT, Collector, run


class PriceTests(unittest.TestCase):
    def test_no_built_in_price_is_out_of_proportion(self):
        models = json.loads(run(AGENTSIGHT, "prices", "--data", "/nonexistent"))["models"]
        self.assertGreater(len(models), 30)
        for model, texts in models.items():
            with self.subTest(model=model):
                self.assertLessEqual(set(texts), {"input", "output", "embedding", "cache_read", "cache_write"})
                prices = {kind: decimal.Decimal(text) for kind, text in texts.items()}
                self.assertTrue(all(0 < price <= 100 for price in prices.values()))
                # What is read from a cache is cheaper than what is not, writing it costs little more, and answers
                # cost more than questions, up to ten times.
                self.assertLess(prices.get("cache_read", 0), prices["input"])
                self.assertLessEqual(prices.get("cache_write", 0), prices["input"] * decimal.Decimal("1.25"))
                self.assertTrue("embedding" in prices or prices["input"] < prices["output"] <= 10 * prices["input"])

    def costs(self, server):
        rows = server.get("/api/token-usage/?ordering=id")["results"]
        return {row["model"]: (row["cost_usd"], row["cost_source"]) for row in rows}

    def test_a_list_of_ones_own_replaces_the_built_in_one(self):
        with Collector(tls=False) as server:
            body = wire.batch("c", 1)
            span = body["conversations"][0]["spans"][0]
            body["conversations"][0]["spans"] = [
                {**span, "kind": "llm", "events": [], "span_id": f"{number:016x}", "attributes": {
                    "gen_ai.request.model": model, "gen_ai.usage.input_tokens": 1000, "gen_ai.usage.output_tokens": 100}}
                for number, model in enumerate(("gpt-4o", "o3", "ours"), 1)]
            self.assertEqual(wire.ask(server.port, wire.post(server.api_key, body))[0], 200)
            built_in = {"gpt-4o": ("0.00350000", "backend"), "o3": ("0.00280000", "backend"),
                        "ours": ("0.00000000", "unpriced")}
            self.assertEqual(self.costs(server), built_in)
            # The list in use is printed, to begin one's own with.
            shown = json.loads(run(AGENTSIGHT, "prices", "--data", server.data))
            self.assertEqual(shown, json.loads(run(AGENTSIGHT, "prices", "--data", server.folder / "none")))
            self.assertEqual(shown["models"]["gpt-4o"]["output"], "10")
            server.stop()
            file = server.folder / "prices.json"
            own = {"models": {"gpt-4o": {"input": "1", "output": "2"}, "ours": {"input": "3"}}}
            file.write_text(json.dumps(own))
            options = server._options
            server._options = [*options, "--prices", file]
            server.start()
            # What the list does not name has no price: nothing of the built-in one is left.
            self.assertEqual(self.costs(server), {"gpt-4o": ("0.00120000", "backend"), "o3": ("0.00000000", "unpriced"),
                                                  "ours": ("0.00300000", "backend")})
            self.assertEqual(json.loads(run(AGENTSIGHT, "prices", "--data", server.data)), own)
            server.stop()
            server._options = options
            server.start()
            self.assertEqual(self.costs(server), built_in)


if __name__ == "__main__":
    unittest.main()
