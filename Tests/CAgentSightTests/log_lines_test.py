"""Log lines: one line each, without control characters, whatever a server says."""

import unittest

from recorder import RecordingServer
from session import Session


class LogLinesTest(unittest.TestCase):
    def test_controls_are_escaped(self):
        controls = "".join(map(chr, range(1, 32))) + "\x7f"
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.answer(path="/api/ingest/", status=400, body=f"no\r\nERROR forged\x1b[31m{controls}")
            session.question("c", "Hello?")
            session.send()
            logs = session.logs()
            self.assertTrue(logs)
            for line in logs:
                self.assertFalse([c for c in line if ord(c) < 32 or ord(c) == 127], line)
            self.assertIn("\\x0d\\x0aERROR forged\\x1b[31m", "".join(logs))

    def test_long_answers_are_cut(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.answer(path="/api/ingest/", status=400, body="\x01" * 60000)
            session.question("c", "Hello?")
            session.send()
            for line in session.logs():
                self.assertLess(len(line), 1000)
