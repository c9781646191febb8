"""The same batches again and again: at once, across a kill in the middle of commits, a restart and a compaction."""

import contextlib
import random
import sqlite3
import threading
import time
import unittest

import wire
from collector import Collector
from test_copies import rows

SENDERS = 16


def overlapping():
    """Batches of three turns each, of which every turn stands in three."""
    batches = []
    for first in range(40):
        blocks = [wire.batch(f"c{number // 5}", number, f"text {number}")["conversations"][0]
                  for number in range(first, first + 3)]
        batches.append({**wire.batch("c", 1), "conversations": blocks})
    return batches


class ReplayTests(unittest.TestCase):
    def send_all(self, server, statuses, seed):
        """Sends everything in an order of its own, until it is through or the server is gone."""
        batches = overlapping()
        random.Random(seed).shuffle(batches)
        with contextlib.suppress(OSError), wire.Connection(server.port) as connection:
            for batch in batches:
                if not connection.send(wire.post(server.api_key, batch)):
                    return
                answer = connection.answer()
                if answer is None:
                    return
                statuses.append(answer[0])

    def send_at_once(self, server, during=lambda: None):
        statuses = []
        threads = [threading.Thread(target=self.send_all, args=(server, statuses, seed)) for seed in range(SENDERS)]
        for thread in threads:
            thread.start()
        during()
        for thread in threads:
            thread.join()
        self.assertEqual(set(statuses), {200})
        return len(statuses)

    def test_replays_change_no_row(self):
        with Collector(tls=False) as server:
            def kill():
                time.sleep(0.3)
                server.kill()

            self.send_at_once(server, kill)
            server.start()
            self.assertEqual(self.send_at_once(server), SENDERS * 40)
            stored = rows(server.data)
            self.assertEqual([len(stored[table]) for table in ("spans", "messages")], [42, 42])
            self.assertEqual(sum(counts[1] for counts in stored["counts"]), 42)
            figures = server.get("/api/conversations/?full=false&page_size=100")["results"]
            self.assertEqual(server.stop(), 0)
            with contextlib.closing(sqlite3.connect(server.data / "agentsight.sqlite")) as database:
                database.execute("VACUUM")
            server.start()
            self.assertEqual(self.send_at_once(server), SENDERS * 40)
            self.assertEqual(rows(server.data), stored)
            self.assertEqual(server.get("/api/conversations/?full=false&page_size=100")["results"], figures)


if __name__ == "__main__":
    unittest.main()
