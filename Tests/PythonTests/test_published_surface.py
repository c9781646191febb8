"""Every public name of the published clients' tracking part is here, and takes the same parameters with the same defaults.

Both are installed from the registry and told to describe themselves (surface.py); so is this module.
"""

import json
import subprocess
import sys
import unittest

from published import published
from support import KEY, PATIENCE_SECONDS, ROOT

# What is theirs alone, and why.
NOT_HERE = {
    "agentsight": {"AgentSightAPI", "ConversationManager", "agentsight_api", "conversation_manager"},  # no tracking
    "agentsight.client": {"AgentSightAPI", "ConversationManager", "agentsight_api", "conversation_manager"},
    "agentsight.config": {"ConfigDict"},  # the type of what Config.dict() returns
    # Steps of their own request making.
    "agentsight.helpers": {"AgentSightJSONEncoder", "format_conversation_metadata", "get_mime_type",
                           "prepare_form_data_payload_from_data"},
    "agentsight.types": {"TokenHandler"},  # where they sum tokens up
}


def surface(python):
    result = subprocess.run([python, "-B", ROOT / "Tests/PythonTests/surface.py"], capture_output=True, text=True,
                            timeout=PATIENCE_SECONDS, env={"AGENTSIGHT_API_KEY": KEY})
    if result.returncode != 0:
        raise AssertionError(result.stdout + result.stderr)
    return json.loads(result.stdout.splitlines()[-1])


class PublishedSurfaceTests:
    version = None

    @classmethod
    def setUpClass(cls):
        cls.theirs = surface(published(cls.version))
        cls.ours = surface(sys.executable)

    def test_every_name_is_here(self):
        for module, names in self.theirs.items():
            left = set(names) - set(self.ours[module]) - NOT_HERE.get(module, set())
            self.assertEqual(left, set(), module)

    def test_classes_have_their_bases_methods_and_members(self):
        for module, name, theirs, ours in self.pairs("class"):
            with self.subTest(f"{module}.{name}"):
                self.assertEqual(set(theirs["bases"]) - set(ours["bases"]), set())
                self.assertEqual(set(theirs["methods"]) - set(ours["methods"]), set())
                if theirs["members"] is not None:  # enumerations of the later version have more
                    self.assertEqual({**ours["members"], **theirs["members"]}, ours["members"])

    def test_calls_take_the_same_parameters(self):
        for module, name, theirs, ours in self.pairs("class"):
            for method, parameters in theirs["methods"].items():
                with self.subTest(f"{module}.{name}.{method}"):
                    self.compare(parameters, ours["methods"].get(method))
        for module, name, theirs, ours in self.pairs("function"):
            with self.subTest(f"{module}.{name}"):
                self.compare(theirs["parameters"], ours["parameters"])

    def pairs(self, what):
        for module, names in self.theirs.items():
            for name, theirs in names.items():
                if theirs["what"] == what and name not in NOT_HERE.get(module, set()):
                    yield module, name, theirs, self.ours[module][name]

    def compare(self, theirs, ours):
        """Ours may have more, behind theirs or by keyword."""
        self.assertIsNotNone(ours)
        known = {parameter["name"]: parameter for parameter in ours}
        kinds = {parameter["kind"] for parameter in ours}
        places = [parameter["name"] for parameter in ours if parameter["kind"] == "POSITIONAL_OR_KEYWORD"]
        if kinds >= {"VAR_POSITIONAL", "VAR_KEYWORD"}:
            return
        for place, parameter in enumerate(theirs):
            if parameter["kind"] == "VAR_KEYWORD":
                self.assertIn("VAR_KEYWORD", kinds)
                continue
            self.assertEqual(places[place], parameter["name"])
            self.assertTrue(self.is_equal(parameter, known[parameter["name"]]), parameter)

    def is_equal(self, theirs, ours):
        """A parameter of theirs that may be left out may be, with the same effect: texts of messages are our own, what
        they take from the environment when it is left out so do we, and 0.0.18's environment is the one of both."""
        if theirs["default"] is None:
            return True
        if ours["default"] is None:
            return False
        return theirs["default"] == ours["default"] or theirs["name"] in ("message", "environment") or \
            theirs["default"].startswith("<")


class Version0018Tests(PublishedSurfaceTests, unittest.TestCase):
    version = "0.0.18"

    def test_the_environments_default_is_theirs(self):
        for method in ("get_or_create_conversation", "initialize_conversation"):
            found = [[p["default"] for p in surface["agentsight"]["ConversationTracker"]["methods"][method]
                      if p["name"] == "environment"] for surface in (self.theirs, self.ours)]
            self.assertEqual(found[0], found[1])


class Version0044Tests(PublishedSurfaceTests, unittest.TestCase):
    version = "0.0.44"


if __name__ == "__main__":
    unittest.main()
