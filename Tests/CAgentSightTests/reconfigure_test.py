"""Another key or another endpoint, at any time."""

import unittest

from recorder import RecordingServer
from remote import Failure, Tracker
from session import API_KEY

OTHER_KEY = "ags_" + "f" * 32 + "_012345"
INGEST = "/api/ingest/"
KEY_ERROR, ENDPOINT_ERROR, NETWORK, SERVER = 2, 3, 13, 18  # ags_status


def keys(server):
    return [request.headers["authorization"].split(" ")[1] for request in server.requests()]


class ReconfigureTest(unittest.TestCase):
    def test_before_the_first_send(self):
        with RecordingServer() as old, RecordingServer() as new, Tracker(old.url) as tracker:
            tracker.question("0")
            tracker.reconfigure(api_key=OTHER_KEY, endpoint=new.url + "/base/")
            new.answer(path="/base/api/ingest/", body="{}")
            self.assertEqual(tracker.send()["delivered"], 1)
            self.assertEqual(old.connections(), 0)
            self.assertEqual([request.path for request in new.requests()], ["/base/api/me/", "/base/api/ingest/"])
            self.assertEqual(keys(new), [OTHER_KEY] * 2)

    def test_between_sends(self):
        with RecordingServer() as old, RecordingServer() as new, Tracker(old.url) as tracker:
            tracker.question("0")
            tracker.send()
            tracker.reconfigure(endpoint=new.url)
            tracker.question("1")
            tracker.send()
            tracker.reconfigure(api_key=OTHER_KEY)
            tracker.question("2")
            tracker.send()
            self.assertEqual(keys(old), [API_KEY] * 2)
            self.assertEqual(keys(new), [API_KEY] * 2 + [OTHER_KEY] * 2)
            self.assertEqual([request.path for request in new.requests()], ["/api/me/", INGEST] * 2)

    def test_nothing_given(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            tracker.reconfigure()
            tracker.question("0")
            self.assertEqual(tracker.send()["delivered"], 1)
            self.assertEqual(keys(server), [API_KEY] * 2)

    def test_invalid_changes_nothing(self):
        with RecordingServer() as server, Tracker(server.url) as tracker:
            for api_key, endpoint, status in ((OTHER_KEY, "http://example.org", ENDPOINT_ERROR),
                                              (OTHER_KEY, "", ENDPOINT_ERROR), ("no key", server.url, KEY_ERROR),
                                              ("", None, KEY_ERROR), (None, "file:///tmp", ENDPOINT_ERROR)):
                with self.assertRaises(Failure) as raised:
                    tracker.reconfigure(api_key=api_key, endpoint=endpoint)
                self.assertEqual(raised.exception.status, status)
                self.assertNotIn(OTHER_KEY, raised.exception.error)
                tracker.question("0")
                self.assertEqual(tracker.send()["status"], 0)
            self.assertEqual(set(keys(server)), {API_KEY})

    def test_failed_batch_goes_to_the_new_server(self):
        with RecordingServer() as old, RecordingServer() as new, Tracker(old.url) as tracker:
            old.answer(path=INGEST, status=503)
            tracker.question("0")
            self.assertEqual(tracker.send()["status"], SERVER)
            tracker.reconfigure(endpoint=new.url)
            self.assertEqual(tracker.send()["delivered"], 1)
            self.assertEqual(new.requests(INGEST)[0].body, old.requests(INGEST)[0].body)

    def test_during_a_request(self):
        with RecordingServer() as old, RecordingServer() as new, Tracker(old.url, batch_events=1) as tracker:
            old.answer(path=INGEST, hold=True)
            tracker.question("0")
            tracker.question("1")
            tracker.begin_send()
            old.wait_for_request(INGEST)
            tracker.reconfigure(api_key=OTHER_KEY, endpoint=new.url)
            old.release()
            self.assertEqual(tracker.end_send()["delivered"], 2)
            self.assertEqual((len(old.batches()), len(new.batches())), (1, 1))
            self.assertEqual((set(keys(old)), set(keys(new))), ({API_KEY}, {OTHER_KEY}))

    def test_what_the_old_server_could_is_forgotten(self):
        """Also when the new one cannot be asked at first."""
        with RecordingServer() as old, RecordingServer() as new, Tracker(old.url) as tracker:
            old.advertise_gzip()
            new.answer(path="/api/me/", fault="reset", times=2)
            tracker.fill(100)
            self.assertEqual(tracker.send()["status"], 0)
            tracker.reconfigure(endpoint=new.url)
            tracker.fill(100)
            self.assertEqual(tracker.send()["status"], NETWORK)
            self.assertEqual(tracker.send()["status"], NETWORK)
            self.assertEqual(tracker.send()["status"], 0)
            self.assertEqual(old.requests(INGEST)[0].headers["content-encoding"], "gzip")
            self.assertNotIn("content-encoding", new.requests(INGEST)[0].headers)
