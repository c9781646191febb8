"""With the rest wire the module makes the requests of the published clients: the same programs run with both, against
a recording server, and what arrives is compared.

What may differ is what contract 6.3 counts among their defects, and how a time is written: the place and time of token
usage, and that a file sent as a form carries the time of its sending.
"""

import datetime
import email.parser
import email.policy
import json
import os
import subprocess
import sys
import unittest

from published import published
from support import KEY, PATIENCE_SECONDS, TrackerTests

# Runs with either: {version} is what the program was written for.
MESSAGES = """
tracker.get_or_create_conversation("c1", customer_id="k1", customer_ip_address="192.0.2.1", device="mobile",
                                   source="web", language="en", name="Parcel", environment="production",
                                   metadata={"plan": "pro", "n": [1, 2.5, None, True]})
question("Where is my parcel? \\U0001f4e6", metadata={"channel": "web", "deep": {"a": [{}]}})
tracker.track_action("lookup", started_at="2024-01-01T10:00:00+00:00", ended_at="2024-01-01T10:00:01.500000+00:00",
                     duration_ms=1500, tools_used={"api": ["parcels"]}, response="found", error_msg="late",
                     metadata={"k": "v"})
tracker.track_action("wave")
answer('In "Vienna".\\n')
tracker.track_button("rate", "Good", "up", metadata={"a": 1})
tracker.track_button("rate", "Bad", value="down")
"""
WITHOUT_CONVERSATION = 'question("q")\nanswer("a", metadata=None)\ntracker.track_action("x")\n'
FILES = """
import io
tracker.get_or_create_conversation("c1", environment="production")
base64 = [{"filename": "a.txt", "mime_type": "text/plain", "data": "aGk="},
          {"filename": "b \\u00e9.bin", "mime_type": "application/x", "data": ""}]
form = [{"filename": "a.txt", "mime_type": "text/plain", "data": b"bytes\\r\\n--"},
        {"filename": "b.bin", "mime_type": "application/x", "data": io.BytesIO(b"file")}]
tracker.track_attachments(base64, metadata={"k": 1})
tracker.track_attachments(base64, sender="agent")
tracker.track_attachments(form, mode="form_data", metadata={"k": 1})
"""
FILES_WITHOUT_CONVERSATION = FILES.replace("tracker.get_or", "() and tracker.get_or")
LINKED = """
one = [{"filename": "a.txt", "mime_type": "text/plain", "data": "aGk="}]
two = [{"filename": "a.txt", "mime_type": "text/plain", "data": b"bytes"}]
tracker.get_or_create_conversation("c1", environment="production")
question("look", attachments=one, metadata={"k": 1})
answer("seen", attachments=one)
question("look", attachments=two, attachment_mode="form_data")
answer("seen", attachments=two, attachment_mode="form-data", metadata={"k": 2})
"""
LINKED_WITHOUT_CONVERSATION = LINKED.replace("tracker.get_or", "() and tracker.get_or")
VISIT = """
tracker.initialize_conversation("c2", device="desktop", environment="development")
tracker.initialize_conversation("c3", customer_id="k", environment="production", metadata={"a": {"b": 1}})
question("q")
"""
TWICE = MESSAGES + "tracker.send_tracked_data()\n" + WITHOUT_CONVERSATION
WAITING = MESSAGES + """
base64 = [{"filename": f"{n}.txt", "mime_type": "text/plain", "data": "aGk="} for n in range(5)]
tracker.track_attachments(base64[:1], metadata={"k": 1})
tracker.track_attachments(base64, sender="agent")
question("x" * 100)
answer("y" * 101)
"""
WAITING_LINKED = """
base64 = [{"filename": f"{n}.txt", "mime_type": "text/plain", "data": "aGk="} for n in range(5)]
question("look", attachments=base64, metadata={"k": 1})
answer("seen", attachments=base64[:1])
"""
TOKENS = """
question("q")
tracker.track_token_usage(prompt_tokens=10, completion_tokens=5, total_tokens=15, embedding_tokens=2)
answer("a")
"""

PROGRAM = """
import json, logging
from agentsight import ConversationTracker
logging.getLogger("agentsight").setLevel(logging.CRITICAL)
tracker = ConversationTracker()
tracker.config.conversation_id = "c1"
question = getattr(tracker, "{question}")
answer = getattr(tracker, "{answer}")
{scenario}
print("RESULT", json.dumps(tracker.{call}()))
"""


