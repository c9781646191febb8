"""`remaining` counts the events tracked before the call that still wait, whatever the status."""

import unittest

from recorder import RecordingServer
from session import SERVER, TIMEOUT, Session


class ReportRemainingTest(unittest.TestCase):
    def test_after_a_timeout(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.answer(path="/api/ingest/", hold=True)
            session.fill("c", 7)
            report = session.send(timeout_ms=200)
            self.assertEqual((report["status"], report["remaining"]), (TIMEOUT, 7))

    def test_not_what_came_later(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.answer(path="/api/ingest/", status=503, hold=True)
            session.fill("c", 5)
            session.begin_send()
            server.wait_for_request("/api/ingest/")
            session.fill("c", 3)
            server.release()
            report = session.end_send()
            self.assertEqual((report["status"], report["remaining"]), (SERVER, 5))
