"""Real conversations through the tracker and a collector over TLS: nothing lost, nothing changed, nothing twice.

REPLAY_FILE names the conversations (JSON Lines, plain or .gz), REPLAY_LIMIT how many of them; 0 means all.
"""

import gzip
import itertools
import json
import os
import pathlib
import unittest

import collector
from capture import Capture
from collector import Collector

FILE = pathlib.Path(os.environ.get("REPLAY_FILE", collector.ROOT / "../shared/data/sgd_dev.jsonl.gz"))
LIMIT = int(os.environ.get("REPLAY_LIMIT", "100"))


def dialogues():
    opener = gzip.open if FILE.suffix == ".gz" else open
    with opener(FILE, "rt", encoding="utf-8") as lines:
        for line in itertools.islice(lines, LIMIT or None):
            yield json.loads(line)


def expected_rows(dialogue):
    """What a transcript must hold, in order: (sender, content, arguments, response)."""
    for turn in dialogue["turns"]:
        for call in turn.get("calls", []):
            yield "agent", f"Action {call['method']} performed", call["parameters"], call["results"]
        yield "end_user" if turn["speaker"] == "USER" else "agent", turn["utterance"], None, None


def stored_rows(conversation):
    for message in conversation["messages"]:
        log = message["action_logs"][0] if message["action_logs"] else None
        yield (message["sender"], message["content"], log and log["tools_used"],
               log and json.loads(log["response"]))


def all_conversations(server):
    path = "/api/conversations/?page_size=100&full=true"
    while path:
        page = server.get(path)
        yield from page["results"]
        path = page["next"] and page["next"].removeprefix(server.url)


def replay(server, endpoint, *options):
    limit = ["--limit", str(LIMIT)] if LIMIT else []
    return collector.run(collector.AGENTSIGHT, "replay", FILE, "--endpoint", endpoint,
                         "--api-key", server.api_key, *limit, *options)


@unittest.skipUnless(FILE.exists(), f"{FILE} is not there")
class ReplayTests(unittest.TestCase):
    def test_every_conversation_arrives_in_order_and_byte_for_byte(self):
        with Collector() as server:
            print(replay(server, server.url, "--ca-file", server.ca))
            stored = {row["conversation_id"]: row for row in all_conversations(server)}
            count = 0
            for count, dialogue in enumerate(dialogues(), 1):
                rows = list(stored_rows(stored[dialogue["dialogue_id"]]))
                self.assertEqual(rows, list(expected_rows(dialogue)), dialogue["dialogue_id"])
            self.assertEqual(len(stored), count)
            if LIMIT == 0 and FILE.name == "sgd_dev.jsonl.gz":
                rows = [row for conversation in stored.values() for row in stored_rows(conversation)]
                actions = [row for row in rows if row[2] is not None]
                self.assertEqual((count, len(rows) - len(actions), len(actions)), (2098, 38768, 6027))

    def test_a_second_arrival_of_every_batch_changes_no_row(self):
        with Collector() as server, Capture(server) as capture:
            replay(server, capture.url)
            before = server.dump()
            self.assertGreater(len(capture.batches), 0)
            for headers, body in capture.batches:
                status, _ = capture.post("/api/ingest/", headers, body)
                self.assertEqual(status, 200)
            after = server.dump()
            self.assertEqual([table for table in before if after[table] != before[table]], [])


if __name__ == "__main__":
    unittest.main()
