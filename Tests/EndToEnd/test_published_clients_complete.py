"""Every public method of the published Python clients, found by looking at the clients themselves, against a real
collector. A method that is not driven fails the test of its version."""

import unittest

from published_programs import EVERYTHING_0_0_18, EVERYTHING_0_0_44, READ_0_1_COMPLETE, TRACK_0_1_COMPLETE
from test_published_clients import ClientTests


class EveryMethodTests(ClientTests):
    """What the tests of each version share."""

    def assert_every_method_was_driven(self, *results):
        public = set().union(*(result["public"] for result in results))
        called = set().union(*(result["called"] for result in results))
        self.assertGreater(len(public), 9)
        self.assertEqual(sorted(public - called), [])

    def assert_items_were_stored(self, conversation_id, result):
        """What the 0.0.x programs track, as it comes back."""
        self.assertEqual(result["usage"], {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120,
                                           "embedding_tokens": 3})
        self.assertEqual((result["sent"]["questions"], result["sent"]["answers"], result["sent"]["errors"]), (1, 1, 0))
        items = self.server.transcript(conversation_id)
        said = [item.get("content") or item.get("name") or item.get("label") for item in items]
        self.assertEqual(said[:4], ["q", "contact_human", "a", "Good"])


class Version0018Tests(EveryMethodTests, unittest.TestCase):
    version = "0.0.18"

    def test_every_method(self):
        result = self.drive(EVERYTHING_0_0_18, "c1")
        self.assert_every_method_was_driven(result)
        self.assert_items_were_stored("c1", result)
        row = self.row("c1")
        self.assertEqual((row["name"], row["customer_id"], row["environment"]), ("Visit", "k1", "production"))
        self.assertEqual(row["token_usage"]["totals"], {"prompt_tokens": 110, "completion_tokens": 20,
                                                        "embedding_tokens": 3, "total_tokens": 133})
        self.assertEqual(row["action_logs"][0]["duration_ms"], 5)
        buttons = self.server.get("/api/buttons/?conversation_id=c1")["results"]
        self.assertEqual([(row["button_event"], row["value"]) for row in buttons], [("rate", "up")])


class Version0044Tests(EveryMethodTests, unittest.TestCase):
    version = "0.0.44"

    def test_every_method(self):
        result = self.drive(EVERYTHING_0_0_44, "c1")
        self.assert_every_method_was_driven(result)
        self.assert_items_were_stored("c1", result)
        full = result["full"]
        self.assertEqual((full["environment"], full["messages"][0]["metadata"]), ("staging", {"a": 1}))
        self.assertEqual(full["token_usage"]["totals"]["total_tokens"], 123)
        self.assertEqual((result["listed"], result["attachments"]), (1, 1))
        self.assertEqual((result["feedback"]["sentiment"], result["renamed"]["name"], result["marked"]["is_marked"]),
                         ("positive", "Parcel", True))
        self.assertEqual((result["updated"]["language"], result["deleted"]["is_deleted"]), ("de", True))


