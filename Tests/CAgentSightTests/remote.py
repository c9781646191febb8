"""A tracker in a process of its own with its whole interface (remote.c), for use in a `with` statement."""

import json
import os
import subprocess

from session import SEND_MS, clean_environment

QUESTION, ANSWER, ACTION, BUTTON, TOKEN_USAGE, ATTACHMENTS, CONVERSATION, VISIT = range(8)  # ags_kind
PENDING, DELIVERED, FAILED, DISCARDED, DROPPED = range(5)  # ags_outcome
BASE64, FORM = range(2)  # ags_attachment_mode


def encode(value):
    """Text or bytes as a field's value."""
    data = value if isinstance(value, bytes) else str(value).encode()
    return "".join(chr(byte) if 0x20 < byte < 0x7F and byte != 0x25 else f"%{byte:02X}" for byte in data)


class Failure(Exception):
    def __init__(self, answer):
        super().__init__(answer["error"])
        self.status, self.error = answer["status"], answer["error"]


class Tracker:
    """Fields are those of the C structs; None is "not given". A call that fails raises Failure."""

    def __init__(self, endpoint, **options):
        self._options = dict(options, endpoint=endpoint)

    def __enter__(self):
        program = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "remote")
        self._process = subprocess.Popen([program], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         env=clean_environment())
        self.pid = self._process.pid
        self._call("create", self._options)
        return self

    def __exit__(self, failed, *_):
        self._process.stdin.close()
        status = self._process.wait(30)
        self._process.stdout.close()
        if status != 0 and not failed:
            raise AssertionError(f"the tracker's process ended with {status}")

    def _ask(self, command, fields=()):
        pairs = fields.items() if isinstance(fields, dict) else fields
        line = [command, *(f"{name}={encode(value)}" for name, value in pairs if value is not None)]
        self._process.stdin.write("\t".join(line) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def _call(self, command, fields=()):
        answer = self._ask(command, fields)
        if answer["status"] != 0:
            raise Failure(answer)

    def track(self, kind, conversation="c", **fields):
        self._call("track", dict(fields, kind=kind, conversation=conversation))

    def question(self, text, conversation="c", metadata=None):
        self.track("question", conversation, text=text, metadata=metadata)

    def answer(self, text, conversation="c", metadata=None):
        self.track("answer", conversation, text=text, metadata=metadata)

    def attach(self, *files, conversation="c", mode=BASE64, from_agent=0, of_message=0, metadata=None):
        """Each file is a dict of filename, mime_type and data or path."""
        fields = [("kind", "attachments"), ("conversation", conversation), ("mode", mode),
                  ("from_agent", from_agent), ("of_message", of_message), ("metadata", metadata)]
        for file in files:
            fields += [("file", ""), *file.items()]
        self._call("track", fields)

    def fill(self, count, threads=1, conversation="c"):
        """Answers "0", "1", ... in each of the conversations c0, c1, ... of as many threads."""
        self._call("fill", {"count": count, "threads": threads, "conversation": conversation})

    def initialize(self, conversation="c", timeout_ms=SEND_MS, **fields):
        self._call("initialize", dict(fields, conversation=conversation, timeout_ms=timeout_ms))

    def usage(self, conversation="c"):
        """[prompt, completion, total, embedding]"""
        return self._ask("usage", {"conversation": conversation})

    def pending(self, conversation=None):
        return self._ask("pending", {"conversation": conversation})

    def discard(self, conversation=None):
        return self._ask("discard", {"conversation": conversation})

    def send(self, conversation=None, items=0, timeout_ms=SEND_MS):
        return self._ask("send", {"conversation": conversation, "items": items, "timeout_ms": timeout_ms})

    def begin_send(self, conversation=None, items=0, timeout_ms=SEND_MS):
        """Sends in a thread; end_send() gives the report."""
        self._call("begin_send", {"conversation": conversation, "items": items, "timeout_ms": timeout_ms})

    def end_send(self):
        return self._ask("end_send")

    def reconfigure(self, api_key=None, endpoint=None):
        self._call("reconfigure", {"api_key": api_key, "endpoint": endpoint})

    def stats(self):
        """The counters, after a check that the books balance."""
        return self._ask("stats")

    def threads(self):
        return self._ask("threads")

    def logs(self):
        """The lines since the last call."""
        return self._ask("logs")

    def items(self):
        """What options.on_item was told since the last call."""
        return self._ask("items")

    def free(self):
        self._call("free")
