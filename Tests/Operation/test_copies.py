"""Exports, imports, backups and erasures by the commands, beside a running collector."""

import base64
import contextlib
import hashlib
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

import wire
from collector import AGENTSIGHT, Collector

TEXT = 'Ünïcode 😀, "quotes", \\ and \x00 NUL'


def agentsight(*arguments, data, check=True):
    result = subprocess.run([AGENTSIGHT, *map(str, arguments), "--data", str(data)], capture_output=True, text=True)
    if check and result.returncode != 0:
        raise RuntimeError(result.stderr)
    return result


def fill(server, count, prefix="c", customer=None):
    with wire.Connection(server.port) as connection:
        for number in range(count):
            body = wire.batch(f"{prefix}{number}", 1, TEXT + str(number))
            if customer:
                body["conversations"][0]["customer_id"] = customer
            connection.send(wire.post(server.api_key, body))
            assert connection.answer()[0] == 200


def attach(server, conversation, content):
    body = {"conversation_id": conversation, "conversation": None, "mode": "base64", "sender": "end_user",
            "timestamp": "2026-01-31T12:00:01+00:00", "metadata": {},
            "attachments": [{"filename": "a.bin", "mime_type": "application/octet-stream",
                             "data": base64.b64encode(content).decode()}]}
    status, _, answer = wire.ask(server.port, wire.post(server.api_key, body, "/api/attachments/"))
    assert status in (200, 201), answer


def rows(data):
    """What a store holds, without the row numbers, which differ between stores."""
    connection = sqlite3.connect(f"file:{data}/agentsight.sqlite?mode=ro", uri=True)
    with contextlib.closing(connection):
        result = {}
        for table, key in (("conversations", "conversation_id"), ("spans", "span_id, payload"),
                           ("messages", "message_id, timestamp, sender, content, hex(content), metadata"),
                           ("attachments", "public_id, filename, size, upload_id"),
                           ("attachment_pieces", "position, hex(bytes)"), ("feedbacks", "event_id, sentiment")):
            result[table] = sorted(connection.execute(f"SELECT {key} FROM {table}").fetchall())
        result["counts"] = sorted(connection.execute(
            "SELECT conversation_id, message_count, action_count, started_at, ended_at, received_at FROM conversations"))
        return result


class CopyTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Collector(tls=False)
        fill(cls.server, 60)
        attach(cls.server, "c3", os.urandom(700_000))
        feedback = {"conversation_id": "c4", "sentiment": "positive", "timestamp": "2026-01-31T12:00:01+00:00"}
        wire.ask(cls.server.port, wire.post(cls.server.api_key, feedback, "/api/conversation-feedbacks/"))

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="agentsight-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_an_export_imported_elsewhere_is_the_same(self):
        file, other = self.folder / "export.jsonl", self.folder / "other"
        self.assertEqual(agentsight("export", file, data=self.server.data).stdout, "60 conversations\n")
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        self.assertIn("60 conversations added, 0 known", agentsight("import", file, data=other).stdout)
        self.assertEqual(rows(other), rows(self.server.data))
        again = agentsight("import", file, data=other).stdout
        self.assertIn("0 conversations added, 60 known, 0 erased here; 0 rows added", again)
        self.assertEqual(rows(other), rows(self.server.data))
        # The copy says the same as the copied, but for the numbers of rows and the export's own.
        second, third = self.folder / "second.jsonl", self.folder / "third.jsonl"
        agentsight("export", second, data=other)
        agentsight("import", second, data=self.folder / "third")
        agentsight("export", third, data=self.folder / "third")
        self.assertEqual(second.read_text().split("\n")[1:], third.read_text().split("\n")[1:])
        stdout = agentsight("export", data=other).stdout
        self.assertEqual(stdout.split("\n")[1:], second.read_text().split("\n")[1:])

    def test_an_import_into_a_store_in_use_adds_what_is_missing(self):
        file = self.folder / "export.jsonl"
        agentsight("export", file, data=self.server.data)
        with Collector(tls=False) as other:
            fill(other, 10)
            threads = [threading.Thread(target=fill, args=(other, 30, "live"))]
            for thread in threads:
                thread.start()
            agentsight("import", file, data=other.data)
            for thread in threads:
                thread.join()
            # Both have an agent of this name, and ten conversations in common.
            self.assertEqual(other.get("/api/conversations/")["count"], 30 + 60)
            self.assertEqual({row["message_count"] for row in other.get(
                "/api/conversations/?full=false&search=c3&page_size=100")["results"]}, {1, 2})

    def test_interrupted_exports_and_imports_go_on(self):
        whole, file = self.folder / "whole.jsonl", self.folder / "export.jsonl"
        agentsight("export", whole, data=self.server.data)
        lines = whole.read_bytes()
        for cut in (len(lines) // 3, len(lines) - 10, 100):
            part = pathlib.Path(str(file) + ".part")
            part.write_bytes(lines[:cut])
            refused = agentsight("export", file, data=self.server.data, check=False)
            self.assertIn("--resume", refused.stderr)
            agentsight("export", file, "--resume", data=self.server.data)
            self.assertEqual(file.read_bytes().split(b"\n")[1:], lines.split(b"\n")[1:])
            self.assertFalse(part.exists())
            file.unlink()
        other = self.folder / "other"
        broken = self.folder / "broken.jsonl"
        broken.write_bytes(lines[:len(lines) // 2].rsplit(b"\n", 1)[0] + b"\n{broken\n")
        failed = agentsight("import", broken, data=other, check=False)
        self.assertEqual(failed.returncode, 1)
        self.assertRegex(failed.stderr, "Line [0-9]+ of .*broken.jsonl cannot be imported")
        agentsight("import", whole, data=other)
        self.assertEqual(rows(other), rows(self.server.data))

    def test_an_import_that_is_killed_goes_on_where_it_was(self):
        with Collector(tls=False) as large:
            fill(large, 1500)
            file = self.folder / "export.jsonl"
            agentsight("export", file, data=large.data)
            other = self.folder / "other"
            process = subprocess.Popen([AGENTSIGHT, "import", file, "--data", other], stdout=subprocess.DEVNULL)
            path = other / "agentsight.sqlite"
            for _ in range(600):
                with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as connection:
                    if connection.execute("SELECT count(*) FROM imports").fetchone()[0]:
                        break
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
            process.wait()
            done = agentsight("import", file, data=other).stdout
            self.assertEqual(rows(other), rows(large.data))
            self.assertRegex(done, "^[0-9]+ conversations added")

    def test_what_is_no_export_is_named(self):
        for text, words in (("", "not an export"), ('{"a":1}\n', "not an export"),
                            ('{"table":"export","version":99,"export_id":"x"}\n', "newer version")):
            file = self.folder / "file"
            file.write_text(text)
            failed = agentsight("import", file, data=self.folder / "d", check=False)
            self.assertEqual(failed.returncode, 1)
            self.assertIn(words, failed.stderr)
        head = '{"table":"export","version":1,"export_id":"x"}\n'
        for line, words in (('{"table":"sqlite_schema","id":1}', "no table"), ('{"id":1}', "names no table"),
                            ('{"table":"spans","conversation":1,"span_id":"x"}', ""),
                            ('{"table":"environments","agent_id":7,"slug":"x"}', "agent_id")):
            file.write_text(head + line + "\n")
            failed = agentsight("import", file, data=self.folder / "d", check=False)
            self.assertIn(words, failed.stderr)

    def test_a_backup_of_a_running_store_can_be_restored(self):
        backup = self.folder / "backup.sqlite"
        stop = threading.Event()
        with Collector(tls=False) as busy:
            fill(busy, 50, "before")

            def write():
                number = 0
                while not stop.is_set():
                    fill(busy, 1, f"during{number}-")
                    number += 1
            writer = threading.Thread(target=write)
            writer.start()
            agentsight("backup", backup, data=busy.data)
            stop.set()
            writer.join()
            self.assertEqual(backup.stat().st_mode & 0o777, 0o600)
            self.assertIn("exists already", agentsight("backup", backup, data=busy.data, check=False).stderr)
            restored = self.folder / "restored"
            agentsight("restore", backup, data=restored)
            self.assertIn("exists already", agentsight("restore", backup, data=restored, check=False).stderr)
            kept = {row[0] for row in rows(restored)["conversations"]}
            self.assertLessEqual({f"before{number}" for number in range(50)}, kept)
            # The old key opens the restored store.
            original = busy.data
            self.assertEqual(busy.stop(), 0)
            busy.data = restored
            busy.start()
            self.assertEqual(busy.get("/api/conversations/")["count"], len(kept))
            busy.data = original
        (self.folder / "no backup").write_text("no backup")
        failed = agentsight("restore", self.folder / "no backup", data=self.folder / "new", check=False)
        self.assertEqual(failed.returncode, 1)
        self.assertFalse((self.folder / "new/agentsight.sqlite").exists())


class ErasureTests(unittest.TestCase):
    def test_a_customer_is_erased_with_a_receipt_and_stays_away(self):
        with Collector(tls=False) as server:
            fill(server, 5, "jane-", customer="jane@example.org")
            fill(server, 5, "joe-", customer="joe")
            attach(server, "jane-1", b"janes file")
            export = server.folder / "export.jsonl"
            agentsight("export", export, data=server.data)
            result = agentsight("erase", "customer", "jane@example.org", "--agent", "demo agent", "--vacuum",
                                data=server.data)
            receipt = json.loads(result.stdout)
            self.assertEqual(receipt["conversations"], 5)
            self.assertEqual(receipt["rows"], {"spans": 5, "messages": 6, "attachments": 1, "attachment_pieces": 1})
            self.assertEqual(receipt["attachment_bytes"], 10)
            self.assertEqual(receipt["subject"]["id_sha256"], hashlib.sha256(b"jane@example.org").hexdigest())
            text, digest = result.stdout.strip().rsplit(',"sha256":"', 1)
            self.assertEqual(hashlib.sha256(text.encode() + b"}").hexdigest(), digest[:64])
            self.assertEqual(agentsight("erase", "receipts", data=server.data).stdout, result.stdout)
            self.assertEqual(server.get("/api/conversations/")["count"], 5)
            # Neither a resend nor an import brings it back.
            fill(server, 5, "jane-", customer="jane@example.org")
            self.assertIn("5 erased here", agentsight("import", export, data=server.data).stdout)
            self.assertEqual(server.get("/api/conversations/")["count"], 5)
            self.assertEqual(server.stop(), 0)
            stored = b"".join(file.read_bytes() for file in server.data.iterdir())
            self.assertNotIn(b"jane", stored)
            self.assertIn(b"joe", stored)
            server.start()

    def test_a_running_server_removes_what_is_due_when_it_starts(self):
        with Collector(tls=False) as server:
            fill(server, 3)
            agentsight("retention", "set", "--client", "default", "--days", "1", data=server.data)
            self.assertEqual(agentsight("retention", "apply", "--dry-run", data=server.data).stdout, "0\n")
            self.assertEqual(server.stop(), 0)
            with contextlib.closing(sqlite3.connect(server.data / "agentsight.sqlite")) as connection:
                with connection:
                    for table in ("conversations", "spans"):
                        connection.execute(f"UPDATE {table} SET received_at = received_at - 2 * 86400000000")
            server.start()
            for _ in range(100):
                if server.get("/api/conversations/")["count"] == 0:
                    break
                time.sleep(0.1)
            self.assertEqual(server.get("/api/conversations/")["count"], 0)


class DoctorTests(unittest.TestCase):
    def findings(self, *arguments, data, environment=None):
        result = subprocess.run([AGENTSIGHT, "doctor", "--json", "--data", data, *arguments], capture_output=True,
                                text=True, env={**os.environ, **(environment or {})})
        return result.returncode, {row["check"]: row for row in json.loads(result.stdout)}

    def test_a_good_setup_is_called_good(self):
        with Collector() as server:
            code, found = self.findings(
                "--port", "0", "--tls-cert", server.cert, "--tls-key", server.cert_key, "--endpoint", server.url,
                "--ca-file", server.ca, data=server.data, environment={"AGENTSIGHT_API_KEY": server.api_key})
            self.assertEqual(code, 0)
            for check in ("data directory", "database file", "database", "keys", "TLS key", "port", "endpoint",
                          "endpoint clock", "key"):
                self.assertEqual(found[check]["outcome"], "ok", found[check])
            # The throwaway certificate ends in two days.
            self.assertEqual(found["TLS certificate"]["outcome"], "warning")

    def test_what_is_wrong_is_named_with_what_to_do(self):
        with Collector() as server, tempfile.TemporaryDirectory() as folder:
            cases = [
                (["--tls-cert", server.cert, "--tls-key", server.ca], server.data, "TLS", "problem", "--tls-key"),
                (["--port", str(server.port)], server.data, "port", "warning", "--port"),
                (["--host", "192.0.2.1"], server.data, "settings", "problem", "serve --help"),
                (["--port", "0"], pathlib.Path(folder) / "none", "database", "warning", "keys create"),
                (["--port", "0", "--endpoint", "https://localhost:1"], server.data, "endpoint", "problem", "address"),
                (["--port", "0", "--endpoint", server.url], server.data, "endpoint", "problem", "--ca-file"),
            ]
            for arguments, data, check, outcome, words in cases:
                with self.subTest(check=check, arguments=arguments):
                    code, found = self.findings(*arguments, data=data)
                    self.assertEqual(found[check]["outcome"], outcome)
                    self.assertIn(words, found[check]["advice"])
                    self.assertEqual(code, 1 if outcome == "problem" else 0)
            os.chmod(server.data, 0o755)
            _, found = self.findings("--port", "0", data=server.data)
            self.assertIn("chmod 700", found["data directory"]["advice"])
            os.chmod(server.data, 0o700)
            _, found = self.findings("--port", "0", "--endpoint", server.url, "--ca-file", server.ca, data=server.data,
                                     environment={"AGENTSIGHT_API_KEY": "ags_" + "0" * 32 + "_000000"})
            self.assertEqual(found["key"]["outcome"], "problem")


if __name__ == "__main__":
    unittest.main()
