"""All calls at once: each accepted event is stored once or was discarded, and conversations keep their order."""

import collections
import os
import subprocess
import unittest

from recorder import RecordingServer
from session import clean_environment

ROUNDS = 6
SHARED, PASSING = 8, 9  # as in interleave.c
PASSING_EACH = 5


def stored(batches):
    """Conversation -> time -> text: a collector that stores an event once, by its id, and sorts by time."""
    conversations, seen = collections.defaultdict(dict), {}
    for batch in batches:
        for block in batch["conversations"]:
            for event in (event for span in block["spans"] for event in span["events"]):
                attributes, time = event["attributes"], event["timestamp"]
                key = block["conversation_id"], attributes["agentsight.message.id"]
                text = attributes["agentsight.message.content"]
                if seen.setdefault(key, (time, text)) != (time, text):
                    raise AssertionError(f"{key} came with {seen[key]}, then with {(time, text)}")
                if conversations[block["conversation_id"]].setdefault(time, text) != text:
                    raise AssertionError(f"two events of {block['conversation_id']} share {time}")
    return {conversation: [texts[time] for time in sorted(texts)] for conversation, texts in conversations.items()}


def texts_of(batches):
    return {text for texts in stored(batches).values() for text in texts}


class InterleaveTest(unittest.TestCase):
    def test_all_at_once(self):
        with RecordingServer() as one, RecordingServer() as two:
            one.answer(path="/api/ingest/", times=5)
            one.answer(path="/api/ingest/", status=503, times=3)
            two.answer(path="/api/ingest/", times=4)
            two.answer(path="/api/ingest/", fault="reset", times=4)  # has arrived, and nobody knows
            program = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "interleave")
            result = subprocess.run([program, one.url, two.url, str(ROUNDS)], capture_output=True, text=True,
                                    env=clean_environment())
            self.assertEqual((result.returncode, result.stderr), (0, ""))
            taken, unanswered = one.batches(), two.batches()
            sent = stored(taken + unanswered)
            del taken[5:8]
            self.check(result.stdout, sent, texts_of(taken + unanswered), texts_of(unanswered[4:8]))

    def check(self, output, sent, arrived, unanswered):
        """`unanswered` arrived too, but their sender could not know."""
        fates = {}
        for line in output.splitlines():
            text, fate = line.rsplit(" ", 1)
            fates[text] = fate
        everything = [text for texts in sent.values() for text in texts]
        self.assertEqual(len(everything), len(set(everything)))
        self.assertLessEqual(set(everything), set(fates))
        of_fate = collections.defaultdict(set)
        for text, fate in fates.items():
            of_fate[fate].add(text)
        self.assertLessEqual(of_fate["delivered"], arrived)
        self.assertGreater(len(of_fate["discarded"]), 0)
        passing = {text for text in fates if text.split()[1] == str(PASSING)}
        for fate in ("delivered", "freed"):
            self.assertGreater(len(of_fate[fate] & passing), 0)
        self.assertLessEqual(of_fate["discarded"] & arrived, unanswered)
        for conversation, texts in sent.items():
            self.check_order(conversation, [tuple(int(part) for part in text.split()) for text in texts])

    def check_order(self, conversation, events):
        """What each producer tracked comes in its order; a conversation of one producer is its alone."""
        number, owner = (int(part) for part in conversation.split("/"))
        last = collections.defaultdict(lambda: -1)
        for event_round, producer, event in events:
            self.assertEqual(event_round, number)
            if producer == PASSING:
                self.assertEqual(owner, PASSING + event // PASSING_EACH)
            else:
                self.assertEqual(owner, SHARED if event % 3 == 0 else producer)
            self.assertGreater(event, last[producer], conversation)
            last[producer] = event
