"""What calls do when the memory limit is reached, and what the end of a tracker does with what waits."""

import threading
import time
import unittest

from agentsight.exceptions import BufferFullException, NoDataToSendException

from support import PATIENCE_SECONDS, TrackerTests, events_of

LIMIT = 1 << 20
TEXT = "x" * 10_000


class WhenFullTests(TrackerTests):
    def fill(self, tracker):
        """Tracks until a call is refused."""
        with self.assertRaises(BufferFullException):
            for _ in range(LIMIT // len(TEXT) + 1):
                tracker.track_question(TEXT)

    def make_full(self, **options):
        tracker = self.make_tracker(conversation_id="c1", memory_limit=LIMIT, close_timeout_ms=0, **options)
        self.addCleanup(tracker.discard_tracked_data)
        self.fill(tracker)
        return tracker

    def test_rejecting_is_the_default_and_is_counted(self):
        for options in ({}, {"when_full": "reject"}):
            counts = self.make_full(**options).statistics()
            self.assertEqual((counts["rejected_full"], counts["rejected"], counts["blocked"]), (1, 1, 0))

    def test_the_oldest_are_dropped(self):
        tracker = self.make_tracker(conversation_id="c1", memory_limit=LIMIT, when_full="drop_oldest")
        count = 3 * LIMIT // len(TEXT)
        for number in range(count):
            tracker.track_question(f"{number} {TEXT}")
        counts = tracker.statistics()
        self.assertGreater(counts["dropped_oldest"], count // 2)
        self.assertEqual(counts["buffered"] + counts["dropped_oldest"], count)
        tracker.send_tracked_data()
        numbers = [int(text.split()[0]) for batch in self.server.batches() for _, _, text in events_of(batch)]
        self.assertEqual(numbers, list(range(count - len(numbers), count)))

    def test_a_call_that_waits_in_vain_is_refused(self):
        tracker = self.make_full(when_full="block", block_timeout_ms=20)
        for call in (lambda: tracker.track_question(TEXT), lambda: tracker.track_answer(TEXT, {"a": 1}),
                     lambda: tracker.track_human_message(TEXT, conversation_id="other"),
                     lambda: tracker.track_action("a", tools_used={"text": TEXT})):
            with self.assertRaises(BufferFullException):
                call()
        self.assertEqual(tracker.statistics()["blocked"], 5)

    def test_other_threads_run_while_a_call_waits_for_room(self):
        tracker = self.make_tracker(conversation_id="c1", memory_limit=LIMIT, when_full="block",
                                    block_timeout_ms=PATIENCE_SECONDS * 1000)
        count = 2 * LIMIT // len(TEXT)

        def track():
            for number in range(count):
                tracker.track_question(f"{number} {TEXT}", {"number": number})

        tracking = threading.Thread(target=track)
        tracking.start()
        while tracker.statistics()["blocked"] == 0 and tracking.is_alive():
            time.sleep(0.001)
        waiting = tracker.statistics()["accepted"]
        tracker.config.conversation_id = "c2"  # the call that waits keeps its own
        while tracking.is_alive() or tracker.statistics()["buffered"] > 0:
            try:
                tracker.send_tracked_data()
            except NoDataToSendException:
                time.sleep(0.001)
        tracking.join()
        self.assertEqual((tracker.statistics()["accepted"], tracker.statistics()["rejected"]), (count, 0))
        arrived = [(int(text.split()[0]), conversation) for batch in self.server.batches()
                   for conversation, _, text in events_of(batch)]
        self.assertEqual(sorted(arrived)[waiting], (waiting, "c1"))
        self.assertEqual(sorted(arrived)[-1], (count - 1, "c2"))

    def test_an_unknown_policy_is_refused(self):
        with self.assertRaisesRegex(ValueError, "when_full.*'spill'"):
            self.make_tracker(when_full="spill")
        with self.assertRaisesRegex(ValueError, "block_timeout_ms"):
            self.make_tracker(when_full="block", block_timeout_ms=0)


class EndTests(TrackerTests):
    def test_the_end_of_a_tracker_sends_what_waits(self):
        tracker = self.make_tracker(conversation_id="c1")
        tracker.track_question("q")
        del tracker
        self.assertEqual([events_of(batch) for batch in self.server.batches()], [[("c1", "end_user", "q")]])

    def test_without_time_for_that_it_is_given_up(self):
        tracker = self.make_tracker(conversation_id="c1", close_timeout_ms=0)
        tracker.track_question("q")
        del tracker
        self.assertEqual(self.server.batches(), [])


if __name__ == "__main__":
    unittest.main()
