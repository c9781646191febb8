"""SIGKILL at any instruction: what a tracking call has accepted arrives, with one id however often."""

import base64
import collections
import hashlib
import os
import pathlib
import random
import subprocess
import tempfile
import time
import unittest

from recorder import RecordingServer
from session import clean_environment

ROUNDS = int(os.environ.get("AGS_SPOOL_ROUNDS", "30"))
ROUNDS_AT_ONCE = 50  # with a directory of their own
PROCESSES = 20
KEY = "ags_0123456789abcdef0123456789abcdef_0a1b2c"  # of the agent
PROGRAM = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "spool_agent")


def start(*arguments, output=subprocess.PIPE):
    environment = {**clean_environment(), "ASAN_OPTIONS": "detect_leaks=0"}
    return subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=output, text=True, env=environment)


def whole_batches(server):
    """Those whose sender lived long enough to send the whole body."""
    requests = server.requests("/api/ingest/")
    return [request.json() for request in requests if len(request.body) == int(request.headers["content-length"])]


def traces_of(key):
    """What must not be found of a key: any eight characters of it in a row, and the beginnings of what it is stored or
    sent as elsewhere."""
    yield from (key[i:i + 8].encode() for i in range(len(key) - 7))
    header = f"Api-Key {key}"
    for text in key, key.lower(), key[4:], header, f"Authorization: {header}":
        encoded = base64.b64encode(text.encode())
        yield from (encoded[i:i + 12] for i in range(0, len(encoded) - 11))
        for algorithm in "md5", "sha1", "sha256", "sha512", "blake2b":
            digest = hashlib.new(algorithm, text.encode())
            yield digest.digest()[:8]
            yield digest.hexdigest()[:16].encode()


class SpoolKillTest(unittest.TestCase):
    def setUp(self):
        self.begin()

    def begin(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.spool, self.said = pathlib.Path(directory.name, "spool"), pathlib.Path(directory.name, "said")
        self.said.mkdir()
        self.names = []

    def track(self, server, count=100000):
        """A process that tracks, and writes down what was accepted."""
        name = f"agent {len(self.names)}"
        self.names.append(name)
        with open(self.said / name, "w") as said:
            return start("track", server.url, self.spool, name, count, output=said)

    def drain(self, server):
        process = start("drain", server.url, self.spool)
        output, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0)
        adopted, dropped, waiting = map(int, output.split())
        self.assertEqual((dropped, waiting), (0, 0))
        return adopted

    def check_all_arrived(self, server):
        ids, order = collections.defaultdict(set), collections.defaultdict(dict)
        for batch in whole_batches(server):
            for block in batch["conversations"]:
                for span in block["spans"]:
                    for event in span["events"]:
                        text = event["attributes"]["agentsight.message.content"]
                        ids[text].add((span["span_id"], span["trace_id"], event["timestamp"]))
                        order[block["conversation_id"]][event["timestamp"]] = int(text.rsplit(" ", 1)[1])
        for name in self.names:
            lines = (self.said / name).read_text().split("\n")[:-1]
            for number in range(len(lines)):
                self.assertEqual(len(ids[f"{name} {number}"]), 1, f"{name} {number}")
            in_time = [number for _, number in sorted(order[name].items())]
            self.assertEqual(in_time, sorted(in_time))
            self.assertLessEqual(len(in_time), len(lines) + 1)  # the one that it was about to say

    def kill_at_random(self, rounds, chance):
        self.begin()
        with RecordingServer() as server:
            for _ in range(rounds):
                process = self.track(server)
                time.sleep(chance.uniform(0.001, 0.05))
                process.kill()
                process.wait()
            self.drain(server)
            self.assertEqual(self.drain(server), 0)
            self.check_all_arrived(server)

    def test_killed_at_random(self):
        chance = random.Random(4)
        for done in range(0, ROUNDS, ROUNDS_AT_ONCE):
            self.kill_at_random(min(ROUNDS_AT_ONCE, ROUNDS - done), chance)

    def test_many_share_a_directory(self):
        with RecordingServer() as server:
            processes = [self.track(server, 500 if i % 2 else 1000000) for i in range(PROCESSES)]
            time.sleep(0.3)
            for process in processes[::2]:
                process.kill()
            for process in processes:
                process.wait(60)
            self.assertEqual([process.returncode for process in processes[1::2]], [0] * (PROCESSES // 2))
            self.drain(server)
            self.check_all_arrived(server)

    def test_nothing_of_the_key_is_in_the_spool(self):
        with RecordingServer() as server:
            process = self.track(server)
            server.wait_for_request("/api/ingest/")  # so it has used the key
            process.kill()
            process.wait()
        contents = {path: path.read_bytes().lower() if path.is_file() else b"" for path in self.spool.rglob("*")}
        self.assertTrue(any(b"agent 0" in content for content in contents.values()))
        for trace in traces_of(KEY):
            for path, content in contents.items():
                self.assertNotIn(trace.lower(), os.fsencode(path.relative_to(self.spool)) + b"\0" + content)


if __name__ == "__main__":
    unittest.main()
