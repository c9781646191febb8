"""Servers that do not take what they are sent: nothing is lost, and the next ags_send() says the same again."""

import time
import unittest

from recorder import RecordingServer
from session import API_KEY, OK, REFUSED, SERVER, UNAUTHORIZED, Session


def span_ids(batch):
    return [span["span_id"] for block in batch["conversations"] for span in block["spans"]]


class RefusalsTest(unittest.TestCase):
    def test_resend_is_the_same(self):
        with RecordingServer() as server, Session(endpoint=server.url, batch_events=100) as session:
            server.answer(path="/api/ingest/", times=1)
            server.answer(path="/api/ingest/", status=503, times=2)
            session.fill("c", 250)
            report = session.send()
            self.assertEqual(report["status"], SERVER)
            self.assertEqual((report["delivered"], report["remaining"], report["http_status"]), (100, 150, 503))
            self.assertEqual(session.stats()["buffered"], 150)
            session.question("c", "one more")
            self.assertEqual(session.send()["status"], SERVER)
            report = session.send()
            self.assertEqual((report["status"], report["delivered"], report["remaining"]), (OK, 151, 0))
            first, refused, again, accepted, last = server.requests("/api/ingest/")
            self.assertEqual(refused.body, again.body)
            self.assertEqual(refused.body, accepted.body)
            ids = span_ids(first.json()) + span_ids(accepted.json()) + span_ids(last.json())
            self.assertEqual(len(set(ids)), 251)
            self.assertEqual(session.stats()["delivered"], 251)

    def test_statuses(self):
        expected = {202: SERVER, 204: SERVER, 301: REFUSED, 302: REFUSED, 307: REFUSED, 400: REFUSED,
                    401: UNAUTHORIZED, 403: UNAUTHORIZED, 404: REFUSED, 405: REFUSED, 408: REFUSED, 410: REFUSED,
                    422: REFUSED, 425: REFUSED, 429: REFUSED, 500: SERVER, 501: SERVER, 502: SERVER, 503: SERVER,
                    504: SERVER, 599: SERVER}
        with RecordingServer() as server, Session(endpoint=server.url, base_ms=1, cap_ms=1, hold_ms=1) as session:
            session.question("c", "Hello?")
            for status, result in expected.items():
                time.sleep(0.02)  # what is held is let go
                server.answer(path="/api/ingest/", status=status, body="" if status == 204 else "the reason", times=1)
                report = session.send()
                self.assertEqual((report["status"], report["http_status"]), (result, status))
                self.assertIn(str(status), report["error"])
                if status != 204:
                    self.assertIn("the reason", report["error"])
                self.assertEqual((report["delivered"], report["remaining"]), (0, 1))
                self.assertEqual(session.stats()["buffered"], 1)
            self.assertEqual(session.send()["status"], OK)
            self.assertEqual(len({request.body for request in server.requests("/api/ingest/")}), 1)

    def test_redirects_are_not_followed(self):
        for status in (301, 302, 303, 307, 308):
            with RecordingServer() as other, RecordingServer() as server, Session(endpoint=server.url) as session:
                target = [["Location", other.url + "/api/ingest/"]]
                server.answer(path="/api/me/", status=status, headers=target)
                server.answer(path="/api/ingest/", status=status, headers=target)
                session.question("c", "Hello?")
                self.assertEqual(session.send()["status"], REFUSED)
                self.assertEqual(other.connections(), 0)
                self.assertEqual(len(server.requests()), 2)

    def test_wrong_preflight_is_not_the_end(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.answer(path="/api/me/", status=500, times=1)
            session.question("c", "Hello?")
            self.assertEqual(session.send()["status"], OK)
            session.question("c", "Still there?")
            self.assertEqual(session.send()["status"], OK)
            session.question("c", "Good.")
            self.assertEqual(session.send()["status"], OK)
            self.assertEqual(len(server.requests("/api/me/")), 2)  # asked until answered

    def test_key_is_in_the_authorization_header_alone(self):
        with RecordingServer() as server, Session(endpoint=server.url) as session:
            server.answer(path="/api/ingest/", status=401, body="Invalid API key.")
            session.question("c", "Hello?")
            report = session.send()
            self.assertNotIn(API_KEY, report["error"])
            for request in server.requests():
                self.assertEqual(request.head.count(API_KEY), 1)
                self.assertNotIn(API_KEY.encode(), request.body)
            logs = session.logs()
            self.assertTrue(logs)
            self.assertFalse([line for line in logs if API_KEY in line])
