"""A collector with people and conversations, for browsers to look at."""

import datetime
import json
import pathlib
import secrets
import sys
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "EndToEnd"))

import collector  # noqa: E402  (the folder has to be on the path)

PASSWORD = "long enough to pass"


class Site(collector.Collector):
    """`url` is its address; `operator`, `owner` and so on are sessions, as cookies. Use it in a `with` statement."""

    def __init__(self, options=()):
        super().__init__(tls=False, options=options)
        # What it prints after its address.
        self.set_up_line = self.process.stdout.readline()
        self.keys = {}

    def add_client(self, client, *agents):
        """Makes a client's agents, each with a key in `keys`."""
        for agent in agents:
            self.keys[agent] = self.create_key(agent, "--client", client)

    def account(self, client=None, role="viewer", login=None, host=None):
        """Makes an account, the operator's where there is no client, and returns its session as a cookie."""
        options = ["--client", client, "--role", role] if client else []
        path = collector.run(collector.AGENTSIGHT, "people", "invite", "--data", self.data, *options).strip()
        login = login or f"{role if client else 'operator'}-{secrets.token_hex(3)}"
        form = urllib.parse.urlencode({"login": login, "name": login.title(), "password": PASSWORD})
        opener = urllib.request.build_opener(collector.KeepRedirect())
        with opener.open(urllib.request.Request(self.url + path, form.encode())) as response:
            return response.headers["Set-Cookie"].split(";")[0]

    def set_time_zone(self, client, zone):
        collector.run(collector.AGENTSIGHT, "brand", "set", "--client", client, "--time-zone", zone, "--data", self.data)

    def send(self, agent, *conversations):
        """Sends conversations as `conversation()` makes them."""
        body = json.dumps({"sdk": {"name": "test", "version": "1"}, "conversations": conversations}).encode()
        self.post("/api/ingest/", agent, body, "application/json")

    def post(self, path, agent, body, content_type):
        request = urllib.request.Request(self.url + path, body, {
            "Authorization": f"Api-Key {self.keys[agent]}", "Content-Type": content_type})
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    def upload(self, agent, conversation_id, *files):
        """Attaches (name, type, bytes) to a conversation."""
        boundary = secrets.token_hex(16)
        parts = [("conversation_id", None, conversation_id.encode())] + [
            (f'attachments"; filename="{name}', kind, content) for name, kind, content in files]
        body = b"".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n'.encode()
            + (f"Content-Type: {kind}\r\n".encode() if kind else b"") + b"\r\n" + content + b"\r\n"
            for name, kind, content in parts) + f"--{boundary}--\r\n".encode()
        return self.post("/api/attachments/", agent, body, f"multipart/form-data; boundary={boundary}")


def conversation(identifier, *messages, ago=datetime.timedelta(hours=1), actions=(), buttons=(), **fields):
    """A block of a batch: `messages` are texts, by turns of a person and of the agent, two seconds apart; `actions`
    are attributes of tool spans between the first two, `buttons` labels."""
    start = datetime.datetime.now(datetime.timezone.utc) - ago
    times = [(start + datetime.timedelta(seconds=second)).isoformat() for second in range(2 * len(messages) + 1)]
    trace = secrets.token_hex(16)

    def span(kind, name, begin, end, attributes, events=()):
        return {"span_id": secrets.token_hex(8), "trace_id": trace, "parent_span_id": None, "kind": kind, "name": name,
                "started_at": times[begin], "ended_at": times[end], "duration_ms": 1000.0 * (end - begin),
                "status": "unset", "attributes": attributes, "events": list(events), "otel": {}}

    events = [{"name": "agentsight.message", "timestamp": times[2 * index],
               "attributes": {"agentsight.message.sender": ("end_user", "agent")[index % 2],
                              "agentsight.message.content": text}}
              for index, text in enumerate(messages)]
    turns = [span("turn", "turn", 2 * first, 2 * min(first + 1, len(events) - 1), {"agentsight.turn.complete": True},
                  events[first:first + 2]) for first in range(0, len(events), 2)]
    tools = [span("tool", "tool", 1, 1, attributes) for attributes in actions]
    pressed = [span("button", "button", len(times) - 1, len(times) - 1, {
        "agentsight.button.label": label, "agentsight.button.event": label, "agentsight.button.value": label})
        for label in buttons]
    return {"conversation_id": identifier, **fields, "spans": turns + tools + pressed}
