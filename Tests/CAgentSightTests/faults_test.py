"""Networks that break: the status says so, nothing is lost, and the next ags_send() delivers."""

import unittest

from recorder import RecordingServer
from session import NETWORK, OK, TIMEOUT, Session

BUDGET_SECONDS = 4  # "within about a second", and room for a busy machine


class FaultsTest(unittest.TestCase):
    def check_fault(self, timeout_ms=30000, **rule):
        with RecordingServer() as server, Session(endpoint=server.url, request_timeout_ms=timeout_ms) as session:
            server.answer(path="/api/ingest/", **rule)
            session.fill("c", 10)
            report = session.send()
            self.assertEqual(report["status"], NETWORK, report["error"])
            self.assertEqual((report["delivered"], report["remaining"]), (0, 10))
            self.assertEqual(session.stats()["buffered"], 10)
            server.forget_answers()
            while session.send()["status"] != OK:  # on a busy machine the short timeouts may pass again
                self.assertEqual(session.stats()["buffered"], 10)
            self.assertEqual(session.stats()["delivered"], 10)
            bodies = {request.body for request in server.requests("/api/ingest/") if request.body}
            self.assertEqual(len(bodies), 1)

    def test_reset_after_the_request(self):
        self.check_fault(fault="reset")

    def test_reset_before_the_body(self):
        self.check_fault(fault="reset_early")

    def test_closed_without_an_answer(self):
        self.check_fault(raw="")

    def test_truncated_answer(self):
        self.check_fault(raw="HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")

    def test_two_lengths(self):
        self.check_fault(raw="HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 7\r\n\r\n{}")

    def test_length_smaller_than_the_body(self):
        """What comes behind the length is no answer to the next request."""
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.answer(path="/api/ingest/", raw="HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{HTTP/1.1 500 No\r\n\r\n",
                          times=1)
            for text in ("Hello?", "Again?"):
                session.question("c", text)
                self.assertEqual(session.send()["status"], OK)
            self.assertEqual(len(server.requests("/api/ingest/")), 2)

    def test_bad_chunks(self):
        self.check_fault(raw="HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")

    def test_large_answer(self):
        self.check_fault(body_size=(64 << 10) + 1)

    def test_huge_answer(self):
        self.check_fault(body_size=64 << 20)

    def test_slow_answer(self):
        self.check_fault(body="{}" + " " * 100, drip=0.2, timeout_ms=1500)

    def test_no_answer(self):
        self.check_fault(fault="hang", timeout_ms=1500)

    def test_largest_answer(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.answer(path="/api/ingest/", body_size=64 << 10)
            session.question("c", "Hello?")
            self.assertEqual(session.send()["status"], OK)

    def test_nobody_listens(self):
        with RecordingServer() as server:
            url = server.url
        with Session(endpoint=url) as session:
            session.question("c", "Hello?")
            report = session.send()
            self.assertEqual((report["status"], report["http_status"], report["remaining"]), (NETWORK, 0, 1))

    def test_connection_was_closed_meanwhile(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.answer(path="/api/ingest/", raw="HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", times=1)
            session.question("c", "Hello?")
            self.assertEqual(session.send()["status"], OK)
            session.question("c", "Again?")
            self.assertEqual(session.send()["status"], OK)

    def test_deadline_passes_and_sending_goes_on(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.answer(path="/api/ingest/", hold=True, times=1)
            session.fill("c", 3)
            report = session.send(timeout_ms=200)
            self.assertEqual(report["status"], TIMEOUT)
            self.assertIn("timeout_ms", report["error"])
            self.assertEqual(session.stats()["buffered"], 3)
            server.wait_for_request("/api/ingest/")
            server.release()
            self.assertEqual(session.send()["status"], OK)  # queued behind the one that went on
            self.assertEqual(session.stats()["delivered"], 3)
            self.assertEqual(len(server.requests("/api/ingest/")), 1)

    def test_free_cuts_a_request_short(self):
        for path in ("/api/me/", "/api/ingest/"):
            with RecordingServer() as server, Session(endpoint=server.url) as session:
                server.answer(path=path, hold=True)
                session.question("c", "Hello?")
                self.assertEqual(session.send(timeout_ms=100)["status"], TIMEOUT)
                self.assertEqual(session.send(timeout_ms=1)["status"], TIMEOUT)
                server.wait_for_request(path)
                self.assertLess(session.free(), BUDGET_SECONDS)

    def test_tracking_goes_on_while_a_request_hangs(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.answer(path="/api/ingest/", hold=True, times=1)
            session.question("c", "Hello?")
            session.begin_send()
            server.wait_for_request("/api/ingest/")
            session.fill("c", 5000)
            self.assertEqual(session.stats()["buffered"], 5001)
            server.release()
            report = session.end_send()
            self.assertEqual((report["status"], report["delivered"], report["remaining"]), (OK, 1, 0))
            self.assertEqual(session.stats()["buffered"], 5000)
