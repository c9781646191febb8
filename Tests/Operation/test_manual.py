"""An operator's walk through Server/OPERATION.md, command by command, as a shell runs them."""

import json
import re
import subprocess
import unittest

import wire
from collector import AGENTSIGHT, ROOT, Collector

MANUAL = (ROOT / "Server/OPERATION.md").read_text()
# Those that the tests of copies and of watching run in other ways.
SUBCOMMANDS = {"list", "create", "rename", "delete", "revoke", "set", "clear", "apply", "conversation", "customer", "agent",
               "client", "receipts"}


class ManualTests(unittest.TestCase):
    def shell(self, line, **places):
        """Runs a line as it would be typed; what it prints."""
        command = line.format(agentsight=AGENTSIGHT, data=self.server.data, folder=self.server.folder, **places)
        result = subprocess.run(["sh", "-euc", command], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, f"{command}: {result.stdout}{result.stderr}")
        words = line.split("agentsight} ", 1)[1].split()
        self.said.add(words[0])
        if len(words) > 1 and words[1] in SUBCOMMANDS:
            self.said.add(f"{words[0]} {words[1]}")
        return result.stdout

    def setUp(self):
        self.said = set()
        self.server = Collector(tls=False)
        self.addCleanup(self.server.__exit__)

    def test_every_command_of_the_manual(self):
        data = "--data {data}"
        agent = "--agent 'support bot' --client Acme"
        for line in (f"{{agentsight}} clients create Acme {data}", f"{{agentsight}} agents create 'support bot' --client Acme {data}",
                     f"{{agentsight}} environments create staging {agent} {data}",
                     f"{{agentsight}} clients list --json {data}", f"{{agentsight}} agents list {data}",
                     f"{{agentsight}} environments list {agent} {data}"):
            self.shell(line)
        key = self.shell(f"{{agentsight}} keys create {agent} {data}").strip()
        body = wire.batch("c1", 1, "what is to be erased")
        body["conversations"][0]["customer_id"] = "k1"
        for conversation in ("c1", "c2"):
            body["conversations"][0]["conversation_id"] = conversation
            self.assertEqual(wire.ask(self.server.port, wire.post(key, body))[0], 200)

        self.assertIn("OK: database", self.shell(f"{{agentsight}} doctor --port 0 {data}"))
        self.shell(f"AGENTSIGHT_API_KEY={key} {{agentsight}} doctor --port 0 --endpoint {self.server.url} {data}")
        self.assertIn("models", json.loads(self.shell(f"{{agentsight}} prices {data}")))

        self.shell(f"{{agentsight}} backup {{folder}}/backup.sqlite {data}")
        self.shell("{agentsight} restore {folder}/backup.sqlite --data {folder}/restored")
        self.shell(f"{{agentsight}} export {{folder}}/export.jsonl {data}")
        self.shell(f"test $({{agentsight}} export {data} | wc -l) -gt 4")
        self.shell("{agentsight} import {folder}/export.jsonl --data {folder}/imported")
        for copy in ("restored", "imported"):
            listed = json.loads(self.shell(f"{{agentsight}} agents list --json --data {{folder}}/{copy}"))
            self.assertEqual({row["name"]: row["conversations"] for row in listed}["support bot"], 2)

        for line in (f"{{agentsight}} retention set --client Acme --days 90 {data}",
                     f"{{agentsight}} retention set --client Acme --environment staging --days 7 {data}",
                     f"{{agentsight}} retention list {data}", f"{{agentsight}} retention apply {data}",
                     f"{{agentsight}} retention clear --client Acme --environment staging {data}"):
            self.shell(line)
        receipt = json.loads(self.shell(f"{{agentsight}} erase conversation c1 {agent} {data}"))
        self.shell(f"{{agentsight}} erase customer k1 --client Acme --vacuum {data}")
        self.shell(f"{{agentsight}} erase agent {agent} {data}")
        self.shell(f"{{agentsight}} erase client Acme {data}")
        receipts = [json.loads(line) for line in self.shell(f"{{agentsight}} erase receipts {data}").splitlines()]
        self.assertIn(receipt, receipts)
        self.shell(f"{{agentsight}} keys revoke {key[:12]} {data}")
        self.shell(f"{{agentsight}} environments delete staging {agent} {data}")
        self.shell(f"{{agentsight}} agents rename Helper {agent} {data}")
        self.shell(f"{{agentsight}} agents delete --agent Helper {data}")
        self.shell(f"{{agentsight}} clients delete Acme {data}")
        for path in ("/healthz", "/readyz", "/metrics"):
            self.assertEqual(wire.ask(self.server.port, wire.head("GET", path))[0], 200)

        named = set()
        for code in re.findall(r"`agentsight ([^`]*)`", MANUAL.replace("\n", " ")):
            command, *rest = code.split()
            named.add(command)
            for word in rest[0].split("|") if rest else []:
                if word in SUBCOMMANDS:
                    named.add(f"{command} {word}")
        self.assertGreater(len(named), 12)
        self.assertEqual(named - self.said, set())


if __name__ == "__main__":
    unittest.main()
