#!/usr/bin/env python3
"""An HTTP(S) server on a loopback address that writes down what it receives and answers as it is told.

It speaks JSON lines. On standard output: {"event": "listening", "port": N} first, then one line for each
"connection" and each "request" (before it is answered). On standard input:

  {"answer": {...}}   adds a rule; the first rule that fits a request is used
  {"forget": true}    removes all rules
  {"release": true}   lets the requests go on that a rule holds back
  {"sync": ID}        is answered by {"event": "sync", "id": ID}, behind everything that came before

The end of standard input ends the server. A rule has any of: path, method (must match); times (how often it
is used; default: for ever); status, headers, body, body_size (filler instead of a body); hold (waits for a
release); raw (sent instead of an HTTP answer, then closed); endless (sent over and over behind that, with so many
seconds of pause between); drip (seconds between the body's bytes); refuse_text (an answer to requests whose body has
this text, 200 and {} to others); fault: "reset" (after the request), "reset_early" (before its body), "hang" (no
answer at all).
"""

import argparse
import base64
import json
import socket
import ssl
import struct
import sys
import threading
import time

HEAD_MAX = 65536
DEFAULTS = [
    {"path": "/api/me/", "body": '{"agent_id": 1, "agent_name": "test", "role": "write", "capabilities": []}'},
    {"path": "/api/ingest/", "body": "{}"},
    {"status": 404, "body": "<html>no such page</html>"},
]


class Recorder:
    """The rules, and the one place that writes to standard output."""

    def __init__(self):
        self._lock = threading.Lock()
        self._rules = []
        self._connections = 0
        self.released = threading.Event()

    def say(self, **line):
        with self._lock:
            print(json.dumps(line), flush=True)

    def count_connection(self):
        with self._lock:
            self._connections += 1
            return self._connections

    def add(self, rule):
        with self._lock:
            self._rules.append(rule)

    def forget(self):
        with self._lock:
            self._rules.clear()

    def rule_for(self, method, path):
        with self._lock:
            for rule in self._rules + DEFAULTS:
                if rule.get("path", path) != path or rule.get("method", method) != method:
                    continue
                if rule.get("times") == 0:
                    continue
                if "times" in rule:
                    rule["times"] -= 1
                return rule

    def obey(self, command):
        if "answer" in command:
            self.add(command["answer"])
        if "forget" in command:
            self.forget()
        if "release" in command:
            self.released.set()
        if "sync" in command:
            self.say(event="sync", id=command["sync"])


def read_head(stream):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline(HEAD_MAX)
        if not line or len(head) > HEAD_MAX:
            return None
        head += line
    return head.decode("latin-1")


def headers_of(head):
    lines = head.split("\r\n")[1:-2]
    return [[part.strip() for part in line.split(":", 1)] for line in lines]


def reset(connection):
    """Closes so that the peer sees a reset instead of an orderly end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def send_answer(connection, rule):
    body = rule.get("body", "").encode() if "body_size" not in rule else b"x" * rule["body_size"]
    lines = [f"HTTP/1.1 {rule.get('status', 200)} Scripted"]
    lines += [f"{name}: {value}" for name, value in rule.get("headers", [])]
    if not any(name.lower() == "content-length" for name, _ in rule.get("headers", [])):
        lines.append(f"Content-Length: {len(body)}")
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    if "drip" not in rule:
        connection.sendall(head + body)
        return
    connection.sendall(head)
    for i in range(len(body)):
        time.sleep(rule["drip"])
        connection.sendall(body[i : i + 1])


def send_raw(connection, rule):
    connection.sendall(rule["raw"].encode("latin-1"))
    while "endless" in rule:  # the client ends it
        time.sleep(rule.get("pause", 0))
        connection.sendall(rule["endless"].encode("latin-1"))


def serve_request(recorder, number, connection, stream):
    """Serves one request; False when the connection shall end."""
    head = read_head(stream)
    if head is None:
        return False
    method, path = head.split(" ", 2)[:2]
    headers = headers_of(head)
    rule = recorder.rule_for(method, path)
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    body = b"" if rule.get("fault") == "reset_early" else stream.read(length)
    recorder.say(event="request", connection=number, method=method, path=path, headers=headers, head=head,
                 body=base64.b64encode(body).decode())
    if "refuse_text" in rule and f'"{rule["refuse_text"]}"'.encode() not in body:
        rule = {"body": "{}"}
    if rule.get("hold"):
        recorder.released.wait()
    if rule.get("fault") == "hang":
        threading.Event().wait()
    if rule.get("fault", "").startswith("reset"):
        reset(connection)
        return False
    if "raw" in rule:
        send_raw(connection, rule)
        return False
    send_answer(connection, rule)
    return True


def serve_connection(recorder, raw_connection, tls):
    number = recorder.count_connection()
    recorder.say(event="connection", id=number)
    try:
        connection = tls.wrap_socket(raw_connection, server_side=True) if tls else raw_connection
        with connection, connection.makefile("rb") as stream:
            while serve_request(recorder, number, connection, stream):
                pass
    except OSError:
        pass  # the client went away, or refused our certificate: both are what some tests are about


def accept_for_ever(recorder, listener, tls):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve_connection, args=(recorder, connection, tls), daemon=True).start()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls-cert")
    parser.add_argument("--tls-key")
    parser.add_argument("--tls-version", help="this one alone, such as TLSv1")
    options = parser.parse_args()
    tls = None
    if options.tls_cert:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.set_ciphers("ALL:@SECLEVEL=0")  # what a client refuses must be its own decision
        if options.tls_version:
            tls.minimum_version = tls.maximum_version = ssl.TLSVersion[options.tls_version]
        tls.load_cert_chain(options.tls_cert, options.tls_key)
    listener = socket.create_server((options.host, options.port))
    recorder = Recorder()
    recorder.say(event="listening", port=listener.getsockname()[1])
    threading.Thread(target=accept_for_ever, args=(recorder, listener, tls), daemon=True).start()
    for line in sys.stdin:
        recorder.obey(json.loads(line))


if __name__ == "__main__":
    main()
