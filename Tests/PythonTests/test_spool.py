"""What one process leaves in a directory, the next one sends, however the first one ended."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from agentsight.exceptions import BufferFullException

from support import KEY, PATIENCE_SECONDS, TrackerTests, environment, events_of

KILLED = """
import os, signal, sys
from agentsight import ConversationTracker
tracker = ConversationTracker(api_key=sys.argv[1], endpoint="http://127.0.0.1:9", conversation_id="c1",
                              spool_directory=sys.argv[2])
for number in range(2000):
    tracker.track_question(f"{number}", {"number": number})
os.kill(os.getpid(), signal.SIGKILL)
"""


class SpoolTests(TrackerTests):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.directory = pathlib.Path(folder.name, "spool")

    def make_spooling(self, **options):
        return self.make_tracker(conversation_id="c1", spool_directory=self.directory, **options)

    def texts(self):
        return [text for batch in self.server.batches() for _, _, text in events_of(batch)]

    def test_what_a_killed_process_leaves_arrives(self):
        process = subprocess.run([sys.executable, "-c", KILLED, KEY, self.directory], timeout=PATIENCE_SECONDS)
        self.assertEqual(process.returncode, -9)
        tracker = self.make_spooling()
        counts = tracker.statistics()
        self.assertEqual((counts["adopted"], counts["spooled"], counts["buffered"]), (2000, 2000, 0))
        tracker.track_answer("after")
        tracker.send_tracked_data()
        self.assertEqual(self.texts(), [str(number) for number in range(2000)] + ["after"])
        del tracker
        self.assertEqual(self.make_spooling().statistics()["adopted"], 0)

    def test_what_a_tracker_leaves_is_shown_by_the_next(self):
        tracker = self.make_spooling(close_timeout_ms=0)
        tracker.track_question("left")
        tracker.track_token_usage(prompt_tokens=3)
        del tracker
        tracker = self.make_spooling()
        items = tracker.get_tracked_data_summary()["items"]
        self.assertEqual(items[0]["data"]["content"], "left")
        self.assertEqual(tracker.get_token_usage()["prompt_tokens"], 3)

    def test_leaving_a_block_sends_what_lies_in_files(self):
        with self.make_spooling(close_timeout_ms=0) as tracker:
            tracker.track_question("q")
        self.assertEqual(self.texts(), ["q"])

    def test_the_directory_comes_from_the_environment(self):
        with environment(AGENTSIGHT_SPOOL_DIRECTORY=str(self.directory)):
            self.make_tracker(conversation_id="c1", close_timeout_ms=0).track_question("q")
        self.assertEqual(self.make_spooling().statistics()["adopted"], 1)
        with environment(AGENTSIGHT_SPOOL_DIRECTORY=""):
            self.assertEqual(self.make_tracker(conversation_id="c1").statistics()["adopted"], 0)

    def test_files_hold_more_than_memory(self):
        tracker = self.make_spooling(when_full="spool", memory_limit=1 << 20, spool_limit=4 << 20, close_timeout_ms=0)
        with self.assertRaises(BufferFullException), self.assertLogs("agentsight", "WARNING"):  # of the limit
            for _ in range(1000):
                tracker.track_question("x" * 10_000)
        counts = tracker.statistics()
        self.assertGreater(counts["spooled"], 300)
        self.assertLessEqual(counts["memory_bytes"], 1 << 20)

    def test_settings_that_break_a_rule(self):
        for options, said in [(dict(spool_directory=""), "spool_directory"),
                              (dict(spool_directory="/dev/null/spool"), "spool_directory"),
                              (dict(spool_directory=self.directory, spool_limit=1), "spool_limit"),
                              (dict(spool_directory=self.directory, spool_limit=-1), "spool_limit"),
                              (dict(when_full="spool"), "spool_directory")]:
            with self.subTest(options), self.assertRaisesRegex(ValueError, said):
                self.make_tracker(**options)
        self.directory.mkdir()
        os.chmod(self.directory, 0o777)
        with self.assertRaisesRegex(ValueError, "not writable by others"):
            self.make_spooling()


if __name__ == "__main__":
    unittest.main()
