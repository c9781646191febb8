"""What ten thousand idle connections cost, in memory and to a thousand that are at work.

    connections.py BUILD AGENTSIGHT
"""

import os
import sys

import serving
from bodies import ONE_TURN
from collector import Collector

IDLE = int(os.environ.get("BENCH_IDLE", "10000"))
ACTIVE = min(1000, IDLE)


def measure(idle, count):
    with Collector() as server:
        load = serving.Load(server, ONE_TURN, 0, count, ACTIVE, idle)
        memory = serving.resident(server.process.pid)
        each = "–"
        if idle:
            load.wait_for_idle()
            each = f"{(serving.resident(server.process.pid) - memory) / idle / 1024:.1f}"
            load.go_on()
        seconds, median, high, still_open = load.finish()
        peak = serving.resident(server.process.pid)
        print(f"| {idle:,} | {ACTIVE:,} | {count / seconds:,.0f} | {median:.1f} | {high:.1f} | {each} | "
              f"{peak / 2**20:.0f} | {still_open:,} |", flush=True)


def main(build, agentsight):
    serving.use(build, agentsight)
    print("### Connections\n\nTLS on loopback; each request is one turn. Idle connections have said nothing since their "
          "handshake.\n\n| idle | active | requests/s | p50 ms | p99 ms | KiB per idle connection | server MiB at the end | "
          "idle ones still open |\n|--:|--:|--:|--:|--:|--:|--:|--:|")
    for idle in (0, IDLE):
        measure(idle, 5 * ACTIVE)


if __name__ == "__main__":
    main(*sys.argv[1:3])
