"""The rest wire: a request for each event, in order, and what becomes of it when the server will not take one."""

import os
import tempfile
import unittest

from recorder import RecordingServer
from remote import BASE64, DELIVERED, DROPPED, FAILED, FORM, Tracker
from uploading import form_parts

CONVERSATIONS, TRACK, ACTIONS, BUTTONS, ATTACHMENTS = (
    f"/api/{name}/" for name in ("conversations", "track", "action_logs", "buttons", "attachments"))
NETWORK, UNAUTHORIZED, REFUSED, SERVER = 13, 16, 17, 18  # ags_status
FILE = {"filename": "f.txt", "mime_type": "text/plain", "data": "bytes"}


def paths(server):
    return [request.path for request in server.requests()]


def contents(server):
    return [request.json()["content"] for request in server.requests(TRACK)]


class RestWireTest(unittest.TestCase):
    def setUp(self):
        self.server = RecordingServer()
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)

    def accept(self):
        """Rules added before come first."""
        self.server.answer(path=CONVERSATIONS, status=201, body='{"id": 41}')
        self.server.answer(path=TRACK, status=201, body='{"id": 7}')
        for path in (ACTIONS, BUTTONS, ATTACHMENTS):
            self.server.answer(path=path, body="{}")

    def make_tracker(self, **options):
        return Tracker(self.server.url, wire="rest", items=1, **options)

    def test_each_kind_goes_its_own_way_over_one_connection(self):
        self.accept()
        with self.make_tracker() as tracker:
            tracker.track("conversation", customer_id="k")
            tracker.question("q", metadata='{"a":1}')
            tracker.track("action", name="search")
            tracker.track("button", event="e", label="l", value="v")
            tracker.track("token_usage", prompt=3)
            tracker.attach(FILE)
            tracker.attach(FILE, mode=FORM)
            tracker.answer("a")
            report = tracker.send()
            self.assertEqual((report["status"], report["delivered"], report["requests"]), (0, 8, 8))
        self.assertEqual(paths(self.server), [CONVERSATIONS, TRACK, ACTIONS, BUTTONS, ACTIONS, ATTACHMENTS, ATTACHMENTS,
                                              TRACK])
        self.assertEqual(self.server.connections(), 1)
        first, *others = [request.json() for request in self.server.requests() if request.headers["content-type"] ==
                          "application/json"]
        self.assertNotIn("conversation", first)
        self.assertEqual({body["conversation"] for body in others}, {41})
        times = [body["timestamp"] for body in (first, *others)]
        self.assertEqual(times, sorted(times))
        self.assertEqual(others[0]["metadata"], {"a": 1})
        self.assertEqual(others[3], {**others[3], "action_name": "token_usage", "metadata":
                                     {"prompt_tokens": 3, "completion_tokens": 0, "total_tokens": 3,
                                      "embedding_tokens": 0}})

    def test_an_action_says_what_it_was_given(self):
        self.accept()
        started = 1_700_000_000 * 10**9
        with self.make_tracker() as tracker:
            tracker.track("action", name="search", started_at_ns=started, ended_at_ns=started + 1_500_000_000,
                          tools_used='{"web":"on"}', response="two hits", error_msg="one timed out")
            tracker.track("action", name="think", duration_ns=2_600_000)
            self.assertEqual(tracker.send()["delivered"], 2)
        full, short = [{name: value for name, value in request.json().items() if name not in ("timestamp", "metadata")}
                       for request in self.server.requests(ACTIONS)]
        where = {"conversation": None, "conversation_id": "c"}
        self.assertEqual(full, {**where, "action_name": "search", "started_at": "2023-11-14T22:13:20.000000+00:00",
                                "ended_at": "2023-11-14T22:13:21.500000+00:00", "tools_used": {"web": "on"},
                                "response": "two hits", "error_msg": "one timed out"})
        self.assertEqual(short, {**where, "action_name": "think", "duration_ms": 3})

    def test_files_name_their_message(self):
        """With the server's ids where it gave any: the one of a message is enough to know the conversation."""
        self.accept()
        with self.make_tracker() as tracker:
            for mode in (BASE64, FORM):
                tracker.answer("see this")
                tracker.attach(FILE, mode=mode, from_agent=1, of_message=1)
            self.assertEqual(tracker.send()["delivered"], 4)
        in_json, in_form = self.server.requests(ATTACHMENTS)
        self.assertEqual((in_json.json()["message"], in_json.json()["sender"]), (7, "agent"))
        fields = {head.split(b'"')[1]: content for head, content in form_parts(in_form)}
        self.assertEqual((fields[b"message"], fields[b"sender"]), (b"7", b"agent"))

    def test_a_file_that_vanished_goes_alone(self):
        self.accept()
        with tempfile.NamedTemporaryFile() as file, self.make_tracker() as tracker:
            file.write(b"x")
            file.flush()
            tracker.question("before")
            tracker.attach({"path": file.name})
            tracker.question("behind")
            os.truncate(file.name, 0)
            report = tracker.send()
            self.assertEqual((report["status"], report["delivered"], report["dropped"]), (0, 2, 1), report["error"])
            self.assertEqual(tracker.stats()["dropped_unreadable"], 1)
        self.assertEqual(contents(self.server), ["before", "behind"])

    def test_a_failure_is_tried_again_and_the_order_kept(self):
        for fault in ({"status": 503}, {"status": 429, "headers": [["Retry-After", "0"]]}, {"status": 202},
                      {"fault": "reset"}):
            with self.subTest(**fault):
                self.server.forget_answers()
                before = len(self.server.requests(TRACK))
                self.server.answer(path=TRACK, status=201, body='{"id": 7}', times=1)
                self.server.answer(path=TRACK, times=2, **fault)
                self.accept()
                with self.make_tracker(attempts=5, base_ms=1, cap_ms=5) as tracker:
                    for text in ("one", "two", "three"):
                        tracker.question(text)
                    self.assertEqual(tracker.send()["delivered"], 3)
                bodies = [request.json() for request in self.server.requests(TRACK)[before:]]
                self.assertEqual([body["content"] for body in bodies], ["one", "two", "two", "two", "three"])
                self.assertEqual(len({body["timestamp"] for body in bodies}), 3)  # a repeat says the same

    def test_without_a_deadline_the_third_failure_ends_the_call(self):
        self.server.answer(path=TRACK, status=500)
        with self.make_tracker(attempts=5, base_ms=1, cap_ms=5) as tracker:
            tracker.question("q")
            report = tracker.send(timeout_ms=0)
            self.assertEqual((report["status"], report["remaining"], report["http_status"]), (SERVER, 1, 500))
            self.assertEqual([item["outcome"] for item in tracker.items()][-1], FAILED)
            self.server.forget_answers()
            self.accept()
            self.assertEqual(tracker.send()["delivered"], 1)

    def test_an_event_that_is_refused_goes_alone(self):
        for status in (400, 422, 413):
            with self.subTest(status):
                self.server.forget_answers()
                before = len(self.server.requests(TRACK))
                self.server.answer(path=TRACK, status=201, body='{"id": 7}', times=1)
                self.server.answer(path=TRACK, status=status, body='{"content": ["no"]}', times=1)
                self.accept()
                with self.make_tracker() as tracker:
                    for text in ("one", "two", "three"):
                        tracker.question(text)
                    report = tracker.send()
                    self.assertEqual((report["status"], report["delivered"], report["dropped"]), (0, 2, 1))
                    stats = tracker.stats()
                    self.assertEqual(stats["dropped_too_large" if status == 413 else "dropped_invalid"], 1)
                    outcomes = {item["text"]: item["outcome"] for item in tracker.items()}
                self.assertEqual(outcomes, {"one": DELIVERED, "two": DROPPED, "three": DELIVERED})
                self.assertEqual(contents(self.server)[before:], ["one", "two", "three"])

    def test_a_wrong_key_holds_everything(self):
        self.server.answer(path=TRACK, status=401, body="{}")
        with self.make_tracker() as tracker:
            tracker.question("one")
            tracker.question("two")
            report = tracker.send()
            self.assertEqual((report["status"], report["remaining"], report["dropped"]), (UNAUTHORIZED, 2, 0))
            self.server.forget_answers()
            self.accept()
            tracker.reconfigure()
            self.assertEqual(tracker.send()["delivered"], 2)
        self.assertEqual(contents(self.server), ["one", "one", "two"])

    def test_an_id_that_the_server_gives_is_named_after_a_failure_too(self):
        self.server.answer(path=CONVERSATIONS, status=503, times=1)
        self.server.answer(path=TRACK, status=503, times=1)
        self.accept()
        with self.make_tracker(attempts=5, base_ms=1, cap_ms=5) as tracker:
            tracker.track("conversation")
            tracker.question("q")
            tracker.question("elsewhere", conversation="d")
            self.assertEqual(tracker.send()["delivered"], 3)
            tracker.answer("a")
            tracker.send()
        self.assertEqual([(request.json()["content"], request.json()["conversation"])
                          for request in self.server.requests(TRACK)],
                         [("q", 41), ("q", 41), ("elsewhere", None), ("a", None)])  # each sending begins anew

    def test_sending_one_conversation_forgets_no_id_of_others(self):
        self.server.answer(path=TRACK, status=503, times=1)
        self.accept()
        with self.make_tracker(attempts=1) as tracker:
            tracker.track("conversation")
            tracker.question("q")
            self.assertEqual(tracker.send()["delivered"], 1)
            tracker.question("elsewhere", conversation="d")
            self.assertEqual(tracker.send(conversation="d")["delivered"], 1)
            self.assertEqual(tracker.send()["delivered"], 1)
        self.assertEqual(self.server.requests(TRACK)[-1].json()["conversation"], 41)

    def test_an_id_is_found_behind_white_space(self):
        self.server.answer(path=CONVERSATIONS, status=201, body=' \r\n{"x": {"id": 1}, "id": 42}')
        self.accept()
        with self.make_tracker() as tracker:
            tracker.track("conversation")
            tracker.question("q")
            self.assertEqual(tracker.send()["delivered"], 2)
        self.assertEqual(self.server.requests(TRACK)[-1].json()["conversation"], 42)

    def test_what_is_no_json_or_has_no_id_names_none(self):
        for body in ("", "no", "[]", " \r\n[]", '{"id": null}', '{"id": {}}', '{"id": %s}' % ("9" * 100)):
            with self.subTest(body), self.make_tracker() as tracker:
                self.server.forget_answers()
                self.server.answer(path=CONVERSATIONS, body=body)
                self.accept()
                tracker.track("conversation")
                tracker.question("q")
                self.assertEqual(tracker.send()["delivered"], 2)
                self.assertEqual(self.server.requests(TRACK)[-1].json()["conversation"], None)


if __name__ == "__main__":
    unittest.main()
