"""Callers that are slow or many."""

import contextlib
import subprocess
import threading
import time
import unittest

import wire
from collector import Collector


class SlowPeerTests(unittest.TestCase):
    """All at once: the deadlines are seconds long."""

    def test_slow_requests_are_ended_and_others_are_not_held_up(self):
        outcomes, threads = {}, []

        def drip(name, start, piece, seconds):
            with wire.Connection(server.port, timeout=120) as connection:
                connection.send(start)
                begun = time.monotonic()
                connection.socket.settimeout(0.5)
                while time.monotonic() - begun < seconds:
                    if piece:
                        connection.send(piece)
                    with contextlib.suppress(TimeoutError):
                        answer = connection.answer()
                        outcomes[name] = (answer and answer[0], time.monotonic() - begun)
                        return
                outcomes[name] = ("open", seconds)

        with Collector(tls=False) as server:
            body = wire.head("POST", "/api/ingest/", server.api_key, 100_000)
            long = wire.head("POST", "/api/ingest/", server.api_key, 200_000)
            cases = [("header", b"GET / HTTP/1.1\r\n", b"A: b\r\n", 45), ("silence", b"GET / HT", b"", 45),
                     ("body", body, b" ", 110), ("half", body + b"{", b"", 110),
                     ("honest", long, b" " * 2000, 33), ("idle", b"", b"", 15)]
            for case in cases:
                threads.append(threading.Thread(target=drip, args=case))
                threads[-1].start()
            for number in range(20):
                self.assertEqual(wire.ask(server.port, wire.post(server.api_key, wire.batch("c", number)))[0], 200)
                time.sleep(0.2)
            for thread in threads:
                thread.join()
        # A machine with too much to do has up to three times the patience.
        for name, low, high in (("header", 9, 40), ("silence", 9, 40), ("body", 29, 105), ("half", 29, 105)):
            with self.subTest(name=name):
                self.assertEqual(outcomes[name][0], 408)
                self.assertTrue(low <= outcomes[name][1] <= high, outcomes[name])
        # The body that comes at an honest rate is read to its end, and refused for what it is; keeping a
        # connection open without asking anything is no offence for a minute.
        self.assertEqual((outcomes["honest"][0], outcomes["idle"][0]), ("open", "open"))


class ManyConnectionsTests(unittest.TestCase):
    def test_connections_over_the_limit_are_told_and_room_comes_back(self):
        with Collector(tls=False, options=["--max-connections", "8"]) as server, contextlib.ExitStack() as stack:
            held = [stack.enter_context(wire.Connection(server.port)) for _ in range(8)]
            for connection in held:
                connection.send(wire.head("GET", "/healthz"))
                self.assertEqual(connection.answer()[0], 200)
            status, headers, _ = wire.ask(server.port, wire.head("GET", "/healthz"))
            self.assertEqual((status, headers["connection"]), (503, "close"))
            self.assertIn("retry-after", headers)
            held[0].send(wire.head("GET", "/metrics"))
            text = held[0].answer()[2].decode()
            self.assertIn("agentsight_connections 8\n", text)
            self.assertIn("agentsight_connections_refused_total 1\n", text)
            held[0].close()
            self.assertEqual(self.ask_until(server, 200), 200)

    def test_running_out_of_files_stops_nothing(self):
        with Collector(tls=False) as server, contextlib.ExitStack() as stack:
            self.assertEqual(wire.ask(server.port, wire.post(server.api_key, wire.batch("c", 1)))[0], 200)
            subprocess.run(["prlimit", f"--pid={server.process.pid}", "--nofile=64:64"], check=True)
            for _ in range(150):
                stack.enter_context(wire.Connection(server.port))
            time.sleep(2)
            self.assertIsNone(server.process.poll())
            stack.close()
            self.assertEqual(self.ask_until(server, 200), 200)
            self.assertEqual(wire.ask(server.port, wire.post(server.api_key, wire.batch("c", 2)))[0], 200)

    def ask_until(self, server, wanted):
        for _ in range(100):
            with contextlib.suppress(OSError):
                answer = wire.ask(server.port, wire.head("GET", "/healthz"))
                if answer and answer[0] == wanted:
                    return wanted
            time.sleep(0.1)
        return None


if __name__ == "__main__":
    unittest.main()
