"""The conformance adapter for Python. It has one form. Exceptions do not carry the core's status codes, and reports
are those of the published clients: what they do not tell is null, as are sentences that are not the core's."""

import base64
import json
import os
import sys
from datetime import datetime, timedelta, timezone
from urllib.parse import unquote

from agentsight import ConversationTracker, generate_conversation_id
from agentsight.exceptions import NoDataToSendException

REFUSED = -1  # with a status that we are not told
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
STATS = ["accepted", "delivered", "dropped", "discarded", "buffered", "spooled", "requests", "mended"]
INFO = ["customer_id", "customer_ip_address", "device", "source", "language", "name", "environment"]

# The scenarios name fields as C does; for the kinds of calls the words of Python's sentences that are other there.
NAMES_OF_C = {
    "question": {"question": "text"},
    "answer": {"answer": "text"},
    "action": {"action_name": "name", "started_at": "started_at_ns", "ended_at": "ended_at_ns",
               "duration_ms": "duration_ns"},
    "button": {"button_event": "event"},
    "token_usage": {"prompt_tokens": "prompt", "completion_tokens": "completion", "total_tokens": "total",
                    "embedding_tokens": "embedding"},
}


class Call(dict):
    """A line of the runner."""

    def __init__(self, line):
        self.name, *fields = line.rstrip("\n").split("\t")
        self.pairs = [(name, unquote(value)) for name, _, value in (field.partition("=") for field in fields)]
        super().__init__(reversed(self.pairs))  # of several the first

    def number(self, name):
        return int(self.get(name, 0))

    def json(self, name):
        return json.loads(self[name]) if name in self else None

    def time(self, name):
        return EPOCH + timedelta(microseconds=int(self[name]) / 1000) if name in self else None

    def files(self):
        files = []
        for name, value in self.pairs:
            if name == "file":
                files.append({})
            elif name in ("filename", "mime_type"):
                files[-1][name] = value
            elif name == "data" and self.number("form_data"):
                files[-1][name] = value.encode()
            elif name == "data":
                files[-1][name] = base64.b64encode(value.encode()).decode()
        return files


def track(tracker, call):
    given = {"metadata": call.json("metadata"), "conversation_id": call.get("conversation_id")}
    if call.name == "question":
        tracker.track_question(call["text"], **given)
    elif call.name == "answer":
        tracker.track_answer(call["text"], **given)
    elif call.name == "action":
        milliseconds = call.number("duration_ns") / 1e6 if "duration_ns" in call else None
        tracker.track_action(call["name"], call.time("started_at_ns"), call.time("ended_at_ns"), milliseconds,
                             call.json("tools_used"), call.get("response"), call.get("error_msg"), **given)
    elif call.name == "button":
        tracker.track_button(call["event"], call["label"], call["value"], **given)
    elif call.name == "token_usage":
        counts = [call.number(name) for name in ("prompt", "completion", "total", "embedding")]
        tracker.track_token_usage(*counts, conversation_id=given["conversation_id"])
    elif call.name == "attachments":
        sender = "agent" if call.number("from_agent") else "end_user"
        mode = "form_data" if call.number("form_data") else "base64"
        tracker.track_attachments(call.files(), sender=sender, mode=mode, **given)
    else:
        info = {name: call[name] for name in INFO if name in call}
        {"get_or_create": tracker.get_or_create_conversation,
         "initialize": tracker.initialize_conversation}[call.name](**given, **info)
    return {}


def send(tracker, call):
    told = dict.fromkeys(["delivered_of", "failed", "failed_of", "remaining", "requests", "http_status", "items"])
    try:
        rows = tracker.send_tracked_data(call.get("conversation_id"))["items"]
    except NoDataToSendException:
        rows = []
    told["delivered"] = sum(row["success"] for row in rows)
    # What is given up is reported, and the call goes well all the same.
    errors = [row["error"] for row in rows if not row["success"] and not row["error"].startswith("given up")]
    return {**told, "status": REFUSED, "error": errors[0]} if errors else told


def obey(tracker, call):
    conversation_id = call.get("conversation_id")
    if call.name == "generate":
        return {"id": generate_conversation_id()}
    if call.name == "send":
        return send(tracker, call)
    if call.name == "pending":
        return {"count": tracker.statistics()["buffered"] if conversation_id is None else None, "count_of": None,
                "items": None}
    if call.name == "discard":
        return {"count": tracker.discard_tracked_data(conversation_id)}
    if call.name == "stats":
        return {**{name: tracker.statistics()[name] for name in STATS}, "rejected": None}  # most is refused before
    if call.name == "token_sums":
        sums = tracker.get_token_usage(conversation_id)
        return {name: sums.get(f"{name}_tokens", 0) for name in ("prompt", "completion", "total", "embedding")}
    if call.name == "reconfigure":
        tracker.configure(**{name: call[name] for name in ("api_key", "endpoint") if name in call})
        return {}
    return track(tracker, call)


def create(call):
    numbers = {name: call.number(name) for name in ("text_limit", "batch_events", "send_every_events") if name in call}
    return ConversationTracker(call["api_key"], call.get("conversation_id"), call["endpoint"],
                               environment=call.get("environment"), **numbers)


def sentence(call, error):
    if call.name == "attachments":  # checked before the core sees them, since Python opens the files
        return None
    found = str(error).partition("; keys are found at")[0]
    for python, c in NAMES_OF_C.get(call.name, {}).items():
        found = found.replace(python, c)
    return found


def main():
    tracker = None
    for line in sys.stdin:
        call, answer = Call(line), {"status": 0, "error": ""}
        try:
            if call.name == "create":
                tracker = create(call)
            elif call.name == "free":
                tracker = None
            else:
                answer.update(obey(tracker, call))
        except Exception as error:  # whatever kind: the runner judges
            answer = {"status": REFUSED, "error": sentence(call, error)}
            print(f"{call.name}: {error!r}", file=sys.stderr) if os.environ.get("VERBOSE") else None
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
