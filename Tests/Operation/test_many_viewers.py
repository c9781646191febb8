"""Thousands of people who look on, some of whom take nothing of what they are told."""

import contextlib
import os
import pathlib
import resource
import selectors
import socket
import threading
import time
import unittest

import wire
from collector import Collector

# `make torture-collector` sets 5,000.
VIEWERS = int(os.environ.get("LIVE_VIEWERS", "100"))
# One of so many takes nothing.
DEAF = 10
# Of a text; the live view cuts them there.
LONGEST = 500
BATCHES, BATCH = 6, 30
LAST = b"This is the last word"
# Of the collector's memory, for each viewer: its connection and its task, a queue of a hundred messages and as many
# on their way.
MOST_BYTES = 256 << 10
PATIENCE_SECONDS = 300


class Viewers(threading.Thread):
    """Streams of the live page, each on a connection of its own, that are read until the last word has come."""

    def __init__(self, port, cookie):
        super().__init__(daemon=True)
        self._port, self._cookie = port, cookie
        self.connected, self.done = threading.Event(), threading.Event()
        # When the last word came to each, and what each answer began with.
        self.heard, self.answers = [], []

    def _connect(self):
        connection = socket.socket()
        # Little room, so that who takes nothing is soon full.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 << 10)
        connection.settimeout(wire.SECONDS)
        connection.connect(("127.0.0.1", self._port))
        connection.sendall(wire.head("GET", "/live/events", None, None, f"Cookie: {self._cookie}"))
        return connection

    def run(self):
        with contextlib.ExitStack() as stack, selectors.DefaultSelector() as selector:
            deaf = []
            for number in range(VIEWERS):
                connection = stack.enter_context(self._connect())
                if number % DEAF == 0:
                    deaf.append(connection)
                else:
                    selector.register(connection, selectors.EVENT_READ, bytearray())
            waiting = greeted = len(selector.get_map())
            while waiting:
                for key, _ in selector.select(1):
                    part = key.fileobj.recv(1 << 16)
                    if not part:
                        raise RuntimeError("the stream ended")
                    if not key.data:
                        self.answers.append(part[:12])
                        greeted -= 1
                    key.data[:] = key.data[-len(LAST):] + part
                    if LAST in key.data:
                        self.heard.append(time.monotonic())
                        selector.unregister(key.fileobj)
                        waiting -= 1
                if not greeted:
                    self.connected.set()
            self.done.wait()


class ManyViewersTests(unittest.TestCase):
    def test_each_costs_little_and_hears_the_last_word(self):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        if most < VIEWERS + 100:
            self.skipTest(f"only {most} files may be open")
        with Collector(tls=False) as server:
            server.page("/live")
            before = resident(server.process.pid)
            viewers = Viewers(server.port, server._operator_cookie())
            viewers.start()
            self.addCleanup(viewers.done.set)
            self.assertTrue(viewers.connected.wait(PATIENCE_SECONDS))
            idle = resident(server.process.pid)
            for number in range(BATCHES):
                self.tell(server, f"c{number}", *(f"{number}.{message} " + "word " * (LONGEST // 5) for message in range(BATCH)))
                time.sleep(0.3)
            self.tell(server, "last", LAST.decode())
            committed = time.monotonic()
            end = committed + PATIENCE_SECONDS
            listening = VIEWERS - (VIEWERS + DEAF - 1) // DEAF
            while len(viewers.heard) < listening and viewers.is_alive() and time.monotonic() < end:
                time.sleep(0.1)
            self.assertEqual(len(viewers.heard), listening)
            self.assertEqual(set(viewers.answers), {b"HTTP/1.1 200"})
            peak = wire.resident_peak(server.process.pid)
            self.assertLess((peak - before) / VIEWERS, MOST_BYTES + (64 << 20) / VIEWERS)
            waits = sorted(moment - committed for moment in viewers.heard)
            print(f"{VIEWERS:,} viewers, one of {DEAF} deaf: {(idle - before) / VIEWERS / 1024:.0f} KiB each at rest, "
                  f"{(peak - before) / VIEWERS / 1024:.0f} at most; the last word came after {waits[len(waits) // 2]:.2f} s "
                  f"(median), {waits[int(len(waits) * 0.95)]:.2f} s (95 %), {waits[-1]:.2f} s (last)", flush=True)
            viewers.done.set()
            viewers.join(wire.SECONDS)
            self.assertIn("Live", server.page("/live"))

    def tell(self, server, conversation, *texts):
        body = wire.batch(conversation, 1)
        span = body["conversations"][0]["spans"][0]
        event = span["events"][0]
        span["events"] = [{**event, "attributes": {**event["attributes"], "agentsight.message.content": text}}
                          for text in texts]
        self.assertEqual(wire.ask(server.port, wire.post(server.api_key, body))[0], 200)


def resident(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) << 10
    raise RuntimeError("no VmRSS")


if __name__ == "__main__":
    unittest.main()
