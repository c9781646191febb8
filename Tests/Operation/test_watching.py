"""What an operator sees of a collector: health, figures, logs, and how it takes its settings."""

import collections
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import wire
from collector import AGENTSIGHT, Collector

SECRET = "what nobody may read in a log"


class HealthTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Collector(tls=False)
        cls.port, cls.key = cls.server.port, cls.server.api_key

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def figures(self):
        status, headers, body = wire.ask(self.port, wire.head("GET", "/metrics"))
        self.assertEqual((status, headers["content-type"].split(";")[0]), (200, "text/plain"))
        values = {}
        for line in body.decode().splitlines():
            if not line.startswith("#"):
                self.assertRegex(line, r'^[a-z_]+(\{([a-z]+="[^"]*",?)+\})? [-+.0-9einf]+$')
                name, value = line.rsplit(" ", 1)
                self.assertNotIn(name, values)
                values[name] = float(value)
        return values

    def test_it_is_alive_and_ready(self):
        self.assertEqual(json.loads(wire.ask(self.port, wire.head("GET", "/healthz"))[2]), {"status": "alive"})
        status, _, body = wire.ask(self.port, wire.head("GET", "/readyz"))
        self.assertEqual((status, json.loads(body)), (
            200, {"status": "ready", "checks": {"store": "ok", "disk": "ok", "schema": "ok"}}))

    def test_figures_count_what_happened(self):
        before = self.figures()
        for _ in range(3):
            wire.ask(self.port, wire.post(self.key, wire.batch("figures", 1)))
        wire.ask(self.port, wire.post(self.key, b"{"))
        wire.ask(self.port, wire.head("GET", "/api/conversations/77777/", self.key))
        after = self.figures()
        ingest = 'agentsight_http_requests_total{method="POST",route="/api/ingest",status="%d"}'
        for name, rise in (('agentsight_events_total{outcome="accepted"}', 1),
                           ('agentsight_events_total{outcome="duplicate"}', 2), (ingest % 200, 3), (ingest % 400, 1),
                           ("agentsight_batches_refused_total", 1),
                           ('agentsight_http_requests_total{method="GET",route="/api/conversations/{pk}",status="404"}', 1)):
            with self.subTest(name=name):
                self.assertEqual(after.get(name, 0) - before.get(name, 0), rise)
        self.assertGreater(after["agentsight_database_bytes"] + after["agentsight_database_log_bytes"], 0)
        self.assertGreaterEqual(after["agentsight_connections"], 1)
        histogram = 'agentsight_http_request_seconds_%s{method="POST",route="/api/ingest"%s}'
        self.assertEqual(after[histogram % ("bucket", ',le="+Inf"')], after[histogram % ("count", "")])

    def test_callers_cannot_make_the_figures_grow(self):
        def call(number):
            wire.ask(self.port, wire.head("GET", f"/none/{number}"))
            wire.ask(self.port, wire.head(f"BREW{chr(65 + number % 26)}", f"/{number}"))
            wire.ask(self.port, wire.head("GET", f"/api/conversations/{number + 70_000}/", self.key))
        call(0)
        self.figures()
        names = set(self.figures())
        for number in range(1, 50):
            call(number)
        self.assertEqual(set(self.figures()), names)

    def test_figures_hold_no_key_and_no_words(self):
        wire.ask(self.port, wire.post(self.key, wire.batch("quiet", 1, SECRET)))
        body = wire.ask(self.port, wire.head("GET", "/metrics"))[2].decode()
        self.assertNotIn(self.key[:12], body)
        self.assertNotIn("quiet", body)


