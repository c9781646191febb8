"""What a server gets to see when all goes well."""

import unittest

from recorder import RecordingServer
from session import API_KEY, OK, Session


def messages(batch):
    """(conversation, sender, content) of all messages, in the order of the body."""
    return [(block["conversation_id"], event["attributes"]["agentsight.message.sender"],
             event["attributes"]["agentsight.message.content"])
            for block in batch["conversations"] for span in block["spans"] for event in span["events"]]


class DeliveryTest(unittest.TestCase):
    def test_no_connection_before_send(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            session.fill("c", 5000)
            session.stats()
            self.assertEqual(server.connections(), 0)
            self.assertEqual(session.stats()["requests"], 0)

    def test_nothing_to_send(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            report = session.send()
            self.assertEqual((report["status"], report["requests"], report["http_status"]), (OK, 0, 0))
            self.assertEqual(server.connections(), 0)

    def test_requests(self):
        with RecordingServer() as server, Session(endpoint=server.url + "/base/") as session:
            server.answer(path="/base/api/me/", body="{}")
            server.answer(path="/base/api/ingest/", body="{}")
            session.question("c", "Hello?")
            self.assertEqual(session.send()["status"], OK)
            me, ingest = server.requests()
            self.assertEqual((me.method, me.path, me.body), ("GET", "/base/api/me/", b""))
            self.assertEqual((ingest.method, ingest.path), ("POST", "/base/api/ingest/"))
            for request in (me, ingest):
                self.assertEqual(request.headers["authorization"], f"Api-Key {API_KEY}")
                self.assertEqual(request.headers["accept"], "application/json")
                self.assertRegex(request.headers["user-agent"], r"^agentsight-embedded/\d+\.\d+\.\d+$")
                self.assertNotIn(API_KEY, request.head.split("\r\n")[0])
            self.assertEqual(ingest.headers["content-type"], "application/json")
            self.assertNotIn("content-encoding", ingest.headers)
            self.assertNotIn("expect", ingest.headers)
            self.assertEqual(server.connections(), 1)

    def test_body(self):
        with RecordingServer() as server, Session(endpoint=server.url, environment="staging") as session:
            session.question("c", 'What is "this"?', '{"language": "en"}')
            session.action("c", "search", "3 hits")
            session.answer("c", "A test: \u20ac \U0001f600 \\")
            report = session.send()
            self.assertEqual((report["delivered"], report["remaining"]), (3, 0))
            self.assertEqual(report["delivered_of"], [1, 1, 1, 0, 0, 0, 0, 0])
            (batch,) = server.batches()
            self.assertEqual(set(batch), {"sdk", "conversations"})
            self.assertEqual(batch["sdk"]["name"], "agentsight-embedded")
            (block,) = batch["conversations"]
            self.assertEqual(set(block), {"conversation_id", "environment", "spans"})
            self.assertEqual((block["conversation_id"], block["environment"]), ("c", "staging"))
            turn, tool = block["spans"]
            self.check_span(turn, "turn")
            self.check_span(tool, "tool")
            self.assertIsNone(turn["parent_span_id"])
            self.assertEqual(tool["parent_span_id"], turn["span_id"])
            self.assertEqual(tool["trace_id"], turn["trace_id"])
            self.assertEqual(tool["attributes"]["agentsight.turn.id"], turn["attributes"]["agentsight.turn.id"])
            self.assertEqual(tool["attributes"]["agentsight.tool.response"], "3 hits")
            self.assertIs(turn["attributes"]["agentsight.turn.complete"], True)
            self.assertEqual(messages(batch), [("c", "end_user", 'What is "this"?'),
                                               ("c", "agent", "A test: \u20ac \U0001f600 \\")])
            question, answer = turn["events"]
            self.assertEqual(question["attributes"]["agentsight.message.metadata"], '{"language": "en"}')
            self.assertEqual(turn["started_at"], question["timestamp"])
            self.assertEqual(turn["ended_at"], answer["timestamp"])
            self.assertLess(question["timestamp"], tool["started_at"])
            self.assertLess(tool["started_at"], answer["timestamp"])

    def check_span(self, span, kind):
        """The keys of contract 2.2, no more and no less."""
        self.assertEqual(set(span), {"span_id", "trace_id", "parent_span_id", "kind", "name", "started_at",
                                     "ended_at", "duration_ms", "status", "attributes", "events", "otel"})
        self.assertEqual(set(span["otel"]), {"span_kind", "trace_flags", "trace_state", "is_remote",
                                             "status_description", "links", "resource", "dropped"})
        self.assertEqual(span["kind"], kind)
        self.assertRegex(span["span_id"], r"^[0-9a-f]{16}$")
        self.assertRegex(span["trace_id"], r"^[0-9a-f]{32}$")
        for name in ("started_at", "ended_at"):
            self.assertRegex(span[name], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$")
        self.assertIsInstance(span["duration_ms"], float)

    def test_gzip_when_advertised(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.advertise_gzip()
            session.fill("c", 1000)
            report = session.send()
            self.assertEqual(report["status"], OK)
            (ingest,) = server.requests("/api/ingest/")
            self.assertEqual(ingest.headers["content-encoding"], "gzip")
            self.assertEqual(len(ingest.body), report["bytes"])
            self.assertEqual(len(messages(ingest.json())), 1000)
            session.question("c", "a short one needs no compression")
            session.send()
            self.assertNotIn("content-encoding", server.requests("/api/ingest/")[1].headers)

    def test_no_gzip_unless_advertised(self):
        for rule in ({"body": '{"capabilities": []}'}, {"status": 404}, {"status": 500}):
            with RecordingServer() as server, Session(endpoint=server.url) as session:
                server.answer(path="/api/me/", **rule)
                session.fill("c", 1000)
                self.assertEqual(session.send()["status"], OK)
                (ingest,) = server.requests("/api/ingest/")
                self.assertNotIn("content-encoding", ingest.headers)
                self.assertEqual(len(messages(ingest.json())), 1000)

    def test_batches(self):
        with RecordingServer() as server, Session(endpoint=server.url, batch_events=100) as session:
            session.fill("c", 250)
            report = session.send()
            self.assertEqual((report["delivered"], report["requests"], report["http_status"]), (250, 4, 200))
            batches = [messages(batch) for batch in server.batches()]
            self.assertEqual([len(batch) for batch in batches], [100, 100, 50])
            texts = [content for batch in batches for _, _, content in batch]
            self.assertEqual(texts, [f"question {i}" for i in range(250)])
            self.assertEqual(server.connections(), 1)
            self.assertEqual(len(server.requests("/api/me/")), 1)

    def test_large_text(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            session.question("c", "x" * 16384)
            self.assertEqual(session.send()["status"], OK)
            self.assertEqual(messages(server.batches()[0])[0][2], "x" * 16384)

    def test_created_and_empty_answers(self):
        for rule in ({"status": 201, "body": "{}"}, {"status": 200, "body": ""}, {"status": 200, "body": "no JSON"}):
            with RecordingServer() as server, Session(endpoint=server.url) as session:
                server.answer(path="/api/ingest/", **rule)
                session.question("c", "Hello?")
                self.assertEqual(session.send()["status"], OK)
                self.assertEqual(session.stats()["buffered"], 0)
