"""A proxy of the environment carries TLS, and learns nothing from it (row A18)."""

import base64
import tempfile
import unittest

from authority import Authority
from recorder import RecordingServer
from session import API_KEY, NETWORK, OK, REFUSED, UNAUTHORIZED, Session
from tunnel import Tunnel

EXAMPLE = "https://collector.example"


class ProxyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="agentsight-proxy-")
        cls.addClassCleanup(folder.cleanup)
        cls.authority = Authority(folder.name)
        cls.certificate = cls.authority.issue("ours", "IP:127.0.0.1")

    def session(self, server, **variables):
        return Session(variables, endpoint=server.url, ca_file=self.authority.certificate)

    def test_no_key_for_a_proxy(self):
        with RecordingServer() as proxy:
            with Session({"https_proxy": proxy.url}, endpoint=EXAMPLE) as session:
                session.question("c", "Hello?")
                self.assertNotEqual(session.send()["status"], OK)
                requests = proxy.requests()
                self.assertTrue(requests)
                for request in requests:
                    self.assertEqual((request.method, request.path), ("CONNECT", "collector.example:443"))
                    self.assertNotIn(API_KEY, request.head)

    def test_through_a_proxy(self):
        for variable in "https_proxy", "HTTPS_PROXY", "all_proxy":
            with RecordingServer(*self.certificate) as server, Tunnel() as proxy:
                with self.session(server, **{variable: f"http://name:word@{proxy.address}"}) as session:
                    session.fill("c", 1000)
                    report = session.send()
                    self.assertEqual((report["status"], report["delivered"]), (OK, 1000), report["error"])
                (head,) = proxy.heads
                self.assertNotIn(API_KEY, head)
                self.assertIn("Proxy-Authorization: Basic " + base64.b64encode(b"name:word").decode(), head)
                self.assertTrue(all("proxy-authorization" not in request.headers for request in server.requests()))

    def test_refused_by_the_proxy(self):
        """407 and 403 are held like 401 of the server: asked once, nothing dropped, and said whose answer it is."""
        for status in 407, 403:
            with RecordingServer() as proxy, Session({"https_proxy": proxy.url}, endpoint=EXAMPLE) as session:
                proxy.answer(method="CONNECT", status=status, headers=[["Proxy-Authenticate", 'Basic realm="x"']])
                session.question("c", "Hello?")
                for _ in range(5):
                    report = session.send(timeout_ms=1000)
                    self.assertEqual((report["status"], report["remaining"]), (REFUSED if status == 407 else UNAUTHORIZED, 1))
                    self.assertIn(f"the proxy answered {status}", report["error"])
                self.assertEqual(len(proxy.requests()), 1)
                self.assertEqual(session.stats()["buffered"], 1)

    def test_asked_again_after_a_while(self):
        with RecordingServer(*self.certificate) as server, Tunnel(refusals=2) as proxy:
            with Session({"https_proxy": f"http://{proxy.address}"}, endpoint=server.url, base_ms=1, hold_ms=200,
                         ca_file=self.authority.certificate) as session:
                session.question("c", "Hello?")
                report = session.send(timeout_ms=20_000)
                self.assertEqual((report["status"], len(proxy.heads)), (OK, 3), report["error"])

    def test_proxy_is_down(self):
        with Tunnel() as proxy:
            address = proxy.address
        with Session({"https_proxy": f"http://{address}"}, endpoint=EXAMPLE) as session:
            session.question("c", "Hello?")
            report = session.send()
            self.assertEqual((report["status"], report["remaining"]), (NETWORK, 1))

    def test_no_proxy(self):
        for value in "127.0.0.1", "*", "example.com,127.0.0.1":
            with RecordingServer() as proxy, RecordingServer(*self.certificate) as server:
                with self.session(server, https_proxy=proxy.url, NO_PROXY=value) as session:
                    session.question("c", "Hello?")
                    report = session.send()
                    self.assertEqual(report["status"], OK, report["error"])
                self.assertEqual(proxy.connections(), 0, value)