class LogTests(unittest.TestCase):
    def test_logs_are_json_with_request_ids_and_without_secrets(self):
        with Collector(tls=False, options=["--log-format", "json", "--log-level", "trace"]) as server:
            wrong = "ags_" + "0123456789abcdef" * 2 + "_abcdef"
            answers = [wire.ask(server.port, wire.post(server.api_key, wire.batch("secret-conversation", 1, SECRET))),
                       wire.ask(server.port, wire.post(wrong, wire.batch("c", 1, SECRET))),
                       wire.ask(server.port, wire.post(server.api_key, (SECRET + "{").encode())),
                       wire.ask(server.port, wire.head("GET", "/api/conversations/?search=" + SECRET.replace(" ", "+"),
                                                       server.api_key))]
            self.assertEqual([answer[0] for answer in answers], [200, 403, 400, 200])
            self.assertEqual(server.stop(), 0)
            log = server.log()
            for secret in (server.api_key, server.api_key[4:20], wrong, wrong[4:20], SECRET, "secret-conversation",
                           SECRET.replace(" ", "+")):
                self.assertNotIn(secret, log)
            lines = [json.loads(line) for line in log.splitlines()]
            requests = {line["request_id"]: line for line in lines if line["msg"] == "Request"}
            for _, headers, _ in answers:
                line = requests[headers["x-request-id"]]
                self.assertRegex(line["time"], r"^\d{4}-\d\d-\d\dT[0-9:.]+Z$")
            self.assertEqual({line["status"] for line in requests.values()}, {"200", "403", "400"})

    def test_text_lines_stay_one_line_each(self):
        with Collector(tls=False, options=["--log-level", "info"]) as server:
            wire.ask(server.port, wire.head("GET", "/a%0Ab%1B[31m"))
            server.stop()
            for line in server.log().splitlines():
                self.assertRegex(line, r'^time=\S+ level=[a-z]+ msg=("[^"]*"|\S+)( [a-z_.]+=("[^"]*"|\S*))*$')


class KeyTests(unittest.TestCase):
    def test_wrong_keys_are_slowed_down_and_right_ones_are_not(self):
        with Collector(tls=False) as server:
            late = server.create_key("late agent")
            self.assertEqual(wire.ask(server.port, wire.head("GET", "/api/me/", server.api_key))[0], 200)
            for number in range(20):
                wrong = f"ags_{number:032x}_abcdef"
                self.assertEqual(wire.ask(server.port, wire.head("GET", "/api/me/", wrong))[0], 401)
            for path in ("/api/me/", "/api/ingest/"):
                status, headers, body = wire.ask(server.port, wire.head("GET", path, f"ags_{99:032x}_abcdef"))
                self.assertEqual(status, 429)
                seconds = int(headers["retry-after"])
                self.assertTrue(1 <= seconds <= 61)
                self.assertEqual(json.loads(body), {
                    "detail": f"Request was throttled. Expected available in {seconds} seconds."})
            self.assertEqual(wire.ask(server.port, wire.head("GET", "/api/me/", server.api_key))[0], 200)
            # Nobody learns meanwhile whether a key is right.
            self.assertEqual(wire.ask(server.port, wire.head("GET", "/api/me/", late))[0], 429)

    def test_near_misses_of_a_key_open_nothing(self):
        with Collector(tls=False) as server:
            self.assertEqual(wire.ask(server.port, wire.head("GET", "/api/me/", server.api_key))[0], 200)
            statuses = collections.Counter()
            with wire.Connection(server.port) as connection:
                for place in [*range(4, 36), *range(37, 43)]:
                    for digit in set("0123456789abcdef") - {server.api_key[place]}:
                        guess = server.api_key[:place] + digit + server.api_key[place + 1:]
                        connection.send(wire.head("GET", "/api/me/", guess))
                        statuses[connection.answer()[0]] += 1
            self.assertEqual(statuses, {401: 20, 429: 38 * 15 - 20})
            self.assertEqual(wire.ask(server.port, wire.head("GET", "/api/me/", server.api_key))[0], 200)

    def test_a_revoked_key_ends_at_once(self):
        with Collector(tls=False) as server:
            key = server.create_key("second agent", "--role", "read")
            with wire.Connection(server.port) as connection:
                connection.send(wire.head("GET", "/api/me/", key))
                self.assertEqual(connection.answer()[0], 200)
                listed = json.loads(subprocess.run([AGENTSIGHT, "keys", "list", "--json", "--data", server.data],
                                                   capture_output=True, check=True).stdout)
                prefix = next(row["prefix"] for row in listed if row["agent"] == "second agent")
                self.assertEqual(key[:12], prefix)
                subprocess.run([AGENTSIGHT, "keys", "revoke", prefix, "--data", server.data], check=True,
                               capture_output=True)
                connection.send(wire.head("GET", "/api/me/", key))
                status, _, body = connection.answer()
                self.assertEqual((status, json.loads(body)["detail"]), (
                    401, "API key is inactive, expired or revoked."))


