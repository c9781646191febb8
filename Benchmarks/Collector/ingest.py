"""How many events the collector accepts over TLS, beside bare SQLite inserting the same rows on the same disk.

    ingest.py BUILD AGENTSIGHT
"""

import os
import subprocess
import sys

import serving
from bodies import BATCH, ONE_TURN
from collector import Collector

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
TABLES = ("conversations", "spans", "messages")


def floor(data):
    """Rows, rows a second and rows a CPU second of inserting everything in the store again."""
    output = subprocess.run([serving.PROGRAMS / "bench_rows", data / "agentsight.sqlite", data / "floor.sqlite", *TABLES],
                            check=True, capture_output=True, text=True).stdout.split()
    rows, seconds, cpu = int(output[0]), float(output[1]), float(output[2])
    return rows, rows / seconds, rows / cpu


def measure(shape, connections, count):
    with Collector() as server:
        load = serving.Load(server, shape, 0, count, connections)
        before = serving.cpu_seconds(server.process.pid)
        seconds, median, high, _ = load.finish()
        cpu = serving.cpu_seconds(server.process.pid) - before
        server.stop()
        rows, floor_rate, floor_per_cpu = floor(server.data)
    assert rows == count * shape.rows, rows
    print(f"| {connections} | {count * shape.events / seconds:,.0f} | {median:.1f} | {high:.1f} | {rows / seconds:,.0f} | "
          f"{floor_rate:,.0f} | {rows / seconds / floor_rate:.2f} | {rows / cpu:,.0f} | {floor_per_cpu:,.0f} | "
          f"{rows / cpu / floor_per_cpu:.2f} |", flush=True)


def main(build, agentsight):
    serving.use(build, agentsight)
    print("### Ingest\n\nGzip bodies over TLS on loopback, all new. The floor inserts the same rows into the same tables "
          "and indexes with\nSQLite alone, in transactions of 1,000. CPU is the server process's own.")
    for shape, count in ((BATCH, 400), (ONE_TURN, 8000)):
        print(f"\n#### {shape.events} events a body, {shape.rows} rows\n\n"
              "| connections | events/s | request p50 ms | p99 ms | rows/s | floor | ratio | rows a CPU second | floor | "
              "ratio |\n|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
        for connections in (1, 8, 64):
            measure(shape, connections, max(connections, int(count * SCALE)))


if __name__ == "__main__":
    main(*sys.argv[1:3])
