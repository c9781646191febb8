"""Every scenario through every adapter: the same answers and, byte for byte, the same requests as expected.

AGS_CONFORMANCE_ADAPTERS names the adapters, a line each: NAME, FORMS (with commas between) and the command.
UPDATE=1 writes the expectations anew, from what the first adapter does; read the difference before it is committed.
"""

import json
import os
import unittest

from recorder import RecordingServer
from runner import FOLDER, Run

UPDATE = os.environ.get("UPDATE") == "1"


def adapters():
    """(name, form, command) of each form of each adapter."""
    for line in os.environ["AGS_CONFORMANCE_ADAPTERS"].splitlines():
        if line.strip():
            name, forms, *command = line.split()
            yield from ((name, form, command) for form in forms.split(","))


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def complete(found, expected):
    """`found` with what is expected where the adapter says null, or status -1 for a refusal: its language does not
    tell more."""
    if found is None:
        return expected
    if isinstance(found, dict) and found.get("status") == -1 and expected.get("status"):
        found = {**expected, **found, "status": None}
    if isinstance(found, dict) and isinstance(expected, dict):
        return {name: complete(value, expected.get(name)) for name, value in found.items()}
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        return [complete(*two) for two in zip(found, expected)]
    return found


def write(path, value):
    """An answer to a line, and a piece of a body to a line."""
    answers = ",\n  ".join(json.dumps(answer, ensure_ascii=False) for answer in value["answers"])
    requests = json.dumps(value["requests"], ensure_ascii=False, indent=1).replace("\n", "\n ")
    path.write_text(f'{{\n "answers": [\n  {answers}\n ],\n "requests": {requests}\n}}\n', encoding="utf-8")


class ConformanceTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(RecordingServer())

    @unittest.skipIf(UPDATE, "they are being written")
    def test_every_expectation_has_a_scenario(self):
        names = [{path.name for path in (FOLDER / folder).iterdir()} for folder in ("scenarios", "expected")]
        self.assertEqual(*names)


def test_of(path):
    def test(self):
        scenario, expectation = load(path), FOLDER / "expected" / path.name
        for name, form, command in adapters():
            lacks = scenario.get("not_in", {})
            if name in lacks or f"{name} {form}" in lacks:
                continue
            found = Run(scenario, command, form, self.server).run()
            if UPDATE:
                write(expectation, found)
                return
            with self.subTest(adapter=name, form=form):
                expected = load(expectation)
                self.assertEqual(complete(found["answers"], expected["answers"]), expected["answers"])
                self.assertEqual(found["requests"], expected["requests"])

    return test


for scenario_path in sorted((FOLDER / "scenarios").glob("*.json")):
    setattr(ConformanceTest, f"test_{scenario_path.stem}", test_of(scenario_path))

if __name__ == "__main__":
    unittest.main()
