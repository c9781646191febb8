"""A tracker in a process of its own (Tests/CAgentSightTests/session.c), for use in a `with` statement."""

import json
import os
import subprocess

API_KEY = "ags_0123456789abcdef0123456789ABCDEF_0a1b2c"  # TEST_KEY of fixture.h
SEND_MS = 0  # no deadline: a send of these programs ends with its first failure (retries.h)

# ags_status
OK, MEMORY, NETWORK, TLS, TIMEOUT, UNAUTHORIZED, REFUSED, SERVER = 0, 10, 13, 14, 15, 16, 17, 18


def clean_environment(**more):
    """Without the proxies and settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items()
            if not name.lower().endswith("_proxy") and not name.startswith("AGENTSIGHT_")}
    return {**kept, **more}


class Session:
    """`variables` are added to its environment; the other options are those of `create` there."""

    def __init__(self, variables=None, **options):
        self._variables, self._options = variables or {}, options

    def __enter__(self):
        program = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "session")
        self._process = subprocess.Popen([program], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         env=clean_environment(**self._variables))
        self.ask("create", *(f"{name}={value}" for name, value in self._options.items()))
        return self

    def __exit__(self, failed, *_):
        self._process.stdin.close()
        status = self._process.wait(30)
        self._process.stdout.close()
        if status != 0 and not failed:
            raise AssertionError(f"the session ended with {status}")

    def ask(self, *fields):
        self._process.stdin.write("\t".join(str(field) for field in fields) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if isinstance(answer, dict) and fields[0] not in ("send", "end_send") and answer.get("status", 0) != 0:
            raise AssertionError(f"{fields}: {answer['error']}")
        return answer

    def question(self, conversation, text, metadata=""):
        self.ask("question", conversation, text, metadata)

    def answer(self, conversation, text, metadata=""):
        self.ask("answer", conversation, text, metadata)

    def action(self, conversation, name, response=""):
        self.ask("action", conversation, name, response)

    def fill(self, conversation, count, text="question"):
        self.ask("fill", conversation, count, text)

    def send(self, timeout_ms=SEND_MS):
        return self.ask("send", timeout_ms)

    def begin_send(self, timeout_ms=SEND_MS):
        """Sends in a thread; end_send() gives the result."""
        self.ask("begin_send", timeout_ms)

    def end_send(self):
        return self.ask("end_send")

    def stats(self):
        stats = self.ask("stats")
        known = stats["delivered"] + stats["dropped"] + stats["buffered"] + stats["spooled"]
        if stats["accepted"] != known:
            raise AssertionError(f"the books do not balance: {stats}")
        return stats

    def logs(self):
        return self.ask("logs")

    def free(self):
        """Frees the tracker; returns how many seconds that took."""
        return self.ask("free")["seconds"]
