"""Certificates: what is not trusted gets nothing."""

import tempfile
import unittest

from authority import Authority
from recorder import RecordingServer
from session import NETWORK, OK, TLS, Session


class TLSTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="agentsight-tls-")
        other_folder = tempfile.TemporaryDirectory(prefix="agentsight-tls-")
        cls.addClassCleanup(folder.cleanup)
        cls.addClassCleanup(other_folder.cleanup)
        cls.authority = Authority(folder.name)
        cls.stranger = Authority(other_folder.name, name="nobody knows this authority")
        cls.ours = cls.authority.issue("ours", "IP:127.0.0.1")
        cls.elsewhere = cls.authority.issue("elsewhere", "DNS:elsewhere.example")

    def check_refused(self, certificate, **options):
        with RecordingServer(*certificate) as server, Session(endpoint=server.url, **options) as session:
            session.question("c", "Hello?")
            report = session.send()
            self.assertEqual(report["status"], TLS, report["error"])
            self.assertEqual((report["remaining"], report["http_status"]), (1, 0))
            self.assertEqual(server.requests(), [])
            self.assertEqual(session.stats()["buffered"], 1)

    def test_unknown_authority(self):
        self.check_refused(self.ours)

    def test_other_authority(self):
        self.check_refused(self.ours, ca_file=self.stranger.certificate)

    def test_other_host(self):
        self.check_refused(self.elsewhere, ca_file=self.authority.certificate)

    def test_missing_roots(self):
        self.check_refused(self.ours, ca_file="/does/not/exist.pem")

    def test_trusted(self):
        with RecordingServer(*self.ours) as server, \
                Session(endpoint=server.url, ca_file=self.authority.certificate) as session:
            session.fill("c", 2000)
            report = session.send()
            self.assertEqual((report["status"], report["delivered"]), (OK, 2000), report["error"])
            self.assertEqual(server.connections(), 1)

    def test_reset_during_upload_does_not_kill_the_host(self):
        with RecordingServer(*self.ours) as server, \
                Session(endpoint=server.url, ca_file=self.authority.certificate, batch_events=10000) as session:
            server.answer(path="/api/ingest/", fault="reset_early")
            session.fill("c", 10000)
            self.assertEqual(session.send()["status"], NETWORK)
            server.forget_answers()
            self.assertEqual(session.send()["status"], OK)
