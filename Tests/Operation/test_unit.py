"""The systemd unit: systemd itself reads it, and finds nothing to complain about."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

import wire  # finds the next one
from collector import AGENTSIGHT, ROOT

# Of a scale to 100 on which 0 is the least exposed; a unit that restricts nothing has 96.
EXPOSURE = 20


@unittest.skipUnless(shutil.which("systemd-analyze"), "no systemd here")
class UnitTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.prefix = pathlib.Path(folder.name)
        (self.prefix / "bin").mkdir()
        (self.prefix / "bin/agentsight").symlink_to(AGENTSIGHT)
        text = (ROOT / "packaging/agentsight.service.in").read_text().replace("@PREFIX@", str(self.prefix))
        self.unit = self.prefix / "agentsight.service"
        self.unit.write_text(text)

    def analyze(self, *arguments):
        """What systemd says about the unit, and its exit code."""
        result = subprocess.run(["systemd-analyze", *arguments, self.unit], capture_output=True, text=True)
        return result.returncode, result.stdout + result.stderr

    def test_systemd_understands_every_line(self):
        self.assertEqual(self.analyze("verify"), (0, ""))
        self.unit.write_text(self.unit.read_text().replace("ProtectHome=yes", "ProtectHome=perhaps"))
        self.assertIn("Failed to parse protect home", self.analyze("verify")[1])

    def test_the_service_is_exposed_to_little(self):
        code, text = self.analyze("security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager")
        self.assertEqual(code, 0, text)

    def test_the_unit_starts_what_serves(self):
        line = next(line for line in self.unit.read_text().splitlines() if line.startswith("ExecStart="))
        command = line.removeprefix("ExecStart=").split()
        self.assertEqual(subprocess.run([*command, "--help"], capture_output=True).returncode, 0)


if __name__ == "__main__":
    unittest.main()
