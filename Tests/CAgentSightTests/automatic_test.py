"""Sending without being asked to each time: every so many events, every so many milliseconds, never unasked."""

import time
import unittest

from recorder import RecordingServer
from remote import DELIVERED, Tracker

INGEST = "/api/ingest/"
PATIENCE = 20  # seconds; far more than anything here takes


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def count(server):
    return sum(len(block["spans"]) for batch in server.batches() for block in batch["conversations"])


class AutomaticTest(unittest.TestCase):
    def test_never_unasked(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            tracker.fill(0)  # a sanitizer starts a thread of its own with the first
            threads = tracker.threads()
            tracker.fill(5000, threads=4)
            time.sleep(0.3)
            self.assertEqual((tracker.threads(), server.connections()), (threads, 0))

    def test_no_thread_before_the_first_event(self):
        with RecordingServer() as server, Tracker(server.url, send_every_ms=10, send_every_events=1) as tracker:
            threads = tracker.threads()
            time.sleep(0.1)
            self.assertEqual((tracker.threads(), server.connections()), (threads, 0))

    def test_every_n_events(self):
        with RecordingServer() as server, Tracker(server.url, send_every_events=10, items=1) as tracker:
            for i in range(9):
                tracker.answer(f"{i}")
            time.sleep(0.2)
            self.assertEqual(server.connections(), 0)
            tracker.answer("9")
            self.assertTrue(wait_until(lambda: tracker.stats()["delivered"] == 10))
            self.assertEqual([item["outcome"] for item in tracker.items()], [DELIVERED] * 10)
            for i in range(9):
                tracker.answer(f"{i}")
            time.sleep(0.2)
            self.assertEqual(tracker.stats()["delivered"], 10)
            tracker.answer("9")
            self.assertTrue(wait_until(lambda: tracker.stats()["delivered"] == 20))
            self.assertEqual(count(server), 20)

    def test_each_event(self):
        with RecordingServer() as server, Tracker(server.url, send_every_events=1) as tracker:
            for i in range(5):
                tracker.answer(f"{i}")
                self.assertTrue(wait_until(lambda: tracker.stats()["buffered"] == 0))
            self.assertEqual(len(server.batches()), 5)

    def test_every_n_events_of_eight_threads(self):
        with RecordingServer() as server, Tracker(server.url, send_every_events=100) as tracker:
            tracker.fill(12, threads=8)
            time.sleep(0.2)
            self.assertEqual(server.connections(), 0)  # 96
            tracker.fill(1, threads=8)
            self.assertTrue(wait_until(lambda: tracker.stats()["delivered"] >= 100))
            tracker.fill(1000, threads=8)
            self.assertTrue(wait_until(lambda: tracker.stats()["buffered"] < 100))
            # One more sending may be on its way: what is counted first must not be older than what follows.
            self.assertTrue(wait_until(lambda: count(server) == tracker.stats()["delivered"]))

    def test_every_n_milliseconds(self):
        with RecordingServer() as server, Tracker(server.url, send_every_ms=50) as tracker:
            tracker.fill(3)
            self.assertTrue(wait_until(lambda: tracker.stats()["buffered"] == 0))
            requests = len(server.requests())
            time.sleep(0.3)
            self.assertEqual(len(server.requests()), requests)  # nothing to send, nothing sent
            tracker.fill(3)
            self.assertTrue(wait_until(lambda: tracker.stats()["buffered"] == 0))
            self.assertEqual(len(server.batches()), 2)

    def test_not_before_its_time(self):
        with RecordingServer() as server, Tracker(server.url, send_every_ms=600_000) as tracker:
            tracker.fill(3)
            time.sleep(0.2)
            self.assertEqual((server.connections(), tracker.stats()["buffered"]), (0, 3))
            self.assertEqual(tracker.send()["delivered"], 3)

    def test_whichever_comes_first(self):
        options = dict(send_every_ms=200, send_every_events=5)
        with RecordingServer() as server, Tracker(server.url, **options) as tracker:
            tracker.fill(5)
            self.assertTrue(wait_until(lambda: tracker.stats()["buffered"] == 0))
            tracker.fill(2)
            self.assertTrue(wait_until(lambda: tracker.stats()["buffered"] == 0))
            self.assertEqual(count(server), 7)

    def test_failure_is_logged_and_made_good(self):
        with RecordingServer() as server, Tracker(server.url, send_every_ms=50) as tracker:
            server.answer(path=INGEST, status=503, times=2)
            tracker.fill(3)
            self.assertTrue(wait_until(lambda: tracker.stats()["buffered"] == 0))
            bodies = [request.body for request in server.requests(INGEST)]
            self.assertEqual(bodies, bodies[:1] * 3)
            logs = tracker.logs()
            self.assertEqual(sum("automatic sending failed" in line for line in logs), 2, logs)

    def test_freed_while_it_sends(self):
        with RecordingServer() as server, Tracker(server.url, send_every_ms=1, send_every_events=1) as tracker:
            server.answer(path=INGEST, fault="hang")
            tracker.fill(10, threads=4)
            server.wait_for_request(INGEST)
            started = time.monotonic()
            tracker.free()
            self.assertLess(time.monotonic() - started, 5)
