"""What each call records, and what it refuses."""

import json
import unittest

from agentsight.exceptions import (BufferFullException, ConversationTrackingException, InvalidAnswerDataException,
                                   InvalidAttachmentException, InvalidConversationDataException,
                                   InvalidQuestionDataException, MissingConversationIdException)

from support import TrackerTests, events_of, spans_of


class MessageTests(TrackerTests):
    def test_messages_arrive_in_order_with_their_senders(self):
        self.tracker.track_question("q1")
        self.tracker.track_answer(answer="a1")
        self.tracker.track_human_message("q2", metadata=None)
        self.tracker.track_agent_message(message="a2")
        self.assertEqual(events_of(self.sent()), [("c1", "end_user", "q1"), ("c1", "agent", "a1"),
                                                  ("c1", "end_user", "q2"), ("c1", "agent", "a2")])

    def test_a_call_may_name_its_conversation(self):
        self.tracker.track_question("one", conversation_id="c2")
        self.tracker.track_answer("two", None, conversation_id="gespräch 3")
        self.tracker.track_question("three")
        self.assertEqual(sorted(events_of(self.sent())), [("c1", "end_user", "three"), ("c2", "end_user", "one"),
                                                          ("gespräch 3", "agent", "two")])

    def test_every_text_arrives_as_it_is(self):
        texts = ["plain", "naïve café", "日本語", "🙂🙃", "quote \" backslash \\ tab\t line\n", "x" * 5000, "\u2028 \x7f"]
        for text in texts:
            self.tracker.track_question(text)
        self.assertEqual([content for _, _, content in events_of(self.sent())], texts)

    def test_lone_surrogates_are_replaced(self):
        self.tracker.track_question("a\ud800b\udfffc", metadata={"k\ud834": "\udd1e!"}, conversation_id="c\udc00")
        batch = self.sent()
        self.assertEqual(events_of(batch), [("c\ufffd", "end_user", "a\ufffdb\ufffdc")])
        self.assertEqual(metadata_of(batch), {"k\ufffd": "\ufffd!"})

    def test_what_is_no_text_is_refused_and_named(self):
        for exception, call, said in [
            (InvalidQuestionDataException, lambda: self.tracker.track_question(" \n"), "^question: .*blank"),
            (InvalidQuestionDataException, lambda: self.tracker.track_question(None), "^question: missing"),
            (InvalidAnswerDataException, lambda: self.tracker.track_answer(""), "^answer: .*blank"),
            (InvalidAnswerDataException, lambda: self.tracker.track_agent_message("\u3000"), "^message: .*blank"),
            (TypeError, lambda: self.tracker.track_question(3), "question: must be str, not int"),
            (TypeError, lambda: self.tracker.track_question("a", conversation_id=3), "conversation_id: must be str"),
            (InvalidConversationDataException, lambda: self.tracker.track_question("a", conversation_id="x" * 256),
             "255"),
            (InvalidConversationDataException, lambda: self.tracker.track_question("a", conversation_id=" "), "blank"),
            (TypeError, lambda: self.tracker.track_question(), "missing required argument 'question'"),
            (TypeError, lambda: self.tracker.track_question("a", None, "c2"), "positional"),
            (TypeError, lambda: self.tracker.track_question("a", question="b"), "multiple values"),
            (TypeError, lambda: self.tracker.track_question("a", text="b"), "unexpected keyword argument 'text'"),
        ]:
            with self.subTest(said), self.assertRaisesRegex(exception, said):
                call()
        self.assertEqual(self.tracker.statistics()["accepted"], 0)

    def test_without_a_conversation_one_is_made_up(self):
        tracker = self.make_tracker()
        tracker.track_question("q")
        made_up = tracker.config.conversation_id
        self.assertRegex(made_up, "^conv_[0-9a-f]{32}$")
        tracker.track_answer("a")
        tracker.send_tracked_data()
        self.assertEqual({block["conversation_id"] for block in self.server.batches()[0]["conversations"]}, {made_up})

    def test_the_current_conversation_may_change_at_any_time(self):
        self.tracker.config.conversation_id = "c2"
        self.tracker.track_question("to c2")
        self.tracker.get_or_create_conversation("c3")
        self.tracker.track_question("to c3")
        with self.assertRaises(InvalidConversationDataException):
            self.tracker.config.conversation_id = "x" * 256
        self.tracker.track_question("still to c3")
        self.assertEqual(events_of(self.sent()), [("c2", "end_user", "to c2"), ("c3", "end_user", "to c3"),
                                                  ("c3", "end_user", "still to c3")])

    def test_a_full_memory_refuses_and_loses_nothing(self):
        tracker = self.make_tracker(conversation_id="c1", memory_limit=1 << 20)
        with self.assertRaises(BufferFullException) as caught:
            for _ in range(100_000):
                tracker.track_question("x" * 1000)
        self.assertIsInstance(caught.exception, ConversationTrackingException)
        kept = tracker.statistics()["accepted"]
        self.assertEqual((tracker.discard_tracked_data(), tracker.statistics()["rejected"]), (kept, 1))


