"""Log lines: through the standard module, at levels that its users choose."""

import logging
import threading
import time
import unittest

from support import TrackerTests, environment, run

LOGGER = logging.getLogger("agentsight")


class LoggingTests(TrackerTests):
    def setUp(self):
        super().setUp()
        self.addCleanup(LOGGER.setLevel, LOGGER.level)

    def test_each_call_is_a_line_at_debug(self):
        with self.assertLogs("agentsight", "DEBUG") as logs:
            self.tracker.track_question("q")
            self.tracker.track_answer("a", conversation_id="c2")
            self.tracker.track_button("e", "l", "v")
        self.assertEqual(logs.output, ["DEBUG:agentsight:Stored question for conversation: c1",
                                       "DEBUG:agentsight:Stored answer for conversation: c2",
                                       "DEBUG:agentsight:Stored button click for conversation: c1"])

    def test_an_id_makes_one_line(self):
        with self.assertLogs("agentsight", "DEBUG") as logs:
            self.tracker.track_question("q", conversation_id="c\nERROR:root:forged")
        self.assertEqual(logs.output, [r"DEBUG:agentsight:Stored question for conversation: 'c\nERROR:root:forged'"])

    def test_a_changed_level_holds_from_the_next_call_on(self):
        LOGGER.setLevel(logging.WARNING)
        self.tracker.track_question("q")
        with self.assertLogs("agentsight", "DEBUG") as logs:
            self.tracker.track_question("q")
            logging.disable(logging.CRITICAL)
            self.tracker.track_question("q")
            logging.disable(logging.NOTSET)
            self.tracker.track_question("q")
        self.assertEqual(len(logs.output), 2)

    def test_no_handler_and_nothing_printed(self):
        printed = run("import logging, agentsight\n"
                      f"tracker = agentsight.ConversationTracker(api_key='{'ags_' + '0' * 32 + '_' + '0' * 6}')\n"
                      "tracker.track_question('q')\n"
                      "print(logging.getLogger('agentsight').handlers, logging.getLogger('agentsight').propagate)")
        self.assertEqual(printed, "[] True\n")

    def test_a_level_that_is_given_is_the_loggers(self):
        self.make_tracker(log_level="ERROR")
        self.assertEqual(LOGGER.level, logging.ERROR)
        with environment(AGENTSIGHT_LOG_LEVEL="debug"):
            self.make_tracker()
        self.assertEqual(LOGGER.level, logging.DEBUG)

    def test_lines_of_the_sending_thread_arrive(self):
        self.server.answer(path="/api/ingest/", status=403, body="no\nway")
        with self.assertLogs("agentsight", "ERROR") as logs:
            self.tracker.track_question("q")
            self.tracker.send_tracked_data(timeout=5)
        self.assertIn("403", logs.output[0])
        self.assertNotIn("\n", logs.output[0])

    def test_lines_of_automatic_sending_arrive_without_a_call(self):
        self.server.answer(path="/api/ingest/", status=403)
        arrived = threading.Event()
        handler = logging.Handler()
        handler.emit = lambda record: arrived.set()
        LOGGER.addHandler(handler)
        self.addCleanup(LOGGER.removeHandler, handler)
        LOGGER.setLevel(logging.WARNING)
        tracker = self.make_tracker(conversation_id="c1", send_every_events=1)
        tracker.track_question("q")
        end = time.monotonic() + 60
        while not arrived.is_set() and time.monotonic() < end:
            time.sleep(0.01)
        self.assertTrue(arrived.is_set())

    def test_a_handler_may_track_and_may_fail(self):
        calls = []

        def emit(record):
            calls.append(record.getMessage())
            if len(calls) == 1:
                self.tracker.track_answer("from the handler")
            raise RuntimeError("mine")

        handler = logging.Handler()
        handler.emit = emit
        LOGGER.addHandler(handler)
        self.addCleanup(LOGGER.removeHandler, handler)
        LOGGER.setLevel(logging.DEBUG)
        unraisable = []
        import sys
        before, sys.unraisablehook = sys.unraisablehook, unraisable.append
        try:
            self.tracker.track_question("q")
        finally:
            sys.unraisablehook = before
        self.assertEqual((len(calls), len(unraisable), self.tracker.statistics()["accepted"]), (2, 2, 2))


if __name__ == "__main__":
    unittest.main()
