"""What pages cost the server at 10⁴, 10⁵ and (--largest) 10⁶ conversations, and the overview's figures by plain SQL
over the same rows, without rollups.

    pages.py AGENTSIGHT [--largest N] [--requests N] [--stores FOLDER]

AGENTSIGHT is the built program (release); FOLDER keeps the filled stores, for the next time. Writes the rows straight into a database that the program has made, spread
over a year up to now; then asks for each page over and over, one request at a time, on loopback without TLS.
"""

import argparse
import contextlib
import pathlib
import random
import re
import sqlite3
import statistics
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

MESSAGES = 6
YEAR = 365 * 86_400_000_000
SEARCH = "/conversations?text=table+number+4242"
PAGES = ["/overview?days=7", "/overview?days=30", "/overview?days=365", "/compare", "/live", "/conversations",
         "/conversations?sort=longest&device=mobile", SEARCH, "/conversations/1"]
# How long to wait until texts are in the index; searching them is left out where that is too short.
INDEX_SECONDS = 900

# The cards of thirty days as somebody would ask for them without rollups; the response time's order is the costly part.
PLAIN = """
WITH said AS (
  SELECT messages.sender, messages.timestamp,
    lag(messages.sender) OVER turns AS sender_before, lag(messages.timestamp) OVER turns AS before
  FROM messages JOIN conversations ON conversations.id = messages.conversation
  WHERE messages.timestamp >= :start AND NOT is_action AND deleted_at IS NULL
  WINDOW turns AS (PARTITION BY conversation ORDER BY timestamp, span, messages.id)),
waits AS (
  SELECT timestamp - before AS wait, row_number() OVER (ORDER BY timestamp - before) AS place, count(*) OVER () AS whole
  FROM said WHERE sender = 'agent' AND sender_before = 'end_user')
SELECT (SELECT count(*) FROM said), (SELECT count(*) FROM said WHERE sender = 'agent'),
  (SELECT min(wait) FROM waits WHERE place >= 0.5 * whole), (SELECT min(wait) FROM waits WHERE place >= 0.9 * whole),
  (SELECT min(wait) FROM waits WHERE place >= 0.99 * whole), (SELECT avg(wait) FROM waits),
  (SELECT count(*) FROM conversations WHERE started_at >= :start AND is_used AND deleted_at IS NULL),
  (SELECT count(DISTINCT customer_id) FROM conversations WHERE started_at >= :start AND is_used AND deleted_at IS NULL),
  (SELECT sum(message_count) FROM conversations WHERE started_at >= :start AND is_used AND deleted_at IS NULL)
"""


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout.strip()


def fill(database, count):
    """`count` conversations of MESSAGES messages and an action each."""
    # Nobody else is there, and nothing has to survive.
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    luck = random.Random(1)
    now = int(time.time() * 1e6)
    agent = database.execute("SELECT id FROM agents").fetchone()[0]
    environment = database.execute("SELECT id FROM environments WHERE is_production").fetchone()[0]
    database.executemany("INSERT INTO actions (id, agent_id, name, display_name) VALUES (?, ?, ?, ?)",
                         [(number, agent, "contact_human" if number == 8 else f"tool_{number}", "")
                          for number in range(1, 9)])
    starts = sorted(now - luck.randrange(YEAR) for _ in range(count))
    database.executemany(
        """INSERT INTO conversations (id, agent_id, environment_id, conversation_id, customer_id, device, language,
             fields_at, started_at, ended_at, message_count, action_count, is_used, received_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, ?)""",
        ((row, agent, environment, f"conversation-{row}", f"person-{luck.randrange(max(1, count // 3))}",
          luck.choice(("mobile", "desktop")), luck.choice(("en", "de", "fr")), at, at, at + 60_000_000, MESSAGES, at)
         for row, at in enumerate(starts, 1)))

    def messages():
        for row, at in enumerate(starts, 1):
            for place in range(MESSAGES + 1):
                number = (row - 1) * (MESSAGES + 1) + place + 1
                moment = at + place * 4_000_000 + luck.randrange(3_000_000)
                is_action = place == MESSAGES
                yield (number, row, str(number), number, moment, "agent" if place % 2 or is_action else "end_user",
                       f"Is there a table for two at seven, by the window? I mean table number {row}.", is_action)

    database.executemany(
        """INSERT INTO messages (id, conversation, message_id, span, timestamp, sender, content, is_action)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""", messages())
    database.executemany(
        """INSERT INTO action_logs (conversation, action, message, span, timestamp, duration_ms, error_message)
           VALUES (?, ?, ?, ?, ?, ?, '')""",
        ((row, luck.randrange(1, 9), row * (MESSAGES + 1), row * (MESSAGES + 1), at + 5_000_000, luck.random() * 900)
         for row, at in enumerate(starts, 1)))
    database.commit()
    database.execute("PRAGMA journal_mode = WAL")


