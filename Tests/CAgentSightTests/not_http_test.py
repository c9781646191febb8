"""Something that is not HTTP is the server's failure (the comment of AGS_ERROR_SERVER), and confirms nothing."""

import unittest

from recorder import RecordingServer
from session import SERVER, Session


class NotHTTPTest(unittest.TestCase):
    def test_not_http(self):
        for raw in ("SSH-2.0-OpenSSH_9.2\r\n", "200 OK\r\n\r\n", "\x00\x01\x02\x03" * 10,
                    "HTTP/1.1 200 OK\r\nContent-Length: much\r\n\r\n{}"):
            with RecordingServer() as server, Session(endpoint=server.url) as session:
                server.answer(path="/api/ingest/", raw=raw)
                session.question("c", "Hello?")
                report = session.send()
                self.assertEqual((report["status"], report["delivered"], report["remaining"]), (SERVER, 0, 1),
                                 report["error"])
