"""Plain HTTP is for loopback: an http_proxy of the environment must not get to see its requests."""

import unittest

from recorder import RecordingServer
from session import OK, Session


class LoopbackProxyTest(unittest.TestCase):
    def test_loopback_does_not_go_through_a_proxy(self):
        for variable in ("http_proxy", "all_proxy", "ALL_PROXY"):
            with RecordingServer() as proxy, RecordingServer() as server:
                with Session({variable: proxy.url}, endpoint=server.url) as session:
                    session.question("c", "Hello?")
                    self.assertEqual(session.send()["status"], OK)
                    self.assertEqual(proxy.connections(), 0, variable)
                    self.assertEqual(len(server.batches()), 1)
