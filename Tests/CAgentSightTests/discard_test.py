"""Giving up what waits: before, during and after a request; the rest keeps order, ids and times."""

import unittest

from recorder import RecordingServer
from remote import DISCARDED, Tracker

INGEST = "/api/ingest/"
SERVER = 18  # ags_status


def spans(batch):
    return {(block["conversation_id"], span["events"][0]["attributes"]["agentsight.message.content"]): span
            for block in batch["conversations"] for span in block["spans"]}


def texts(tracker):
    return [item["text"] for item in tracker.pending()["items"]]


class DiscardTest(unittest.TestCase):
    def test_all(self):
        with RecordingServer() as server, Tracker(server.url, items=1) as tracker:
            for i in range(5):
                tracker.question(f"{i}")
            self.assertEqual(tracker.discard(), 5)
            self.assertEqual([(item["text"], item["outcome"]) for item in tracker.items()],
                             [(f"{i}", DISCARDED) for i in range(5)])
            self.assertEqual((tracker.pending()["count"], tracker.discard()), (0, 0))
            stats = tracker.stats()
            self.assertEqual((stats["dropped"], stats["discarded"], stats["buffered"]), (5, 5, 0))
            self.assertEqual(tracker.send()["requests"], 0)
            self.assertEqual(server.connections(), 0)

    def test_one_conversation(self):
        with RecordingServer() as server, Tracker(server.url, conversation_id="own") as tracker:
            for i in range(6):
                tracker.answer(f"{i}", conversation="ab"[i % 2])
            tracker.answer("6", conversation=None)
            self.assertEqual((tracker.discard("a"), tracker.discard("A")), (3, 0))
            self.assertEqual(texts(tracker), ["1", "3", "5", "6"])
            report = tracker.send()
            self.assertEqual((report["delivered"], report["remaining"]), (4, 0))
            self.assertEqual([key for batch in server.batches() for key in spans(batch)],
                             [("b", "1"), ("b", "3"), ("b", "5"), ("own", "6")])

    def test_during_a_request(self):
        """What is under way is left alone."""
        with RecordingServer() as server, Tracker(server.url, batch_events=3) as tracker:
            server.answer(path=INGEST, hold=True)
            for i in range(5):
                tracker.answer(f"{i}")
            tracker.begin_send()
            server.wait_for_request(INGEST)
            tracker.answer("5")
            self.assertEqual(texts(tracker), ["0", "1", "2", "3", "4", "5"])
            self.assertEqual(tracker.discard(), 3)
            self.assertEqual(texts(tracker), ["0", "1", "2"])
            server.release()
            report = tracker.end_send()
            self.assertEqual((report["status"], report["delivered"], report["remaining"]), (0, 3, 0))
            self.assertEqual(len(server.batches()), 1)
            stats = tracker.stats()
            self.assertEqual((stats["delivered"], stats["discarded"], stats["buffered"]), (3, 3, 0))

    def test_after_a_failed_send(self):
        with RecordingServer() as server, Tracker(server.url, batch_events=4) as tracker:
            server.answer(path=INGEST, status=503, times=1)
            for i in range(8):
                tracker.answer(f"{i}", conversation="ab"[i % 2])
            self.assertEqual(tracker.send()["status"], SERVER)
            self.assertEqual(texts(tracker), [f"{i}" for i in range(8)])
            self.assertEqual(tracker.discard("a"), 4)
            self.assertEqual(tracker.send()["delivered"], 4)
            first, *rest = [spans(batch) for batch in server.batches()]
            again = {key: span for batch in rest for key, span in batch.items()}
            self.assertEqual(list(again), [("b", f"{i}") for i in (1, 3, 5, 7)])
            for key in (("b", "1"), ("b", "3")):
                self.assertEqual(again[key], first[key])

    def test_failed_batch_comes_again_as_it_was(self):
        with RecordingServer() as server, Tracker(server.url, batch_events=4) as tracker:
            server.answer(path=INGEST, status=503, times=2)
            for i in range(3):
                tracker.question(f"{i}")
            self.assertEqual(tracker.send()["status"], SERVER)
            tracker.answer("3")
            tracker.discard("none")
            tracker.pending()
            self.assertEqual(tracker.send()["status"], SERVER)
            report = tracker.send()
            self.assertEqual((report["status"], report["delivered"]), (0, 4))
            bodies = [request.body for request in server.requests(INGEST)]
            self.assertEqual(len(bodies), 4)
            self.assertEqual((bodies[1], bodies[2]), (bodies[0], bodies[0]))

    def test_after_a_failed_upload(self):
        """No request is under way, so nothing is left alone."""
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.answer(path="/api/conversations/", fault="reset")
            tracker.attach({"filename": "a", "data": b"x"})
            tracker.question("with it")
            self.assertNotEqual(tracker.send()["status"], 0)
            self.assertEqual(tracker.discard(), 1)  # what was asked with it has arrived
            self.assertEqual(tracker.stats()["buffered"], 0)
            requests = len(server.requests())
            self.assertEqual(tracker.send()["status"], 0)
            self.assertEqual(len(server.requests()), requests)
