"""Minutes and hours in real time (`make soak`): a server that is away for ten of them (row A19), and an agent that tracks
a thousand events a second for an hour or a day (row C8)."""

import os
import pathlib
import socket
import subprocess
import tempfile
import threading
import time
import unittest

from recorder import RecordingServer
from session import clean_environment

PROGRAM = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "steady")
OUTAGE_SECONDS = float(os.environ.get("OUTAGE_SECONDS", "600"))
OUTAGE_EVENTS, OUTAGE_PROCESSES = 60000, 5
SOAK_MINUTES = float(os.environ.get("SOAK_MINUTES", "60"))
SOAK_RATE = 1000
FAULT_EVERY_SECONDS = 60
LONGEST_WAIT_SECONDS = 300 + 120  # between two attempts, and to drain


class Sample:
    def __init__(self, line):
        (self.at, self.resident, self.files, self.threads, self.delivered, self.dropped, self.buffered,
         self.spooled) = map(int, line.split())


@unittest.skipUnless("AGS_SOAK" in os.environ, "takes minutes: make soak")
class SteadyTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.spool = pathlib.Path(directory.name, "spool")

    def start(self, url, first, count, rate):
        arguments = [PROGRAM, url, self.spool, first, count, rate]
        process = subprocess.Popen(list(map(str, arguments)), stdout=subprocess.PIPE, text=True, env=clean_environment())
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        return process

    def check_each_came_once(self, server, events):
        """Each event, with one id."""
        ids = [None] * events
        requests = server.requests("/api/ingest/")
        for request in requests:
            if len(request.body) != int(request.headers["content-length"]):
                continue  # its sender was killed
            for block in request.json()["conversations"]:
                for span in block["spans"]:
                    for event in span["events"]:
                        number = int(event["attributes"]["agentsight.message.content"].removeprefix("event "))
                        self.assertIn(ids[number], (None, span["span_id"]))
                        ids[number] = span["span_id"]
        self.assertEqual(ids.count(None), 0)
        return requests

    def test_a_server_that_is_away_for_ten_minutes(self):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            port = nobody.getsockname()[1]
            share, rate = OUTAGE_EVENTS // OUTAGE_PROCESSES, OUTAGE_EVENTS / OUTAGE_SECONDS
            for number in range(OUTAGE_PROCESSES):
                process = self.start(f"http://127.0.0.1:{port}", number * share, share, round(rate))
                while Sample(process.stdout.readline()).at < (number + 1) * share:
                    pass
                if number + 1 < OUTAGE_PROCESSES:
                    process.kill()
                    process.wait()
        with RecordingServer(port=port) as server:
            back = time.monotonic()
            last = Sample(process.communicate(timeout=LONGEST_WAIT_SECONDS)[0].splitlines()[-1])
            self.assertEqual((process.returncode, last.dropped, last.buffered + last.spooled), (0, 0, 0))
            requests = self.check_each_came_once(server, OUTAGE_EVENTS)
        print(f"{OUTAGE_EVENTS} of {OUTAGE_EVENTS} arrived in {len(requests)} requests, all within "
              f"{time.monotonic() - back:.0f} s of the server's return; {OUTAGE_PROCESSES - 1} processes were killed")

    def test_a_thousand_events_a_second(self):
        events = int(SOAK_MINUTES * 60 * SOAK_RATE)
        with RecordingServer() as server:
            server.advertise_gzip()
            process = self.start(server.url, 0, events, SOAK_RATE)
            ended = threading.Event()
            faults = threading.Thread(target=self.provoke, args=[server, ended])
            faults.start()
            samples = [Sample(line) for line in process.stdout]
            ended.set()
            faults.join()
            self.assertEqual(process.wait(), 0)
            last = samples[-1]
            self.assertEqual((last.delivered, last.dropped, last.buffered + last.spooled), (events, 0, 0))
            self.check_each_came_once(server, events)
        self.check_nothing_grew(samples)

    @staticmethod
    def provoke(server, ended):
        """Something goes wrong every minute, in a short run more often; not so often that the tracker becomes wary."""
        faults = [{"status": 503}, {"fault": "reset"}, {"status": 429, "headers": [["Retry-After", "1"]]},
                  {"fault": "reset_early"}]
        number = 0
        while not ended.wait(min(FAULT_EVERY_SECONDS, max(SOAK_MINUTES * 60 / 8, 10))):
            server.answer(path="/api/ingest/", times=1, **faults[number % len(faults)])
            number += 1

    def check_nothing_grew(self, samples):
        """In the last quarter of the time against the one before: less than 1 KiB a minute."""
        quarter = len(samples) // 4
        before, behind = samples[-2 * quarter:-quarter], samples[-quarter:]
        grown = min(s.resident for s in behind) - min(s.resident for s in before)
        minutes = quarter / 60
        print(f"{samples[-1].delivered} events in {len(samples) / 60:.1f} minutes; memory {behind[-1].resident >> 10} KiB, "
              f"{grown / 1024 / minutes:+.2f} KiB a minute; {behind[-1].files} files, {behind[-1].threads} threads")
        self.assertLess(grown, max(minutes, 8) * 1024)
        self.assertLessEqual(max(s.files for s in behind), max(s.files for s in before) + 1)
        self.assertLessEqual(max(s.threads for s in samples), 3)


if __name__ == "__main__":
    unittest.main()