class KeepRedirect(urllib.request.HTTPRedirectHandler):
    def http_error_303(self, request, response, code, message, headers):
        return response


def sign_in(url, link):
    form = urllib.parse.urlencode({"login": f"operator-{time.time_ns()}", "name": "Operator", "password": "long enough to pass"})
    with urllib.request.build_opener(KeepRedirect()).open(url + link, form.encode()) as response:
        return response.headers["Set-Cookie"].split(";")[0]


def wait_for_rollups(database):
    sources = database.execute("SELECT source FROM rollup_progress").fetchall()
    while True:
        waiting = database.execute("SELECT count(*) FROM stale_slots").fetchone()[0]
        for (source,) in sources:
            last = database.execute("SELECT last_id FROM rollup_progress WHERE source = ?", (source,)).fetchone()[0]
            waiting += (database.execute(f"SELECT max(id) FROM {source}").fetchone()[0] or 0) > last
        # Today's are not made.
        today = int(time.time()) // 86_400
        waiting += database.execute("SELECT count(*) FROM stale_days WHERE day < ?", (today,)).fetchone()[0]
        if waiting == 0:
            return
        time.sleep(0.5)


def wait_for_index(database):
    """Whether all texts are in the index of messages before the patience ends."""
    newest = database.execute("SELECT max(id) FROM messages").fetchone()[0]
    end = time.monotonic() + INDEX_SECONDS
    while time.monotonic() < end:
        if database.execute("SELECT last_message FROM message_index_progress").fetchone()[0] >= newest:
            return True
        time.sleep(0.5)
    return False


def timed(body, requests):
    times = []
    for _ in range(requests):
        start = time.perf_counter()
        size = body()
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.95))], size


def measure(agentsight, count, requests, stores):
    with contextlib.ExitStack() as stack:
        folder = stores or stack.enter_context(tempfile.TemporaryDirectory(prefix="agentsight-pages-"))
        data = pathlib.Path(folder) / str(count)
        is_filled = data.exists()
        start = time.perf_counter()
        if not is_filled:
            run(agentsight, "keys", "create", "--agent", "bench", "--data", data)
        database = sqlite3.connect(next(data.glob("*.sqlite")))
        if not is_filled:
            fill(database, count)
        filled = time.perf_counter() - start
        server = subprocess.Popen([str(agentsight), "serve", "--port", "0", "--data", str(data)],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            url = re.search(r"http://[^\s/]+", server.stdout.readline()).group()
            cookie = sign_in(url, run(agentsight, "people", "invite", "--data", data))
            start = time.perf_counter()
            wait_for_rollups(database)
            rolled = time.perf_counter() - start
            is_indexed = wait_for_index(database)
            print(f"\n{count:,} conversations, {count * MESSAGES:,} messages: written in {filled:.0f} s, rollups made in "
                  f"{rolled:.0f} s, texts indexed in {time.perf_counter() - start:.0f} s{'' if is_indexed else ' not yet'}\n")
            print("| page | median, ms | p95, ms | kB | × plain SQL, median |\n|---|--:|--:|--:|--:|")
            month = {"start": int(time.time() * 1e6) - 30 * 86_400_000_000}
            plain, plain95, _ = timed(lambda: len(database.execute(PLAIN, month).fetchall()), max(3, requests // 10))
            for path in PAGES:
                if path == SEARCH and not is_indexed:
                    continue

                def ask():
                    request = urllib.request.Request(url + path, headers={"Cookie": cookie})
                    with urllib.request.urlopen(request) as response:
                        return len(response.read())
                median, high, size = timed(ask, requests)
                print(f"| `{path}` | {median:.1f} | {high:.1f} | {size / 1000:.0f} | {median / plain:.2f} |")
            print(f"| plain SQL: the cards of 30 days | {plain:.1f} | {plain95:.1f} | | 1.00 |", flush=True)
        finally:
            server.terminate()
            server.wait(30)
            server.stdout.close()
            database.close()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("agentsight", type=pathlib.Path)
    arguments.add_argument("--largest", type=int, default=100_000)
    arguments.add_argument("--requests", type=int, default=40)
    arguments.add_argument("--stores", type=pathlib.Path)
    options = arguments.parse_args()
    for count in (10_000, 100_000, 1_000_000):
        if count <= options.largest:
            measure(options.agentsight, count, options.requests, options.stores)


if __name__ == "__main__":
    main()
