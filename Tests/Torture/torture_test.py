"""Runs torture.c against a server that takes everything, and counts what arrived there."""

import os
import subprocess
import tempfile
import unittest

from recorder import RecordingServer
from session import clean_environment

CONVERSATION = {"status": 201, "path": "/api/conversations/", "body": '{"id": 17}'}
ATTACHMENTS = {"status": 201, "path": "/api/attachments/", "body": "{}"}


def ids_of(batch):
    """The ids of the events in a batch: of messages their own, of the others their span's."""
    for block in batch["conversations"]:
        for span in block["spans"]:
            messages = [event["attributes"]["agentsight.message.id"] for event in span["events"]]
            yield from messages if span["kind"] == "turn" else [span["span_id"]]


def is_complete(request):
    return len(request.body) == int(request.headers["content-length"])


class TortureTest(unittest.TestCase):
    def test_each_call_in_turn(self):
        stride = os.environ.get("TORTURE_STRIDE", "1")
        with RecordingServer() as server, tempfile.NamedTemporaryFile() as file, \
                tempfile.TemporaryDirectory() as spool:
            server.advertise_gzip()
            server.answer(**CONVERSATION)
            server.answer(**ATTACHMENTS)
            file.write(b"content" * 3000)
            file.flush()
            program = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "torture")
            result = subprocess.run([program, server.url, file.name, spool, stride], capture_output=True, text=True,
                                    env=clean_environment())
            print(result.stderr)
            self.assertEqual(result.returncode, 0, result.stderr)
            arrived = {identity for batch in server.batches() for identity in ids_of(batch)}
            accepted, attached = map(int, result.stdout.split())
            self.assertEqual(len(arrived), accepted)
            uploads = [request for request in server.requests("/api/attachments/") if is_complete(request)]
            uploaded = {request.json()["timestamp"] for request in uploads}
            self.assertEqual(len(uploaded), attached)
