"""Compressed bodies that unpack to more than anybody has to say."""

import gzip
import json
import unittest
import zlib

import wire
from collector import Collector


def bomb(repeats):
    """A gzip stream of `repeats` times 16 MiB of spaces, made without unpacking it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b" " * (16 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03" + block * repeats + end + b"\0" * 8


class BombTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Collector(tls=False)
        cls.port, cls.key = cls.server.port, cls.server.api_key

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def send(self, body, encoding="gzip", path="/api/ingest/"):
        return wire.ask(self.port, wire.post(self.key, body, path, f"Content-Encoding: {encoding}"))

    def test_a_bomb_is_refused_without_being_unpacked(self):
        body = bomb(640)  # 10 GiB
        self.assertEqual(self.send(gzip.compress(json.dumps(wire.batch("first", 1)).encode()))[0], 200)
        memory, cpu = wire.resident_peak(self.server.process.pid), wire.cpu_seconds(self.server.process.pid)
        for path in ("/api/ingest/", "/api/track/", "/api/attachments/"):
            self.assertEqual(self.send(body, path=path)[0], 413)
        self.assertLess(wire.resident_peak(self.server.process.pid) - memory, 256 << 20)
        self.assertLess(wire.cpu_seconds(self.server.process.pid) - cpu, 10)

    def test_a_body_over_the_limit_is_refused_however_little_it_is_compressed(self):
        text = b"".join(b"%020d" % (n * 7919) for n in range(4_000_000))
        self.assertEqual(self.send(gzip.compress(text, 1))[0], 413)

    def test_an_honest_batch_that_repeats_itself_is_taken(self):
        text = "The same words again. " * 30_000
        self.assertEqual(self.send(gzip.compress(json.dumps(wire.batch("same", 1, text)).encode(), 9))[0], 200)

    def test_what_is_no_gzip_is_refused(self):
        good = gzip.compress(json.dumps(wire.batch("damaged", 1)).encode())
        for body in (good[:-1], good[:-8] + b"\0" * 8, good + b"more", good + good, b"{}", b"", gzip.compress(good)):
            with self.subTest(body=body[:20]):
                self.assertEqual(self.send(body)[0], 400)
        self.assertEqual(self.server.get("/api/conversations/?conversation_id=damaged")["count"], 0)

    def test_other_encodings_are_refused(self):
        for encoding in ("br", "deflate", "gzip, gzip", "gzip, br", "x"):
            with self.subTest(encoding=encoding):
                self.assertEqual(self.send(b"{}", encoding)[0], 415)


if __name__ == "__main__":
    unittest.main()
