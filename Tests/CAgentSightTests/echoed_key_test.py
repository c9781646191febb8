"""A server that repeats the request in its error page does not bring the key into our logs."""

import unittest

from recorder import RecordingServer
from session import API_KEY, Session


class EchoedKeyTest(unittest.TestCase):
    def test_key_is_taken_out(self):
        for key in (API_KEY, API_KEY.lower()):
            with RecordingServer() as server, Session(endpoint=server.url) as session:
                server.answer(path="/api/ingest/", status=400, body=f"bad request: Api-Key {key}")
                session.question("c", "Hello?")
                report = session.send()
                self.assertNotIn(key[4:], report["error"])
                self.assertFalse([line for line in session.logs() if key[4:] in line])
