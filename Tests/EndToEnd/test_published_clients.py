"""The published Python clients, unmodified, against a real collector: what they send is stored, what they ask
for comes back, and what they manage changes.

Each runs in a virtual environment of its own below .build-published/, made by pip on the first run. Where pip
cannot, the tests are skipped and say so.
"""

import json
import subprocess
import sys
import unittest
import urllib.request

import collector
from collector import Collector

FOLDER = collector.ROOT / ".build-published"
INSTALL_SECONDS = 300
RUN_SECONDS = 120

# In front of every program: a file with every byte there is, and a way to hand a result back.
SETUP = """
import base64, json
CONTENT = bytes(range(256)) * 2000

def files_for(mode, **contents):
    return [{"filename": name, "mime_type": "application/octet-stream",
             "data": base64.b64encode(data).decode() if mode == "base64" else data}
            for name, data in contents.items()]

def out(value): print("RESULT " + json.dumps(value, default=str))
"""

TRACK_0_0 = """
from agentsight import ConversationTracker
tracker = ConversationTracker(conversation_id="{cid}")
question = getattr(tracker, "track_human_message", None) or tracker.track_question
answer = getattr(tracker, "track_agent_message", None) or tracker.track_answer
tracker.initialize_conversation("{cid}", name="Visit", device="mobile")
tracker.get_or_create_conversation("{cid}", customer_id="k1", device="desktop", language="en",
                                   customer_ip_address="192.0.2.1", metadata={{"plan": "pro"}})
question("Where is my parcel? \\ud83d\\udce6", metadata={{"channel": "web"}})
tracker.track_action("lookup", duration_ms=42, tools_used={{"api": "parcels"}}, response="found", error_msg="")
answer("In Vienna.")
tracker.track_button("rate", "Good", "up")
for mode in ("base64", "form_data"):
    tracker.track_attachments(files_for(mode, **{{"photo.bin": CONTENT, "../../note.txt": b"short"}}), mode=mode)
out(tracker.send_tracked_data()["summary"])
"""

LINKED_0_0_44 = """
from agentsight import ConversationTracker
tracker = ConversationTracker(conversation_id="{cid}")
tracker.get_or_create_conversation("{cid}")
for mode in ("base64", "form_data"):
    files = files_for(mode, file=mode.encode())
    tracker.track_human_message("person " + mode, attachments=files, attachment_mode=mode)
    tracker.track_agent_message("agent " + mode, attachments=files, attachment_mode=mode)
out(tracker.send_tracked_data()["summary"])
"""

READ_0_0_44 = """
from agentsight import AgentSightAPI, ConversationManager
api, manager = AgentSightAPI(), ConversationManager()
full = api.fetch_conversation("{cid}")
listed = api.fetch_conversations(message_contains="PARCEL", has_messages=True, page=1, page_size=5)
attachments = api.fetch_conversation_attachments("{cid}")
feedback = manager.submit_feedback("{cid}", "positive", comment="Thanks", metadata={{"a": 1}})
by_row = manager.submit_feedback(full["id"], "negative")
rated = api.fetch_conversations(has_feedback=True, feedback_sentiment="negative", feedback_source="customer")
renamed = manager.rename_conversation("{cid}", " Parcel ")
marked = manager.mark_conversation("{cid}", True)
updated = manager.update_conversation("{cid}", customer_id="k2", metadata={{"plan": "free"}})
again = api.fetch_conversation(full["id"])
deleted = manager.delete_conversation("{cid}")
gone = api.fetch_conversations(conversation_id="{cid}")["count"]
kept = api.fetch_conversations(conversation_id="{cid}", include_deleted=True)["count"]
try:
    api.fetch_conversation(987654)
    missing = None
except Exception as error:
    missing = type(error).__name__
out(dict(full=full, listed=listed, attachments=attachments, feedback=feedback, by_row=by_row, rated=rated,
         renamed=renamed, marked=marked, updated=updated, again=again, deleted=deleted, gone=gone, kept=kept,
         missing=missing))
"""

TRACK_0_1 = """
import agentsight
agentsight.init()

@agentsight.tool(name="lookup")
def lookup(number):
    return "found " + number

with agentsight.conversation("{cid}", customer_id="k1", device="desktop", metadata={{"plan": "pro"}}):
    with agentsight.turn():
        agentsight.user_message("Where is my parcel? \\ud83d\\udce6", metadata={{"channel": "web"}})
        lookup("42")
        agentsight.agent_message("In Vienna.")
    agentsight.button("rate", "Good", "up")
agentsight.flush()
uploaded = agentsight.upload_attachments(files_for("bytes", **{{"photo.bin": CONTENT}}), conversation_id="{cid}")
agentsight.shutdown()
out(uploaded)
"""

