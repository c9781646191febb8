"""The header, the version map and the shared library name the same functions."""

import os
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def in_header():
    text = (ROOT / "include/agentsight.h").read_text()
    return set(re.findall(r"^AGS_API [^;(]*?\b(ags_\w+)\(", text, re.MULTILINE))


def in_map():
    return set(re.findall(r"^\s+(ags_\w+);", (ROOT / "packaging/agentsight.map").read_text(), re.MULTILINE))


def in_library():
    result = subprocess.run(["nm", "-D", "--defined-only", "--with-symbol-versions", os.environ["AGS_LIBRARY"]],
                            capture_output=True, text=True, check=True)
    lines = [line.split() for line in result.stdout.splitlines()]
    return {fields[-1] for fields in lines if fields[-2] != "A"}


# Functions of the C library that keep what they return in one place for all threads.
NOT_FOR_THREADS = {"asctime", "ctime", "getgrgid", "getgrnam", "gethostbyname", "getpwnam", "getpwuid", "gmtime",
                   "localtime", "rand", "strerror", "strsignal", "strtok", "ttyname"}


def from_elsewhere():
    result = subprocess.run(["nm", "-D", "--undefined-only", os.environ["AGS_LIBRARY"]], capture_output=True, text=True,
                            check=True)
    return {re.sub("@.*", "", line.split()[-1]) for line in result.stdout.splitlines()}


class ExportsTest(unittest.TestCase):
    maxDiff = None

    def test_header_is_understood(self):
        self.assertGreaterEqual(len(in_header()), 18)
        self.assertIn("ags_tracker_free", in_header())

    def test_map(self):
        self.assertEqual(in_map(), in_header())

    def test_library(self):
        names = {re.sub(r"@@?.*", "", symbol) for symbol in in_library()}
        self.assertEqual(names, in_header())
        for symbol in in_library():
            self.assertRegex(symbol, r"@@AGENTSIGHT_\d+\.\d+$")

    def test_it_calls_nothing_that_threads_must_not_share(self):
        self.assertIn("memcpy", from_elsewhere())
        self.assertEqual(from_elsewhere() & NOT_FOR_THREADS, set())