def metadata_of(batch):
    return json.loads(spans_of(batch)[0]["events"][0]["attributes"]["agentsight.message.metadata"])


class OtherEventTests(TrackerTests):
    def test_an_action_with_all_that_it_may_have(self):
        self.tracker.track_action("lookup", started_at="2024-01-01T10:00:00.5Z", duration_ms=12,
                                  tools_used={"api": ["a", 1]}, response="found", error_msg="late", metadata={"k": 1})
        span, = spans_of(self.sent())
        attributes = span["attributes"]
        self.assertEqual((span["name"], span["started_at"], span["ended_at"], span["status"]),
                         ("lookup", "2024-01-01T10:00:00.500000+00:00", "2024-01-01T10:00:00.512000+00:00", "error"))
        self.assertEqual((attributes["agentsight.tool.arguments"], attributes["agentsight.tool.response"],
                          attributes["agentsight.tool.error"], attributes["agentsight.metadata"]),
                         ('{"api":["a",1]}', "found", "late", '{"k":1}'))

    def test_times_of_actions_in_the_forms_that_callers_write(self):
        for text in ("2024-01-01T11:00:00+01:00", "2024-01-01 10:00:00", "2024-01-01T10:00:00.000Z",
                     "2024-01-01T10:00:00.000000000+00:00"):
            self.tracker.track_action("a", started_at=text)
        self.assertEqual({span["started_at"] for span in spans_of(self.sent())}, {"2024-01-01T10:00:00.000000+00:00"})

    def test_what_is_no_action_is_refused(self):
        for exception, arguments, said in [
            (InvalidConversationDataException, dict(action_name=" "), "^action_name: .*blank"),
            (InvalidConversationDataException, dict(action_name="a", started_at="soon"), "started_at"),
            (InvalidConversationDataException, dict(action_name="a", duration_ms=-1), "^duration_ms: "),
            (InvalidConversationDataException, dict(action_name="a", duration_ms=float("nan")), "duration_ms: .*nan"),
            (InvalidConversationDataException, dict(action_name="a", duration_ms=float("inf")), "duration_ms: .*inf"),
            (InvalidConversationDataException, dict(action_name="a", started_at="2024-01-02", ended_at="2024-01-01"),
             "^ended_at: must not be before started_at$"),
            (TypeError, dict(action_name="a", started_at=3), "started_at"),
            (TypeError, dict(action_name="a", response={}), "response"),
            (TypeError, dict(action_name="a", tools_used=[1]), "tools_used: must be a dict"),
            (TypeError, dict(action_name="a", tools_used={"k": object()}), r"tools_used\['k'\]"),
        ]:
            with self.subTest(said), self.assertRaisesRegex(exception, said):
                self.tracker.track_action(**arguments)
        self.assertEqual(self.tracker.statistics()["accepted"], 0)

    def test_a_button(self):
        self.tracker.track_button("rate", "Good 👍", value="up", metadata={"a": 1})
        with self.assertRaisesRegex(InvalidConversationDataException, "^label: "):
            self.tracker.track_button("rate", "", "up")
        with self.assertRaisesRegex(InvalidConversationDataException, "^button_event: "):
            self.tracker.track_button("", "Good", "up")
        attributes = spans_of(self.sent())[0]["attributes"]
        self.assertEqual((attributes["agentsight.button.event"], attributes["agentsight.button.label"],
                          attributes["agentsight.button.value"]), ("rate", "Good 👍", "up"))

    def test_token_usage_is_summed_until_it_is_delivered(self):
        self.assertEqual(self.tracker.get_token_usage(), {})
        self.tracker.track_token_usage(10, 5, 15)
        self.tracker.track_token_usage(prompt_tokens=1, embedding_tokens=2)
        self.tracker.track_token_usage()
        self.assertEqual(self.tracker.get_token_usage(), {"prompt_tokens": 11, "completion_tokens": 5,
                                                          "total_tokens": 18, "embedding_tokens": 2})
        self.assertEqual([span["kind"] for span in spans_of(self.sent())], ["llm", "llm"])
        self.assertEqual(self.tracker.get_token_usage(), {})
        with self.assertRaisesRegex(InvalidConversationDataException, "^prompt_tokens: "):
            self.tracker.track_token_usage(-1)

    def test_what_is_known_about_a_conversation(self):
        self.tracker.get_or_create_conversation("c9", customer_id="k1", device="mobile", language="en", name="Parcel",
                                                customer_ip_address="192.0.2.1", source="web", metadata={"plan": "pro"})
        self.tracker.track_question("q")
        block, = self.sent()["conversations"]
        del block["spans"]
        self.assertEqual(block, {"conversation_id": "c9", "customer_id": "k1", "customer_ip_address": "192.0.2.1",
                                 "device": "mobile", "source": "web", "language": "en", "name": "Parcel",
                                 "environment": "production", "metadata": {"plan": "pro"}})
        for missing in (None, "", "  "):
            with self.assertRaises(MissingConversationIdException):
                self.tracker.get_or_create_conversation(missing)


