"""Runs allocation_failure.c against a server that takes everything."""

import os
import subprocess
import unittest

from recorder import RecordingServer
from session import clean_environment


class AllocationFailureTest(unittest.TestCase):
    def test_each_allocation_in_turn(self):
        with RecordingServer() as server:
            server.advertise_gzip()
            program = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "allocation_failure")
            result = subprocess.run([program, server.url], capture_output=True, text=True, env=clean_environment())
            self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))
