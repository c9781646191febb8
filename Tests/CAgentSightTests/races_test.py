"""Runs races.c; what is asserted there is that the books balance, and by a thread sanitizer that nothing races."""

import os
import subprocess
import unittest

from recorder import RecordingServer
from session import clean_environment


class RacesTest(unittest.TestCase):
    def test_producers_beside_everything_else(self):
        with RecordingServer() as server:
            program = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "races")
            result = subprocess.run([program, server.url], capture_output=True, text=True, timeout=110,
                                    env=clean_environment(TSAN_OPTIONS="die_after_fork=0"))
            self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))