READ_0_1 = """
from agentsight.api import AgentSight
from agentsight.exceptions import NotFoundError
ags = AgentSight()
full = ags.conversations.get("{cid}")
listed = [row["conversation_id"] for row in ags.conversations.list(message_contains="parcel", env="production")]
attachments = ags.conversations.attachments("{cid}")
renamed = ags.conversations.rename("{cid}", "Parcel")
marked = ags.conversations.mark("{cid}")
updated = ags.conversations.update("{cid}", language="de")
message = ags.messages.get(full["messages"][0]["id"])
again = ags.conversations.get(full["id"])
ags.conversations.delete("{cid}")
gone = len(list(ags.conversations.list(conversation_id="{cid}")))
try:
    ags.conversations.get("nobody")
    missing = None
except NotFoundError as error:
    missing = type(error).__name__
out(dict(full=full, listed=listed, attachments=attachments, renamed=renamed, marked=marked, updated=updated,
         message=message, again=again, gone=gone, missing=missing))
"""

CONTENT = bytes(range(256)) * 2000


def environment_of(version):
    """The Python of a virtual environment with this version of the client.

    Raises unittest.SkipTest where pip cannot make it."""
    return environment_with(version, [f"agentsight=={version}"])


def environment_with(name, packages):
    """The Python of a virtual environment of this name with these packages.

    Raises unittest.SkipTest where pip cannot make it."""
    folder = FOLDER / name
    python = folder / "bin/python"
    if not (folder / "installed").exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True, capture_output=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages],
                           check=True, capture_output=True, timeout=INSTALL_SECONDS)
        except (subprocess.SubprocessError, OSError) as error:
            reason = (getattr(error, "stderr", None) or str(error).encode()).decode().strip().splitlines()[-1:]
            raise unittest.SkipTest(f"pip cannot install {' '.join(packages)}: {' '.join(reason)}")
        (folder / "installed").touch()
    return python


class ClientTests:
    """What the tests of each version share."""

    version = None

    @classmethod
    def setUpClass(cls):
        cls.python = environment_of(cls.version)
        cls.server = Collector(tls=False)

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def drive(self, program, conversation_id, endpoint=None):
        """Runs a program with the client, at the collector or another endpoint, and returns what it put out."""
        environment = {name: value for name, value in self.server.environment().items()
                       if not name.startswith("AGENTSIGHT_") or name.endswith(("_API_KEY", "_API_ENDPOINT"))}
        if endpoint:
            environment["AGENTSIGHT_API_ENDPOINT"] = endpoint
        result = subprocess.run([self.python, "-c", SETUP + program.format(cid=conversation_id)], capture_output=True,
                                text=True, timeout=RUN_SECONDS, env={**environment, "PYTHONUTF8": "1"},
                                cwd=self.server.folder)
        lines = [line for line in result.stdout.splitlines() if line.startswith("RESULT ")]
        self.assertEqual((result.returncode, len(lines)), (0, 1), result.stdout + result.stderr)
        return json.loads(lines[0].removeprefix("RESULT "))

    def row(self, conversation_id):
        row, = self.server.get(f"/api/conversations/?conversation_id={conversation_id}")["results"]
        return row

    def download(self, attachment):
        with urllib.request.urlopen(attachment["file_url"]) as response:
            return response.read()


