"""The published clients, each in a virtual environment of its own."""

import os
import pathlib
import subprocess
import sys
import unittest

BUILD = pathlib.Path(os.environ["PYTHON_TEST_TOOLS"]).parent
INSTALL_SECONDS = 300


def published(version):
    """The Python of a virtual environment with this version; SkipTest where pip cannot make it."""
    if sys.version_info < (3, 10):
        raise unittest.SkipTest("the published clients are written for Python 3.10 and newer")
    folder = BUILD / f"published-{version}-{sys.version_info[0]}.{sys.version_info[1]}"
    python = folder / "bin/python"
    if not (folder / "installed").exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True, capture_output=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", f"agentsight=={version}"], check=True,
                           capture_output=True, timeout=INSTALL_SECONDS)
        except (subprocess.SubprocessError, OSError):
            raise unittest.SkipTest(f"pip cannot install agentsight=={version}")
        (folder / "installed").touch()
    return python
