"""Thousands of callers that hardly move, beside one that works."""

import contextlib
import os
import resource
import selectors
import socket
import threading
import time
import unittest

import wire
from collector import Collector

# `make torture-collector` sets 5,000.
SLOW = int(os.environ.get("SLOW_CONNECTIONS", "200"))
# Longer than any of them may take for the header of a request.
SECONDS = 45


class Slow(threading.Thread):
    """Connections that send a request's header byte by byte, one a second."""

    def __init__(self, port):
        super().__init__()
        self._port = port
        self.answered, self.open = [], 0

    def run(self):
        with contextlib.ExitStack() as stack, selectors.DefaultSelector() as selector:
            for _ in range(SLOW):
                connection = stack.enter_context(socket.create_connection(("127.0.0.1", self._port), wire.SECONDS))
                connection.send(b"GET /healthz HTTP/1.1\r\nA: ")
                selector.register(connection, selectors.EVENT_READ)
                self.open += 1
            end = time.monotonic() + SECONDS
            while self.open and time.monotonic() < end:
                for key, _ in selector.select(0):
                    try:
                        answer = key.fileobj.recv(4096)
                    except ConnectionResetError:
                        answer = b""
                    self.answered.append(answer[:12])
                    selector.unregister(key.fileobj)
                    self.open -= 1
                for key in list(selector.get_map().values()):
                    with contextlib.suppress(OSError):
                        key.fileobj.send(b"a")
                time.sleep(1)


class ManySlowTests(unittest.TestCase):
    def test_they_are_ended_and_hold_nobody_up(self):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        if most < SLOW + 100:
            self.skipTest(f"only {most} files may be open")
        with Collector(tls=False) as server:
            slow = Slow(server.port)
            slow.start()
            count = 0
            while slow.is_alive():
                status = wire.ask(server.port, wire.post(server.api_key, wire.batch("c", count)))[0]
                self.assertEqual(status, 200)
                count += 1
                time.sleep(0.05)
            slow.join()
            self.assertEqual(slow.open, 0)
            self.assertLessEqual(set(slow.answered), {b"HTTP/1.1 408", b""})
            self.assertGreater(slow.answered.count(b"HTTP/1.1 408"), SLOW // 2)
            self.assertGreater(count, 20)


if __name__ == "__main__":
    unittest.main()
