"""What is left of a collector's data when the power goes, at any moment."""

import contextlib
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import tempfile
import unittest

import wire
from collector import Collector, STOP_SECONDS
from disk_trace import DiskTrace, can_trace, recording, traced_pid

BATCHES = 40
# `make torture-collector` sets more.
LOSSES = int(os.environ.get("POWER_LOSSES", "40"))


class Recorded(Collector):
    """A collector that is recorded from its start to its end, by strace."""

    def __init__(self, folder, synchronous):
        self.trace, self.before = folder / "trace", folder / "before"
        super().__init__(tls=False, data=folder / "data", wrapper=recording(self.trace),
                         options=["--synchronous", synchronous])

    def start(self):
        shutil.copytree(self.data, self.before)
        super().start()

    def stop(self):
        os.kill(traced_pid(self.process.pid), signal.SIGTERM)
        code = self.process.wait(STOP_SECONDS)
        self.process.stdout.close()
        self._log.close()
        return code


@unittest.skipUnless(can_trace(), "strace is missing or may not be used")
class PowerLossTests(unittest.TestCase):
    def check(self, synchronous):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="agentsight-"))
        self.addCleanup(shutil.rmtree, folder)
        ends = []  # of the trace, at each answer
        with Recorded(folder, synchronous) as server:
            for number in range(BATCHES):
                body = wire.batch(f"c{number}", 1, "some words that take room " * 400)
                self.assertEqual(wire.ask(server.port, wire.post(server.api_key, body))[0], 200)
                ends.append(server.trace.stat().st_size)
            self.assertEqual(server.stop(), 0)
        trace = DiskTrace(server.trace.read_text(), server.data)
        answers = [trace.count(end) for end in ends]
        chance = random.Random(LOSSES)
        for _ in range(LOSSES):
            count = chance.randrange(len(trace.calls) + 1)
            answered = {f"c{number}" for number, calls in enumerate(answers) if calls <= count}
            with self.subTest(count=count), tempfile.TemporaryDirectory(dir=folder) as after:
                trace.leave(server.before, after, count, chance)
                self.look(pathlib.Path(after) / "agentsight.sqlite", answered if synchronous == "full" else set())

    def look(self, path, expected):
        with contextlib.closing(sqlite3.connect(path)) as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertEqual(database.execute("PRAGMA foreign_key_check").fetchall(), [])
            stored = [name for (name,) in database.execute("SELECT conversation_id FROM conversations ORDER BY id")]
            # What is there is what came first, whole.
            self.assertEqual(stored, [f"c{number}" for number in range(len(stored))])
            self.assertEqual(database.execute("SELECT count(*) FROM messages").fetchone()[0], len(stored))
            self.assertLessEqual(expected, set(stored))

    def test_the_database_stays_whole(self):
        self.check("normal")

    def test_nothing_that_was_answered_is_lost_where_commits_wait_for_the_disk(self):
        self.check("full")


if __name__ == "__main__":
    unittest.main()
