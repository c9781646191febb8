"""Delivering, and what the report says."""

import asyncio
import threading
import time
import unittest

from agentsight.exceptions import (ConversationApiException, ConversationNetworkException,
                                   MissingConversationIdException, NoDataToSendException)

from support import TrackerTests, events_of


class SendingTests(TrackerTests):
    def track_each(self):
        self.tracker.get_or_create_conversation("c1")
        self.tracker.track_question("q")
        self.tracker.track_action("a")
        self.tracker.track_answer("a")
        self.tracker.track_button("e", "l", "v")

    def test_the_report_has_every_item_in_order_and_the_counts(self):
        self.track_each()
        report = self.tracker.send_tracked_data()
        self.assertEqual([item["type"] for item in report["items"]],
                         ["conversation", "question", "action", "answer", "button"])
        self.assertEqual([item["index"] for item in report["items"]], list(range(5)))
        self.assertTrue(all(item["success"] and item["response"] == {} for item in report["items"]))
        times = [item["timestamp"] for item in report["items"]]
        self.assertEqual(times, sorted(times))
        self.assertEqual(report["summary"], {"questions": 1, "answers": 1, "attachments": 0, "actions": 1, "buttons": 1,
                                             "errors": 0})

    def test_what_is_no_timeout_is_refused(self):
        """Text times a thousand is text as well, and as a number of milliseconds it never ends."""
        self.tracker.track_question("q")
        for exception, timeout in [(TypeError, "5"), (ValueError, -1), (ValueError, float("nan"))]:
            for call in (self.tracker.send_tracked_data, lambda timeout: self.tracker.initialize_conversation(
                    "c1", timeout=timeout)):
                with self.subTest(timeout=timeout), self.assertRaisesRegex(exception, "timeout: must "):
                    call(timeout=timeout)
        self.assertEqual((self.server.connections(), self.tracker.statistics()["accepted"]), (0, 1))
        self.assertEqual(self.tracker.send_tracked_data(timeout=float("inf"))["summary"]["questions"], 1)

    def test_with_nothing_to_send_it_says_so(self):
        with self.assertRaisesRegex(NoDataToSendException, "c1"):
            self.tracker.send_tracked_data()
        self.tracker.track_question("q", conversation_id="other")
        with self.assertRaisesRegex(NoDataToSendException, "c2"):
            self.tracker.send_tracked_data("c2")

    def test_all_conversations_are_sent_or_the_one_that_is_named(self):
        self.tracker.track_question("q1")
        self.tracker.track_question("q2", conversation_id="c2")
        report = self.tracker.send_tracked_data("c2")
        self.assertEqual([item["conversation_id"] for item in report["items"]], ["c2"])
        self.tracker.send_tracked_data()
        self.assertEqual([events_of(batch) for batch in self.server.batches()],
                         [[("c2", "end_user", "q2")], [("c1", "end_user", "q1")]])

    def test_what_fails_is_reported_and_stays(self):
        self.track_each()
        self.server.answer(path="/api/ingest/", status=401, body='{"detail": "Invalid API key."}', times=1)
        report = self.tracker.send_tracked_data(timeout=5)
        self.assertEqual(report["summary"]["errors"], 5)
        self.assertIn("401", report["items"][0]["error"])
        self.assertEqual(self.tracker.statistics()["buffered"], 5)

    def test_what_is_given_up_is_reported_with_the_reason(self):
        self.track_each()
        self.server.answer(path="/api/ingest/", status=400, body='{"detail": "no"}')
        report = self.tracker.send_tracked_data()
        self.assertEqual(report["summary"]["errors"], 5)
        for item in report["items"]:
            self.assertRegex(item["error"], "given up: the server refused")
        self.assertEqual(self.tracker.statistics()["dropped_invalid"], 5)
        self.assertEqual(self.tracker.statistics()["buffered"], 0)

    def test_without_a_server_nothing_is_lost_or_raised(self):
        tracker = self.make_tracker(conversation_id="c1")
        tracker.configure(endpoint="http://127.0.0.1:9")
        tracker.track_question("q")
        report = tracker.send_tracked_data(timeout=0.3)
        self.assertEqual((report["summary"]["questions"], report["summary"]["errors"]), (0, 1))
        tracker.configure(endpoint=self.server.url)
        self.wait_until_delivered(tracker)
        self.assertEqual(events_of(self.server.batches()[0]), [("c1", "end_user", "q")])

    def wait_until_delivered(self, tracker):
        end = time.monotonic() + 60
        while tracker.statistics()["buffered"] > 0 and time.monotonic() < end:
            try:
                tracker.send_tracked_data(timeout=5)
            except NoDataToSendException:
                pass

    def test_other_threads_go_on_while_it_waits(self):
        self.server.answer(path="/api/ingest/", hold=True)
        self.tracker.track_question("q")
        sending = threading.Thread(target=self.tracker.send_tracked_data)
        sending.start()
        self.server.wait_for_request("/api/ingest/")
        self.tracker.track_answer("meanwhile")
        self.server.release()
        sending.join()
        self.assertEqual(self.tracker.statistics()["buffered"], 1)

    def test_for_asyncio(self):
        self.server.answer(path="/api/ingest/", hold=True, times=1)
        self.tracker.track_question("q")

        async def main():
            sending = asyncio.create_task(self.tracker.asend_tracked_data())
            await asyncio.get_running_loop().run_in_executor(None, self.server.wait_for_request, "/api/ingest/")
            self.assertFalse(sending.done())
            self.server.release()
            return await sending

        self.assertEqual(asyncio.run(main())["summary"]["questions"], 1)

    def test_leaving_a_with_block_sends(self):
        with self.make_tracker(conversation_id="c1") as tracker:
            tracker.track_question("q1")
        with self.assertRaises(ZeroDivisionError), self.make_tracker(conversation_id="c1") as tracker:
            tracker.track_question("q2")
            1 / 0

        async def main():
            async with self.make_tracker(conversation_id="c1") as tracker:
                tracker.track_question("q3")

        asyncio.run(main())
        self.assertEqual([events_of(batch)[0][2] for batch in self.server.batches()], ["q1", "q2", "q3"])

    def test_leaving_a_with_block_raises_nothing_of_its_own(self):
        with self.assertLogs("agentsight", "WARNING") as logs, self.make_tracker(conversation_id="c1") as tracker:
            tracker.track_question("q")
            self.server.answer(path="/api/ingest/", status=401)
        self.assertIn("1 events were not delivered", logs.output[-1])

    def test_a_visit_is_sent_at_once(self):
        self.tracker.initialize_conversation("c5", device="desktop")
        self.assertEqual(self.server.batches()[0]["conversations"][0]["conversation_id"], "c5")
        self.server.answer(path="/api/ingest/", status=403, body="{}", times=1)
        with self.assertRaises(ConversationApiException) as caught:
            self.tracker.initialize_conversation("c6", timeout=5)
        self.assertEqual(caught.exception.status_code, 403)
        self.assertEqual(self.tracker.statistics()["buffered"], 1)
        with self.assertRaises(MissingConversationIdException):
            self.tracker.initialize_conversation("")
        self.tracker.configure(endpoint="http://127.0.0.1:9")
        with self.assertRaises(ConversationNetworkException):
            self.tracker.initialize_conversation("c6", timeout=0.5)

    def test_giving_up_what_waits(self):
        self.track_each()
        self.tracker.track_question("q", conversation_id="c2")
        self.assertEqual((self.tracker.discard_tracked_data("c2"), self.tracker.discard_tracked_data()), (1, 5))


if __name__ == "__main__":
    unittest.main()
