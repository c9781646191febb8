"""How the time of lists, searches and details grows with the store.

    routes.py BUILD AGENTSIGHT

One conversation is one turn; they are spread over a year. Requests go one after the other over one connection.
BENCH_SIZES names the sizes: "10000 100000 1000000" takes several minutes more.
"""

import http.client
import os
import random
import sqlite3
import ssl
import sys
import time

import serving
from bodies import Shape
from collector import Collector

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "10000 100000").split()]
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "200"))
# A route that is slow is asked no longer than this.
SECONDS = 15
SHAPE = Shape(conversations=250, turns=1)

chance = random.Random(1)


def routes(size):
    """Names of routes, each with a function that answers a path."""
    lean = "/api/conversations/?full=false"
    pages = size // 15
    return {
        "list, first page": lambda: lean,
        "list with transcripts": lambda: "/api/conversations/",
        "list, a page in the middle": lambda: f"{lean}&page={pages // 2 + chance.randrange(-20, 20)}",
        "list, last page": lambda: f"{lean}&page={pages}",
        "list, oldest first, page in the middle": lambda: f"{lean}&ordering=started_at&page={pages // 2}",
        "list of a month": lambda: f"{lean}&started_at_after=2025-{chance.randrange(1, 12):02d}-01"
                                   f"&started_at_before=2025-{chance.randrange(1, 12):02d}-28",
        "list of a customer": lambda: f"{lean}&customer_id=customer_{chance.randrange(min(size, 50_000)):05d}",
        "detail": lambda: f"/api/conversations/{chance.randrange(1, size)}/",
        "search, words that few have": lambda: f"{lean}&search=user_{chance.randrange(size):08d}",
        "search, words that nobody has": lambda: f"{lean}&search=zebra+crossing",
        "search, words that many have": lambda: f"{lean}&search=refund",
        "names containing what few have": lambda: (
            f"{lean}&customer_id__icontains=er_{chance.randrange(min(size, 50_000)):05d}"),
        "messages containing words of few": lambda: f"{lean}&message_contains=refund+refund+refund",
    }


def ask(connection, server, path):
    start = time.perf_counter()
    connection.request("GET", path, headers={"Authorization": f"Api-Key {server.api_key}"})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, (path, answer.status)
    return (time.perf_counter() - start) * 1000


def wait_for_indexes(server):
    """Seconds until the indexes of texts have all that has come in."""
    start = time.monotonic()
    database = sqlite3.connect(f"file:{server.data}/agentsight.sqlite?mode=ro", uri=True)
    for table, last in (("messages", "message_index_progress"), ("conversations", "conversation_index_progress")):
        query = f"SELECT last_{table.removesuffix('s')} < (SELECT max(id) FROM {table}) FROM {last}"
        while database.execute(query).fetchone()[0]:
            time.sleep(0.2)
    database.close()
    return time.monotonic() - start


def measure(server, size):
    context = ssl.create_default_context(cafile=server.ca)
    connection = http.client.HTTPSConnection("localhost", server.port, context=context)
    result = {}
    for name, path in routes(size).items():
        times, end = [], time.monotonic() + SECONDS
        while len(times) < REQUESTS and time.monotonic() < end:
            times.append(ask(connection, server, path()))
        times.sort()
        result[name] = (times[len(times) // 2], times[int(len(times) * 0.95)], len(times))
    connection.close()
    return result


def main(build, agentsight):
    serving.use(build, agentsight)
    results = {}
    with Collector() as server:
        stored = 0
        for size in SIZES:
            seconds = serving.Load(server, SHAPE, stored // SHAPE.conversations,
                                   (size - stored) // SHAPE.conversations, 8).finish()[0]
            print(f"{size - stored:,} conversations in {seconds:.0f} s, in the indexes of texts "
                  f"{wait_for_indexes(server):.0f} s later", file=sys.stderr)
            stored = size
            results[size] = measure(server, size)
    print("### Reading\n\nOver TLS, one request after the other; p50 / p95 in milliseconds by conversations in the store. "
          "(n): so many requests\nwithin 15 seconds, where that is fewer than "
          f"{REQUESTS}.\n\n| route | " + " | ".join(f"{size:,}" for size in SIZES) + " | p95, largest / smallest |\n|---|"
          + "--:|" * (len(SIZES) + 1))
    for name in results[SIZES[0]]:
        cells = [f"{p50:.1f} / {p95:.1f}" + (f" ({n})" if n < REQUESTS else "")
                 for p50, p95, n in (results[size][name] for size in SIZES)]
        ratio = results[SIZES[-1]][name][1] / results[SIZES[0]][name][1]
        print(f"| {name} | " + " | ".join(cells) + f" | {ratio:.1f} |")


if __name__ == "__main__":
    main(*sys.argv[1:3])
