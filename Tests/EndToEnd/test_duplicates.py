"""What arrives twice is stored once: resends of the 0.0.x clients, whose answers were lost and whose requests carry
no id, and batches replayed whole, in part, in another order, by many at once and after the death of the collector."""

import concurrent.futures
import json
import random
import unittest
import urllib.request

from collector import Collector
from proxy import LosingProxy
from test_published_clients import TRACK_0_0, ClientTests

POSTERS = 16


class LostAnswerTests(ClientTests):
    """Every answer to a 0.0.x client is lost once."""

    def test_a_resend_is_stored_once(self):
        self.drive(TRACK_0_0, "calm")
        with LosingProxy(self.server.url, losses=1) as proxy:
            summary = self.drive(TRACK_0_0, "lossy", endpoint=proxy.url)
        self.assertEqual(summary["errors"], 0)
        # The client did send everything twice, byte for byte.
        self.assertGreater(len(proxy.seen), 7)
        self.assertEqual(set(proxy.seen.values()), {2})
        calm, lossy = (self.contents(name) for name in ("calm", "lossy"))
        self.assertEqual(calm, lossy)

    def contents(self, conversation_id):
        row = self.row(conversation_id)
        said = [(message["sender"], message["content"], message["metadata"],
                 [(file["filename"], file["size_bytes"]) for file in message["attachments"]])
                for message in row["messages"]]
        actions = [(log["action_name"], log["duration_ms"], log["response"]) for log in row["action_logs"]]
        buttons = self.server.get(f"/api/buttons/?conversation_id={conversation_id}")["count"]
        return said, actions, buttons, row["message_count"], row["token_usage"], row["is_used"]


class LostAnswer0018Tests(LostAnswerTests, unittest.TestCase):
    version = "0.0.18"


class LostAnswer0044Tests(LostAnswerTests, unittest.TestCase):
    version = "0.0.44"


class ReplayTests(unittest.TestCase):
    """Batches of the ingest wire."""

    def test_replays_change_no_row_and_no_figure(self):
        with Collector(tls=False) as server:
            conversations = [self.conversation(number) for number in range(40)]
            whole = self.batch(conversations)
            self.post_by_many(server, [whole] * POSTERS)
            rows, figures = server.dump(), self.figures(server)
            self.assertEqual(figures[0]["count"], 40)
            self.assertEqual(figures[1]["results"][0]["calls"], 80)

            shuffled = random.Random(1)
            replays = [whole]
            for _ in range(POSTERS):
                part = shuffled.sample(conversations, 20)
                replays.append(self.batch([dict(block, spans=shuffled.sample(block["spans"], 3)) for block in part]))
            self.post_by_many(server, replays)
            self.assertEqual((server.dump(), self.figures(server)), (rows, figures))

            # The death of the collector in the middle of replays, and what its successor makes of them.
            with concurrent.futures.ThreadPoolExecutor(POSTERS) as pool:
                posts = [pool.submit(self.post, server, body) for body in replays]
                server.kill()
            for post in posts:
                post.exception()
            server.start()
            self.post_by_many(server, replays)
            self.assertEqual((server.dump(), self.figures(server)), (rows, figures))

    @staticmethod
    def conversation(number):
        def span(index, kind, attributes, events=()):
            return {"span_id": f"{number * 100 + index:016x}", "trace_id": f"{number:032x}", "parent_span_id": None,
                    "kind": kind, "name": kind, "started_at": f"2026-01-31T12:00:0{index}+00:00",
                    "ended_at": f"2026-01-31T12:00:0{index}+00:00", "duration_ms": 0.0, "status": "ok",
                    "attributes": attributes, "events": list(events), "otel": {}}

        def said(sender, content):
            return {"name": "agentsight.message", "timestamp": "2026-01-31T12:00:01+00:00",
                    "attributes": {"agentsight.message.sender": sender, "agentsight.message.content": content}}

        turn = {"agentsight.turn.id": f"t{number}"}
        tokens = {**turn, "gen_ai.request.model": "gpt-4o", "gen_ai.usage.input_tokens": 10}
        return {"conversation_id": f"c{number}", "name": f"Conversation {number}", "spans": [
            span(1, "turn", {"agentsight.turn.complete": True}, [said("end_user", "q"), said("agent", "a")]),
            span(2, "tool", {**turn, "agentsight.tool.name": "lookup"}), span(3, "button", turn),
            span(4, "llm", tokens), span(5, "llm", tokens)]}

    @staticmethod
    def batch(conversations):
        return json.dumps({"sdk": {"name": "test", "version": "1"}, "conversations": conversations}).encode()

    @staticmethod
    def post(server, body):
        headers = {"Authorization": f"Api-Key {server.api_key}", "Content-Type": "application/json"}
        request = urllib.request.Request(server.url + "/api/ingest/", data=body, headers=headers)
        with urllib.request.urlopen(request) as response:
            return response.status

    def post_by_many(self, server, bodies):
        with concurrent.futures.ThreadPoolExecutor(POSTERS) as pool:
            self.assertEqual(set(pool.map(lambda body: self.post(server, body), bodies)), {200})

    @staticmethod
    def figures(server):
        paths = ["/api/conversations/?page_size=100&full=false", "/api/token-usage/summary/", "/api/actions/",
                 "/api/spans/?page_size=100", "/api/buttons/stats/", "/api/conversations/?search=q&page_size=100"]
        answers = [server.get(path) for path in paths]
        for answer in answers:
            if isinstance(answer, dict):
                answer.pop("next", None)  # tells the port, which another process has another of
        return answers


if __name__ == "__main__":
    unittest.main()
