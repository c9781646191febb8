"""Prepared bodies for POST /api/ingest/: turns of a question and an answer, as a tracker sends them."""

import datetime
import gzip
import json
import random
import struct

WORDS = ("order where my is the when will arrive refund please cancel invoice number change address account payment "
         "card help with return package from store open Sunday morning price size colour can you tell me about").split()
YEAR = 365 * 24 * 3600
START = datetime.datetime(2025, 1, 1, tzinfo=datetime.timezone.utc)


def text(chance):
    return " ".join(chance.choices(WORDS, k=14))[:64]


def turn(number, moment, chance):
    times = [(START + datetime.timedelta(seconds=moment + n)).isoformat(timespec="microseconds") for n in (0, 1)]
    return {"span_id": f"{number:016x}", "trace_id": f"{number:032x}", "parent_span_id": None, "kind": "turn",
            "name": "turn", "started_at": times[0], "ended_at": times[1], "duration_ms": 1000.0, "status": "ok",
            "attributes": {"agentsight.turn.complete": True, "agentsight.turn.id": f"{number:016x}"},
            "events": [{"name": "agentsight.message", "timestamp": time, "attributes": {
                "agentsight.message.sender": sender, "agentsight.message.content": text(chance),
                "agentsight.message.metadata": '{"user_type":"premium","language":"en"}'}}
                for sender, time in zip(("end_user", "agent"), times)],
            "otel": {"span_kind": "INTERNAL", "trace_flags": 1, "resource": {}}}


class Shape:
    """How much one body holds. Body and conversation numbers decide every byte, so that no two are the same."""

    def __init__(self, conversations, turns):
        self.conversations, self.turns = conversations, turns
        self.events = conversations * turns * 2
        self.rows = conversations + conversations * turns * 3

    def body(self, number):
        chance = random.Random(number)
        blocks = []
        for place in range(number * self.conversations, (number + 1) * self.conversations):
            # Conversations are spread over a year, in no order.
            moment = place * 7_919_993 % YEAR
            blocks.append({"conversation_id": f"user_{place:08d}", "customer_id": f"customer_{place % 50_000:05d}",
                           "spans": [turn(place * self.turns + n + 1, moment + 2 * n, chance)
                                     for n in range(self.turns)]})
        whole = {"sdk": {"name": "bench", "version": "1"}, "conversations": blocks}
        return gzip.compress(json.dumps(whole, separators=(",", ":")).encode(), 6)

    def write(self, path, first, count):
        with open(path, "wb") as file:
            for number in range(first, first + count):
                data = self.body(number)
                file.write(struct.pack("<I", len(data)) + data)


BATCH = Shape(conversations=25, turns=10)
ONE_TURN = Shape(conversations=1, turns=1)
