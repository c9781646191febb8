"""Nobody answers: packets that are dropped (row A16)."""

import time
import unittest

from black_hole import BlackHole
from recorder import RecordingServer
from session import NETWORK, OK, TIMEOUT, Session


class UnreachableTest(unittest.TestCase):
    def test_connecting_has_a_limit_of_its_own(self):
        """The default one: 5 s, where a whole request may take 30 s."""
        with BlackHole() as hole, Session(endpoint=f"http://127.0.0.1:{hole.port}") as session:
            session.fill("c", 10)
            before = time.monotonic()
            report = session.send()
            self.assertLess(time.monotonic() - before, 20)
            self.assertEqual((report["status"], report["remaining"]), (NETWORK, 10), report["error"])
            self.assertEqual(session.stats()["buffered"], 10)

    def test_deadline_of_a_send(self):
        with BlackHole() as hole, Session(endpoint=f"http://127.0.0.1:{hole.port}") as session:
            session.question("c", "Hello?")
            self.assertEqual(session.send(timeout_ms=100)["status"], TIMEOUT)
            self.assertLess(session.free(), 4)  # cut short

    def test_delivers_when_somebody_answers(self):
        with BlackHole() as hole, RecordingServer() as server:
            with Session(endpoint=f"http://127.0.0.1:{hole.port}", connect_timeout_ms=200) as session:
                session.question("c", "Hello?")
                self.assertEqual(session.send()["status"], NETWORK)
                session.ask("reconfigure", server.url)
                self.assertEqual(session.send()["status"], OK)
