"""What happens to the collector when its disk or its database fails it, or its process is killed."""

import contextlib
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

import wire
from collector import AGENTSIGHT, Collector

# `make torture-collector` sets a thousand.
ROUNDS = int(os.environ.get("KILL_ROUNDS", "20"))
WRITERS = 4


def check(data, answered, sent):
    """Every answered conversation is there, none is there twice, none that was not sent, and the file is whole."""
    connection = sqlite3.connect(f"file:{data}/agentsight.sqlite?mode=ro", uri=True)
    with contextlib.closing(connection):
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        stored = connection.execute("SELECT conversation_id FROM conversations").fetchall()
        for table in ("spans", "messages"):
            rows = connection.execute(f"SELECT conversation, count(*) FROM {table} GROUP BY 1").fetchall()
            assert len(rows) == len(stored) and all(count == 1 for _, count in rows), table
    stored = {name for (name,) in stored}
    assert answered <= stored <= sent, (answered - stored, stored - sent)


class KillTests(unittest.TestCase):
    def test_what_was_answered_survives_kills_during_commits(self):
        answered, sent = set(), set()
        chance = random.Random(ROUNDS)
        with Collector(tls=False) as server:
            for number in range(ROUNDS):
                threads = [threading.Thread(target=self.write, args=(server, f"{number}-{n}", answered, sent))
                           for n in range(WRITERS)]
                for thread in threads:
                    thread.start()
                time.sleep(chance.uniform(0.005, 0.15))
                server.kill()
                for thread in threads:
                    thread.join()
                server.start()
                if number % 50 == 0:
                    check(server.data, answered, sent)
            self.assertGreater(len(answered), ROUNDS)
            # What got no answer is sent again, as a client would.
            for name in sorted(sent - answered):
                self.assertEqual(wire.ask(server.port, wire.post(server.api_key, wire.batch(name, 1)))[0], 200)
            for name in sorted(answered)[:50]:
                self.assertEqual(wire.ask(server.port, wire.post(server.api_key, wire.batch(name, 1)))[0], 200)
            self.assertEqual(server.stop(), 0)
            check(server.data, sent, sent)

    def write(self, server, prefix, answered, sent):
        with contextlib.suppress(OSError), wire.Connection(server.port) as connection:
            for number in range(10_000):
                name = f"{prefix}-{number}"
                sent.add(name)
                if not connection.send(wire.post(server.api_key, wire.batch(name, 1))):
                    return
                answer = connection.answer()
                if answer is None:
                    return
                assert answer[0] == 200, answer
                answered.add(name)

    def test_a_migration_that_is_killed_is_done_again(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="agentsight-"))
        self.addCleanup(shutil.rmtree, folder)
        for delay in range(0, 60, 3):
            data = folder / str(delay)
            process = subprocess.Popen([AGENTSIGHT, "clients", "create", "Acme", "--data", data])
            time.sleep(delay / 1000)
            process.send_signal(signal.SIGKILL)
            process.wait()
            listed = subprocess.run([AGENTSIGHT, "clients", "list", "--json", "--data", data], capture_output=True)
            self.assertEqual(listed.returncode, 0, listed.stderr)
            self.assertIn(len(json.loads(listed.stdout)), (0, 1))
            with contextlib.closing(sqlite3.connect(data / "agentsight.sqlite")) as connection:
                self.assertEqual(connection.execute("PRAGMA integrity_check").fetchall(), [("ok",)])


class FullDiskTests(unittest.TestCase):
    """The data directory is a file system of 4 MiB in a mount namespace of the server's own."""

    MOUNT = 'mount -t tmpfs -o size=4m tmpfs "$0" && cp -a "$0.before/." "$0" && exec "$@"'

    def setUp(self):
        probe = subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True)
        if probe.returncode != 0:
            self.skipTest("this system lets nobody make a mount namespace")

    def test_a_full_disk_is_told_and_room_is_enough_to_go_on(self):
        with Small(self.MOUNT) as server:
            large = "x" * 200_000
            statuses = []
            for number in range(60):
                answer = wire.ask(server.port, wire.post(server.api_key, wire.batch(f"c{number}", 1, large + str(number))))
                statuses.append(answer[0])
                if answer[0] != 200:
                    self.assertEqual(answer[0], 503)
                    self.assertIn("retry-after", answer[1])
            self.assertEqual(statuses[0], 200)
            self.assertEqual(statuses[-1], 503)
            status, _, body = wire.ask(server.port, wire.head("GET", "/readyz"))
            self.assertEqual((status, json.loads(body)["checks"]["disk"]), (503, "too little room"))
            self.assertEqual(wire.ask(server.port, wire.head("GET", "/healthz"))[0], 200)
            subprocess.run(["nsenter", f"--target={server.process.pid}", "--mount", "--user", "--preserve-credentials",
                            "mount", "-o", "remount,size=64m", str(server.data)], check=True)
            answer = wire.ask(server.port, wire.post(server.api_key, wire.batch("after", 1, large)))
            self.assertEqual(answer[0], 200)
            listed = server.get("/api/conversations/?paginate=false&full=false&page_size=100")
            rows = listed["results"] if isinstance(listed, dict) else listed
            names = {row["conversation_id"]: row["message_count"] for row in rows}
            expected = {f"c{number}" for number, status in enumerate(statuses) if status == 200} | {"after"}
            self.assertEqual(set(names), expected)
            self.assertEqual(set(names.values()), {1})


