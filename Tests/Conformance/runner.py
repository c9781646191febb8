"""Runs a scenario through an adapter, with time and randomness decided here, and returns what came of it.

A scenario is a JSON file: `about`; `options` of the tracker; `steps`. A step is a call (`call`, its fields), a rule
for the server (`answer`, or "forget_answers"), or `until`: counters of `stats` to wait for. In any value
{"repeat": [TEXT, COUNT]} stands for a long text, {"file": TEXT} for the path of a file with that content, and
"$ENDPOINT" for the server's URL. What adapters are told, and answer, is described in bindings/README.md.
"""

import gzip
import json
import mmap
import os
import pathlib
import re
import struct
import subprocess
import tempfile
import time

from session import API_KEY, clean_environment

FOLDER = pathlib.Path(__file__).resolve().parent
STEP_NS = 1_000_000  # between two calls; far more than all readings of the clock within one
PATIENCE_SECONDS = 60
PIECES = re.compile('(?={"conversation_id"|{"span_id"|{"name":"agentsight.message"|"attributes":|"otel":)')
HEADERS = ["authorization", "content-type", "content-encoding"]  # whose values matter; others are curl's


class SteadyWorld:
    """The file behind steady_world.c."""

    def __init__(self, folder):
        self.path = pathlib.Path(folder) / "steady_world"
        self.path.write_bytes(bytes(8))
        self._file = open(self.path, "r+b")
        self._memory = mmap.mmap(self._file.fileno(), 8)
        self._ns = 0

    def advance(self):
        self._ns += STEP_NS
        struct.pack_into("=q", self._memory, 0, self._ns)

    def close(self):
        self._memory.close()
        self._file.close()


def encode(value):
    data = str(value).encode()
    return "".join(chr(byte) if 0x20 < byte < 0x7F and byte != 0x25 else f"%{byte:02X}" for byte in data)


def pair(key, value):
    """The two fields of a pair, or None where no pair holds the value."""
    if isinstance(value, list):
        return None
    if isinstance(value, dict):
        return [("key", key), ("json", compact(value))]
    if value is None or isinstance(value, bool):
        return [("key", key), ("null", "") if value is None else ("boolean", str(value).lower())]
    kind = {int: "integer", float: "number", str: "string"}[type(value)]
    return [("key", key), (kind, value)]


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Run:
    """One scenario, one adapter, one form of its calls."""

    def __init__(self, scenario, command, form, server):
        self._scenario, self._command, self._form, self._server = scenario, command, form, server
        self.answers, self.requests = [], []

    def run(self):
        before = len(self._server.requests())
        self._server.forget_answers()
        with tempfile.TemporaryDirectory() as folder:
            self._folder, self._world = pathlib.Path(folder), SteadyWorld(folder)
            variables = {"LD_PRELOAD": os.environ["AGS_STEADY_WORLD_LIBRARY"],
                         "AGS_STEADY_WORLD": str(self._world.path)}
            self._process = subprocess.Popen(self._command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                             env=clean_environment(**variables))
            try:
                self._play()
            finally:
                self._end()
        self.requests = [self._shown(request) for request in self._server.requests()[before:]]
        return {"answers": self.answers, "requests": self.requests}

    def _end(self):
        self._process.stdin.close()
        try:
            status = self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        finally:
            self._process.stdout.close()
            self._world.close()
        if status != 0:
            raise AssertionError(f"{self._command[-1]} ended with {status}")

    def _play(self):
        options = {"api_key": API_KEY, "endpoint": self._server.url, **self._scenario.get("options", {})}
        self._note("create", self._ask("create", {**options, "form": self._form}))
        for step in self._scenario["steps"]:
            if step == "forget_answers":
                self._server.forget_answers()
            elif "answer" in step:
                self._server.answer(**step["answer"])
            elif "until" in step:
                self._wait(step["until"])
            else:
                fields = {name: value for name, value in step.items() if name != "call"}
                self._note(step["call"], self._ask(step["call"], fields))
        self._ask("free", {})

    def _note(self, call, answer):
        self.answers.append({"call": call, **answer})

    def _wait(self, counters):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            stats = self._ask("stats", {}, advance=False)  # what goes on meanwhile happens at one time
            if all(stats[name] == value for name, value in counters.items()):
                return
            if time.monotonic() > deadline:
                raise AssertionError(f"waited for {counters} in vain: {stats}")
            time.sleep(0.01)

    def _ask(self, call, fields, advance=True):
        if advance:
            self._world.advance()
        line = [call, *(f"{name}={encode(value)}" for name, value in self._flat(fields))]
        self._process.stdin.write("\t".join(line) + "\n")
        self._process.stdin.flush()
        text = self._process.stdout.readline()
        if not text:
            raise AssertionError(f"{self._command[-1]} gave no answer to {call}")
        return json.loads(text)

    def _flat(self, fields):
        """(name, text) of each field, in order."""
        for name, value in fields.items():
            if name == "files":
                for file in value:
                    yield "file", ""
                    yield from self._flat(file)
            elif name == "metadata" and isinstance(value, dict) and "repeat" not in value:
                yield name, compact(value)
                pairs = [pair(key, self._plain(inner)) for key, inner in value.items()]
                if pairs and None not in pairs:
                    yield from (field for two in pairs for field in two)
            elif isinstance(value, dict) and name == "tools_used":
                yield name, compact(value)
            elif isinstance(value, bool):
                yield name, int(value)
            elif value is not None:
                yield name, self._plain(value)

    def _plain(self, value):
        if isinstance(value, dict) and "repeat" in value:
            text, count = value["repeat"]
            return text * count
        if isinstance(value, dict) and "file" in value:
            path = self._folder / "attached.txt"
            path.write_text(value["file"])
            return str(path)
        return self._server.url if value == "$ENDPOINT" else value

    @staticmethod
    def _shown(request):
        """A request as the expectations have it."""
        headers = {name: request.headers[name] for name in HEADERS if name in request.headers}
        body = request.body
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        text = body.decode()
        boundary = re.search("boundary=(.+)", headers.get("content-type", ""))
        if boundary:
            headers["content-type"] = headers["content-type"].replace(boundary[1], "BOUNDARY")
            text = text.replace(boundary[1], "BOUNDARY")
        # In pieces, for people to read; nothing is left out between them.
        return {"method": request.method, "path": request.path, "headers": headers, "body": PIECES.split(text)}
