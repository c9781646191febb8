"""What the tracker makes of a server's answers: rows A1 to A8 of the fault matrix (Tests/FAULTS.md)."""

import json
import math
import time
import unittest

from recorder import RecordingServer
from remote import DELIVERED, DROPPED, Tracker
from uploading import INGEST

UNAUTHORIZED, REFUSED, SERVER, TOO_LARGE = 16, 17, 18, 22  # ags_status
OTHER_KEY = "ags_" + "f" * 32 + "_012345"
QUICK = dict(base_ms=10, cap_ms=100)


def texts(request):
    """The contents of all messages of an ingest request."""
    return [event["attributes"]["agentsight.message.content"] for block in request.json()["conversations"]
            for span in block["spans"] for event in span["events"]]


class AnswersTest(unittest.TestCase):
    def test_tried_again_within_the_deadline(self):
        """A1, A3: the same bytes until the server is well again, and each event once."""
        for status in (408, 425, 429, 500, 502, 503, 504):
            with RecordingServer() as server, Tracker(server.url, **QUICK) as tracker:
                server.answer(path=INGEST, status=status, times=3)
                tracker.question("0")
                report = tracker.send(timeout_ms=20_000)
                self.assertEqual((report["status"], report["delivered"], report["remaining"]), (0, 1, 0))
                bodies = [request.body for request in server.requests(INGEST)]
                self.assertEqual((len(bodies), len(set(bodies))), (4, 1))

    def test_gives_up_at_the_deadline_with_the_last_error(self):
        with RecordingServer() as server, Tracker(server.url, **QUICK) as tracker:
            server.answer(path=INGEST, status=503, body="busy")
            tracker.question("0")
            started = time.monotonic()
            report = tracker.send(timeout_ms=400)
            self.assertLess(time.monotonic() - started, 5)
            self.assertEqual((report["status"], report["remaining"], report["failed"]), (SERVER, 1, 1))
            self.assertIn("busy", report["error"])
            self.assertGreater(report["requests"], 2)

    def test_gives_up_without_a_deadline(self):
        with RecordingServer() as server, Tracker(server.url, attempts=3, **QUICK) as tracker:
            server.answer(path=INGEST, status=503)
            tracker.question("0")
            self.assertEqual(tracker.send(timeout_ms=0)["status"], SERVER)
            self.assertEqual(len(server.requests(INGEST)), 3)

    def test_retry_after_pauses_everything(self):
        """A2: other conversations and other calls wait too, and a short deadline does not wait for nothing."""
        for status in (429, 503):
            with RecordingServer() as server, Tracker(server.url, base_ms=10) as tracker:
                server.answer(path=INGEST, status=status, headers=[["Retry-After", "1"]], times=1)
                tracker.question("0", conversation="a")
                started = time.monotonic()
                self.assertNotEqual(tracker.send(timeout_ms=500)["status"], 0)
                self.assertLess(time.monotonic() - started, 0.5)
                tracker.question("1", conversation="b")
                self.assertNotEqual(tracker.send(conversation="b", timeout_ms=100)["status"], 0)
                self.assertEqual(len(server.requests(INGEST)), 1)
                self.assertEqual(tracker.send(timeout_ms=20_000)["status"], 0)
                self.assertGreaterEqual(time.monotonic() - started, 1)
                self.assertEqual(len(server.requests(INGEST)), 3)

    def test_garbage_in_retry_after(self):
        for value in ("soon", "-1", "1e9", "", "x" * 1000):
            with RecordingServer() as server, Tracker(server.url, **QUICK) as tracker:
                server.answer(path=INGEST, status=503, headers=[["Retry-After", value]], times=1)
                tracker.question("0")
                started = time.monotonic()
                self.assertEqual(tracker.send(timeout_ms=20_000)["status"], 0)
                self.assertLess(time.monotonic() - started, 5)

    def test_automatic_sending_goes_on_by_itself(self):
        with RecordingServer() as server, Tracker(server.url, send_every_events=1, **QUICK) as tracker:
            server.answer(path=INGEST, status=503, times=4)
            tracker.question("0")
            deadline = time.monotonic() + 20
            while tracker.stats()["buffered"] and time.monotonic() < deadline:
                time.sleep(0.01)
            self.assertEqual(tracker.stats()["delivered"], 1)
            self.assertEqual(len(server.requests(INGEST)), 5)

    def test_held(self):
        """A6, A7, A8: one request, then none before its time, and one line in the log."""
        for status in (301, 302, 307, 401, 403, 404, 405, 410, 501):
            with RecordingServer() as server, Tracker(server.url) as tracker:
                server.answer(path=INGEST, status=status, body="<html>no</html>")
                tracker.question("0")
                for _ in range(5):
                    report = tracker.send(timeout_ms=1000)
                    expected = UNAUTHORIZED if status in (401, 403) else SERVER if status == 501 else REFUSED
                    self.assertEqual((report["status"], report["remaining"]), (expected, 1))
                    self.assertIn(str(status), report["error"])
                self.assertEqual(len(server.requests(INGEST)), 1)
                self.assertEqual(len([line for line in tracker.logs() if str(status) in line]), 1)
                server.forget_answers()
                tracker.reconfigure(api_key=OTHER_KEY)
                self.assertEqual(tracker.send(timeout_ms=20_000)["delivered"], 1)

    def test_unknown_key_is_not_told_twice(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.answer(path="/api/me/", status=401)
            tracker.question("0")
            self.assertEqual(tracker.send(timeout_ms=1000)["status"], UNAUTHORIZED)
            self.assertEqual([request.path for request in server.requests()], ["/api/me/"])

    def test_probe(self):
        with RecordingServer() as server, Tracker(server.url, base_ms=1, hold_ms=300) as tracker:
            server.answer(path=INGEST, status=401, times=2)
            tracker.question("0")
            started = time.monotonic()
            self.assertEqual(tracker.send(timeout_ms=20_000)["delivered"], 1)
            self.assertGreaterEqual(time.monotonic() - started, 0.6)
            self.assertEqual(len(server.requests(INGEST)), 3)

    def test_too_large(self):
        """A4: smaller and smaller at once, and one that is too large by itself is dropped alone."""
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.answer(path=INGEST, status=413, times=3)
            tracker.fill(100)
            report = tracker.send(timeout_ms=20_000)
            self.assertEqual((report["status"], report["delivered"]), (0, 100))
            sizes = [len(texts(request)) for request in server.requests(INGEST)]
            self.assertEqual(sizes[:5], [100, 50, 25, 13, 12])
            self.assertEqual(sum(sizes[3:]), 100)

    def test_one_too_large(self):
        with RecordingServer() as server, Tracker(server.url, items=1) as tracker:
            server.answer(path=INGEST, status=413, times=3)
            for i in range(4):
                tracker.question(f"{i}", conversation=f"c{i}")
            report = tracker.send(timeout_ms=20_000, items=1)
            self.assertEqual((report["status"], report["delivered"], report["dropped"]), (0, 3, 1))
            self.assertEqual([(item["text"], item["outcome"], item["error"]) for item in report["items"]],
                             [("0", DROPPED, TOO_LARGE)] + [(f"{i}", DELIVERED, 0) for i in (1, 2, 3)])
            stats = tracker.stats()
            self.assertEqual((stats["dropped"], stats["dropped_too_large"], stats["buffered"]), (1, 1, 0))

    def test_nothing_fits(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.answer(path=INGEST, status=413)
            tracker.fill(8)
            report = tracker.send(timeout_ms=20_000)
            self.assertEqual((report["status"], report["dropped"], report["remaining"]), (0, 8, 0))
            self.assertLess(report["requests"], 30)
            self.assertEqual(len([line for line in tracker.logs() if "given up" in line and "further" in line]), 1)


class EncodingTest(unittest.TestCase):
    """415: something on the way does not read what the server said it does."""

    def test_sent_again_as_it_is(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.advertise_gzip()
            server.answer(path=INGEST, status=415, times=1)
            tracker.fill(100)
            report = tracker.send(timeout_ms=20_000)
            self.assertEqual((report["status"], report["delivered"], report["requests"]), (0, 100, 3))
            tracker.fill(100)
            self.assertEqual(tracker.send(timeout_ms=20_000)["delivered"], 100)
            encodings = [request.headers.get("content-encoding") for request in server.requests(INGEST)]
            self.assertEqual(encodings, ["gzip", None, None])

    def test_held_when_nothing_is_read(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.advertise_gzip()
            server.answer(path=INGEST, status=415)
            tracker.fill(100)
            for _ in range(3):
                report = tracker.send(timeout_ms=1000)
                self.assertEqual((report["status"], report["remaining"], report["dropped"]), (REFUSED, 100, 0))
            self.assertEqual(len(server.requests(INGEST)), 2)


class PoisonTest(unittest.TestCase):
    """A5: servers that refuse requests with a certain text in them, played by scripted answers."""

    def check(self, count, poison, answer):
        """The tracker is asked what it would send; the server's rule is worked out from each request."""
        with RecordingServer() as server, Tracker(server.url, items=1) as tracker:
            server.answer(path=INGEST, refuse_text=f"poison {poison}", **answer)
            for i in range(count):
                tracker.answer(f"poison {i}" if i == poison else f"{i}", conversation="c")
            report = tracker.send(timeout_ms=30_000, items=1)
            self.assertEqual((report["status"], report["delivered"], report["dropped"], report["remaining"]),
                             (0, count - 1, 1, 0), report["error"])
            dropped = [item for item in report["items"] if item["outcome"] == DROPPED]
            self.assertEqual([(item["text"], item["error"]) for item in dropped], [(f"poison {poison}", REFUSED)])
            self.assertEqual(tracker.stats()["dropped_invalid"], 1)
            requests = [texts(request) for request in server.requests(INGEST)]
            alone = requests.index([f"poison {poison}"])
            self.assertLessEqual(alone, math.ceil(math.log2(count)) + 1)
            self.assertLessEqual(len(requests), alone + 2)

    def test_bisected(self):
        body = json.dumps({"detail": "invalid"})
        for status in (400, 422):
            for poison in (0, 1, 499, 500, 511, 998, 999):
                self.check(1000, poison, {"status": status, "body": body})

    def test_named(self):
        """The rest comes at once without the blocks that the answer names, and nothing else is lost."""
        body = json.dumps({"conversations": [{"index": 1, "conversation_id": "b", "errors": {"name": ["?"]}}]})
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.answer(path=INGEST, status=400, body=body, times=1)
            for conversation in "abc":
                tracker.answer(f"in {conversation}", conversation=conversation)
            report = tracker.send(timeout_ms=20_000)
            self.assertEqual((report["delivered"], report["dropped"], report["requests"]), (2, 1, 3))
            self.assertEqual(texts(server.requests(INGEST)[1]), ["in a", "in c"])

    def test_own_environment_is_held(self):
        """A typing error in a setting does not cost a single event."""
        body = json.dumps({"conversations": [{"index": 0, "errors": {"environment": ["Unknown environment"]}}]})
        with RecordingServer() as server, Tracker(server.url, environment="prodction") as tracker:
            server.answer(path=INGEST, status=400, body=body)
            tracker.answer("0")
            report = tracker.send(timeout_ms=1000)
            self.assertEqual((report["status"], report["remaining"], report["dropped"]), (REFUSED, 1, 0))

    def test_something_else_answers(self):
        """What is no JSON, from a server that has confirmed nothing yet, is no reason to give anything up."""
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.answer(path=INGEST, status=400, body="<html>The plain HTTP request was sent to HTTPS port</html>")
            tracker.fill(10)
            report = tracker.send(timeout_ms=1000)
            self.assertEqual((report["status"], report["remaining"], report["dropped"]), (REFUSED, 10, 0))
