"""Names that resolve badly (row A15) and to addresses that are dead (row A17)."""

import pathlib
import tempfile
import time
import unittest

import namespace
from authority import Authority
from black_hole import BlackHole
from name_server import NXDOMAIN, SERVFAIL, NameServer
from recorder import RecordingServer
from session import NETWORK, OK, TIMEOUT, Session

NAME = "collector.test"
SLACK = 10  # seconds that a busy machine may take on top


def setUpModule():
    global authority, certificate
    folder = tempfile.TemporaryDirectory(prefix="agentsight-names-")
    unittest.addModuleCleanup(folder.cleanup)
    authority = Authority(folder.name)
    certificate = authority.issue("ours", f"DNS:{NAME}")
    settings = pathlib.Path(folder.name) / "resolv.conf"
    settings.write_text("nameserver 127.0.0.1\noptions timeout:15 attempts:2\n")  # gives up after 30 s
    namespace.enter()
    namespace.replace("/etc/resolv.conf", str(settings))


class NamesTest(unittest.TestCase):
    def setUp(self):
        self.names = NameServer()
        self.addCleanup(self.names.stop)

    def session(self, server, **options):
        return Session(endpoint=f"https://{NAME}:{server.port}", ca_file=authority.certificate, **options)

    def test_resolves(self):
        self.names.answer = ["127.0.0.1"]
        with RecordingServer(*certificate) as server, self.session(server) as session:
            for _ in range(3):
                session.question("c", "Hello?")
                report = session.send()
                self.assertEqual(report["status"], OK, report["error"])
            self.assertLessEqual(self.names.questions, 2)  # one for each family

    def test_errors(self):
        for code in NXDOMAIN, SERVFAIL:
            with RecordingServer(*certificate) as server, self.session(server) as session:
                self.names.answer = code
                session.fill("c", 10)
                report = session.send()
                self.assertEqual((report["status"], report["remaining"]), (NETWORK, 10), report["error"])
                self.assertIn(NAME, report["error"])
                self.names.answer = ["127.0.0.1"]
                report = session.send()
                self.assertEqual((report["status"], report["delivered"]), (OK, 10), report["error"])

    def test_no_answer(self):
        """The name server hangs for 30 s: connect_timeout_ms covers that, and nothing waits for the rest."""
        self.names.answer = None
        with RecordingServer(*certificate) as server, self.session(server, connect_timeout_ms=1000) as session:
            session.question("c", "Hello?")
            before = time.monotonic()
            report = session.send()
            self.assertEqual((report["status"], report["remaining"]), (NETWORK, 1), report["error"])
            self.assertLess(time.monotonic() - before, 1 + SLACK)
            self.names.answer = ["127.0.0.1"]
            self.assertEqual(session.send()["status"], OK)

    def test_the_end_does_not_wait_for_a_name(self):
        self.names.answer = None
        with RecordingServer(*certificate) as server, self.session(server) as session:
            session.question("c", "Hello?")
            self.assertEqual(session.send(timeout_ms=300)["status"], TIMEOUT)
            session.fill("c", 1000)  # tracking goes on
            self.assertLess(session.free(), SLACK)

    def test_failover(self):
        """The name means another machine from now on: the attempt after the one that fails finds it."""
        self.names.answer = ["127.0.0.1"]
        server = RecordingServer(*certificate).__enter__()
        with self.session(server) as session:
            session.question("c", "Hello?")
            self.assertEqual(session.send()["status"], OK)
            server.__exit__()
            self.names.answer = ["127.0.0.2"]
            with RecordingServer(*certificate, host="127.0.0.2", port=server.port) as other:
                session.question("c", "Hello?")
                self.assertEqual(session.send()["status"], NETWORK)
                report = session.send()
                self.assertEqual(report["status"], OK, report["error"])
                self.assertEqual(len(other.batches()), 1)

    def test_broken_ipv6(self):
        """Packets over IPv6 vanish, or have nowhere to go: IPv4 is tried beside it."""
        self.names.answer = ["::1", "127.0.0.1"]
        with RecordingServer(*certificate) as server, BlackHole("::1", server.port), self.session(server) as session:
            session.question("c", "Hello?")
            report = session.send()
            self.assertEqual(report["status"], OK, report["error"])
        self.names.answer = ["2001:db8::1", "127.0.0.1"]
        with RecordingServer(*certificate) as server, self.session(server) as session:
            session.question("c", "Hello?")
            report = session.send()
            self.assertEqual(report["status"], OK, report["error"])
