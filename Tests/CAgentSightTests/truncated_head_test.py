"""An answer that ends within its head is no confirmation: the batch stays."""

import unittest

from recorder import RecordingServer
from session import NETWORK, OK, Session


class TruncatedHeadTest(unittest.TestCase):
    def test_truncated_head(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.answer(path="/api/ingest/", raw="HTTP/1.1 200 OK\r\nContent-Le", times=1)
            session.question("c", "Hello?")
            report = session.send()
            self.assertEqual((report["status"], report["remaining"]), (NETWORK, 1))
            self.assertEqual(session.send()["status"], OK)
