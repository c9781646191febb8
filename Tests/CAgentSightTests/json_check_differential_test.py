"""Our validator and Python's parser agree on thousands of damaged texts."""

import json
import os
import random
import subprocess
import unittest

ROUNDS = 30000
SEED = 20240229
PROGRAM = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "json_check_lines")
TEXTS = [
    b'{"user_type":"premium","language":"en"}',
    b'{"a":[1,-2.5,3e10,0,-0.0,1E-7],"b":{"c":null,"d":true,"e":false}}',
    b'{ "x" : "\\u00e9\\n\\"\\\\\\/" , "y" : [ [ ] , { } ] }',
    '{"é":"€😀","z":["","a"]}'.encode(),
]
PIECES = [b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\\u", b"0", b"-", b".", b"e", b"+", b" ", b"\n", b"\t",
          b"\x00", b"\x1f", b"\x7f", b"\x80", b"\xc3", b"\xed\xa0\x80", b"\xf0\x9f", b"\xff", b"true", b"null",
          b"NaN", b"Infinity", b"1e999", b"\xef\xbb\xbf", b"\xc2\xa0", b"//", b"'", b"00"]


def refuse_constant(name):
    raise ValueError(name)


def is_object(data):
    """What RFC 8259 says, with Python's parser as the judge."""
    try:
        return isinstance(json.loads(data.decode("utf-8"), parse_constant=refuse_constant), dict)
    except ValueError:
        return False


def damage(random_source, data):
    for _ in range(random_source.randint(1, 3)):
        at = random_source.randint(0, len(data))
        end = min(len(data), at + random_source.choice([0, 0, 1, 1, 2, 5]))
        data = data[:at] + random_source.choice(PIECES + [b""]) + data[end:]
    return data


class DifferentialTest(unittest.TestCase):
    def test_agrees_with_python(self):
        source = random.Random(SEED)
        texts = TEXTS + [damage(source, source.choice(TEXTS)) for _ in range(ROUNDS)]
        result = subprocess.run([PROGRAM], input="".join(text.hex() + "\n" for text in texts), text=True,
                                capture_output=True, check=True)
        verdicts = [line == "1" for line in result.stdout.split()]
        self.assertEqual(len(verdicts), len(texts))
        self.assertGreater(sum(verdicts), ROUNDS // 100, "the damage leaves too little to accept")
        for text, verdict in zip(texts, verdicts):
            self.assertEqual(verdict, is_object(text), text)
