#!/usr/bin/env python3
"""Line coverage of the core by its tests: a line for each file, then the lines that no test reaches, with the reason.

Usage: coverage.py BUILD   Builds with gcc's --coverage in BUILD, runs ctest there and asks gcov. Ends with 1 when a line
                           is not reached and unreached.txt does not say why.
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
    # A forked child that leaves by _exit() writes its counts itself; a weak reference alone does not bring that call.
    linked = "--coverage -Wl,-u,__gcov_dump"
    environment = dict(os.environ, CC="gcc", CXX="g++")
    subprocess.run(["cmake", "-S", ROOT, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug",
                    f"-DCMAKE_C_FLAGS={flags}", f"-DCMAKE_EXE_LINKER_FLAGS={linked}",
                    "-DCMAKE_SHARED_LINKER_FLAGS=--coverage"], check=True, env=environment, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", build], check=True, stdout=subprocess.DEVNULL)
    for old in pathlib.Path(build).rglob("*.gcda"):
        old.unlink()
    # The test of the installation links what it installs, and knows nothing of --coverage; that of scarcity gives up
    # the right to write counts, and is told so in an output that should be empty.
    tests = subprocess.run(["ctest", "--test-dir", build, "-j2", "--output-on-failure", "--no-tests=error",
                            "-E", "^(installation|scarcity)_test$"], stdout=subprocess.PIPE, text=True)
    if tests.returncode != 0:
        sys.exit(tests.stdout)


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


def reasons():
    """(file, line without white space around it) -> why no test reaches it."""
    found, reason = {}, ""
    for line in pathlib.Path(__file__).with_name("unreached.txt").read_text().splitlines():
        if line.startswith("# "):
            reason = line[2:]
        elif line:
            name, _, source = line.partition(": ")
            found[name, source.strip()] = reason
    return found


def report(counts):
    """Prints it all; whether every line that is not reached has its reason."""
    total, reached = 0, 0
    missing = []
    for path in sorted(counts):
        lines = counts[path]
        hit = sum(count > 0 for count in lines.values())
        total, reached = total + len(lines), reached + hit
        print(f"{100 * hit / len(lines):6.1f} %  {hit:4} of {len(lines):4}  {path.name}")
        source = path.read_text().split("\n")
        missing += [(path.name, line, source[line - 1].strip()) for line in sorted(lines) if lines[line] == 0]
    print(f"{100 * reached / total:6.1f} %  {reached:4} of {total:4}  in all")
    known = reasons()
    if missing:
        print("\nNot reached:")
    for name, line, source in missing:
        print(f"{name}:{line}: {source}  <- {known.get((name, source), 'NO REASON GIVEN')}")
    return all((name, source) in known for name, _, source in missing)


if __name__ == "__main__":
    build_and_run(sys.argv[1])
    sys.exit(not report(lines_of(sys.argv[1])))
