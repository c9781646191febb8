"""What a caller names cannot add a header, a request or a line: checked on the bytes of every request's head."""

import unittest
import urllib.parse

from recorder import RecordingServer
from remote import Tracker
from uploading import ATTACHMENTS, CONVERSATIONS, accept_uploads

EVIL = "a\r\nX-Evil: 1\r\n\r\nGET /evil HTTP/1.1\r\n"
EXPECTED = {"host", "authorization", "accept", "accept-encoding", "user-agent", "content-type", "content-length",
            "content-encoding", "transfer-encoding"}


class HeaderInjectionTest(unittest.TestCase):
    def check_heads(self, server):
        requests = server.requests()
        self.assertTrue(requests)
        for request in requests:
            self.assertLessEqual(set(request.headers), EXPECTED, request.head)
            self.assertRegex(request.head.split("\r\n")[0], r"\A(GET|POST) /[!-~]* HTTP/1\.1\Z")
            for byte in request.head.replace("\r\n", ""):
                self.assertTrue(0x20 <= ord(byte) < 0x7F, request.head)
            agent = request.headers["user-agent"]
            self.assertRegex(agent, r"\Aagentsight-embedded/[0-9.]+\Z")

    def test_conversation_and_environment(self):
        with RecordingServer() as server, Tracker(server.url, environment=EVIL) as tracker:
            tracker.question("Hello?", conversation=EVIL)
            self.assertEqual(tracker.send()["status"], 0)
            self.assertEqual(server.batches()[0]["conversations"][0]["conversation_id"], EVIL)
            self.check_heads(server)

    def test_conversation_in_a_path(self):
        """Where conversations cannot be created they are looked up by name."""
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.answer(path=CONVERSATIONS, method="POST", status=405)
            server.answer(path=ATTACHMENTS, status=404)
            tracker.attach({"filename": EVIL, "data": b"x", "mime_type": EVIL}, conversation=EVIL)
            tracker.send()
            self.check_heads(server)
            lookups = [request.path for request in server.requests() if "/lookup/" in request.path]
            self.assertTrue(lookups[0].endswith("=" + urllib.parse.quote(EVIL, safe="")), lookups)

    def test_names_of_files_in_a_form(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            accept_uploads(server)
            tracker.attach({"filename": EVIL, "data": b"x", "mime_type": EVIL}, conversation=EVIL, mode=1)
            self.assertEqual(tracker.send()["status"], 0)
            self.check_heads(server)
            upload, = server.requests(ATTACHMENTS)
            self.assertNotIn(b"\nX-Evil", upload.body)
