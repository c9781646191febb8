"""Runs allocation_failure_calls.c against the recording server."""

import os
import subprocess
import unittest

from recorder import RecordingServer
from session import clean_environment
from uploading import accept_uploads


class AllocationFailureCallsTest(unittest.TestCase):
    def run_over(self, wire):
        with RecordingServer() as server:
            accept_uploads(server)
            server.answer(path="/api/track/", status=201, body='{"id": 7}')
            program = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "allocation_failure_calls")
            result = subprocess.run([program, server.url, wire], capture_output=True, text=True,
                                    env=clean_environment())
            self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))

    def test_each_over_the_ingest_wire(self):
        self.run_over("ingest")

    def test_each_over_the_rest_wire(self):
        self.run_over("rest")
