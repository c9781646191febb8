"""Runs beside_curl_test.c against the recording server, with the host's libcurl before ours and behind it."""

import os
import subprocess
import unittest

from recorder import RecordingServer
from session import clean_environment


class BesideCurlTest(unittest.TestCase):
    def test_both_orders(self):
        for linked in ("static", "shared"):
            for order in ("host-begins", "tracker-begins"):
                with RecordingServer() as server:
                    program = os.path.join(os.environ["AGS_TEST_PROGRAMS"], f"beside_curl_{linked}")
                    result = subprocess.run([program, server.url, order], capture_output=True, text=True,
                                            env=clean_environment())
                    self.assertEqual((result.returncode, result.stderr), (0, ""), (linked, order))
                    delivered = 5 if order == "tracker-begins" else 4
                    self.assertEqual(len(server.batches()), delivered)
