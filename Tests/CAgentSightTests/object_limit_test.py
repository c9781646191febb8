"""Objects longer than options.text_limit lose their last keys, and say so; the rest stays as it was, byte for byte."""

import json
import os
import random
import subprocess
import unittest

NOTE = "_agentsight_truncated"


def cut(limit, texts):
    """What is sent of each object, and how many were counted as mended."""
    program = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "object_limit_lines")
    result = subprocess.run([program, str(limit)], input="".join(text + "\n" for text in texts).encode("utf-8"),
                            capture_output=True, check=True)
    return result.stdout.decode("utf-8").split("\n")[:-1], int(result.stderr)


def random_value(source, depth=0):
    choice = source.randrange(8 if depth < 4 else 5)
    if choice < 2:
        return "".join(source.choice('ab"\\/\u20ac\U0001f600\n\t{}[],:') for _ in range(source.randrange(40)))
    if choice < 5:
        return source.choice([None, True, False, 0, -1, 1.5, 1e300, 12345678901234567890])
    if choice == 5:
        return [random_value(source, depth + 1) for _ in range(source.randrange(5))]
    return {source.choice('k"\\\u20ac') + str(i): random_value(source, depth + 1) for i in range(source.randrange(6))}


def spaced(text, source):
    """The same object with white space between its members."""
    space = "".join(source.choice(" \t\r") for _ in range(source.randrange(300)))
    return json.dumps(json.loads(text), ensure_ascii=source.random() < 0.5, indent=None,
                      separators=("," + space, space + ":" + space)) + space


class ObjectLimitTest(unittest.TestCase):
    def check(self, limit, texts):
        results, mended = cut(limit, texts)
        self.assertEqual(len(results), len(texts))
        self.assertEqual(mended, sum(len(text.strip()) > limit for text in texts))
        for text, result in zip(texts, results):
            if len(text.strip()) <= limit:
                self.assertIn(result, (text, text.strip()))  # nothing is lost but the space around it
            else:
                self.check_cut(limit, text, result)

    def check_cut(self, limit, text, result):
        self.assertLessEqual(len(result), limit, text)
        whole, kept = json.loads(text), json.loads(result)
        note = kept.pop(NOTE)
        dropped = list(whole)[len(kept):]
        self.assertEqual(kept, dict(list(whole.items())[:len(kept)]))
        self.assertEqual(set(note), {"dropped_count", "dropped_keys"})
        self.assertEqual(note["dropped_count"], len(dropped))
        self.assertGreater(note["dropped_count"], 0)
        self.assertLessEqual(len(note["dropped_keys"]), 20)
        self.assertEqual(note["dropped_keys"], dropped[:len(note["dropped_keys"])])
        if kept:
            beginning = result[: result.index(f'"{NOTE}"')].rstrip().rstrip(",").rstrip()
            self.assertTrue(text.lstrip().startswith(beginning), (text, result))

    def test_around_the_limit(self):
        for limit in (256, 300, 1000, 16384):
            texts = [json.dumps({"a": "x" * (limit - 9 + more)}) for more in range(-3, 4)]
            texts += [json.dumps({"a": "\u20ac" * (limit - 9 + more)}, ensure_ascii=False) for more in range(-3, 4)]
            texts += [json.dumps({"first": 1, "a": "x" * (limit + more)}) for more in range(-30, 4)]
            self.check(limit, texts)

    def test_as_much_as_fits(self):
        text = json.dumps({f"key{i:03}": "x" * 90 for i in range(400)})
        (result,), _ = cut(16384, [text])
        self.check_cut(16384, text, result)
        self.assertGreater(len(json.loads(result)), 100)
        self.assertEqual(len(json.loads(result)[NOTE]["dropped_keys"]), 20)

    def test_nothing_fits(self):
        for limit in (256, 400):
            self.check(limit, [json.dumps({"a": "x" * 1000}), json.dumps({"k" * 1000: 1, "b": 2}),
                               json.dumps({"a": [[["]", "}", '\\"}']] * 100]}),
                               json.dumps({"": {"a": {"b": "x" * 900}}, "c": 1})])

    def test_white_space(self):
        self.check(300, ['{"a":1,' + " " * 1000 + '"b":2}', '{' + " " * 1000 + '"a":1}', '{"a":1' + " " * 1000 + '}',
                         '{"a":1}' + " " * 1000, " " * 1000 + '{"a":1}', '{"a":1,"b":' + " " * 1000 + "2}",
                         " " * 1000 + '{"a":1,"b":2,"c":"' + "x" * 400 + '"}'])

    def test_many_keys(self):
        self.check(256, [json.dumps({f"k{i}": i for i in range(count)}) for count in (30, 100, 10000)])

    def test_escapes_and_nesting(self):
        self.check(256, ['{"a\\"b":"\\\\\\"","c\\u0022,":{"d":"}]","e":["{",{"f":"\\"}"}]},"g":"' + "x" * 300 + '"}',
                         '{"\\\\":"\\\\","b":"\\\\\\\\","c":[[],{},[{}]],"d":"' + "\\n" * 300 + '"}'])

    def test_random_objects(self):
        source = random.Random(1)
        texts = []
        for i in range(2000):
            value = {f"k{j}": random_value(source) for j in range(source.randrange(1, 30))}
            text = json.dumps(value, ensure_ascii=i % 2 == 0)
            texts.append(spaced(text, source) if i % 3 == 0 else text)
        for limit in (256, 700):
            self.check(limit, texts)
