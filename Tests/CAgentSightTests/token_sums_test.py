"""Token usage: summed up until it is delivered, then anew; and its span."""

import unittest

from recorder import RecordingServer
from remote import TOKEN_USAGE, Tracker

SERVER = 18  # ags_status


class TokenSumsTest(unittest.TestCase):
    def test_until_delivered(self):
        with RecordingServer() as server, Tracker(server.url, conversation_id="own") as tracker:
            self.assertEqual(tracker.usage(), [0, 0, 0, 0])
            tracker.track("token_usage", prompt=10, completion=5, embedding=2)
            tracker.track("token_usage", prompt=1, total=7)
            tracker.track("token_usage", conversation="other", prompt=100)
            tracker.track("token_usage", conversation=None, completion=3)
            self.assertEqual(tracker.usage(), [11, 5, 24, 2])
            self.assertEqual(tracker.usage(None), [0, 3, 3, 0])
            server.answer(path="/api/ingest/", status=503, times=1)
            self.assertEqual(tracker.send()["status"], SERVER)
            self.assertEqual(tracker.usage(), [11, 5, 24, 2])
            self.assertEqual(tracker.send(conversation="c")["delivered_of"][TOKEN_USAGE], 2)
            self.assertEqual(tracker.usage(), [0, 0, 0, 0])
            self.assertEqual(tracker.usage("other"), [100, 0, 100, 0])
            tracker.track("token_usage", prompt=4)
            self.assertEqual(tracker.usage(), [4, 0, 4, 0])
            self.assertEqual(tracker.discard("c"), 1)
            self.assertEqual(tracker.usage(), [0, 0, 0, 0])

    def test_while_sending(self):
        """What is under way is not delivered yet."""
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.answer(path="/api/ingest/", hold=True)
            tracker.track("token_usage", prompt=1)
            tracker.begin_send()
            server.wait_for_request("/api/ingest/")
            tracker.track("token_usage", prompt=2)
            self.assertEqual(tracker.usage(), [3, 0, 3, 0])
            server.release()
            tracker.end_send()
            self.assertEqual(tracker.usage(), [2, 0, 2, 0])

    def test_sums_do_not_overflow(self):
        with Tracker("http://127.0.0.1:9") as tracker:
            for _ in range(8200):
                tracker.track("token_usage", prompt=2**50)
            sums = tracker.usage()
            self.assertGreaterEqual(min(sums[0], sums[2]), 2**63 - 1)

    def test_span(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            tracker.question("Hello?")
            tracker.track("token_usage", prompt=10, completion=5, embedding=2, metadata='{"model": "m"}')
            tracker.answer("Hi.")
            tracker.track("token_usage", total=2**50)
            tracker.send()
            turn, within, alone = server.batches()[0]["conversations"][0]["spans"]
            self.assertEqual((within["kind"], within["name"], within["duration_ms"]), ("llm", "llm", 0))
            self.assertEqual((within["parent_span_id"], alone["parent_span_id"]), (turn["span_id"], None))
            self.assertEqual(within["attributes"], {
                "gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 5,
                "agentsight.llm.embedding_tokens": 2, "agentsight.llm.total_tokens": 17,
                "agentsight.llm.usage_reported": True, "agentsight.metadata": '{"model": "m"}',
                "agentsight.turn.id": turn["attributes"]["agentsight.turn.id"]})
            self.assertEqual(alone["attributes"]["agentsight.llm.total_tokens"], 2**50)
            self.assertNotIn("agentsight.turn.id", alone["attributes"])
