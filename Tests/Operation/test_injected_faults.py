"""What happens when the system refuses the collector's writes, or ends it at one of them; strace plays the system."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

import wire
from collector import AGENTSIGHT, Collector
from disk_trace import can_trace

# Every how many writes of a migration it is killed; `make torture-collector` takes each.
STRIDE = int(os.environ.get("MIGRATION_STRIDE", "40"))


@contextlib.contextmanager
def refused(pid, call, error):
    """Lets every such call of a running process fail."""
    strace = subprocess.Popen(["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}",
                               "-e", f"inject={call}:error={error}", "-p", str(pid)])
    try:
        while not all(f"TracerPid:\t{strace.pid}\n" in status.read_text()
                      for status in pathlib.Path(f"/proc/{pid}/task").glob("*/status")):
            assert strace.poll() is None
            time.sleep(0.02)
        yield
    finally:
        strace.send_signal(signal.SIGTERM)
        strace.wait()


def check(data):
    """The file is whole; answers its conversations."""
    with contextlib.closing(sqlite3.connect(data / "agentsight.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        return [name for (name,) in database.execute("SELECT conversation_id FROM conversations ORDER BY 1")]


@unittest.skipUnless(can_trace(), "strace is missing or may not be used")
class RefusedWriteTests(unittest.TestCase):
    def check_refusal(self, call, error, options=()):
        with Collector(tls=False, options=options) as server:
            def ask(data):
                status, headers, body = wire.ask(server.port, data)
                return status, headers, json.loads(body)

            one = wire.batch("one", 1, "x" * 20_000)
            more = {**one, "conversations": [block for name in ("two", "three", "four")
                                             for block in wire.batch(name, 1, "y" * 20_000)["conversations"]]}
            self.assertEqual(ask(wire.post(server.api_key, one))[0], 200)
            with refused(server.process.pid, call, error):
                for _ in range(3):
                    status, headers, _ = ask(wire.post(server.api_key, more))
                    self.assertEqual(status, 503)
                    self.assertIn("retry-after", headers)
                status, _, body = ask(wire.head("GET", "/readyz"))
                self.assertEqual((status, body["checks"]["store"] != "ok"), (503, True), body)
                self.assertEqual(ask(wire.head("GET", "/healthz"))[0], 200)
                # Readers see what was committed and nothing of what was refused.
                self.assertEqual(ask(wire.head("GET", "/api/conversations/", server.api_key))[2]["count"], 1)
            self.assertEqual(ask(wire.post(server.api_key, more))[::2], (
                200, {"conversations": 3, "accepted": 3, "duplicates": 0}))
            # An answer about readiness holds for a second.
            end = time.monotonic() + wire.SECONDS
            while ask(wire.head("GET", "/readyz"))[0] != 200:
                self.assertLess(time.monotonic(), end)
                time.sleep(0.2)
            self.assertEqual(server.stop(), 0)
            self.assertEqual(check(server.data), ["four", "one", "three", "two"])

    def test_no_room(self):
        self.check_refusal("pwrite64", "ENOSPC")

    def test_writes_that_fail(self):
        self.check_refusal("pwrite64", "EIO")

    def test_a_disk_that_does_not_confirm(self):
        self.check_refusal("fdatasync", "EIO", ["--synchronous", "full"])


@unittest.skipUnless(can_trace(), "strace is missing or may not be used")
class MigrationTests(unittest.TestCase):
    def test_a_migration_that_is_killed_at_a_write_is_done_again(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="agentsight-"))
        self.addCleanup(shutil.rmtree, folder)
        number, is_over = 1, False
        while not is_over:
            data = folder / str(number)
            killed = subprocess.run(
                ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64",
                 "-e", f"inject=pwrite64:signal=KILL:when={number}",
                 AGENTSIGHT, "clients", "create", "Acme", "--data", data], capture_output=True)
            is_over = killed.returncode == 0
            listed = subprocess.run([AGENTSIGHT, "clients", "list", "--json", "--data", data], capture_output=True)
            self.assertEqual(listed.returncode, 0, (number, listed.stderr))
            self.assertIn(len(json.loads(listed.stdout)), (0, 1))
            self.assertEqual(check(data), [])
            shutil.rmtree(data)
            number += STRIDE
        self.assertGreater(number, 5 * STRIDE)


if __name__ == "__main__":
    unittest.main()