class AttachmentTests(TrackerTests):
    def setUp(self):
        super().setUp()
        self.server.answer(path="/api/conversations/", body='{"id": 7}')
        self.server.answer(path="/api/attachments/", body="{}")

    def test_files_travel_in_either_mode(self):
        self.tracker.track_attachments([{"filename": "a.txt", "mime_type": "text/plain", "data": "aGk="}])
        self.tracker.track_attachments([{"data": b"bytes"}], sender="agent", mode="form-data")
        self.tracker.send_tracked_data()
        base64, form = self.server.requests("/api/attachments/")
        self.assertEqual(base64.json()["attachments"],
                         [{"filename": "a.txt", "mime_type": "text/plain", "data": "aGk="}])
        self.assertIn(b'filename="attachment_0.bin"\r\nContent-Type: application/octet-stream\r\n\r\nbytes', form.body)

    def test_files_of_a_message_follow_it(self):
        self.tracker.track_human_message("look", [{"filename": "a.txt", "mime_type": "text/plain", "data": "aGk="}])
        self.assertEqual([span["kind"] for span in spans_of(self.sent())], ["turn", "attachment"])

    def test_what_is_no_file_is_refused_with_its_message(self):
        good = {"filename": "a", "mime_type": "t", "data": ""}
        for exception, files, mode in [
            (InvalidAttachmentException, [{**good, "data": "not base64!"}], "base64"),
            (InvalidAttachmentException, [{"filename": "a"}], "base64"),
            (InvalidAttachmentException, [{**good, "filename": " "}], "base64"),
            (InvalidAttachmentException, [{"data": "text"}], "form_data"),
            (InvalidAttachmentException, ["a"], "base64"),
            (InvalidAttachmentException, (good,), "base64"),
            (InvalidAttachmentException, [good] * 11, "base64"),
            (ValueError, [good], "carrier pigeon"),
        ]:
            with self.subTest(files=files, mode=mode):
                with self.assertRaises(exception):
                    self.tracker.track_attachments(files, mode=mode)
                if len(files) < 11:
                    with self.assertRaises(exception):
                        self.tracker.track_human_message("look", files, mode)
        for sender in ("bot", 3):
            with self.assertRaisesRegex(ValueError, "sender: must be one of end_user, agent"):
                self.tracker.track_attachments([good], sender=sender)
        self.assertEqual(self.tracker.statistics()["accepted"], 0)


if __name__ == "__main__":
    unittest.main()
