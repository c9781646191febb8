"""Every figure of the overview, worked out once more from the raw rows and compared.

Real conversations (REPLAY_FILE, the first REPLAY_LIMIT; 0 means all) are spread over seven weeks, two agents, two
environments and a time zone with a change of clocks; then each number that the dashboard shows is counted here in
plain Python, from the tables of events alone.
"""

import collections
import datetime
import ipaddress
import json
import math
import pathlib
import random
import re
import sqlite3
import tempfile
import unittest
import urllib.parse
import urllib.request
import zoneinfo

import countries
from collector import Collector
from test_replay import FILE, dialogues

ZONE = zoneinfo.ZoneInfo("America/New_York")
FIRST = datetime.datetime(2026, 2, 16, 5, tzinfo=datetime.timezone.utc)
DAYS = 49
MINUTE = 60_000_000
NETWORKS = {"192.0.2.0/25": "DE", "192.0.2.128/25": "AT", "198.51.100.0/24": "US", "2001:db8::/32": "JP"}
SHARES = {"Visits that became conversations", "Handed over to a person", "Good feedback"}
ESCALATIONS = {"fallback_to_human", "open_ticket", "ticket", "contact_human"}


def iso(microseconds):
    moment = datetime.datetime.fromtimestamp(microseconds / 1e6, datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")


def block(dialogue, luck):
    """One dialogue as the ingest protocol has it, at a time and with facts that `luck` decides."""
    at = int(FIRST.timestamp() * 1e6) + luck.randrange(DAYS * 24 * 60) * MINUTE
    spans, number = [], 0

    def add(kind, start, end, attributes, events=()):
        nonlocal number
        number += 1
        spans.append({
            "span_id": f"{number:016x}", "trace_id": f"{luck.getrandbits(128):032x}", "parent_span_id": None,
            "kind": kind, "name": kind, "started_at": iso(start), "ended_at": iso(end),
            "duration_ms": (end - start) / 1000, "status": "unset", "attributes": attributes, "events": list(events),
            "otel": {}})

    if luck.random() < 0.1:
        add("conversation", at, at, {})
    else:
        for turn in dialogue["turns"]:
            at += luck.randrange(200_000, 90_000_000)
            for call in turn.get("calls", []):
                error = {"agentsight.tool.error": "no answer"} if luck.random() < 0.1 else {}
                name = "contact_human" if luck.random() < 0.05 else call["method"]
                add("tool", at - luck.randrange(150_000), at, {"agentsight.tool.name": name, **error})
            person = turn["speaker"] == "USER"
            if not person:
                add("llm", at, at, {"gen_ai.request.model": luck.choice(["gpt-4o", "nobody-knows"]),
                                    "gen_ai.usage.input_tokens": luck.randrange(2000),
                                    "gen_ai.usage.output_tokens": luck.randrange(300)})
            add("turn", at, at, {"agentsight.turn.complete": True}, [{
                "name": "agentsight.message", "timestamp": iso(at), "attributes": {
                    "agentsight.message.sender": "end_user" if person else "agent",
                    "agentsight.message.content": turn["utterance"]}}])
    fields = {"customer_id": f"person-{luck.randrange(40)}", "device": luck.choice(["mobile", "desktop", "tablet"]),
              "language": luck.choice(["en", "de"]), "environment": luck.choice(["production"] * 4 + ["development"])}
    fields["customer_ip_address"] = luck.choice(
        [f"192.0.2.{luck.randrange(256)}", f"198.51.100.{luck.randrange(256)}", f"2001:db8::{luck.randrange(9999):x}",
         "203.0.113.7", "::1"])
    # Some agents say nothing about their conversations.
    facts = {name: value for name, value in fields.items() if name == "environment" or luck.random() < 0.9}
    return {"conversation_id": dialogue["dialogue_id"], **facts, "spans": spans}


def post(server, path, body, key):
    request = urllib.request.Request(server.url + path, json.dumps(body).encode(), {
        "Authorization": f"Api-Key {key}", "Content-Type": "application/json"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def percentile(values, part):
    return sorted(values)[max(1, math.ceil(part * len(values))) - 1] if values else None


def rounded(value):
    """To the nearest whole number, halves away from zero."""
    return math.copysign(math.floor(abs(value) + 0.5), value)


def written(name, value):
    """A figure as pages write it, but for durations."""
    if value is None:
        return "–"
    if name in SHARES:
        return f"{rounded(value * 1000) / 10} %"
    if name == "Messages per conversation":
        return f"{rounded(value * 10) / 10}"
    if name == "Cost":
        return f"${value:,.{4 if 0 < value < 10 else 2}f}"
    return f"{value:,}"


def milliseconds(text):
    """What a duration on a page stands for, and how exactly it is written."""
    units = {"µs": 0.001, "ms": 1, "s": 1000, "min": 60_000}
    parts = [(float(number), units[unit]) for number, unit in re.findall(r"([\d.]+) (µs|ms|s|min)", text)]
    precision = 1000 if len(parts) > 1 else parts[0][1] / (10 if parts[0][1] == 1000 else 1)
    return sum(number * unit for number, unit in parts), precision


class Rows:
    """The raw rows, and every figure made from them for a range of days, an agent and an environment."""

    def __init__(self, path):
        self.database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.database.row_factory = sqlite3.Row
        environments = {row["id"]: row for row in self.all("environments")}
        self.conversations = {
            row["id"]: {**dict(row), "slug": environments[row["environment_id"]]["slug"],
                        "is_production": environments[row["environment_id"]]["is_production"]}
            for row in self.all("conversations") if row["deleted_at"] is None}
        self.messages = collections.defaultdict(list)
        for row in self.all("messages"):
            if not row["is_action"] and row["conversation"] in self.conversations:
                self.messages[row["conversation"]].append(row)
        for rows in self.messages.values():
            rows.sort(key=lambda row: (row["timestamp"], row["span"], row["id"]))
        self.names = {row["id"]: row["name"] for row in self.all("actions")}
        self.logs = [row for row in self.all("action_logs") if row["conversation"] in self.conversations]
        self.usage = [row for row in self.all("token_usage") if row["conversation"] in self.conversations]
        self.feedbacks = self.all("feedbacks")

    def all(self, table):
        return self.database.execute(f"SELECT * FROM {table}").fetchall()

    def figures(self, first, last, agent=None, environment=None):
        start, end = (int(datetime.datetime(day.year, day.month, day.day, tzinfo=ZONE).timestamp() * 1e6)
                      for day in (first, last + datetime.timedelta(days=1)))
        owned = {key: row for key, row in self.conversations.items()
                 if agent in (None, row["agent_id"])
                 and (row["slug"] == environment if environment else row["is_production"])}

        def inside(moment):
            return moment is not None and start <= moment < end

        started = [row for row in owned.values() if inside(row["started_at"])]
        used = [row for row in started if row["is_used"]]
        said, waits, hours = [], [], [[0] * 24 for _ in range(7)]
        by_day = collections.defaultdict(lambda: [0, 0, []])
        for row in used:
            by_day[local(row["started_at"]).date()][1] += 1
        for key in owned:
            before = None
            for row in self.messages[key]:
                if inside(row["timestamp"]):
                    moment = local(row["timestamp"])
                    said.append(row["sender"])
                    by_day[moment.date()][0] += 1
                    if row["sender"] == "end_user":
                        hours[moment.weekday()][moment.hour] += 1
                    elif before is not None and before["sender"] == "end_user":
                        waits.append((row["timestamp"] - before["timestamp"]) / 1000)
                        by_day[moment.date()][2].append(waits[-1])
                before = row
        logs = [row for row in self.logs if row["conversation"] in owned and inside(row["timestamp"])]
        escalated = {row["conversation"] for row in self.logs if self.names[row["action"]] in ESCALATIONS}
        usage = [row for row in self.usage if row["conversation"] in owned and inside(row["started_at"])]
        opinions = [row["sentiment"] for row in self.feedbacks
                    if row["conversation"] in owned and inside(row["created_at"])]
        turns = collections.Counter(
            sum(message["sender"] == "end_user" for message in self.messages[row["id"]]) for row in used)
        tools = collections.defaultdict(list)
        for row in logs:
            tools[self.names[row["action"]]].append(row)

        def part(count, whole):
            return count / whole if whole else None

        return {
            "metrics": {
                "Conversations": len(used), "Visits": len(started),
                "Visits that became conversations": part(len(used), len(started)),
                "People": len({row["customer_id"] for row in used} - {None}),
                "Messages per conversation": part(sum(len(self.messages[row["id"]]) for row in used), len(used)),
                "Messages": len(said), "Messages by people": said.count("end_user"),
                "Messages by agents": said.count("agent"),
                "Response time, median": percentile(waits, 0.5), "Response time, 90 %": percentile(waits, 0.9),
                "Response time, 99 %": percentile(waits, 0.99), "Response time, mean": part(sum(waits), len(waits)),
                "Handed over to a person": part(len(escalated & {row["id"] for row in used}), len(used)),
                "Feedback": len(opinions), "Good feedback": part(opinions.count("positive"), len(opinions)),
                "Tokens": sum(row["prompt_tokens"] + row["completion_tokens"] + row["embedding_tokens"]
                              for row in usage),
                # What the built-in list says of gpt-4o; the other model has no price.
                "Cost": sum(row["prompt_tokens"] * 2.5e-6 + row["completion_tokens"] * 10e-6
                            for row in usage if row["model"] == "gpt-4o"),
            },
            "by_day": by_day, "hours": hours,
            "turns": [{"turn": turn, "reached": sum(count for own, count in turns.items() if own >= turn),
                       "left": turns[turn]} for turn in range(1, max(turns, default=0) + 1)],
            "tools": {name: {"calls": len(rows), "errors": sum(row["error_message"] != "" for row in rows),
                             "durations": [row["duration_ms"] for row in rows if (row["duration_ms"] or 0) > 0]}
                      for name, rows in tools.items()},
            "devices": dict(collections.Counter(row["device"] or "" for row in used)),
            "channels": dict(collections.Counter(row["source"] or "" for row in used)),
            "languages": dict(collections.Counter(row["language"] or "" for row in used)),
            "countries": dict(collections.Counter(country(row["customer_ip_address"]) for row in used)),
            "weeks": self.weeks(first, last, owned.values()),
        }

    def weeks(self, first, last, conversations):
        seen = collections.defaultdict(set)
        for row in conversations:
            if row["is_used"] and row["customer_id"] is not None:
                seen[row["customer_id"]].add(monday(local(row["started_at"]).date()))
        weeks, week = [], monday(first)
        while week <= last:
            people = [own for own in seen.values() if week in own]
            weeks.append({"from": str(week), "people": len(people), "returning": sum(min(own) < week for own in people)})
            week += datetime.timedelta(days=7)
        return weeks


def country(address):
    return next((code for network, code in NETWORKS.items()
                 if address is not None and ipaddress.ip_address(address) in ipaddress.ip_network(network)), "")


def local(microseconds):
    return datetime.datetime.fromtimestamp(microseconds / 1e6, ZONE)


def monday(day):
    return day - datetime.timedelta(days=day.weekday())


@unittest.skipUnless(FILE.exists(), f"{FILE} is not there")
class FigureTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        file = pathlib.Path(folder.name) / "countries.mmdb"
        file.write_bytes(countries.database(NETWORKS))
        cls.server = Collector(tls=False, options=["--countries", file])
        cls.addClassCleanup(cls.server.__exit__)
        luck = random.Random(7)
        keys = [cls.server.api_key, cls.server.create_key("second agent")]
        batches = {key: [] for key in keys}
        for dialogue in dialogues():
            batches[luck.choice(keys)].append(block(dialogue, luck))
        for key, blocks in batches.items():
            for start in range(0, len(blocks), 50):
                post(cls.server, "/api/ingest/",
                     {"sdk": {"name": "test", "version": "1"}, "conversations": blocks[start:start + 50]}, key)
            for at, chat in enumerate(blocks):
                if at % 5 == 0:
                    post(cls.server, "/api/feedbacks/",
                         {"kind": "conversation", "conversation_id": chat["conversation_id"],
                          "sentiment": luck.choice(["positive", "neutral", "negative"])}, key)
        path = next(cls.server.data.glob("*.sqlite*"))
        with sqlite3.connect(path) as database:
            # Feedback is given now; figures are about then.
            database.execute("""UPDATE feedbacks SET created_at =
                (SELECT ended_at FROM conversations WHERE conversations.id = feedbacks.conversation)""")
            database.execute("UPDATE rollup_progress SET last_id = 0 WHERE source = 'feedbacks'")
            database.execute("INSERT INTO client_settings (client_id, time_zone) SELECT id, ? FROM clients", (str(ZONE),))
            cls.client = database.execute("SELECT id FROM clients").fetchone()[0]
            cls.agents = [row[0] for row in database.execute("SELECT id FROM agents ORDER BY id")]
        database.close()
        page = cls.server.page("/overview")
        token = page.split('name="form_token" value="')[1].split('"')[0]
        cls.server.page_post("/choose-client", {"form_token": token, "client": cls.client})
        cls.rows = Rows(path)
        cls.addClassCleanup(cls.rows.database.close)

    def near(self, value, expected, name):
        """Durations come from a histogram that is exact within 1 %."""
        if expected is None or value is None:
            self.assertEqual(value, expected, name)
        else:
            self.assertLessEqual(abs(value - expected), 0.0101 * expected, f"{name}: {value}, not {expected}")

    def compare(self, first, last, agent=None, environment=None):
        query = {"from": first, "to": last, "agent": agent or "", "environment": environment or ""}
        shown = json.loads(self.server.page("/overview.json?" + urllib.parse.urlencode(query)))
        page = self.server.page("/overview?" + urllib.parse.urlencode(query))
        self.assertEqual(shown["time_zone"], str(ZONE))
        length = last - first + datetime.timedelta(days=1)
        expected = self.rows.figures(first, last, agent, environment)
        before = self.rows.figures(first - length, first - datetime.timedelta(days=1), agent, environment)
        self.assertEqual({metric["name"] for metric in shown["metrics"]}, set(expected["metrics"]))
        for metric in shown["metrics"]:
            name = metric["name"]
            for member, figures in (("value", expected), ("before", before)):
                value, wanted = metric.get(member), figures["metrics"][name]
                if name.startswith("Response time") and "mean" not in name:
                    self.near(value, wanted, name)
                elif wanted is None or value is None:
                    self.assertEqual(value, wanted, name)
                else:
                    self.assertAlmostEqual(value, wanted, places=5, msg=f"{name}, {member}")
            if isinstance(expected["metrics"][name], int):
                self.assertIn(f"<dt>{name}</dt><dd><strong>{expected['metrics'][name]:,}</strong>", page)
        for part in shown["parts"]:
            days = expected["by_day"]
            own = [days[day] for day in list(days) if part["from"] <= str(day) <= part["to"]]
            self.assertEqual(part["messages"], sum(day[0] for day in own), part["from"])
            self.assertEqual(part["conversations"], sum(day[1] for day in own), part["from"])
            waits = [wait for day in own for wait in day[2]]
            self.near(part.get("response_median"), percentile(waits, 0.5), part["from"])
            self.near(part.get("response_p90"), percentile(waits, 0.9), part["from"])
        for name in ("hours", "turns", "devices", "channels", "languages", "countries", "weeks"):
            self.assertEqual(shown[name], expected[name], name)
        self.assertEqual({tool["name"] for tool in shown["tools"]}, set(expected["tools"]))
        for tool in shown["tools"]:
            wanted = expected["tools"][tool["name"]]
            self.assertEqual((tool["calls"], tool["errors"]), (wanted["calls"], wanted["errors"]), tool["name"])
            self.near(tool.get("p50"), percentile(wanted["durations"], 0.5), tool["name"])
            self.near(tool.get("p95"), percentile(wanted["durations"], 0.95), tool["name"])
        return expected

    def test_every_figure_agrees_with_the_raw_rows(self):
        first = local(int(FIRST.timestamp() * 1e6)).date()
        last = first + datetime.timedelta(days=DAYS - 1)
        middle = first + datetime.timedelta(days=DAYS // 2)
        whole = self.compare(first, last)
        self.assertGreater(whole["metrics"]["Conversations"], 20)
        self.assertGreater(whole["metrics"]["Handed over to a person"], 0)
        for days in ((middle, last), (middle, middle), (first, first + datetime.timedelta(days=299))):
            self.compare(*days)
        for agent in self.agents:
            self.compare(middle, last, agent=agent)
        self.compare(first, last, environment="development")
        self.compare(middle, last, agent=self.agents[1], environment="production")

    def compare_sides(self, *sides):
        """The page of two sides, each the first and last day, an agent and an environment."""
        names = ("from", "to", "agent", "environment")
        query = {f"{side}_{name}": value or "" for side, values in zip("ab", sides) for name, value in zip(names, values)}
        page = self.server.page("/compare?" + urllib.parse.urlencode(query))
        rows = {name: cells for name, *cells in re.findall(
            r'<th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td>', page)}
        expected = [self.rows.figures(*values)["metrics"] for values in sides]
        self.assertEqual(set(rows), set(expected[0]))
        for name, (*shown, difference) in rows.items():
            values = [side[name] for side in expected]
            for text, value in zip(shown, values):
                if name.startswith("Response time") and value is not None:
                    duration, precision = milliseconds(text)
                    self.assertLessEqual(abs(duration - value), 0.0101 * value + precision, f"{name}: {text}")
                else:
                    self.assertEqual(text, written(name, value), name)
            self.check_difference(name, difference, *values)

    def check_difference(self, name, text, one, other):
        if one is None or other is None or (other == 0 and one != 0 and name not in SHARES):
            return self.assertEqual(text, "–", name)
        number = text.split(" ")[0].replace(",", "")
        shown = 0 if text == "the same" else float(number) * (1 if text.endswith("more") else -1)
        if name in SHARES:
            self.assertRegex(text, r"^the same$|^[\d.]+ points (more|less)$")
            self.assertEqual(shown, rounded((one - other) * 1000) / 10, name)
        else:
            self.assertRegex(text, r"^the same$|^[\d,]+ % (more|less)$")
            change = 100 * (one / other - 1) if other else 0
            # Durations come from histograms, both sides within 1 %.
            doubt = 2.1 * (1 + change / 100) if name.startswith("Response time") else 0
            self.assertLessEqual(abs(shown - change), 0.5 + 1e-9 + doubt, f"{name}: {text}, not {change}")

    def test_what_stands_side_by_side_agrees_with_the_raw_rows(self):
        first = local(int(FIRST.timestamp() * 1e6)).date()
        last = first + datetime.timedelta(days=DAYS - 1)
        middle = first + datetime.timedelta(days=DAYS // 2)
        self.compare_sides((first, middle, None, None), (middle, last, None, None))
        self.compare_sides((first, last, self.agents[0], None), (first, last, self.agents[1], None))
        self.compare_sides((first, last, None, "production"), (first, last, None, "development"))
        self.compare_sides((middle, last, self.agents[1], "production"), (last, last, self.agents[0], None))
        # A side on which nothing happened.
        long_ago = datetime.date(2020, 1, 1)
        self.compare_sides((first, last, None, None), (long_ago, long_ago, None, None))


if __name__ == "__main__":
    unittest.main()
