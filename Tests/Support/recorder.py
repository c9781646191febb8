"""The recording server as a child process, for use in a `with` statement."""

import base64
import gzip
import json
import pathlib
import queue
import subprocess
import sys
import threading

SERVER = pathlib.Path(__file__).with_name("recording_server.py")
PATIENCE_SECONDS = 30


class Request:
    """One request as it came over the wire."""

    def __init__(self, line):
        self.method, self.path, self.head = line["method"], line["path"], line["head"]
        self.connection = line["connection"]
        self.headers = {name.lower(): value for name, value in line["headers"]}
        self.body = base64.b64decode(line["body"])

    def json(self):
        body = gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body
        return json.loads(body)


class RecordingServer:
    def __init__(self, certificate=None, key=None, tls_version=None, host="127.0.0.1", port=0):
        self._host, self._arguments = host, ["--host", host, "--port", str(port)]
        self._arguments += ["--tls-cert", str(certificate), "--tls-key", str(key)] if certificate else []
        self._arguments += ["--tls-version", tls_version] if tls_version else []
        self._scheme = "https" if certificate else "http"

    def __enter__(self):
        self._process = subprocess.Popen([sys.executable, str(SERVER), *self._arguments], text=True,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._lines, self._seen, self._syncs = queue.Queue(), [], 0
        threading.Thread(target=self._read, daemon=True).start()
        self.port = self._lines.get(timeout=PATIENCE_SECONDS)["port"]
        self.url = f"{self._scheme}://{self._host}:{self.port}"
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.terminate()
        self._process.wait(PATIENCE_SECONDS)
        self._process.stdout.close()

    def _read(self):
        for line in self._process.stdout:
            self._lines.put(json.loads(line))

    def _command(self, **command):
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()

    def _sync(self):
        """Afterwards everything that reached the server before the call is in `_seen`."""
        self._syncs += 1
        self._command(sync=self._syncs)
        while True:
            line = self._lines.get(timeout=PATIENCE_SECONDS)
            if line["event"] == "sync" and line["id"] == self._syncs:
                return
            self._seen.append(line)

    def answer(self, **rule):
        """Adds a rule (see recording_server.py); it holds when the call returns."""
        self._command(answer=rule)
        self._sync()

    def forget_answers(self):
        """Back to a server that takes everything."""
        self._command(forget=True)
        self._sync()

    def advertise_gzip(self):
        self.answer(path="/api/me/", body='{"role": "write", "capabilities": ["gzip-ingest"]}')

    def release(self):
        self._command(release=True)

    def wait_for_request(self, path):
        """Waits until a request for the path is there."""
        while not any(line["event"] == "request" and line["path"] == path for line in self._seen):
            self._seen.append(self._lines.get(timeout=PATIENCE_SECONDS))

    def connections(self):
        self._sync()
        return sum(line["event"] == "connection" for line in self._seen)

    def requests(self, path=None):
        self._sync()
        all_requests = [Request(line) for line in self._seen if line["event"] == "request"]
        return [request for request in all_requests if path in (None, request.path)]

    def batches(self):
        """The bodies of the ingest requests."""
        return [request.json() for request in self.requests("/api/ingest/")]
