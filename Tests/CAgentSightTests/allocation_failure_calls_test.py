"""Runs allocation_failure_calls.c against the recording server."""

import os
import subprocess
import unittest

from recorder import RecordingServer
from session import clean_environment
from uploading import accept_uploads


class AllocationFailureCallsTest(unittest.TestCase):
    def test_each(self):
        with RecordingServer() as server:
            accept_uploads(server)
            program = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "allocation_failure_calls")
            result = subprocess.run([program, server.url], capture_output=True, text=True, env=clean_environment())
            self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))
