"""The types say what is there: mypy over the package, and stubtest over the extension's stub."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import agentsight

import support  # noqa: F401

SITE = pathlib.Path(agentsight.__file__).resolve().parents[1]
PYTHON = pathlib.Path(os.environ["PYTHON_TEST_TOOLS"]) / "bin/python"


class TypingTests(unittest.TestCase):
    def check(self, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            result = subprocess.run([PYTHON, "-m", *arguments], text=True, capture_output=True, cwd=folder,
                                    env={**os.environ, "PYTHONPATH": str(SITE), "MYPY_CACHE_DIR": folder})
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_the_package_passes_mypy(self):
        self.check("mypy", "--strict", "--python-executable", sys.executable, "-p", "agentsight")

    def test_the_stub_is_what_the_extension_has(self):
        self.check("mypy.stubtest", "--ignore-disjoint-bases", "agentsight._core")


if __name__ == "__main__":
    unittest.main()
