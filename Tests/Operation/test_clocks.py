"""Callers whose clocks are wrong: what they say is kept, and so is when it came."""

import contextlib
import json
import sqlite3
import time
import unittest

import wire
from collector import Collector

# What a caller sends, and the same moment as it is answered.
TIMES = {"1970": ("1970-01-01T00:00:00+00:00", "1970-01-01T00:00:00.000000Z"),
         "before 1970": ("1969-12-31T23:59:59.000001Z", "1969-12-31T23:59:59.000001Z"),
         "2100": ("2100-01-01T00:00:00.5+00:00", "2100-01-01T00:00:00.500000Z"),
         "far east": ("2026-02-01T02:00:00+14:00", "2026-01-31T12:00:00.000000Z"),
         "far west": ("2026-01-31T00:00:00-12:00", "2026-01-31T12:00:00.000000Z")}


def batch(name, moment):
    body = wire.batch(name, 1)
    turn = body["conversations"][0]["spans"][0]
    turn.update(started_at=moment, ended_at=moment)
    turn["events"][0]["timestamp"] = moment
    call = {**turn, "span_id": "f" * 16, "kind": "llm", "events": [], "attributes": {
        "gen_ai.request.model": "m", "gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 1}}
    body["conversations"][0]["spans"].append(call)
    return body


class ClockTests(unittest.TestCase):
    def test_both_times_are_kept(self):
        with Collector(tls=False) as server:
            for name, (moment, _) in TIMES.items():
                status, _, answer = wire.ask(server.port, wire.post(server.api_key, batch(name, moment)))
                self.assertEqual(status, 200, answer)
            listed = server.get("/api/conversations/?ordering=started_at")["results"]
            self.assertEqual([row["conversation_id"] for row in listed[:2]], ["before 1970", "1970"])
            self.assertEqual(listed[-1]["conversation_id"], "2100")
            for row in listed:
                with self.subTest(name=row["conversation_id"]):
                    self.assertEqual(row["started_at"], TIMES[row["conversation_id"]][1])
                    self.assertEqual(row["messages"][0]["timestamp"], row["started_at"])
            before = server.get("/api/conversations/?full=false&started_at_before=1970-01-02")["results"]
            self.assertEqual({row["conversation_id"] for row in before}, {"1970", "before 1970"})
            # A day that cannot be right is the day of arrival.
            days = server.get("/api/token-usage/summary/?group_by=day")["results"]
            today = time.strftime("%Y-%m-%d", time.gmtime())
            self.assertEqual({day["group"]: day["rows"] for day in days}, {today: 3, "2026-01-31": 2})
            self.assertIn("2100", json.dumps(server.get("/api/spans/?kind=turn")))
            with contextlib.closing(sqlite3.connect(server.data / "agentsight.sqlite")) as database:
                for table in ("spans", "conversations"):
                    for (received,) in database.execute(f"SELECT received_at FROM {table}"):
                        self.assertLess(abs(received / 1e6 - time.time()), 600)


if __name__ == "__main__":
    unittest.main()
