"""Settings, names and shapes that code for the published clients relies on."""

import copy
import inspect
import pickle
import unittest

import agentsight
from agentsight import ConversationTracker, enums, exceptions, generate_conversation_id
from agentsight.client import ConversationTracker as ClientTracker
from agentsight.config import Config
from agentsight.helpers import generate_conversation_id as helper

from support import KEY, TrackerTests, environment, run

ENDPOINT = "http://127.0.0.1:9"


class ConfigurationTests(unittest.TestCase):
    def test_settings_come_from_the_environment(self):
        with environment(AGENTSIGHT_API_KEY=KEY, AGENTSIGHT_API_ENDPOINT=ENDPOINT, AGENTSIGHT_CONVERSATION_ID="c1",
                         AGENTSIGHT_ENVIRONMENT="development", AGENTSIGHT_TOKEN_HANDLER_TYPE="llamaindex",
                         AGENTSIGHT_APP_URL="https://app.example", AGENTSIGHT_WIRE="ingest"):
            settings = ConversationTracker().config.dict()
        self.assertEqual(settings, {"api_key": KEY, "endpoint": ENDPOINT, "app_url": "https://app.example",
                                    "environment": "development", "conversation_id": "c1", "wire": "ingest",
                                    "token_handler": enums.TokenHandlerType.LLAMAINDEX,
                                    "log_level": enums.LogLevel.INFO})

    def test_arguments_win_over_the_environment(self):
        with environment(AGENTSIGHT_API_KEY=KEY, AGENTSIGHT_CONVERSATION_ID="c1"):
            tracker = ConversationTracker(conversation_id="c2", endpoint=ENDPOINT, environment="production")
        self.assertEqual((tracker.config.conversation_id, tracker.config.endpoint), ("c2", ENDPOINT))

    def test_a_key_is_needed_and_checked_and_never_shown(self):
        with self.assertRaises(exceptions.NoApiKeyException):
            ConversationTracker()
        with self.assertRaises(exceptions.InvalidApiKeyException) as caught:
            ConversationTracker(api_key="ags_secret")
        self.assertNotIn("ags_secret", str(caught.exception))

    def test_other_settings_that_break_a_rule(self):
        for arguments, said in [(dict(endpoint="ftp://x"), "endpoint"), (dict(endpoint="http://example.com"), "https"),
                                (dict(memory_limit=1), "memory_limit"), (dict(batch_events=0), "batch_events"),
                                (dict(wire="carrier pigeon"), "wire"), (dict(token_handler="x"), "token handler")]:
            with self.subTest(said), self.assertRaisesRegex(ValueError, said):
                ConversationTracker(api_key=KEY, **arguments)
        with self.assertRaisesRegex(TypeError, "no_such_option"):
            ConversationTracker(api_key=KEY, no_such_option=1)

    def test_settings_of_another_type_are_named(self):
        for name in ("endpoint", "app_url", "environment", "conversation_id", "log_level", "wire", "ca_file",
                     "spool_directory", "config"):
            with self.subTest(name), self.assertRaisesRegex(TypeError, f"^{name}: must be .*, not int$"):
                ConversationTracker(api_key=KEY, **{name: 3})
        with self.assertRaisesRegex(TypeError, "^api_key: must be str, not int$"):
            ConversationTracker(api_key=3)
        with self.assertRaisesRegex(TypeError, "^allow_insecure_http: must be True or False, not 'no'$"):
            ConversationTracker(api_key=KEY, allow_insecure_http="no")
        for name in ("memory_limit", "spool_limit", "batch_events", "connect_timeout_ms", "request_timeout_ms",
                     "close_timeout_ms", "block_timeout_ms", "send_every_events", "send_every_ms", "text_limit"):
            with self.subTest(name), self.assertRaisesRegex(TypeError, f"^{name}: must be int, not str$"):
                ConversationTracker(api_key=KEY, **{name: "1"})
            for value in (-1, 2**63):
                with self.subTest(name), self.assertRaisesRegex(ValueError, f"^{name}: must be 0 to .*, not {value}$"):
                    ConversationTracker(api_key=KEY, **{name: value})

    def test_two_trackers_are_two(self):
        one, two = (ConversationTracker(api_key=KEY, conversation_id=name, endpoint=ENDPOINT) for name in ("a", "b"))
        one.track_question("q")
        self.assertEqual((one.statistics()["buffered"], two.statistics()["buffered"]), (1, 0))

    def test_trackers_that_share_a_config_share_the_conversation(self):
        config = Config(api_key=KEY, endpoint=ENDPOINT)
        one, two = ConversationTracker(config=config), ConversationTracker(config=config)
        one.get_or_create_conversation("c7")
        self.assertEqual((two.config.conversation_id, two._conversation_id), ("c7", "c7"))

    def test_the_shared_tracker_is_made_when_it_is_asked_for(self):
        run("import agentsight")  # needs no key
        printed = run("from agentsight import conversation_tracker as one\nimport agentsight\n"
                      "print(one is agentsight.conversation_tracker, one.config.conversation_id)",
                      AGENTSIGHT_API_KEY=KEY, AGENTSIGHT_CONVERSATION_ID="c1")
        self.assertEqual(printed, "True c1\n")

    def test_the_version_is_the_cores(self):
        import importlib.metadata
        self.assertEqual(agentsight.__version__, importlib.metadata.version("agentsight-embedded"))

    def test_conversation_ids(self):
        self.assertIs(helper, generate_conversation_id)
        self.assertEqual(len({generate_conversation_id() for _ in range(1000)}), 1000)
        self.assertRegex(generate_conversation_id(), "^conv_[0-9a-f]{32}$")

    def test_a_tracker_is_not_copied_or_pickled(self):
        tracker = ConversationTracker(api_key=KEY, endpoint=ENDPOINT)
        for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
            with self.assertRaisesRegex(TypeError, "one in each process"):
                attempt(tracker)

    def test_what_is_not_initialized_says_so(self):
        blank = ConversationTracker.__new__(ConversationTracker)
        for call in (lambda: blank.track_question("q"), blank.statistics, lambda: blank._send(None, 1)):
            with self.assertRaisesRegex(RuntimeError, "initialized"):
                call()
        tracker = ConversationTracker(api_key=KEY, endpoint=ENDPOINT)
        with self.assertRaisesRegex(RuntimeError, "before"):
            tracker.__init__(api_key=KEY)


