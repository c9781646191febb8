"""What the tests of the Python module share. They run with the module installed, in any Python from 3.9 on."""

import contextlib
import os
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Support"))

from recorder import RecordingServer  # noqa: E402

KEY = "ags_0123456789abcdef0123456789ABCDEF_0a1b2c"
PATIENCE_SECONDS = 60

for name in [name for name in os.environ if name.startswith("AGENTSIGHT_") or name.lower().endswith("_proxy")]:
    del os.environ[name]  # the settings of whoever runs the tests


def events_of(batch):
    """Conversation id, sender and content of each message in an ingest body, in order."""
    return [(block["conversation_id"], event["attributes"]["agentsight.message.sender"],
             event["attributes"]["agentsight.message.content"])
            for block in batch["conversations"] for span in block["spans"] for event in span["events"]]


def spans_of(batch):
    return [span for block in batch["conversations"] for span in block["spans"]]


@contextlib.contextmanager
def environment(**variables):
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def run(program, *arguments, **variables):
    """Runs a Python program, and returns what it printed."""
    result = subprocess.run([sys.executable, "-X", "faulthandler", "-c", program, *arguments], text=True,
                            capture_output=True, timeout=PATIENCE_SECONDS, env={**os.environ, **variables})
    if result.returncode != 0 or result.stderr:
        raise AssertionError(f"status {result.returncode}: {result.stdout}{result.stderr}")
    return result.stdout


class TrackerTests(unittest.TestCase):
    """With a recording server and a tracker that sends to it."""

    def setUp(self):
        self.server = self.enterContext(RecordingServer()) if hasattr(self, "enterContext") else self._enter()
        self.tracker = self.make_tracker(conversation_id="c1")

    def _enter(self):  # Python before 3.11
        server = RecordingServer()
        server.__enter__()
        self.addCleanup(server.__exit__, None, None, None)
        return server

    def make_tracker(self, **options):
        from agentsight import ConversationTracker

        return ConversationTracker(api_key=KEY, endpoint=self.server.url, **options)

    def sent(self):
        """Sends what waits and returns the body of the one batch that this takes."""
        self.tracker.send_tracked_data()
        batch, = self.server.batches()
        return batch
