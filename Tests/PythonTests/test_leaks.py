"""Nothing is left behind: memory is level after many calls of every kind, refused ones included."""

import pathlib
import unittest

from agentsight import ConversationTracker

from support import KEY

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


if __name__ == "__main__":
    unittest.main()