class SignatureTests(unittest.TestCase):
    """Calls that the published clients take are taken: the same parameters in the same places."""

    def test_parameters(self):
        self.assertIs(ClientTracker, ConversationTracker)
        for method, parameters in {
            "track_question": "question metadata=None", "track_answer": "answer metadata=None",
            "track_human_message": "message attachments=None attachment_mode='base64' metadata=None",
            "track_agent_message": "message attachments=None attachment_mode='base64' metadata=None",
            "track_attachments": "attachments sender=None metadata=None mode='base64'",
            "track_action": "action_name started_at=None ended_at=None duration_ms=None tools_used=None response=None "
                            "error_msg=None metadata=None",
            "track_button": "button_event label value metadata=None",
            "track_token_usage": "prompt_tokens=0 completion_tokens=0 total_tokens=0 embedding_tokens=0",
            "get_or_create_conversation": "conversation_id customer_id=None customer_ip_address=None device=None "
                                          "source=None language=None name=None environment='production' metadata=None",
            "initialize_conversation": "conversation_id customer_id=None customer_ip_address=None device=None "
                                       "source=None language=None name=None environment='production' metadata=None",
        }.items():
            with self.subTest(method):
                found = [parameter for name, parameter in
                         inspect.signature(getattr(ConversationTracker, method)).parameters.items() if name != "self"]
                positional = [parameter for parameter in found if parameter.kind is parameter.POSITIONAL_OR_KEYWORD]
                self.assertEqual(" ".join(parameter.name if parameter.default is parameter.empty
                                          else f"{parameter.name}={parameter.default!r}" for parameter in positional),
                                 parameters)
                if method.startswith("track_"):
                    self.assertEqual([parameter.name for parameter in found if parameter not in positional],
                                     ["conversation_id"])


class ReconfigurationTests(TrackerTests):
    def test_a_new_endpoint_and_conversation(self):
        tracker = ConversationTracker(api_key=KEY, endpoint=ENDPOINT)
        tracker.configure(endpoint=self.server.url, conversation_id="c2")
        tracker.track_question("q")
        tracker.send_tracked_data()
        self.assertEqual(self.server.batches()[0]["conversations"][0]["conversation_id"], "c2")

    def test_what_is_assigned_to_the_settings_holds(self):
        tracker = ConversationTracker(api_key=KEY, endpoint=ENDPOINT, conversation_id="c1")
        tracker.track_question("q")
        tracker.config.endpoint, tracker.config.api_key = self.server.url, KEY[:-1] + "d"
        tracker.send_tracked_data()
        self.assertEqual(self.server.requests("/api/ingest/")[0].headers["authorization"], f"Api-Key {KEY[:-1]}d")

    def test_a_change_that_is_refused_changes_nothing(self):
        settings = self.tracker.config.dict()
        for exception, change in [(exceptions.InvalidApiKeyException, dict(api_key="nonsense")),
                                  (exceptions.NoApiKeyException, dict(api_key=None)),
                                  (exceptions.NoApiKeyException, dict(api_key=" ")),
                                  (ValueError, dict(endpoint="ftp://x")), (ValueError, dict(wire="x")),
                                  (ValueError, dict(token_handler="x")),
                                  (exceptions.InvalidConversationDataException, dict(conversation_id="x" * 256))]:
            with self.subTest(change), self.assertRaises(exception):
                self.tracker.configure(**{"app_url": "https://other.example", "api_key": KEY[:-1] + "d",
                                          "environment": "development", **change})
            self.assertEqual(self.tracker.config.dict(), settings)
        self.tracker.configure(endpoint=self.server.url)
        self.tracker.track_question("q")
        self.tracker.send_tracked_data()
        self.assertEqual(self.server.requests("/api/ingest/")[0].headers["authorization"], f"Api-Key {KEY}")


if __name__ == "__main__":
    unittest.main()