class Version014Tests(EveryMethodTests, unittest.TestCase):
    version = "0.1.4"

    def test_every_method(self):
        tracked = self.drive(TRACK_0_1_COMPLETE, "c1")
        result = self.drive(READ_0_1_COMPLETE, "c1")
        self.assert_every_method_was_driven(tracked, result)
        self.check_what_was_tracked(tracked, result)
        self.check_conversations(result)
        self.check_opinions_and_tickets(result)
        self.check_actions_usage_and_spans(result)

    def check_what_was_tracked(self, tracked, result):
        self.assertEqual((tracked["enabled"], tracked["flushed"]), (True, True))
        full = result["full"]
        self.assertEqual((full["name"], full["customer_id"], full["device"], full["language"]),
                         ("Visit", "k1", "desktop", "de"))
        self.assertEqual(full["metadata"], {"plan": "pro", "seats": 3})
        said = [message["content"] for message in full["messages"]]
        self.assertEqual(said, ["Where is my parcel?", "Action lookup performed", "Action open_ticket performed",
                                "In Vienna.", "And", "then", "Stream", "by hand", "[Attachments]"])
        answer = full["messages"][3]
        self.assertEqual(answer["metadata"], {"latency_ms": answer["latency_ms"]})
        found, failed = full["action_logs"]
        self.assertEqual((found["tools_used"], found["response"]), ({"number": "42"}, "found 42"))
        self.assertIn("nobody there", failed["error_message"])

    def check_conversations(self, result):
        self.assertEqual((result["me"]["role"], result["environments"]), ("write", ["production", "development"]))
        self.assertNotIn("messages", result["lean"])
        self.assertEqual(result["lists"], {"lean": 1, "full": [9], "none": None})
        self.assertEqual(result["keys"]["keys"], {"keys": ["plan", "seats"]})
        self.assertEqual(result["keys"]["values"], {"key": "seats", "values": [3]})
        self.assertEqual(result["keys"]["messages"], {"keys": ["channel"]})
        self.assertEqual(result["attachments"]["attachment_count"], 1)
        renamed, marked, updated, merged = result["changed"]
        self.assertEqual((renamed["name"], marked["is_marked"], updated["language"]), ("Parcel", True, "en"))
        self.assertEqual(merged["metadata"], {"plan": "pro", "more": True})
        self.assertEqual([message["metadata"] for message in result["messages"]],
                         [{"a": 1}, {"a": 1, "b": 2}, {"a": 1, "b": 2}])

    def check_opinions_and_tickets(self, result):
        self.assertEqual((result["feedback"]["kind"], result["feedback"]["comment"]), ("conversation", "Slow"))
        self.assertEqual(result["vote"]["id"], result["vote_again"]["id"])
        self.assertEqual((result["vote_again"]["sentiment"], result["vote_again"]["topic"]), ("positive", "style"))
        self.assertEqual(result["on_agent"]["environment"], "development")
        self.assertEqual(result["feedbacks"]["changed"]["topic"], "tone")
        self.assertIsNone(result["feedbacks"]["got"]["ticket"])
        self.assertEqual(result["feedbacks"]["listed"], ["conversation", "message"])
        ticket, tickets = result["ticket"], result["tickets"]
        self.assertEqual((ticket["title"], ticket["status"], ticket["conversation"]["conversation_id"]),
                         ("Refund", "open", "c1"))
        self.assertEqual(ticket["feedback"]["id"], result["feedback"]["id"])
        self.assertEqual((result["comment"]["role"], result["comment"]["author"]), ("agent", "demo agent"))
        self.assertEqual((tickets["changed"]["status"], tickets["got"]["comments_count"]), ("in_progress", 1))
        self.assertEqual((tickets["listed"], tickets["page"], tickets["comments"]), ([ticket["id"]], 1, ["On it"]))
        self.assertEqual((tickets["counts"]["in_progress"], tickets["conversations"]), (1, [1]))

    def check_actions_usage_and_spans(self, result):
        actions = result["actions"]
        self.assertEqual((result["action"]["display_name"], actions["twice"]), ("Refund", "ValidationError 400"))
        self.assertEqual((actions["changed"]["display_name"], actions["got"]["description"], actions["pages"]),
                         ("Look up", "Gives money back", [1]))
        self.assertEqual([entry["response"] for entry in actions["log"]], ["found 42"])
        large, small = result["usage"]["rows"]
        # 1000 × 2.50 + 500 × 10 + 200 × 1.25 dollars for a million.
        self.assertEqual((large["model"], large["cost_usd"], large["total_tokens"], large["cost_source"]),
                         ("gpt-4o-2024-08-06", "0.00775000", 1700, "backend"))
        self.assertEqual((small["model"], small["unreported_calls"]), ("gpt-4o-mini", 1))
        summary = result["usage"]["summary"]
        self.assertEqual([(row["group"], row["calls"]) for row in summary["results"]],
                         [("gpt-4o-2024-08-06", 1), ("gpt-4o-mini", 1)])
        self.assertAlmostEqual(summary["results"][0]["cost_usd"], 0.00775)
        self.assertNotIn("cost_eur", result["usage"]["days"]["results"][0])
        self.assertEqual(result["turns"], ["ok", "error", "ok", "ok", "ok"])
        kinds = result["spans"]["kinds"]
        self.assertEqual(set(kinds), {"turn", "tool", "task", "llm", "button", "attachment", "conversation"})
        self.assertIn("otel", result["spans"]["got"]["payload"])
        children = {span["kind"] for span in result["spans"]["trace"]["roots"][0]["children"]}
        self.assertEqual(children, {"tool", "task", "llm"})
        self.assertEqual(result["gone"][1::2], ["NotFoundError 404", "NotFoundError 404", "NotFoundError 404"])
        self.assertEqual((result["gone"][4], result["gone"][6]), (True, "ValidationError 400"))


if __name__ == "__main__":
    unittest.main()