class ItemByItemTests(ClientTests):
    """The 0.0.x clients, which send each thing in a request of its own."""

    def test_everything_it_tracks_is_stored(self):
        summary = self.drive(TRACK_0_0, "c1")
        self.assertEqual(summary, {"questions": 1, "answers": 1, "attachments": 2, "actions": 1, "buttons": 1,
                                   "errors": 0})
        row = self.row("c1")
        # The visit came first, and a later call only fills what is empty.
        self.assertEqual((row["name"], row["device"], row["customer_id"], row["language"]),
                         ("Visit", "mobile", "k1", "en"))
        self.assertEqual((row["metadata"], row["is_used"], row["customer_ip_address"]),
                         ({"plan": "pro"}, True, "192.0.2.1"))
        items = self.server.transcript("c1")
        self.assertEqual([item.get("content") or item.get("name") or item.get("label") for item in items
                          if "attachments" not in item], ["Where is my parcel? 📦", "lookup", "In Vienna.", "Good"])
        self.assertEqual(items[0]["metadata"], {"channel": "web"})
        self.assertEqual((items[1]["duration_ms"], items[1]["tools_used"], items[1]["response"]),
                         (42, {"api": "parcels"}, "found"))

    def test_its_files_arrive_byte_for_byte(self):
        self.drive(TRACK_0_0, "c2")
        listed = self.server.get(f"/api/conversations/{self.row('c2')['id']}/attachments/")
        self.assertEqual([len(message["attachments"]) for message in listed["messages"]], [2, 2])
        for message in listed["messages"]:
            photo, note = message["attachments"]
            self.assertEqual((photo["filename"], note["filename"]), ("photo.bin", "../../note.txt"))
            self.assertEqual((self.download(photo), self.download(note)), (CONTENT, b"short"))


class Version0018Tests(ItemByItemTests, unittest.TestCase):
    version = "0.0.18"


class Version0044Tests(ItemByItemTests, unittest.TestCase):
    version = "0.0.44"

    def test_files_stay_with_their_message(self):
        self.assertEqual(self.drive(LINKED_0_0_44, "c3")["errors"], 0)
        messages = [(message["content"], [self.download(file) for file in message["attachments"]])
                    for message in self.row("c3")["messages"]]
        self.assertEqual(messages, [("person base64", [b"base64"]), ("agent base64", [b"base64"]),
                                    ("person form_data", [b"form_data"]), ("agent form_data", [b"form_data"])])

    def test_it_reads_and_manages_what_it_tracked(self):
        self.drive(TRACK_0_0, "c4")
        result = self.drive(READ_0_0_44, "c4")
        self.assertEqual(result["full"]["messages"][0]["content"], "Where is my parcel? 📦")
        self.assertIn("c4", [row["conversation_id"] for row in result["listed"]["results"]])
        self.assertEqual(result["attachments"]["total_attachments"], 4)
        self.assertEqual(result["feedback"]["sentiment"], "positive")
        self.assertEqual(result["by_row"]["conversation"], result["full"]["id"])
        self.assertEqual([row["conversation_id"] for row in result["rated"]["results"]], ["c4"])
        self.assertEqual((result["renamed"]["name"], result["marked"]["is_marked"]), ("Parcel", True))
        self.assertEqual(result["updated"]["updated_fields"], ["customer_id", "metadata"])
        again = result["again"]
        self.assertEqual((again["name"], again["customer_id"], again["metadata"], again["feedback_count"]),
                         ("Parcel", "k2", {"plan": "free"}, 2))
        self.assertTrue(result["deleted"]["is_deleted"])
        self.assertEqual((result["gone"], result["kept"]), (0, 1))
        self.assertIsNotNone(result["missing"])


class Version014Tests(ClientTests, unittest.TestCase):
    version = "0.1.4"

    def test_everything_it_tracks_is_stored(self):
        self.drive(TRACK_0_1, "c1")
        row = self.row("c1")
        self.assertEqual((row["customer_id"], row["metadata"], row["is_used"]), ("k1", {"plan": "pro"}, True))
        items = self.server.transcript("c1")
        self.assertEqual([item.get("content") or item.get("name") or item.get("label") for item in items],
                         ["Where is my parcel? 📦", "lookup", "In Vienna.", "Good", "[Attachments]"])
        photo, = self.server.get(f"/api/conversations/{row['id']}/attachments/")["attachments"]
        self.assertEqual(self.download(photo), CONTENT)

    def test_it_reads_and_manages_what_it_tracked(self):
        self.drive(TRACK_0_1, "c2")
        result = self.drive(READ_0_1, "c2")
        self.assertEqual(result["message"]["content"], "Where is my parcel? 📦")
        self.assertIn("c2", result["listed"])
        self.assertEqual(result["attachments"]["attachment_count"], 1)
        self.assertEqual((result["renamed"]["name"], result["marked"]["is_marked"]), ("Parcel", True))
        self.assertEqual((result["again"]["name"], result["again"]["language"]), ("Parcel", "de"))
        self.assertEqual((result["gone"], result["missing"]), (0, "NotFoundError"))


if __name__ == "__main__":
    unittest.main()
