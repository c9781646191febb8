"""Requests that are no proper HTTP: they end their connection, and never become somebody else's request."""

import json
import unittest

import wire
from collector import Collector


class FramingTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Collector(tls=False)
        cls.port, cls.key = cls.server.port, cls.server.api_key

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def stored(self, conversation):
        return self.server.get(f"/api/conversations/?conversation_id={conversation}")["count"]

    def refuse(self, data, statuses=(400,)):
        """Sends bytes; the server answers with one of the statuses, closes, and stays alive."""
        with wire.Connection(self.port) as connection:
            connection.send(data)
            answer = connection.answer()
            self.assertIsNotNone(answer)
            self.assertIn(answer[0], statuses)
            self.assertTrue(connection.is_closed())
        self.assertEqual(wire.ask(self.port, wire.head("GET", "/healthz"))[0], 200)

    def test_a_request_with_two_lengths_smuggles_nothing(self):
        hidden = wire.post(self.key, wire.batch("smuggled", 1))
        chunked = "Transfer-Encoding: chunked"
        for lines in (["Content-Length: 4", chunked], [chunked, "Content-Length: 4"],
                      ["Content-Length: 4", "Content-Length: 5"], ["Content-Length: 4", "Transfer-Encoding: identity"],
                      ["Content-Length: 4", "Transfer-Encoding: xchunked"]):
            with self.subTest(lines=lines):
                self.refuse(wire.head("POST", "/api/ingest/", self.key, None, *lines) + b"0\r\n\r\n" + hidden)
        self.assertEqual(self.stored("smuggled"), 0)

    def test_malformed_heads_are_refused(self):
        for data in (b"POST /api/ingest/ HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                     b"POST /api/ingest/ HTTP/1.1\r\nContent-Length: 1e3\r\n\r\n",
                     b"POST /api/ingest/ HTTP/1.1\r\nContent-Length : 3\r\n\r\nabc",
                     b"GET / HTTP/1.1\r\nA: b\x00c\r\n\r\n", b"GET /\r\n\r\n", b"\x16\x03\x01\x02\x00\r\n\r\n",
                     b"GET / HTTP/1.1\r\nX: " + b"a" * (1 << 17) + b"\r\n\r\n",
                     b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 5000 + b"\r\n"):
            with self.subTest(data=data[:60]):
                self.refuse(data, (400, 431, 505))

    def test_bad_chunks_are_refused_and_nothing_is_stored(self):
        body = json.dumps(wire.batch("bad chunks", 1)).encode()
        start = wire.head("POST", "/api/ingest/", self.key, None, "Transfer-Encoding: chunked")
        for chunks in (b"zz\r\n" + body, b"%x\r\n" % len(body) + body + b"xx0\r\n\r\n", b"ffffffffffffffffff\r\n"):
            with self.subTest(chunks=chunks[:20]):
                self.refuse(start + chunks)
        self.assertEqual(self.stored("bad%20chunks"), 0)

    def test_chunks_that_never_end_are_cut_off(self):
        chunk = b"100000\r\n" + b" " * (1 << 20) + b"\r\n"
        with wire.Connection(self.port) as connection:
            connection.send(wire.head("POST", "/api/ingest/", self.key, None, "Transfer-Encoding: chunked"))
            for _ in range(200):
                if not connection.send(chunk):
                    break
            self.assertEqual(connection.answer()[0], 413)

    def test_a_body_longer_than_its_length_is_not_a_request(self):
        body = json.dumps(wire.batch("exact", 1)).encode()
        with wire.Connection(self.port) as connection:
            connection.send(wire.head("POST", "/api/ingest/", self.key, len(body)) + body + b"and more\r\n\r\n")
            self.assertEqual(connection.answer()[0], 200)
            self.assertEqual(connection.answer()[0], 400)
            self.assertTrue(connection.is_closed())
        self.assertEqual(self.stored("exact"), 1)

    def test_a_body_that_ends_early_stores_nothing(self):
        body = json.dumps(wire.batch("early", 1)).encode()
        with wire.Connection(self.port) as connection:
            connection.send(wire.head("POST", "/api/ingest/", self.key, len(body)) + body[:-5])
        self.assertEqual(wire.ask(self.port, wire.head("GET", "/healthz"))[0], 200)
        self.assertEqual(self.stored("early"), 0)

    def test_a_post_without_a_length_has_no_body(self):
        status, _, body = wire.ask(self.port, wire.head("POST", "/api/ingest/", self.key))
        self.assertEqual(status, 400)
        self.assertIn("JSON", json.loads(body)["detail"])

    def test_the_head_of_an_answer_can_be_asked_for_alone(self):
        for path, key, status in (("/api/conversations/", self.key, b"200"), ("/api/conversations/", None, b"401"),
                                  ("/healthz", None, b"200"), ("/api/ingest/", self.key, b"405"),
                                  ("/api/conversations", self.key, b"404"), ("/api/nothing/", self.key, b"404"),
                                  ("/nowhere", None, b"404"), ("/clients/nobody/", None, b"404")):
            with self.subTest(path=path), wire.Connection(self.port) as connection:
                connection.send(wire.head("HEAD", path, key, None, "Connection: close"))
                answer = b""
                while part := connection.socket.recv(1 << 16):
                    answer += part
                self.assertEqual(answer.split()[1], status)
                self.assertTrue(answer.endswith(b"\r\n\r\n"), answer)

    def test_pipelined_requests_are_answered_in_order(self):
        with wire.Connection(self.port) as connection:
            connection.send(b"".join(wire.post(self.key, wire.batch(f"pipelined {n}", n)) for n in range(20))
                            + wire.head("GET", "/nowhere"))
            self.assertEqual([connection.answer()[0] for _ in range(21)], [200] * 20 + [404])
        self.assertEqual(self.server.get("/api/conversations/?search=pipelined")["count"], 20)


if __name__ == "__main__":
    unittest.main()
