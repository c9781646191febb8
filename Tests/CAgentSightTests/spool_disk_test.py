"""Disks that take no more of a spool: no tracking call fails of it, what finds no room stays in memory, and that is
logged. A module alone with file systems of its own."""

import os
import pathlib
import resource
import subprocess
import tempfile
import unittest

import namespace
from session import clean_environment

PROGRAM = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "spool_disk")
EVENTS = 30000  # more than 3 MB


def setUpModule():
    namespace.enter()


def track(directory, limit=None):
    """How many events wait in files and how many in memory, and what was logged."""
    def set_limit():
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    result = subprocess.run([PROGRAM, str(directory), str(EVENTS)], capture_output=True, text=True, timeout=60,
                            env=clean_environment(), preexec_fn=set_limit)
    if result.returncode != 0:
        raise AssertionError(f"ended with {result.returncode}: {result.stderr}")
    spooled, buffered = map(int, result.stdout.split())
    return spooled, buffered, result.stderr


class SpoolDiskTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def mount(self, size):
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "none", self.directory], check=True)
        self.addCleanup(subprocess.run, ["umount", self.directory], check=True)

    def check(self, spooled, buffered, log):
        self.assertEqual(spooled + buffered, EVENTS)
        self.assertGreater(buffered, 0)
        self.assertEqual(len(log.splitlines()), 1, log)  # once, not for every file
        self.assertIn("spool", log)

    def test_a_disk_too_small_for_much(self):
        self.mount("64k")
        self.check(*track(self.directory))

    def test_a_disk_that_fills_up(self):
        self.mount("1m")
        spooled, buffered, log = track(self.directory)
        self.check(spooled, buffered, log)
        self.assertGreater(spooled, 0)

    def test_a_disk_without_any_room(self):
        self.mount("4k")
        self.check(*track(self.directory))

    def test_a_disk_that_is_read_only(self):
        self.mount("4m")
        subprocess.run(["mount", "-o", "remount,ro", self.directory], check=True)
        self.check(*track(self.directory))

    def test_a_limit_on_the_size_of_files(self):
        # The kernel answers a file that is too large with SIGXFSZ, which must not end the host.
        spooled, buffered, log = track(self.directory, limit=100 << 10)
        self.check(spooled, buffered, log)


if __name__ == "__main__":
    unittest.main()
