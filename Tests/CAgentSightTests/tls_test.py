"""Certificates: what is not trusted gets nothing."""

import pathlib
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
        # A system that allows everything, so that what is refused is refused by us.
        lax = pathlib.Path(folder.name) / "openssl.cnf"
        lax.write_text("openssl_conf=a\n[a]\nssl_conf=b\n[b]\nsystem_default=c\n[c]\n"
                       "MinProtocol=TLSv1\nCipherString=ALL:@SECLEVEL=0\n")
        cls.lax = {"OPENSSL_CONF": str(lax)}

    def check_refused(self, certificate, variables=None, tls_version=None, **options):
        with RecordingServer(*certificate, tls_version=tls_version) as server, \
                Session(variables, endpoint=server.url, **options) as session:
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

    def test_expired(self):
        """Also what a clock that is ahead makes of any certificate."""
        self.check_refused(self.authority.issue("expired", "IP:127.0.0.1", start="-2d", end="-1d"),
                           ca_file=self.authority.certificate)

    def test_not_yet_valid(self):
        """Also what a clock that is behind makes of any certificate."""
        self.check_refused(self.authority.issue("early", "IP:127.0.0.1", start="+1d", end="+2d"),
                           ca_file=self.authority.certificate)

    def test_sha1(self):
        self.check_refused(self.authority.issue("sha1", "IP:127.0.0.1", digest="sha1"),
                           ca_file=self.authority.certificate)

    def test_old_protocols(self):
        for version in "TLSv1", "TLSv1_1":
            with self.subTest(version):
                self.check_refused(self.ours, self.lax, version, ca_file=self.authority.certificate)

    def test_oldest_protocol_that_will_do(self):
        with RecordingServer(*self.ours, tls_version="TLSv1_2") as server, \
                Session(self.lax, endpoint=server.url, ca_file=self.authority.certificate) as session:
            session.question("c", "Hello?")
            self.assertEqual(session.send()["status"], OK)

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
