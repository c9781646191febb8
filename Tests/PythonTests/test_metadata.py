"""Dictionaries go into the record as JSON says them."""

import collections
import enum
import json
import math
import types
import unittest

from support import TrackerTests
from test_tracking import metadata_of


class Colour(str, enum.Enum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


class Backwards(dict):
    def items(self):
        return reversed(list(super().items()))


class MetadataTests(TrackerTests):
    def arrived(self, metadata):
        self.tracker.track_question("q", metadata=metadata)
        self.tracker.send_tracked_data()
        return metadata_of(self.server.batches()[-1])

    def test_whatever_json_dumps_takes_arrives_as_it_says(self):
        pair = collections.namedtuple("pair", "a b")
        for value in [{"a": "b"}, {"": ""}, {"n": None, "t": True, "f": False}, {"i": [0, -1, 2**63 - 1, -2**63, 2**64 - 1]},
                      {"x": [0.1, -0.0, 1e300, 5e-324, 1.0]}, {"l": [], "d": {}, "t": ()}, {"t": (1, (2, [3]))},
                      {1: "int", 2.5: "float", True: "bool", None: "none"}, {"c": Colour.RED, "l": Level.HIGH},
                      {"o": collections.OrderedDict(z=1, a=2), "n": pair(1, 2)}, Backwards(a=1, b=Backwards(c=2, d=3)),
                      {"deep": [[[[{"a": [{}]}]]]]}, {"é": "ü\n\"\\\x01"}, {"k" * 300: "v" * 3000},
                      {str(i): str(i) for i in range(500)}]:
            with self.subTest(str(value)[:60]):
                said = json.loads(json.dumps(value))
                self.assertEqual(json.dumps(self.arrived(value)), json.dumps(said))

    def test_numbers_that_readers_would_not_keep(self):
        arrived = self.arrived({"nan": math.nan, "inf": -math.inf, "big": 2**64, "small": -2**63 - 1, 10**30: 1})
        self.assertEqual(arrived, {"nan": None, "inf": None, "big": str(2**64), "small": str(-2**63 - 1),
                                   str(10**30): 1})

    def test_what_json_does_not_know_is_refused_with_its_key(self):
        for value, said in [({"a": object()}, r"metadata\['a'\]: .*not object"),
                            ({"a": {"b": [1, {2}]}}, r"metadata\['a'\]\['b'\]\[1\]: .*not set"),
                            ({"a": b"bytes"}, r"metadata\['a'\]: .*not bytes"),
                            ({"a": {("t",): 1}}, r"metadata\['a'\]\[\('t',\)\]: a key must be"),
                            ([1], "metadata: must be a dict, not list"), ("text", "metadata: must be a dict, not str"),
                            (types.MappingProxyType({"a": 1}), "metadata: must be a dict")]:
            with self.subTest(said), self.assertRaisesRegex(TypeError, said):
                self.tracker.track_question("q", value)
        self.assertEqual(self.tracker.statistics()["accepted"], 0)

    def test_what_does_not_end_is_refused(self):
        endless = {"a": {}}
        endless["a"]["b"] = endless
        deep = []
        for _ in range(1_000_000):
            deep = [deep]
        for value in (endless, {"a": deep}):
            with self.assertRaisesRegex(ValueError, r"metadata\['a'\]: nested deeper than 32"):
                self.tracker.track_question("q", value)
        within = {}
        for _ in range(31):
            within = {"k": within}
        self.assertEqual(self.arrived(within), within)

    def test_code_of_the_caller_that_runs_meanwhile_does_no_harm(self):
        class Hostile(dict):
            def items(hostile):
                outer.clear()
                self.tracker.track_question("within")
                return [("a", [1] * 3), ("b", "c")]

        class Failing(dict):
            def items(self):
                raise KeyError("mine")

        outer = {"x": Hostile(a=1), **{str(i): i for i in range(100)}}
        self.tracker.track_question("q", outer)
        with self.assertRaisesRegex(KeyError, "mine"):
            self.tracker.track_question("q", {"x": [Failing(a=1)]})
        self.assertEqual(self.tracker.statistics()["accepted"], 2)

    def test_an_empty_dict_is_none(self):
        self.tracker.track_question("q", {})
        self.tracker.send_tracked_data()
        self.assertNotIn("agentsight.message.metadata", json.dumps(self.server.batches()))


if __name__ == "__main__":
    unittest.main()
