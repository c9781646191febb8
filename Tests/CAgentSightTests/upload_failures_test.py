"""Uploads that fail: what can do better is tried again, what cannot does not stand in anybody's way."""

import os
import tempfile
import time
import unittest

from recorder import RecordingServer
from remote import DELIVERED, DROPPED, FAILED, Tracker
from uploading import ATTACHMENTS, CONVERSATIONS, INGEST, accept_uploads, json_files, paths

FILE = {"filename": "a.txt", "data": b"x"}
NETWORK, UNAUTHORIZED, REFUSED, SERVER, TOO_LARGE = 13, 16, 17, 18, 22  # ags_status


class UploadFailuresTest(unittest.TestCase):
    def test_final_refusal_does_not_block(self):
        for status in (400, 404, 413, 422):
            with RecordingServer() as server, Tracker(server.url, batch_events=1) as tracker:
                accept_uploads(server, status=status)
                tracker.attach(FILE)
                tracker.question("behind it")
                report = tracker.send(items=1)
                self.assertEqual((report["status"], report["remaining"]), (0, 0), report["error"])
                self.assertEqual((report["delivered"], report["dropped"]), (1, 1))
                self.assertEqual(paths(server), [INGEST, CONVERSATIONS, ATTACHMENTS, INGEST])
                error, reason = (TOO_LARGE, "too_large") if status == 413 else (REFUSED, "invalid")
                self.assertEqual([(item["outcome"], item["error"]) for item in report["items"]],
                                 [(DROPPED, error), (DELIVERED, 0)])
                stats = tracker.stats()
                self.assertEqual((stats["buffered"], stats["dropped"], stats["dropped_" + reason]), (0, 1, 1))
                self.assertTrue(any("given up" in line for line in tracker.logs()))

    def test_refused_conversation_does_not_block(self):
        """Neither creating the conversation nor looking it up works, and never will."""
        with RecordingServer() as server, Tracker(server.url, batch_events=1) as tracker:
            tracker.attach(FILE)
            tracker.question("behind it")
            report = tracker.send()
            self.assertEqual((report["status"], report["remaining"]), (0, 0), report["error"])
            self.assertEqual(len(server.batches()), 2)

    def test_passing_refusal(self):
        for status, error in ((401, UNAUTHORIZED), (403, UNAUTHORIZED), (408, None), (429, None), (500, SERVER),
                              (503, SERVER)):
            with RecordingServer() as server, Tracker(server.url, base_ms=1, hold_ms=1) as tracker:
                server.answer(path=ATTACHMENTS, status=status, times=1)
                accept_uploads(server)
                tracker.attach(FILE)
                tracker.question("with it")
                report = tracker.send()
                self.assertNotEqual(report["status"], 0)
                if error:
                    self.assertEqual(report["status"], error)
                self.assertEqual((report["delivered"], report["failed"], report["remaining"]), (1, 1, 1))
                self.assertEqual(tracker.pending()["count"], 1)
                time.sleep(0.02)  # what is held is let go
                report = tracker.send()
                self.assertEqual((report["status"], report["delivered"]), (0, 1))
                self.assertEqual(paths(server), [INGEST, CONVERSATIONS, ATTACHMENTS, CONVERSATIONS, ATTACHMENTS])

    def test_a_server_that_asks_for_patience_means_events_too(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.answer(path=ATTACHMENTS, status=429, headers=[["Retry-After", "60"]])
            accept_uploads(server)
            tracker.attach(FILE)
            self.assertNotEqual(tracker.send()["status"], 0)
            tracker.question("not now")
            report = tracker.send()
            self.assertNotEqual(report["status"], 0)
            self.assertEqual((report["requests"], report["remaining"]), (0, 2))

    def test_passing_refusal_of_the_conversation(self):
        """That it cannot be found either says nothing: it could not be created."""
        for status in (401, 403, 408, 429, 500, 503):
            with RecordingServer() as server, Tracker(server.url, base_ms=1, hold_ms=1) as tracker:
                server.answer(path=CONVERSATIONS, status=status, times=1)
                accept_uploads(server)
                tracker.attach(FILE)
                self.assertNotEqual(tracker.send()["status"], 0, status)
                self.assertEqual(tracker.pending()["count"], 1)
                time.sleep(0.02)
                self.assertEqual(tracker.send()["status"], 0)
                self.assertEqual(len(server.requests(ATTACHMENTS)), 1)

    def test_uploaded_once(self):
        """Neither the spans nor the files that arrived come again."""
        with RecordingServer() as server, Tracker(server.url, items=1) as tracker:
            server.answer(path=ATTACHMENTS, status=201, body="{}", times=2)
            server.answer(path=ATTACHMENTS, fault="reset", times=2)  # libcurl tries a fresh connection itself
            accept_uploads(server)
            for i in range(5):
                tracker.attach({"filename": f"{i}.txt", "data": b"x"}, conversation=f"c{i}")
            self.assertEqual(tracker.send()["status"], NETWORK)
            self.assertEqual([item["outcome"] for item in tracker.items()], [DELIVERED] * 2 + [FAILED] * 3)
            self.assertEqual(tracker.send()["status"], 0)
            self.assertEqual([item["outcome"] for item in tracker.items()], [DELIVERED] * 3)
            self.assertEqual(len(server.requests(INGEST)), 1)
            names = [json_files(request)[0][0] for request in server.requests(ATTACHMENTS)]
            self.assertEqual(names, ["0.txt", "1.txt", "2.txt", "2.txt", "2.txt", "3.txt", "4.txt"])

    def test_uploaded_once_beside_another_conversation(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.answer(path=ATTACHMENTS, status=201, body="{}", times=1)
            server.answer(path=ATTACHMENTS, status=503, times=1)
            accept_uploads(server)
            for i in range(2):
                tracker.attach({"filename": f"{i}.txt", "data": b"x"}, conversation=f"c{i}")
            self.assertEqual(tracker.send()["status"], SERVER)
            tracker.question("in between", conversation="other")
            self.assertEqual(tracker.send(conversation="other")["status"], 0)
            self.assertEqual(tracker.send()["status"], 0)
            names = [json_files(request)[0][0] for request in server.requests(ATTACHMENTS)]
            self.assertEqual(names, ["0.txt", "1.txt", "1.txt"])

    def test_file_that_vanished(self):
        for change in ("removed", "shorter"):
            with tempfile.TemporaryDirectory() as folder, RecordingServer() as server, Tracker(server.url) as tracker:
                accept_uploads(server)
                path = os.path.join(folder, "file")
                with open(path, "wb") as file:
                    file.write(b"x" * 100_000)
                tracker.attach({"path": path})
                tracker.attach({"filename": "behind", "data": b"y"})
                if change == "removed":
                    os.remove(path)
                else:
                    os.truncate(path, 10)
                report = tracker.send()
                self.assertEqual((report["status"], report["remaining"]), (0, 0), report["error"])
                self.assertEqual((report["dropped"], tracker.stats()["dropped_unreadable"]), (1, 1))
                self.assertTrue(any("given up" in line for line in tracker.logs()))
                complete = [request for request in server.requests(ATTACHMENTS)
                            if len(request.body) == int(request.headers["content-length"])]
                self.assertEqual([json_files(request)[0][0] for request in complete], ["behind"])

    def test_conversation_is_looked_up(self):
        """A server that refuses to create what exists answers with the id when it is asked."""
        lookup = "/api/conversations/lookup/?conversation_id=a%20%2F%3F%26%E2%82%AC"
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.answer(path=CONVERSATIONS, status=409, body="{}")
            server.answer(path=lookup, method="GET", body='\r\n {"x": {"id": 1}, "id": 99}')
            accept_uploads(server)
            tracker.attach(FILE, conversation="a /?&\u20ac")
            self.assertEqual(tracker.send()["status"], 0)
            self.assertEqual(paths(server), [INGEST, CONVERSATIONS, lookup, ATTACHMENTS])
            self.assertEqual(server.requests(ATTACHMENTS)[0].json()["conversation"], "99")

    def test_failing_uploads_keep_nothing_waiting(self):
        with RecordingServer() as server, Tracker(server.url, batch_events=1) as tracker:
            server.answer(path=ATTACHMENTS, status=500)
            accept_uploads(server)
            for i in range(3):
                tracker.attach(FILE)
                tracker.question(f"{i}")
            report = tracker.send()
            self.assertEqual((report["status"], report["delivered"], report["failed"]), (SERVER, 3, 3))
            self.assertEqual(len(server.requests(ATTACHMENTS)), 1)

    def test_no_id(self):
        """A server that takes the conversation and has no id for it, not even when asked, gets no files."""
        for body in ("", "no JSON", "{}", '{"id": {"a": 1}}', '{"id": [1]}', '{"id": null}', '{"id": true}'):
            with RecordingServer() as server, Tracker(server.url) as tracker:
                server.answer(path=CONVERSATIONS, body=body)
                server.answer(path="/api/conversations/lookup/?conversation_id=c", method="GET", body=body)
                accept_uploads(server)
                tracker.attach(FILE)
                report = tracker.send(items=1)
                self.assertEqual((report["status"], report["dropped"], report["remaining"]), (0, 1, 0), body)
                self.assertEqual([item["error"] for item in report["items"]], [REFUSED])
                self.assertEqual(server.requests(ATTACHMENTS), [], body)
                self.assertEqual(tracker.stats()["dropped_invalid"], 1)

    def test_id_from_the_lookup(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            server.answer(path=CONVERSATIONS, body="{}")
            server.answer(path="/api/conversations/lookup/?conversation_id=c", method="GET", body='{"id": 99}')
            accept_uploads(server)
            tracker.attach(FILE)
            self.assertEqual(tracker.send()["delivered"], 1)
            self.assertEqual(server.requests(ATTACHMENTS)[0].json()["conversation"], "99")