def comparable_time(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def parts_of(request):
    """Name, filename, type and content of each part of a form."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    form = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + request.body)
    return {part.get_param("name", header="content-disposition"):
            [part.get_filename(), part.get_content_type() if part.get_filename() else None,
             part.get_payload(decode=True)] for part in form.iter_parts()}


def comparable(request):
    """What has to be equal of a request, and its time apart."""
    kind = request.headers["content-type"].split(";")[0]
    if kind == "multipart/form-data":
        body = parts_of(request)
        time = comparable_time(body.pop("timestamp")[2].decode())
        body["metadata"][2] = json.loads(body["metadata"][2])
    else:
        body = request.json()
        time = comparable_time(body.pop("timestamp"))
        for name in ("started_at", "ended_at"):
            if name in body:
                body[name] = comparable_time(body[name])
    return (request.method, request.path, kind, request.headers["authorization"], body), time


class PublishedRequestTests:
    version = question = answer = None

    @classmethod
    def setUpClass(cls):
        cls.python = published(cls.version)

    def setUp(self):
        super().setUp()
        self.server.answer(path="/api/conversations/", status=201, body='{"id": 41, "conversation_id": "c1"}')
        self.server.answer(path="/api/track/", status=201, body='{"id": 7, "content": "..."}')
        for path in ("action_logs", "buttons", "attachments"):
            self.server.answer(path=f"/api/{path}/", body="{}")

    def drive(self, python, scenario, call="send_tracked_data"):
        """Runs the program; its requests, and what the call returned."""
        before = len(self.server.requests())
        variables = {**os.environ, "AGENTSIGHT_API_KEY": KEY, "AGENTSIGHT_API_ENDPOINT": self.server.url,
                     "AGENTSIGHT_WIRE": "rest"}
        program = PROGRAM.format(question=self.question, answer=self.answer, scenario=scenario,
                                 call=call)
        result = subprocess.run([python, "-c", program], text=True, capture_output=True, timeout=PATIENCE_SECONDS,
                                env=variables)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        report = json.loads(result.stdout.split("RESULT ", 1)[1])
        return [comparable(request) for request in self.server.requests()[before:]], report

    def compare(self, scenario):
        theirs, their_report = self.drive(self.python, scenario)
        ours, our_report = self.drive(sys.executable, scenario)
        self.maxDiff = None
        self.assertEqual([request for request, _ in ours], [request for request, _ in theirs])
        return ours, our_report, their_report

    def test_messages_actions_and_buttons(self):
        ours, our_report, their_report = self.compare(MESSAGES)
        times = [time for _, time in ours]
        self.assertEqual(times, sorted(times))
        self.assertEqual(our_report["summary"], their_report["summary"])
        self.assertEqual([self.kept(item) for item in our_report["items"]],
                         [self.kept(item) for item in their_report["items"]])

    def kept(self, item):
        return item["index"], item["type"], item["success"], item["response"], "timestamp" in item

    def test_without_a_conversation_item_the_id_is_null(self):
        self.compare(WITHOUT_CONVERSATION)

    def test_each_sending_begins_anew(self):
        self.compare(TWICE)

    def test_a_visit(self):
        self.compare(VISIT)

    def test_files(self):
        self.compare(FILES)

    def test_files_without_a_conversation_item(self):
        self.compare(FILES_WITHOUT_CONVERSATION)

    def test_token_usage_but_for_its_place(self):
        theirs, _ = self.drive(self.python, TOKENS)
        ours, report = self.drive(sys.executable, TOKENS)
        self.assertEqual(*(sorted(json.dumps(request, sort_keys=True) for request, _ in requests)
                           for requests in (ours, theirs)))
        self.assertEqual([time for _, time in ours], sorted(time for _, time in ours))
        self.assertNotEqual([time for _, time in theirs], sorted(time for _, time in theirs))  # their defect
        self.assertEqual(report["summary"]["actions"], 1)

    def test_the_summary_of_what_waits(self):
        self.compare_summaries(WAITING)
        self.compare_summaries("")

    def compare_summaries(self, scenario):
        theirs, ours = (self.drive(python, scenario, "get_tracked_data_summary")[1]
                        for python in (self.python, sys.executable))
        for item in theirs["items"] + ours["items"]:
            for times in (item, item["data"]):
                for name in {"timestamp", "started_at", "ended_at"} & set(times):
                    times[name] = comparable_time(times[name])
        now = {item.pop("timestamp") > datetime.datetime(2024, 2, 1, tzinfo=datetime.timezone.utc)
               for item in theirs["items"] + ours["items"]}
        self.assertLessEqual(now, {True})
        self.maxDiff = None
        self.assertEqual(self.common(ours, theirs), theirs)

    def common(self, ours, theirs):
        return ours

    def test_one_connection(self):
        before = self.server.connections()
        self.drive(sys.executable, MESSAGES)
        self.assertEqual(self.server.connections() - before, 1)


class Version0018Tests(PublishedRequestTests, TrackerTests):
    version, question, answer = "0.0.18", "track_question", "track_answer"

    def common(self, ours, theirs):
        """Its summaries have less in them than those of 0.0.44."""
        items = [{name: mine[name] for name in item} for mine, item in zip(ours["items"], theirs["items"])]
        counts = {name: ours["summary"][name] for name in theirs.get("summary", {})}
        return {"items": items, **({"summary": counts} if counts else {})}


class Version0044Tests(PublishedRequestTests, TrackerTests):
    version, question, answer = "0.0.44", "track_human_message", "track_agent_message"

    def test_files_of_messages(self):
        ours, our_report, their_report = self.compare(LINKED)
        self.assertEqual(our_report["summary"], their_report["summary"])
        self.assertEqual([self.kept(item) for item in our_report["items"]],
                         [self.kept(item) for item in their_report["items"]])

    def test_the_summary_of_messages_with_files(self):
        self.compare_summaries(WAITING_LINKED)

    def test_files_of_messages_without_a_conversation_item(self):
        self.compare(LINKED_WITHOUT_CONVERSATION)


if __name__ == "__main__":
    unittest.main()
