"""Servers that answer a byte at a time: no progress ends a request as well as its total time does (row A9)."""

import os
import time
import unittest

from recorder import RecordingServer
from session import NETWORK, OK, Session

HEAD = "HTTP/1.1 200 OK\r\nX-Filler: "
BODY = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"


class SlowAnswersTest(unittest.TestCase):
    def ends(self, reason, raw, endless, pause, **options):
        """The request ends with this reason, and the next one delivers."""
        with RecordingServer() as server, Session(endpoint=server.url, **options) as session:
            server.answer(path="/api/ingest/", raw=raw, endless=endless, pause=pause, times=1)
            session.fill("c", 10)
            report = session.send()
            self.assertEqual((report["status"], report["remaining"]), (NETWORK, 10), report["error"])
            self.assertIn(reason, report["error"])
            self.assertEqual(session.stats()["buffered"], 10)
            self.assertEqual(session.send()["status"], OK)
            self.assertEqual(session.stats()["delivered"], 10)

    def test_no_progress_in_the_head(self):
        self.ends("too slow", HEAD, "x", 0.2, stall_seconds=1)

    def test_no_progress_in_the_body(self):
        self.ends("too slow", BODY, "x", 0.2, stall_seconds=1)

    def test_progress_that_takes_too_long(self):
        self.ends("timed out", BODY, "x" * 100, 0.1, request_timeout_ms=1000)

    @unittest.skipUnless("AGS_SOAK" in os.environ, "takes a minute: make soak")
    def test_at_the_default_limits(self):
        for raw in HEAD, BODY:
            before = time.monotonic()
            self.ends("too slow", raw, "x", 1)
            print(f"a byte a second was borne for {time.monotonic() - before:.1f} s")
            self.assertLess(time.monotonic() - before, 30)
