"""What is told about a conversation: in its block, the later word wins, and nothing a server would refuse."""

import json
import unittest

from recorder import RecordingServer
from remote import CONVERSATION, VISIT, Failure, Tracker

ALL = {"customer_id": "u1", "customer_ip_address": "2001:db8::1", "device": "mobile", "source": "web",
       "language": "en", "name": "Billing \u20ac", "environment": "staging"}


class ConversationInfoTest(unittest.TestCase):
    def block(self, *told, **options):
        """The block of the conversation "c" after these calls, the tracker's counters and its log lines."""
        with RecordingServer() as server, Tracker(server.url, **options) as tracker:
            for fields in told:
                tracker.track("conversation", **fields)
            report = tracker.send()
            self.assertEqual((report["status"], report["delivered_of"][CONVERSATION]), (0, len(told)))
            (block,) = server.batches()[0]["conversations"]
            self.assertEqual(block.pop("conversation_id"), "c")
            return block, tracker.stats(), tracker.logs()

    def test_all_fields(self):
        block, stats, logs = self.block(dict(ALL, metadata='{"plan": "gold"}'))
        self.assertEqual(block, dict(ALL, metadata={"plan": "gold"}, spans=[]))
        self.assertEqual((stats["mended"], logs), (0, []))

    def test_nothing_told(self):
        self.assertEqual(self.block({})[0], {"spans": []})

    def test_later_wins(self):
        block, _, _ = self.block({"name": "a", "device": "desktop", "metadata": '{"a": 1}'},
                                 {"name": "b", "customer_id": "u"}, {"metadata": "{}"})
        self.assertEqual(block, {"name": "b", "device": "desktop", "customer_id": "u", "metadata": {}, "spans": []})

    def test_environment_of_its_own(self):
        self.assertEqual(self.block({}, environment="production")[0]["environment"], "production")
        self.assertEqual(self.block({"environment": "staging"}, environment="production")[0]["environment"], "staging")

    def test_long_fields_are_cut(self):
        for unit in ("x", "\u20ac", "\U0001f600"):
            long = {name: unit * 256 for name in ALL if name != "customer_ip_address"}
            block, stats, logs = self.block(long, long)
            self.assertEqual(block, {**{name: unit * 255 for name in long}, "spans": []})
            self.assertEqual(stats["mended"], 2 * len(long))
            self.assertEqual(len(logs), 1, logs)
            exact, stats, logs = self.block({name: unit * 255 for name in long})
            self.assertEqual((exact, stats["mended"], logs), (block, 0, []))

    def test_addresses(self):
        for address in ("127.0.0.1", "255.255.255.255", "::", "::ffff:10.0.0.1", "2001:DB8:0:0:0:0:0:1"):
            block, stats, _ = self.block({"customer_ip_address": address})
            self.assertEqual((block["customer_ip_address"], stats["mended"]), (address, 0))
        for address in ("localhost", "1.2.3", "1.2.3.4.5", "256.0.0.1", " 1.2.3.4", "1.2.3.4 ", "1.2.3.4:80", "fe80::1%eth0",
                        "[::1]", ":", "1" * 300, b"1.2.3.4\0junk"):
            block, stats, logs = self.block({"customer_ip_address": address, "name": "n"},
                                            {"customer_ip_address": address})
            self.assertEqual(block, {"name": "n", "spans": []}, address)
            self.assertEqual((stats["mended"], len(logs)), (2, 1), address)

    def test_blank_fields_are_left_out(self):
        """A server takes white space for the name of an environment that it does not have."""
        blank = {name: " \u3000" for name in ALL if name != "customer_ip_address"}
        block, stats, logs = self.block({"customer_id": "u1"}, blank, blank, environment="production")
        self.assertEqual(block, {"customer_id": "u1", "environment": "production", "spans": []})
        self.assertEqual((stats["mended"], len(logs)), (2 * len(blank), 1), logs)

    def test_each_kind_of_mending_is_logged_once(self):
        _, stats, logs = self.block(*[{"name": "x" * 300, "customer_ip_address": "?"}] * 3)
        self.assertEqual((stats["mended"], len(logs)), (6, 2))

    def test_invalid_text(self):
        with Tracker("http://127.0.0.1:9") as tracker:
            for name in ("customer_id", "device", "source", "language", "name", "environment"):
                with self.assertRaises(Failure) as raised:
                    tracker.track("conversation", **{name: b"\xff"})
                self.assertIn(name, raised.exception.error)
            self.assertEqual((tracker.stats()["accepted"], tracker.stats()["rejected"]), (0, 6))

    def test_beside_messages(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            tracker.question("Hello?")
            tracker.track("conversation", name="first")
            tracker.answer("Hi.", metadata='{"a": 1}')
            tracker.track("conversation", conversation="other", name="second")
            tracker.send()
            first, second = server.batches()[0]["conversations"]
            self.assertEqual((first["name"], len(first["spans"])), ("first", 1))
            self.assertEqual((second["name"], second["spans"]), ("second", []))
            self.assertNotIn("metadata", first)


class VisitTest(unittest.TestCase):
    def test_sent_at_once(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            tracker.question("other", conversation="other")
            tracker.track("conversation", name="Old")
            tracker.initialize(**{**ALL, "name": "N"}, metadata='{"plan": "gold"}')
            (block,) = server.batches()[0]["conversations"]
            (span,) = block.pop("spans")
            self.assertEqual({name: block[name] for name in ALL}, {**ALL, "name": "N"})
            self.assertEqual((span["kind"], span["duration_ms"], span["parent_span_id"]), ("conversation", 0, None))
            prefix = "agentsight.conversation."
            attributes = {name[len(prefix):]: value for name, value in span["attributes"].items()}
            self.assertEqual(json.loads(attributes.pop("metadata")), {"plan": "gold"})
            self.assertEqual(attributes.pop("customer_ip"), ALL["customer_ip_address"])
            self.assertEqual(attributes.pop("id"), "c")
            self.assertEqual(attributes, {name: value for name, value in {**ALL, "name": "N"}.items()
                                          if name != "customer_ip_address"})
            stats = tracker.stats()
            self.assertEqual((stats["delivered"], stats["buffered"]), (2, 1))

    def test_own_conversation(self):
        with RecordingServer() as server, Tracker(server.url, conversation_id="own") as tracker:
            tracker.initialize(conversation=None)
            self.assertEqual(server.batches()[0]["conversations"][0]["conversation_id"], "own")

    def test_errors_of_both(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.answer(path="/api/ingest/", status=503)
            with self.assertRaises(Failure) as raised:
                tracker.initialize(metadata="[]")
            self.assertEqual((raised.exception.status, tracker.stats()["accepted"]), (6, 0))
            with self.assertRaises(Failure) as raised:
                tracker.initialize()
            self.assertEqual(raised.exception.status, 18)
            self.assertEqual(tracker.pending()["count_of"][VISIT], 1)
            with RecordingServer() as silent:
                silent.answer(path="/api/me/", fault="hang")
                tracker.reconfigure(endpoint=silent.url)
                with self.assertRaises(Failure) as raised:
                    tracker.initialize(timeout_ms=50)
                self.assertEqual(raised.exception.status, 15)
