"""What the collector's benchmarks share: the server that they measure, and the load."""

import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests/EndToEnd"))

import collector

PROGRAMS = pathlib.Path()


def use(build, agentsight):
    """Measures with the programs of a build folder, and this `agentsight`."""
    global PROGRAMS
    PROGRAMS = pathlib.Path(build) / "Benchmarks"
    collector.AGENTSIGHT = pathlib.Path(agentsight).resolve()


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    """Bytes of memory that a process has now."""
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Load:
    """Bodies on their way to a server; `bench_load` in another process."""

    def __init__(self, server, shape, first, count, connections, idle=0):
        self._folder = tempfile.TemporaryDirectory()
        path = pathlib.Path(self._folder.name) / "bodies"
        shape.write(path, first, count)
        arguments = [PROGRAMS / "bench_load", str(server.port), server.ca, server.api_key, str(connections), path]
        self._process = subprocess.Popen([*arguments, str(idle)] if idle else arguments, stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, text=True)

    def wait_for_idle(self):
        assert self._process.stdout.readline() == "idle\n"

    def go_on(self):
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def finish(self):
        """Seconds, median and 99th percentile of the requests in milliseconds, idle connections still open."""
        output, _ = self._process.communicate()
        self._folder.cleanup()
        if self._process.returncode != 0:
            raise RuntimeError("bench_load failed")
        seconds, median, high, still_open = output.split()
        return float(seconds), float(median), float(high), int(still_open)
