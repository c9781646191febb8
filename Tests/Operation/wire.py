"""What the tests of the collector's operation share: requests as bytes, batches, and figures of a process."""

import json
import os
import pathlib
import socket
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "EndToEnd"))

SECONDS = 30


def batch(conversation, number, text="hello"):
    """A batch of one conversation with one turn of one message; its ids are a function of the arguments."""
    span = f"{number:016x}"
    time = "2026-01-31T12:00:00.000000+00:00"
    return {"sdk": {"name": "test", "version": "1"}, "conversations": [{"conversation_id": conversation, "spans": [{
        "span_id": span, "trace_id": "0" * 31 + "1", "parent_span_id": None, "kind": "turn", "name": "turn",
        "started_at": time, "ended_at": time, "duration_ms": 0, "status": "unset",
        "attributes": {"agentsight.turn.complete": True},
        "events": [{"name": "agentsight.message", "timestamp": time, "attributes": {
            "agentsight.message.sender": "end_user", "agentsight.message.content": text}}]}]}]}


def head(method, path, key=None, length=None, *lines):
    """The head of a request, up to the empty line."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *lines]
    if key:
        lines.append(f"Authorization: Api-Key {key}")
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def post(key, body, path="/api/ingest/", *lines):
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    return head("POST", path, key, len(body), *lines) + body


class Connection:
    """A TCP connection to a local server, for bytes that no HTTP client would send."""

    def __init__(self, port, timeout=SECONDS):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self._buffer = b""

    def send(self, data):
        """Answers whether the server took it all."""
        try:
            self.socket.sendall(data)
            return True
        except (BrokenPipeError, ConnectionResetError):
            return False

    def _fill(self):
        try:
            part = self.socket.recv(1 << 16)
        except ConnectionResetError:
            part = b""
        self._buffer += part
        return bool(part)

    def answer(self):
        """The next answer: its status, headers and body; None where the server closed without one."""
        while b"\r\n\r\n" not in self._buffer:
            if not self._fill():
                return None
        top, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        lines = top.decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines[1:])}
        length = int(headers.get("content-length", 0))
        while len(self._buffer) < length and self._fill():
            pass
        body, self._buffer = self._buffer[:length], self._buffer[length:]
        return int(lines[0].split()[1]), headers, body

    def is_closed(self):
        """Waits for the server to close; what it still says is thrown away."""
        while self._fill():
            pass
        return True

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def ask(port, data):
    """One request on a connection of its own; the answer, or None where there was none."""
    with Connection(port) as connection:
        connection.send(data)
        return connection.answer()


def resident_peak(pid):
    """The largest memory that a process has had, in bytes."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) << 10
    raise RuntimeError("no VmHWM")


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