class Small(Collector):
    """A collector in a mount namespace, with a small file system as its data directory."""

    def __init__(self, script):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="agentsight-"))
        self._outer = folder
        super().__init__(tls=False, data=folder / "data",
                         wrapper=["unshare", "-rm", "sh", "-c", script, folder / "data"])

    def start(self):
        # The key was made before the file system was mounted over it.
        (self._outer / "data.before").mkdir()
        for file in self.data.iterdir():
            shutil.copy2(file, self._outer / "data.before")
        super().start()

    def __exit__(self, *arguments):
        super().__exit__(*arguments)
        shutil.rmtree(self._outer)


class DatabaseTests(unittest.TestCase):
    def test_a_database_that_another_process_holds_is_told_and_comes_back(self):
        with Collector(tls=False) as server:
            with contextlib.closing(sqlite3.connect(server.data / "agentsight.sqlite")) as other:
                other.execute("BEGIN IMMEDIATE")
                status, headers, _ = wire.ask(server.port, wire.post(server.api_key, wire.batch("busy", 1)))
                self.assertEqual(status, 503)
                self.assertIn("retry-after", headers)
                # Readers never wait.
                self.assertEqual(server.get("/api/conversations/")["count"], 0)
                other.rollback()
            self.assertEqual(wire.ask(server.port, wire.post(server.api_key, wire.batch("busy", 1)))[0], 200)



class DamageTests(unittest.TestCase):
    """A page that something has written over. What every start reads refuses it, with what to do: a collector that
    knows nothing of its tables or prices could only answer errors. Damage elsewhere stops what needs that page alone."""

    # What each answers, by the page at the root of which table or index is damaged: a batch, a list without
    # transcripts, one with them, readiness. None: the start is refused.
    OUTCOMES = {
        "sqlite_schema": None, "grdb_migrations": None, "price_list": None,
        "api_keys": (503, 503, 503, 200), "agents": (503, 503, 503, 200), "conversations": (503, 503, 503, 200),
        "spans": (503, 200, 200, 200), "messages": (503, 200, 503, 200), "messages_by_time": (503, 200, 503, 200),
        "tombstones": (503, 200, 200, 200), "readiness": (200, 200, 200, 503),
    }

    @classmethod
    def setUpClass(cls):
        cls.server = Collector(tls=False)
        for number in range(100):
            body = wire.batch(f"c{number}", 1, f"text {number} " * 100)
            wire.ask(cls.server.port, wire.post(cls.server.api_key, body))
        wire.ask(cls.server.port, wire.head("GET", "/readyz"))
        cls.server.stop()
        cls.path = cls.server.data / "agentsight.sqlite"
        cls.whole = cls.path.read_bytes()
        with contextlib.closing(sqlite3.connect(cls.path)) as database:
            cls.page = database.execute("PRAGMA page_size").fetchone()[0]
            cls.roots = dict(database.execute("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0"))

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def damage(self, name):
        for file in self.server.data.glob("agentsight.sqlite-*"):
            file.unlink()
        # The file's first hundred bytes are its header; the tree of the tables begins behind it.
        start = (self.roots[name] - 1) * self.page if name in self.roots else 100
        end = (start // self.page + 1) * self.page
        self.path.write_bytes(self.whole[:start] + random.Random(1).randbytes(end - start) + self.whole[end:])

    def answers(self):
        key = self.server.api_key
        return tuple(wire.ask(self.server.port, request)[0] for request in (
            wire.post(key, wire.batch("new", 1)), wire.head("GET", "/api/conversations/?full=false", key),
            wire.head("GET", "/api/conversations/", key), wire.head("GET", "/readyz")))

    def test_damage_is_told_and_stops_nothing_else(self):
        for name, outcome in self.OUTCOMES.items():
            with self.subTest(name=name):
                self.damage(name)
                if outcome is None:
                    with self.assertRaisesRegex(RuntimeError, "agentsight.sqlite cannot be opened.*restore"):
                        self.server.start()
                else:
                    self.server.start()
                    self.assertEqual(self.answers(), outcome)
                    self.assertIsNone(self.server.process.poll())
                    self.server.stop()
                doctor = subprocess.run([AGENTSIGHT, "doctor", "--data", self.server.data, "--port", "0"],
                                        capture_output=True, text=True)
                self.assertEqual(doctor.returncode, 1)
                self.assertIn("agentsight restore", doctor.stdout)


if __name__ == "__main__":
    unittest.main()
