"""HTTP/2: a server that says GOAWAY instead of answering (row A13)."""

import json
import tempfile
import unittest

from authority import Authority
from http2_server import HTTP2Server
from session import NETWORK, OK, Session


class HTTP2Test(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="agentsight-http2-")
        cls.addClassCleanup(folder.cleanup)
        cls.authority = Authority(folder.name)
        cls.certificate = cls.authority.issue("ours", "IP:127.0.0.1")

    def deliver(self, connections, **goaways):
        with HTTP2Server(*self.certificate, **goaways) as server, \
                Session(endpoint=server.url, ca_file=self.authority.certificate, base_ms=10) as session:
            session.fill("c", 10)
            report = session.send(timeout_ms=20_000)
            self.assertEqual((report["status"], report["delivered"], report["remaining"]), (OK, 10, 0), report["error"])
            session.question("c", "Hello?")
            self.assertEqual(session.send(timeout_ms=20_000)["status"], OK)
            spans = [len(json.loads(body)["conversations"][0]["spans"]) for body in server.bodies]
            self.assertEqual((spans, server.connections), ([10, 1], connections))

    def test_spoken_where_it_is_offered(self):
        self.deliver(1)

    def test_goaway_before_the_request_was_seen(self):
        self.deliver(2, before=1)
        self.deliver(3, before=2)

    def test_goaway_instead_of_the_answer(self):
        self.deliver(2, after=1)
        self.deliver(3, before=1, after=1)

    def test_nothing_is_taken_for_confirmed(self):
        with HTTP2Server(*self.certificate, after=100) as server, \
                Session(endpoint=server.url, ca_file=self.authority.certificate) as session:
            session.fill("c", 10)
            report = session.send()
            self.assertEqual((report["status"], report["remaining"]), (NETWORK, 10), report["error"])
            self.assertEqual(session.stats()["buffered"], 10)
