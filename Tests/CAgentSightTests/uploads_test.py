"""Attachments as a server gets to see them: every byte of every file, in either form."""

import json
import os
import tempfile
import unittest

from recorder import RecordingServer
from remote import ATTACHMENTS as KIND, FORM, Tracker
from uploading import ATTACHMENTS, CONVERSATIONS, INGEST, accept_uploads, form_parts, json_files, paths

EVERY_BYTE = bytes(range(256))
SIZES = [0, 1, 2, 3, 4, 3071, 3072, 3073, 100_000]  # around what is encoded at once
ODD_NAMES = ['say "hi".txt', "a\r\nContent-Type: text/html\r\n\r\n.txt", "../../etc/passwd", "\u20ac\U0001f600.png",
             "semi;colon, comma.txt", "100%.txt"]


def patterned(size):
    return (EVERY_BYTE * (size // 256 + 1))[:size]


class UploadsTest(unittest.TestCase):
    def upload(self, *files, pk="17", **options):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            accept_uploads(server, pk)
            tracker.attach(*files, **options)
            report = tracker.send()
            self.assertEqual((report["status"], report["delivered_of"][KIND]), (0, 1), report["error"])
            self.assertEqual(paths(server), [INGEST, CONVERSATIONS, ATTACHMENTS])
            self.assertEqual(tracker.stats()["buffered"], 0)
            (request,) = server.requests(ATTACHMENTS)
            (span,) = server.batches()[0]["conversations"][0]["spans"]
            return request, span

    def test_base64(self):
        files = [{"filename": f"{size}.bin", "mime_type": "image/png", "data": patterned(size)} for size in SIZES]
        request, span = self.upload(*files, from_agent=1, metadata='{"why": "test"}')
        self.assertEqual(request.headers["content-type"], "application/json")
        self.assertEqual([data for _, _, data in json_files(request)], [patterned(size) for size in SIZES])
        body = request.json()
        del body["attachments"]
        self.assertEqual(body, {"conversation": "17", "timestamp": span["started_at"], "mode": "base64",
                                "sender": "agent", "metadata": {"why": "test"}})

    def test_form(self):
        files = [{"filename": f"{size}.bin", "mime_type": "image/png", "data": patterned(size)} for size in SIZES]
        request, span = self.upload(*files, mode=FORM, metadata='{"why": "test"}')
        parts = form_parts(request)
        fields = {head: content for head, content in parts[:5]}
        self.assertEqual(fields, {
            b'Content-Disposition: form-data; name="timestamp"': span["started_at"].encode(),
            b'Content-Disposition: form-data; name="conversation"': b"17",
            b'Content-Disposition: form-data; name="sender"': b"end_user",
            b'Content-Disposition: form-data; name="mode"': b"form_data",
            b'Content-Disposition: form-data; name="metadata"': b'{"why": "test"}'})
        for i, (head, content) in enumerate(parts[5:]):
            self.assertEqual(head.decode().split("\r\n"), [
                f'Content-Disposition: form-data; name="attachment_{i}"; filename="{SIZES[i]}.bin"',
                "Content-Type: image/png"])
            self.assertEqual(content, patterned(SIZES[i]))
        self.assertEqual(len(parts), 5 + len(SIZES))

    def test_odd_names(self):
        files = [{"filename": name, "data": b"x"} for name in ODD_NAMES]
        request, span = self.upload(*files)
        octets = "application/octet-stream"
        self.assertEqual(json_files(request), [(name, octets, b"x") for name in ODD_NAMES])
        descriptors = json.loads(span["attributes"]["agentsight.attachment.files"])
        self.assertEqual(descriptors, [{"filename": name, "mime_type": octets, "size": 1} for name in ODD_NAMES])
        request, _ = self.upload(*files, mode=FORM)
        heads = [head.decode() for head, _ in form_parts(request)[5:]]
        self.assertTrue(all(len(head.split("\r\n")) == 2 for head in heads), heads)
        names = [head.split("\r\n")[0].split('filename="')[1][:-1] for head in heads]
        escaped = [name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A") for name in ODD_NAMES]
        self.assertEqual(names, escaped)

    def test_descriptor_span(self):
        files = [{"filename": "a.txt", "mime_type": "text/plain", "data": b"12345"}] * 2
        _, span = self.upload(*files, mode=FORM, from_agent=1, metadata='{"a": 1}')
        self.assertEqual((span["kind"], span["duration_ms"]), ("attachment", 0))
        attributes = span["attributes"]
        self.assertEqual(json.loads(attributes.pop("agentsight.attachment.files")),
                         [{"filename": "a.txt", "mime_type": "text/plain", "size": 5}] * 2)
        self.assertEqual(attributes, {"agentsight.attachment.sender": "agent", "agentsight.attachment.count": 2,
                                      "agentsight.attachment.mode": "form_data", "agentsight.metadata": '{"a": 1}'})

    def test_ids_of_any_kind(self):
        for pk, expected in (("17", "17"), ('"conv_9"', "conv_9"), ('"\\u0041\\"b"', 'A"b')):
            request, _ = self.upload({"filename": "a", "data": b"x"}, pk=pk)
            self.assertEqual(request.json()["conversation"], expected)

    def test_environment(self):
        for environment, expected in ((None, {}), ("st\u20acging", {"environment": "st\u20acging"})):
            with RecordingServer() as server, Tracker(server.url, environment=environment) as tracker:
                accept_uploads(server)
                tracker.attach({"filename": "a", "data": b"x"}, conversation='"c"')
                self.assertEqual(tracker.send(timeout_ms=0)["status"], 0)
                self.assertEqual(server.requests(CONVERSATIONS)[0].json(), {"conversation_id": '"c"', **expected})

    def test_path(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "report.pdf")
            for size in (0, 5, 200_000):
                with open(path, "wb") as file:
                    file.write(patterned(size))
                for mode in (0, FORM):
                    request, _ = self.upload({"path": path, "mime_type": "application/pdf"}, mode=mode)
                    if mode == FORM:
                        head, content = form_parts(request)[5]
                        self.assertIn(b'filename="report.pdf"', head)
                        self.assertEqual(content, patterned(size))
                    else:
                        self.assertEqual(json_files(request), [("report.pdf", "application/pdf", patterned(size))])

    def test_large_file_is_streamed(self):
        size = 20_000_000
        with tempfile.TemporaryDirectory() as folder, RecordingServer() as server, Tracker(server.url) as tracker:
            path = os.path.join(folder, "large.bin")
            with open(path, "wb") as file:
                file.write(patterned(size))
            accept_uploads(server)
            for mode in (0, FORM):
                tracker.attach({"path": path}, mode=mode)
                self.assertLess(tracker.stats()["memory_bytes"], 1 << 20)
                self.assertEqual(tracker.send()["status"], 0)
            with open(f"/proc/{tracker.pid}/status") as status:
                peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
            encoded, form = server.requests(ATTACHMENTS)
            self.assertEqual(json_files(encoded)[0][2], patterned(size))
            self.assertEqual(form_parts(form)[5][1], patterned(size))
            if "AGS_SANITIZED" not in os.environ:
                self.assertLess(peak * 1024, size)
