"""A collector under a steady rate of new events, with readers beside, for SOAK_MINUTES: what grows that should not?

Prints a line for every sample, then the slopes over the second half, and ends with 1 where memory, open files or the
database's log grew, or where the database took more for each event in the end than in the beginning.
"""

import itertools
import os
import pathlib
import statistics
import sys
import threading
import time

import wire
from collector import Collector

MINUTES = float(os.environ.get("SOAK_MINUTES", "60"))
WRITERS, READERS = 4, 2
# Requests a second of each writer; each holds a conversation of five turns.
RATE = 10
TURNS = 5
SAMPLES = 60
MEMORY_LIMIT = 0.05  # of what it has at the end, in the second half
LOG_LIMIT = 64 << 20
READS = ("/api/conversations/?full=false", "/api/conversations/", "/api/conversations/?ordering=started_at&page_size=50",
         "/api/token-usage/summary/?group_by=day", "/api/conversations/?customer_id=customer_7", "/metrics")


class Client(threading.Thread):
    """Asks at a steady rate until it is told to stop."""

    def __init__(self, server, rate, requests):
        super().__init__(daemon=True)
        self._server, self._rate, self._requests = server, rate, requests
        self.answered, self.failure, self.stopping = 0, None, threading.Event()

    def run(self):
        begun = time.monotonic()
        with wire.Connection(self._server.port) as connection:
            for number, request in enumerate(self._requests):
                if self.stopping.wait(max(0, begun + number / self._rate - time.monotonic())):
                    return
                connection.send(request)
                answer = connection.answer()
                if answer is None or answer[0] != 200:
                    self.failure = answer
                    return
                self.answered += 1


def writes(server, name):
    for number in itertools.count():
        spans = [wire.batch("", turn, f"question {number} of {name}, in the turn {turn}")["conversations"][0]["spans"][0]
                 for turn in range(TURNS)]
        yield wire.post(server.api_key, {"sdk": {"name": "soak", "version": "1"}, "conversations": [
            {"conversation_id": f"{name}-{number}", "customer_id": f"customer_{number % 1000}", "spans": spans}]})


def reads(server):
    return (wire.head("GET", path, server.api_key) for path in itertools.cycle(READS))


def sample(server, events):
    process = pathlib.Path(f"/proc/{server.process.pid}")
    return {"memory": int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"),
            "files": len(list((process / "fd").iterdir())), "events": events,
            "database": (server.data / "agentsight.sqlite").stat().st_size,
            "log": (server.data / "agentsight.sqlite-wal").stat().st_size}


def growth(times, values):
    """Least squares, per minute."""
    return statistics.linear_regression(times, values).slope * 60


def judge(times, samples):
    half = len(samples) // 2
    later_times, later = times[half:], samples[half:]
    memory = growth(later_times, [one["memory"] for one in later])
    files = max(one["files"] for one in later) - max(one["files"] for one in samples[1:half])
    log = max(one["log"] for one in samples)

    def bytes_per_event(part):
        return (part[-1]["database"] - part[0]["database"]) / (part[-1]["events"] - part[0]["events"])

    first, last = bytes_per_event(samples[half // 4:half]), bytes_per_event(later)
    print(f"{samples[-1]['events']} events in {MINUTES:g} minutes; second half: memory {memory / 1024:+.1f} KiB a minute, "
          f"{files:+d} open files; log at most {log / 2**20:.1f} MiB; database {first:.0f} bytes an event, then {last:.0f}")
    grown = memory * (later_times[-1] - later_times[0]) / 60 / later[-1]["memory"]
    return grown < MEMORY_LIMIT and files <= 4 and log < LOG_LIMIT and last < 1.2 * first


def main():
    with Collector(tls=False) as server:
        writers = [Client(server, RATE, writes(server, f"w{n}")) for n in range(WRITERS)]
        clients = writers + [Client(server, 5, reads(server)) for _ in range(READERS)]
        for client in clients:
            client.start()
        begun, times, samples = time.monotonic(), [], []
        for number in range(SAMPLES):
            time.sleep(max(0, begun + (number + 1) * MINUTES * 60 / SAMPLES - time.monotonic()))
            samples.append(sample(server, sum(writer.answered for writer in writers) * TURNS))
            times.append(time.monotonic() - begun)
            print(f"{times[-1]:7.0f} s  " + "  ".join(f"{name} {value}" for name, value in samples[-1].items()), flush=True)
            failures = [client.failure for client in clients if client.failure]
            if failures:
                sys.exit(f"a request failed: {failures[0]}")
        for client in clients:
            client.stopping.set()
        for client in clients:
            client.join()
    sys.exit(0 if judge(times, samples) else 1)


if __name__ == "__main__":
    main()
