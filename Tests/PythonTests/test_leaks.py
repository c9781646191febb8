"""Nothing is left behind: memory is level after many calls of every kind, refused ones included."""

import json
import pathlib
import unittest

from agentsight import ConversationTracker

from support import KEY, TrackerTests, run

ROUNDS = 6
CALLS = 5000
LEVEL_KIB = 512  # a leak of one small object a call would be many times that


def resident_kib():
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * 4


class LeakTests(unittest.TestCase):
    def round(self):
        tracker = ConversationTracker(api_key=KEY, endpoint="http://127.0.0.1:9", conversation_id="c1")
        for i in range(CALLS):
            tracker.track_question(f"q{i}", {"a": str(i), "b": [i, {"c": 1.5, "big": 2**70 + i}]})
            tracker.track_answer("ü\ud800", {"k" * 600: "v" * 600}, conversation_id=f"c{i}")
            tracker.track_button("e", "l", "v", {"a": "b"})
            for refused in ({"a": object()}, [i], {"a": [{"b": {i}}]}):
                with self.assertRaises(TypeError):
                    tracker.track_question("x", refused)
        tracker.discard_tracked_data()

    @unittest.skipUnless(pathlib.Path("/proc/self/statm").exists(), "this system does not say")
    def test_memory_is_level(self):
        sizes = []
        for _ in range(ROUNDS):
            self.round()
            sizes.append(resident_kib())
        self.assertLess(sizes[-1] - sizes[ROUNDS // 2 - 1], LEVEL_KIB, sizes)


LIVES = 400  # of a tracker, in each round
LEVEL_BLOCKS = LIVES // 2  # half an object a life; caches of the interpreter go up and down

# In a process of its own: the one of the tests keeps what the server received.
PROGRAM = """
import gc, json, os, sys
from agentsight import ConversationTracker
ROUNDS, LIVES = map(int, sys.argv[1:])

def live():
    tracker = ConversationTracker(conversation_id="c1")
    tracker.track_question("q", {"a": [1, {"b": 2.5}]})
    tracker.track_attachments([{"filename": "f", "mime_type": "text/plain", "data": b"x"}], mode="form_data")
    tracker.get_tracked_data_summary()
    tracker.send_tracked_data()
    tracker.track_answer("sent at its end")

def counts():
    gc.collect()
    with open("/proc/self/statm") as file:
        pages = int(file.read().split()[1])
    return {"objects": sys.getallocatedblocks(), "KiB": pages * 4, "files": len(os.listdir("/proc/self/fd")),
            "threads": len(os.listdir("/proc/self/task"))}

rounds = []
for _ in range(ROUNDS):
    for _ in range(LIVES):
        live()
    rounds.append(counts())
print(json.dumps(rounds))
"""


class LifeTests(TrackerTests):
    """Thousands of trackers, each from its making to its end."""

    @unittest.skipUnless(pathlib.Path("/proc/self/task").exists(), "this system does not say")
    def test_objects_memory_files_and_threads_are_level(self):
        self.server.answer(path="/api/conversations/", body='{"id": 1}')
        self.server.answer(path="/api/attachments/", body="{}")
        counts = json.loads(run(PROGRAM, str(ROUNDS), str(LIVES), AGENTSIGHT_API_KEY=KEY,
                                AGENTSIGHT_API_ENDPOINT=self.server.url))
        before, after = counts[ROUNDS // 2 - 1], counts[-1]
        self.assertLess(after["objects"] - before["objects"], LEVEL_BLOCKS, counts)
        self.assertLess(after["KiB"] - before["KiB"], LEVEL_KIB, counts)
        self.assertEqual((after["files"], after["threads"]), (before["files"], before["threads"]), counts)
        self.assertEqual(len(self.server.requests("/api/attachments/")), ROUNDS * LIVES)


if __name__ == "__main__":
    unittest.main()
