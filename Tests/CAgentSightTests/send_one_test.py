"""ags_send_with(): one conversation alone, and what each event's outcome is."""

import datetime
import time
import unittest

from recorder import RecordingServer
from remote import ANSWER, DELIVERED, FAILED, QUESTION, Tracker

SERVER, TIMEOUT = 18, 15  # ags_status
INGEST = "/api/ingest/"


def blocks(server):
    """(conversation, texts) of each block of each batch."""
    return [[(block["conversation_id"], [event["attributes"]["agentsight.message.content"]
                                         for span in block["spans"] for event in span["events"]])
             for block in batch["conversations"]] for batch in server.batches()]


def seconds(span):
    return [datetime.datetime.fromisoformat(span[name]).timestamp() for name in ("started_at", "ended_at")]


class SendOneTest(unittest.TestCase):
    def test_others_stay(self):
        with RecordingServer() as server, Tracker(server.url, batch_events=3) as tracker:
            for i in range(4):
                for conversation in "abc":
                    tracker.answer(f"{i}", conversation=conversation)
            report = tracker.send(conversation="b")
            self.assertEqual((report["status"], report["delivered"], report["remaining"]), (0, 4, 8))
            self.assertEqual(blocks(server), [[("b", ["0", "1", "2"])], [("b", ["3"])]])
            items = tracker.pending()["items"]
            self.assertEqual([(item["conversation"], item["text"]) for item in items],
                             [(conversation, f"{i}") for i in range(4) for conversation in "ac"])
            self.assertEqual(tracker.send(conversation="none")["requests"], 0)
            self.assertEqual(tracker.send()["delivered"], 8)
            rest = [block for batch in blocks(server)[2:] for block in batch]
            for conversation in "ac":
                self.assertEqual([text for name, texts in rest if name == conversation for text in texts],
                                 ["0", "1", "2", "3"])

    def test_one_that_fails_leaves_the_others(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.answer(path=INGEST, status=503, times=1)
            tracker.answer("0", conversation="a")
            tracker.answer("1", conversation="b")
            report = tracker.send(conversation="a")
            self.assertEqual((report["status"], report["failed"], report["remaining"]), (SERVER, 1, 2))
            self.assertEqual(tracker.send(conversation="b")["delivered"], 1)
            self.assertEqual(tracker.send()["delivered"], 1)
            self.assertEqual(blocks(server), [[("a", ["0"])], [("b", ["1"])], [("a", ["0"])]])

    def test_times_of_the_others_stay(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            tracker.question("Hello?", conversation="a")
            time.sleep(0.3)
            tracker.answer("Hi.", conversation="a")
            time.sleep(0.3)
            tracker.answer("late", conversation="b")
            tracker.send(conversation="b")
            tracker.send()
            late, early = [batch["conversations"][0]["spans"][0] for batch in server.batches()]
            start, end = seconds(early)
            self.assertGreater(end - start, 0.25)
            self.assertGreater(seconds(late)[0] - end, 0.25)

    def test_later_events_wait(self):
        """Also when looking has read them already."""
        for conversation in (None, "c"):
            with RecordingServer() as server, Tracker(server.url) as tracker:
                server.answer(path=INGEST, hold=True)
                tracker.answer("0")
                tracker.begin_send(conversation=conversation)
                server.wait_for_request(INGEST)
                tracker.answer("1")
                self.assertEqual(tracker.pending()["count"], 2)
                server.release()
                report = tracker.end_send()
                self.assertEqual((report["status"], report["delivered"], report["remaining"]), (0, 1, 0))
                self.assertEqual(tracker.stats()["buffered"], 1)

    def test_outcomes(self):
        with RecordingServer() as server, Tracker(server.url, batch_events=2, items=1) as tracker:
            server.answer(path=INGEST, times=1)
            server.answer(path=INGEST, status=503, times=1)
            tracker.question("0")
            tracker.answer("1")
            tracker.track("action", name="search")
            tracker.track("button", event="yes", label="l", value="v")
            tracker.track("token_usage", prompt=1)
            report = tracker.send(items=1)
            self.assertEqual(report["status"], SERVER)
            told = [(item["text"], item["outcome"], item["error"]) for item in report["items"]]
            self.assertEqual(told, [("0", DELIVERED, 0), ("1", DELIVERED, 0), ("search", FAILED, SERVER),
                                    ("yes", FAILED, SERVER)])
            self.assertEqual(tracker.items(), report["items"])
            self.assertEqual((report["delivered"], report["failed"], report["remaining"]), (2, 2, 3))
            self.assertEqual(report["delivered_of"], [1, 1, 0, 0, 0, 0, 0, 0])
            self.assertEqual(report["failed_of"], [0, 0, 1, 1, 0, 0, 0, 0])
            again = tracker.send(items=1)
            self.assertEqual([(item["text"], item["outcome"]) for item in again["items"]],
                             [("search", DELIVERED), ("yes", DELIVERED), ("", DELIVERED)])
            self.assertEqual([item["time_us"] for item in again["items"][:2]],
                             [item["time_us"] for item in report["items"][2:]])
            self.assertEqual([item["kind"] for item in report["items"]][:2], [QUESTION, ANSWER])

    def test_times_are_those_on_the_wire(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            for i in range(50):
                tracker.question(f"{i}")
            report = tracker.send(items=1)
            times = [datetime.datetime.fromisoformat(span["started_at"])
                     for span in server.batches()[0]["conversations"][0]["spans"]]
            self.assertEqual([round(t.timestamp() * 1e6) for t in times], [item["time_us"] for item in report["items"]])

    def test_nothing_is_told_after_a_timeout(self):
        with RecordingServer() as server, Tracker(server.url, items=1) as tracker:
            server.answer(path=INGEST, hold=True)
            tracker.question("0")
            report = tracker.send(items=1, timeout_ms=100)
            self.assertEqual((report["status"], report["items"], report["remaining"]), (TIMEOUT, [], 1))
            server.release()
            self.assertEqual(tracker.send(items=1)["items"], [])  # it was on its way already
            self.assertEqual([item["outcome"] for item in tracker.items()], [DELIVERED])
            self.assertEqual(len(server.batches()), 1)
            self.assertEqual(tracker.stats()["delivered"], 1)
