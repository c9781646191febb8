"""`make screenshots`: pictures of every page in light, dark and on a phone, for a person to judge.

usage: screenshots.py FOLDER FILE     FILE holds dialogues as `agentsight replay` reads them
"""

import base64
import datetime
import gzip
import json
import pathlib
import random
import sys

from browser import Browser
from site_of_tests import Site, collector, conversation
import countries  # (the one before puts its folder on the path)

CLIENT, AGENT = "Corner Shop", "Concierge"
# Replayed as they are, and spread over the last weeks so that charts have something to show.
REPLAYED, SPREAD, DAYS = 20, 400, 60
OPERATOR_PAGES = {"clients": "/settings/clients"}
PAGES = {
    "overview": "/overview?days=30", "overview-year": "/overview?days=365", "metrics": "/overview/metrics", "compare": "/compare",
    "live": "/live", "conversations": "/conversations",
    "conversations-found": "/conversations?text=restaurant&sort=longest",
    "account": "/account",
    "settings-brand": "/settings/brand", "settings-people": "/settings/people", "settings-keys": "/settings/keys",
    "settings-environments": "/settings/environments", "settings-retention": "/settings/retention",
    "settings-figures": "/settings/figures",
}
NETWORKS = {"192.0.2.0/25": "DE", "192.0.2.128/26": "FR", "198.51.100.0/24": "GB", "203.0.113.0/25": "AT"}
LOOKS = {"light": (1200, False), "dark": (1200, True), "phone": (360, False)}


def dialogues(file):
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for _, line in zip(range(SPREAD), lines)]


def spread(dialogue, chance):
    """A dialogue as a conversation of some day of the last weeks, more of them by day than by night."""
    texts = [turn["utterance"] for turn in dialogue["turns"]]
    calls = [call for turn in dialogue["turns"] for call in turn.get("calls", [])][:1]
    hour = min(23.9, max(0, chance.gauss(14, 4)))
    ago = datetime.timedelta(days=int(DAYS * chance.random() ** 1.5), hours=24 - hour)
    return lifelike(chance, conversation(
        dialogue["dialogue_id"], *texts, ago=ago, source=chance.choice(["website", "website", "app", "phone"]), customer_id=f"customer-{chance.randrange(150)}",
        device=chance.choice(["mobile", "mobile", "desktop", "tablet"]), language=chance.choice(["en", "en", "de", "fr"]),
        customer_ip_address=f"{chance.choice(['192.0.2', '192.0.2', '198.51.100', '203.0.113'])}.{chance.randrange(256)}",
        actions=[{"agentsight.tool.name": call["method"], "agentsight.tool.arguments": json.dumps(call["parameters"]),
                  "agentsight.tool.response": json.dumps(call["results"])} for call in calls]))


def lifelike(chance, block):
    """Lets answers and tools take their time, some fail, some hand over to a person, and most cost tokens. Some only
    open the window."""
    def later(time, seconds):
        return (datetime.datetime.fromisoformat(time) + datetime.timedelta(seconds=seconds)).isoformat()

    def span(kind, at, attributes):
        return {**block["spans"][0], "span_id": f"{chance.getrandbits(64):016x}", "kind": kind, "name": kind,
                "started_at": at, "ended_at": at, "duration_ms": 0, "events": [], "attributes": attributes}

    start = block["spans"][0]["started_at"]
    if chance.random() < 0.15:
        return {**block, "spans": [span("conversation", start, {})]}
    more = []
    for own in block["spans"]:
        if own["kind"] == "turn" and len(own["events"]) == 2:
            asked, answered = own["events"]
            wait = min(3.9, chance.lognormvariate(0.3, 0.5))
            own["ended_at"] = answered["timestamp"] = later(asked["timestamp"], wait)
            more.append(span("llm", own["ended_at"], {
                "gen_ai.request.model": "gpt-4o", "gen_ai.usage.input_tokens": chance.randrange(200, 3000),
                "gen_ai.usage.output_tokens": chance.randrange(20, 300)}))
        elif own["kind"] == "tool":
            own["duration_ms"] = min(900, chance.lognormvariate(5, 0.8))
            own["ended_at"] = later(own["started_at"], own["duration_ms"] / 1000)
            if chance.random() < 0.06:
                own["attributes"]["agentsight.tool.error"] = "The service did not answer in time."
    if chance.random() < 0.05:
        more.append(span("tool", block["spans"][0]["ended_at"], {"agentsight.tool.name": "contact_human"}))
    return {**block, "spans": block["spans"] + more}


def fill(site, file):
    chance = random.Random(7)
    site.add_client(CLIENT, AGENT)
    site.add_client("Other House", "House keeper")
    collector.run(collector.AGENTSIGHT, "replay", file, "--endpoint", site.url, "--api-key", site.keys[AGENT],
                  "--limit", REPLAYED)
    conversations = [spread(dialogue, chance) for dialogue in dialogues(file)]
    for first in range(0, len(conversations), 50):
        site.send(AGENT, *conversations[first:first + 50])
    for block in conversations[::6]:
        feedback = {"kind": "conversation", "conversation_id": block["conversation_id"],
                    "sentiment": chance.choice(["positive", "positive", "positive", "neutral", "negative"])}
        site.post("/api/feedbacks/", AGENT, json.dumps(feedback).encode(), "application/json")
    for role in ("viewer", "editor"):
        site.account(CLIENT, role)
    collector.run(collector.AGENTSIGHT, "people", "invite", "--client", CLIENT, "--note", "Kim from support",
                  "--data", site.data)


def take(browser, folder, name):
    for look, (width, dark) in LOOKS.items():
        browser.resize(width, 800)
        browser.use_dark(dark)
        browser.wait(lambda driver: driver.execute_script("return document.readyState") == "complete")
        height = browser.driver.execute_script("return document.documentElement.scrollHeight")
        browser.resize(width, max(800, min(height, 6000)))
        picture = browser.devtools("Page.captureScreenshot", format="png")
        (folder / f"{name}-{look}.png").write_bytes(base64.b64decode(picture["data"]))


def main(folder, file):
    folder.mkdir(parents=True, exist_ok=True)
    networks = folder / "countries.mmdb"
    networks.write_bytes(countries.database(NETWORKS))
    with Site(["--countries", networks]) as site, Browser(site.url) as browser:
        browser.open("/sign-in")
        take(browser, folder, "first-start")
        browser.open("/welcome/" + site.set_up_line.rsplit("/", 1)[1].strip())
        take(browser, folder, "set-up")
        browser.sign_in(site.account("default", "owner"))
        browser.open("/")
        take(browser, folder, "first-conversation")
        fill(site, file)
        browser.sign_in(site.account())
        for name, path in OPERATOR_PAGES.items():
            browser.open(path)
            take(browser, folder, name)
        browser.sign_in(site.account(CLIENT, "owner"))
        for name, path in PAGES.items():
            browser.open(path)
            take(browser, folder, name)
        browser.open("/conversations")
        browser.follow(browser.one(".conversations a"))
        take(browser, folder, "transcript")
        browser.open("/nothing", status=404)
        take(browser, folder, "not-found")
        browser.open("/settings/brand")
        browser.fill(display_name="Acme Chats", accent="#7a1fa2", sign_in_text="Ask Kim for an account.")
        browser.follow(browser.one("button[name=preview]"))
        take(browser, folder, "settings-preview")
        browser.sign_in(site.account(CLIENT, "viewer"))
        browser.open("/settings/keys", status=403)
        take(browser, folder, "no-permission")
        browser.sign_out()
        browser.open("/sign-in")
        take(browser, folder, "sign-in")
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
