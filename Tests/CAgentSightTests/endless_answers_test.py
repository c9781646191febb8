"""Answers without end: 64 KiB of headers and 64 KiB of body are read, and no more (rows A12, A13)."""

import gzip
import unittest

from recorder import RecordingServer
from session import MEMORY, NETWORK, OK, Session

LINE = "X-Filler: " + "x" * 1012 + "\r\n"  # 1 KiB


class EndlessAnswersTest(unittest.TestCase):
    def check(self, statuses=(NETWORK,), **rule):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.answer(path="/api/ingest/", times=1, **rule)
            session.fill("c", 10)
            report = session.send()
            self.assertIn(report["status"], statuses, report["error"])
            self.assertNotIn("timed out", report["error"])
            self.assertEqual((report["delivered"], report["remaining"]), (0, 10))
            self.assertEqual(session.send()["status"], OK)

    def test_headers(self):
        self.check(raw="HTTP/1.1 200 OK\r\n", endless=LINE)

    def test_one_header(self):
        """libcurl says of a line of more than 100 KiB that memory ran out."""
        self.check((NETWORK, MEMORY), raw="HTTP/1.1 200 OK\r\nX-Filler: ", endless="x" * 1000)

    def test_interim_answers(self):
        self.check(raw="", endless="HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n")

    def test_body(self):
        self.check(raw="HTTP/1.1 200 OK\r\n\r\n", endless=LINE)

    def test_trailers(self):
        self.check(raw="HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", endless=LINE)

    def test_more_headers_than_are_read(self):
        """libcurl by itself reads up to 300 KiB."""
        self.check(raw="HTTP/1.1 200 OK\r\n" + LINE * 64 + "Content-Length: 2\r\n\r\n{}")

    def test_as_many_headers_as_are_read(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.answer(path="/api/ingest/",
                          raw="HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n" + LINE * 63 + "\r\n")
            session.question("c", "Hello?")
            report = session.send()
            self.assertEqual(report["status"], OK, report["error"])

    def test_compressed_answers_are_not_asked_for_and_not_unpacked(self):
        bomb = gzip.compress(bytes(10 << 20)).decode("latin-1")
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n"
            server.answer(path="/api/ingest/", raw=head + bomb)
            session.question("c", "Hello?")
            self.assertEqual(session.send()["status"], OK)
            for request in server.requests():
                self.assertNotIn("accept-encoding", request.headers)
