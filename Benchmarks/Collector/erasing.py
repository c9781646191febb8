"""What it costs that deleted rows are overwritten (`PRAGMA secure_delete`), when rows come and when they go.

    erasing.py BUILD AGENTSIGHT
"""

import contextlib
import os
import shutil
import sqlite3
import statistics
import sys
import time

import serving
from bodies import BATCH
from collector import Collector

BODIES = max(8, int(100 * float(os.environ.get("BENCH_SCALE", "1"))))
ROUNDS = 5
TABLES = ("conversations", "spans", "messages")


def cpu(body):
    start = time.process_time()
    body()
    return time.process_time() - start


def measure(path, copy, secure):
    """CPU seconds of inserting all rows of a store into another, and of deleting a tenth of its conversations."""
    shutil.copyfile(path, copy)
    with contextlib.closing(sqlite3.connect(copy)) as database:
        database.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = {secure}")
        schema = [sql for (sql,) in database.execute(
            "SELECT sql FROM sqlite_schema WHERE tbl_name IN (?, ?, ?) AND type IN ('table', 'index') AND sql IS NOT NULL",
            TABLES)]
        rows = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}

        def delete():
            with database:
                for table in TABLES[1:]:
                    database.execute(f"DELETE FROM {table} WHERE conversation % 10 = 0")
                database.execute("DELETE FROM conversations WHERE id % 10 = 0")

        deleting = cpu(delete)
    copy.unlink()
    with contextlib.closing(sqlite3.connect(copy)) as database:
        database.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = {secure}")
        for sql in schema:
            database.execute(sql)

        def insert():
            for name in TABLES:
                places = ",".join("?" * len(rows[name][0]))
                for first in range(0, len(rows[name]), 1000):
                    with database:
                        database.executemany(f"INSERT INTO {name} VALUES ({places})", rows[name][first:first + 1000])

        inserting = cpu(insert)
    copy.unlink()
    return inserting, deleting


def main(build, agentsight):
    serving.use(build, agentsight)
    with Collector() as server:
        serving.Load(server, BATCH, 0, BODIES, 8).finish()
        server.stop()
        times = {secure: [] for secure in ("ON", "OFF")}
        for _ in range(ROUNDS):
            for secure in times:
                times[secure].append(measure(server.data / "agentsight.sqlite", server.data / "copy.sqlite", secure))
    print("### Overwriting what is deleted\n\n"
          f"SQLite alone, {BODIES * BATCH.rows:,} rows; medians of {ROUNDS} rounds, CPU with overwriting / without.\n\n"
          "| | ratio |\n|---|--:|")
    for place, name in enumerate(("inserting all rows", "deleting every tenth conversation")):
        on, off = (statistics.median(one[place] for one in times[secure]) for secure in ("ON", "OFF"))
        print(f"| {name} | {on / off:.2f} |")


if __name__ == "__main__":
    main(*sys.argv[1:3])
