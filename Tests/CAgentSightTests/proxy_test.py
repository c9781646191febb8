"""A proxy of the environment carries TLS, and learns nothing from it."""

import unittest

from recorder import RecordingServer
from session import API_KEY, OK, Session


class ProxyTest(unittest.TestCase):
    def test_no_key_for_a_proxy(self):
        with RecordingServer() as proxy:
            with Session({"https_proxy": proxy.url}, endpoint="https://collector.example") as session:
                session.question("c", "Hello?")
                self.assertNotEqual(session.send()["status"], OK)
                requests = proxy.requests()
                self.assertTrue(requests)
                for request in requests:
                    self.assertEqual((request.method, request.path), ("CONNECT", "collector.example:443"))
                    self.assertNotIn(API_KEY, request.head)
