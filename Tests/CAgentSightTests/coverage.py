#!/usr/bin/env python3
"""Line coverage of the core by its tests: a line for each file, then the lines that no test reaches.

Usage: coverage.py BUILD   Builds with gcc's --coverage in BUILD, runs ctest there and asks gcov.
"""

import collections
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORE = ROOT / "Sources" / "CAgentSight"


def build_and_run(build):
    # Without optimisation a line is what it says; inline functions are counted where they stand.
    flags = "--coverage -O0 -fprofile-update=atomic"
    environment = dict(os.environ, CC="gcc", CXX="g++")
    subprocess.run(["cmake", "-S", ROOT, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug",
                    f"-DCMAKE_C_FLAGS={flags}", "-DCMAKE_EXE_LINKER_FLAGS=--coverage",
                    "-DCMAKE_SHARED_LINKER_FLAGS=--coverage"], check=True, env=environment, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", build], check=True, stdout=subprocess.DEVNULL)
    for old in pathlib.Path(build).rglob("*.gcda"):
        old.unlink()
    # The test of the installation links what it installs, and knows nothing of --coverage.
    subprocess.run(["ctest", "--test-dir", build, "-j2", "--output-on-failure", "--no-tests=error",
                    "-E", "^installation_test$"], check=True, stdout=subprocess.DEVNULL)


def lines_of(build):
    """File -> line -> how often it ran, over all objects: headers are in many."""
    counts = collections.defaultdict(collections.Counter)
    notes = [path.resolve() for path in pathlib.Path(build).rglob("*.gcda")]
    with tempfile.TemporaryDirectory() as folder:
        for note in notes:
            subprocess.run(["gcov", "--json-format", "--hash-filenames", str(note)], cwd=folder, check=True,
                           capture_output=True)
        for report in pathlib.Path(folder).glob("*.gcov.json.gz"):
            for file in json.loads(gzip.decompress(report.read_bytes()))["files"]:
                path = pathlib.Path(file["file"]).resolve()
                if path.parent == CORE:
                    for line in file["lines"]:
                        counts[path][line["line_number"]] += line["count"]
    return counts


def report(counts):
    total, reached = 0, 0
    missing = []
    for path in sorted(counts):
        lines = counts[path]
        hit = sum(count > 0 for count in lines.values())
        total, reached = total + len(lines), reached + hit
        print(f"{100 * hit / len(lines):6.1f} %  {hit:4} of {len(lines):4}  {path.name}")
        source = path.read_text().split("\n")
        missing += [f"{path.name}:{line}: {source[line - 1].strip()}" for line in sorted(lines) if lines[line] == 0]
    print(f"{100 * reached / total:6.1f} %  {reached:4} of {total:4}  in all")
    if missing:
        print("\nNot reached:\n" + "\n".join(missing))


if __name__ == "__main__":
    build_and_run(sys.argv[1])
    report(lines_of(sys.argv[1]))
