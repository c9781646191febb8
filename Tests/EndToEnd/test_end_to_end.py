"""From a tracking call to a page in the browser, through real processes, TLS and a real database."""

import subprocess
import unittest

import collector
import examples
from collector import Collector


class EndToEndTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Collector()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def test_a_conversation_from_swift_comes_back_exactly(self):
        examples.run_swift(self.server, "from_swift")
        self.assertEqual(examples.differences(self.server.transcript("from_swift"), examples.SWIFT), [])

    def test_a_conversation_from_c_comes_back_exactly(self):
        examples.run_c(self.server, "from_c")
        self.assertEqual(examples.differences(self.server.transcript("from_c"), examples.C), [])

    def test_the_api_gives_the_same_messages(self):
        examples.run_c(self.server, "by_api")
        rows = self.server.get("/api/conversations/?conversation_id=by_api")["results"]
        self.assertEqual([message["content"] for message in rows[0]["messages"]],
                         ["When are you open?", "Action search performed", "On Monday from 9 to 17."])

    def test_the_page_shows_the_conversation(self):
        examples.run_c(self.server, "on_page")
        self.assertIn("on_page", self.server.page("/conversations"))
        pk = self.server.get("/api/conversations/?conversation_id=on_page")["results"][0]["id"]
        page = self.server.page(f"/conversations/{pk}")
        places = [page.find(text) for text in ("When are you open?", "search", "On Monday from 9 to 17.", "👍")]
        self.assertNotIn(-1, places)
        self.assertEqual(places, sorted(places))

    def test_an_untrusted_certificate_is_refused_and_nothing_is_sent(self):
        program = subprocess.run([collector.C_EXAMPLE, "untrusted"], capture_output=True, text=True,
                                 env=self.server.environment())
        self.assertNotEqual(program.returncode, 0)
        self.assertIn("certificate", program.stderr)
        self.assertEqual(self.server.get("/api/conversations/?conversation_id=untrusted")["count"], 0)

    def test_a_key_that_the_collector_does_not_know_is_refused(self):
        environment = {**self.server.environment(), "AGENTSIGHT_API_KEY": "ags_" + "0" * 32 + "_" + "0" * 6}
        program = subprocess.run([collector.C_EXAMPLE, "unknown_key", self.server.ca], capture_output=True, text=True,
                                 env=environment)
        self.assertNotEqual(program.returncode, 0)
        self.assertIn("Invalid API key", program.stderr)


class LifeCycleTests(unittest.TestCase):
    def test_what_was_stored_is_there_after_a_restart_and_both_stops_are_clean(self):
        with Collector() as server:
            examples.run_swift(server, "before")
            self.assertEqual(server.stop(), 0)
            server.start()
            self.assertEqual(examples.differences(server.transcript("before"), examples.SWIFT), [])
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