class SettingTests(unittest.TestCase):
    """Flags go before the environment, and that before the file."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="agentsight-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, text):
        path = self.folder / "agentsight.json"
        path.write_text(text)
        return ["--config", path]

    def level(self, file=None, environment=None, options=()):
        options = [*(self.file(file) if file else []), *options]
        with Collector(tls=False, options=options, environment=environment) as server:
            wire.ask(server.port, wire.head("GET", "/healthz"))
            server.stop()
            return "json" if server.log().startswith("{") else "text" if "msg=Request" in server.log() else "quiet"

    def test_the_order_of_precedence(self):
        file = '{"log_level": "info", "log_format": "json", "max_connections": 10}'
        environment = {"AGENTSIGHT_SERVER_LOG_FORMAT": "text"}
        self.assertEqual(self.level(), "quiet")
        self.assertEqual(self.level(file), "json")
        self.assertEqual(self.level(file, environment), "text")
        self.assertEqual(self.level(file, environment, ["--log-format", "json"]), "json")
        self.assertEqual(self.level(file, environment, ["--log-level", "error"]), "quiet")

    def test_what_is_wrong_is_named(self):
        for file, environment, options, words in (
                ("{", {}, [], "agentsight.json"), ('{"prot": 1}', {}, [], "prot"),
                ('{"port": "x"}', {}, [], "port in"),
                (None, {"AGENTSIGHT_SERVER_MAX_CONNECTIONS": "-1"}, [], "AGENTSIGHT_SERVER_MAX_CONNECTIONS"),
                (None, {"AGENTSIGHT_SERVER_METRICS_TOKEN": "short"}, [], "AGENTSIGHT_SERVER_METRICS_TOKEN"),
                (None, {"AGENTSIGHT_CONFIG": "/nonexistent.json"}, [], "/nonexistent.json"),
                (None, {}, ["--log-level", "loud"], "--log-level"), (None, {}, ["--port", "65536"], "--port"),
                (None, {}, ["--tls-cert", "x"], "--tls-key")):
            with self.subTest(words=words):
                result = subprocess.run(
                    [AGENTSIGHT, "serve", "--data", self.folder / "data", *options, *(self.file(file) if file else [])],
                    capture_output=True, text=True, env={**os.environ, **environment}, timeout=wire.SECONDS)
                self.assertNotEqual(result.returncode, 0)
                self.assertIn(words, result.stderr)

    def test_the_start_matrix(self):
        """It listens on loopback alone unless it has TLS or is told to."""
        for host, options, starts in (
                ("127.0.0.1", [], True), ("localhost", [], True), ("127.0.0.2", [], True), ("0.0.0.0", [], False),
                ("::", [], False), ("localhost.example.org", [], False), ("127.0.0.1.example.org", [], False),
                ("0.0.0.0", ["--allow-insecure-http"], True)):
            with self.subTest(host=host, options=options):
                try:
                    with Collector(tls=False, options=["--host", host, *options]) as server:
                        self.assertTrue(starts)
                        # The pages, which know no sign-in, and the figures are this machine's alone.
                        if host != "127.0.0.2":
                            status = 200 if host != "0.0.0.0" else 403
                            self.assertEqual(wire.ask(server.port, wire.head("GET", "/metrics"))[0], status)
                except RuntimeError as error:
                    self.assertFalse(starts, str(error))
                    self.assertIn("--allow-insecure-http", str(error))
        with Collector(tls=True, options=["--host", "0.0.0.0"]) as server:
            self.assertEqual(server.get("/api/me/")["role"], "write")

    def test_figures_on_other_addresses_need_their_token(self):
        token = "0123456789abcdef-token"
        with Collector(tls=False, options=["--host", "0.0.0.0", "--allow-insecure-http"],
                       environment={"AGENTSIGHT_SERVER_METRICS_TOKEN": token}) as server:
            self.assertEqual(wire.ask(server.port, wire.head("GET", "/metrics"))[0], 401)
            right = wire.head("GET", "/metrics", None, None, f"Authorization: Bearer {token}")
            self.assertEqual(wire.ask(server.port, right)[0], 200)


if __name__ == "__main__":
    unittest.main()
