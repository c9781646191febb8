"""Tracking, sending and counting from many threads: each event arrives, in order, once confirmed only once."""

import collections
import os
import subprocess
import unittest

from recorder import RecordingServer
from session import clean_environment

PRODUCERS, EVENTS = 8, 2000  # as in storm.c
REFUSALS = 5


class StormTest(unittest.TestCase):
    def test_storm(self):
        with RecordingServer() as server:
            server.answer(path="/api/ingest/", times=3)
            server.answer(path="/api/ingest/", status=503, times=REFUSALS)
            program = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "storm")
            result = subprocess.run([program, server.url], capture_output=True, text=True, env=clean_environment())
            self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))
            self.check(server.batches())

    def check(self, batches):
        texts, times, seen = collections.defaultdict(list), collections.defaultdict(list), set()
        for batch in batches:
            for block in batch["conversations"]:
                for span in block["spans"]:
                    for event in span["events"]:
                        self.collect(block["conversation_id"], event, texts, times, seen)
        self.assertEqual(len(texts), 2 * PRODUCERS)
        for conversation, numbers in texts.items():
            self.assertEqual(numbers, list(range(EVENTS)), conversation)
            self.assertTrue(all(a < b for a, b in zip(times[conversation], times[conversation][1:])))

    def collect(self, conversation, event, texts, times, seen):
        """A refused batch comes again: the same events with the same ids."""
        key = conversation, event["attributes"]["agentsight.message.id"]
        if key in seen:
            return
        seen.add(key)
        texts[conversation].append(int(event["attributes"]["agentsight.message.content"]))
        times[conversation].append(event["timestamp"])
