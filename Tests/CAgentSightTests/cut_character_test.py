"""What is quoted of a server's answer is cut between characters, so that it stays UTF-8."""

import unittest

from recorder import RecordingServer
from session import Session


class CutCharacterTest(unittest.TestCase):
    def test_cut(self):
        for shift in range(3):
            with RecordingServer() as server, Session(endpoint=server.url) as session:
                server.answer(path="/api/ingest/", status=400, body="x" * shift + "\u20ac" * 1000)
                session.question("c", "Hello?")
                session.send()  # reading the answer as UTF-8 is the check
                session.logs()
