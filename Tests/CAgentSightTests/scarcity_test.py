"""No threads, no files (row B9) and no time: a process that is stopped and goes on (row B8)."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from authority import Authority
from recorder import RecordingServer
from remote import Tracker
from session import clean_environment
from uploading import INGEST

STOP_SECONDS = 1.5


@unittest.skipUnless(sys.platform.startswith("linux"), "the limits are Linux's")
class ScarcityTest(unittest.TestCase):
    def run_with(self, what):
        with RecordingServer() as server:
            program = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "scarcity")
            # A search for leaks needs a thread of its own.
            leaks = int(what != "forbidden")
            result = subprocess.run([program, what, server.url], capture_output=True, text=True, timeout=60,
                                    env=clean_environment(ASAN_OPTIONS=f"detect_leaks={leaks}"))
            if result.returncode == 77:
                raise unittest.SkipTest(result.stderr)
            self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_no_threads(self):
        self.run_with("threads")

    def test_threads_are_forbidden(self):
        self.run_with("forbidden")

    def test_no_files(self):
        self.run_with("files")


class StopTest(unittest.TestCase):
    def test_stopped_during_a_request(self):
        """What was under way ends well or comes again; and the clock that ran on makes no burst."""
        with tempfile.TemporaryDirectory() as folder:
            authority = Authority(folder)
            with RecordingServer(*authority.issue("ours", "IP:127.0.0.1")) as server, \
                    Tracker(server.url, ca_file=authority.certificate, send_every_ms=50, base_ms=10) as tracker:
                server.answer(path=INGEST, hold=True, times=1)
                tracker.question("0")
                server.wait_for_request(INGEST)
                os.kill(tracker.pid, signal.SIGSTOP)
                server.release()
                time.sleep(STOP_SECONDS)  # thirty rounds
                os.kill(tracker.pid, signal.SIGCONT)
                tracker.question("1")
                while tracker.stats()["buffered"]:
                    time.sleep(0.01)
                self.assertEqual(tracker.stats()["delivered"], 2)
                self.assertLessEqual(len(server.requests(INGEST)), 4)

    def test_connection_is_gone_when_it_goes_on(self):
        with tempfile.TemporaryDirectory() as folder:
            authority = Authority(folder)
            server = RecordingServer(*authority.issue("ours", "IP:127.0.0.1")).__enter__()
            with Tracker(server.url, ca_file=authority.certificate, base_ms=10) as tracker:
                tracker.question("0")
                self.assertEqual(tracker.send(timeout_ms=20_000)["delivered"], 1)
                os.kill(tracker.pid, signal.SIGSTOP)
                server.__exit__()
                with RecordingServer(*authority.issue("again", "IP:127.0.0.1"), port=server.port) as other:
                    os.kill(tracker.pid, signal.SIGCONT)
                    tracker.question("1")
                    self.assertEqual(tracker.send(timeout_ms=20_000)["delivered"], 1)
                    self.assertEqual(other.connections(), 1)  # with a handshake of its own
