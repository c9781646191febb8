"""Clients, agents, environments and keys by the commands, beside a running collector that knows each change at once."""

import json
import subprocess
import unittest

import wire
from collector import AGENTSIGHT, Collector


class TenantCommandTests(unittest.TestCase):
    def run_command(self, *arguments):
        return subprocess.run([AGENTSIGHT, *arguments, "--data", self.server.data], capture_output=True, text=True)

    def change(self, *arguments):
        result = self.run_command(*arguments)
        self.assertEqual((result.returncode, result.stderr), (0, ""), arguments)
        return result.stdout

    def listed(self, *arguments):
        """The rows of a list, which its table shows as well."""
        rows = json.loads(self.change(*arguments, "--json"))
        table = self.change(*arguments)
        for row in rows:
            self.assertIn(row["prefix"] if "prefix" in row else row["name"], table)
        return rows

    def refuse(self, words, *arguments):
        result = self.run_command(*arguments)
        self.assertNotEqual(result.returncode, 0, arguments)
        for word in words:
            self.assertIn(word, result.stderr, arguments)

    def me(self, key):
        status, _, body = wire.ask(self.server.port, wire.head("GET", "/api/me/", key))
        return status, json.loads(body)

    def setUp(self):
        self.server = Collector(tls=False)
        self.addCleanup(self.server.__exit__)

    def test_a_tenant_from_its_beginning_to_its_end(self):
        self.change("clients", "create", "Acme")
        self.change("agents", "create", "Desk", "--client", "Acme")
        agent = ("--agent", "Desk", "--client", "Acme")
        self.change("environments", "create", "staging", "--name", "Staging", *agent)
        made = json.loads(self.change("keys", "create", "--role", "write", "--name", "The desk", "--json", *agent))
        status, me = self.me(made["key"])
        self.assertEqual((status, me["agent_name"], me["role"]), (200, "Desk", "write"))
        self.assertEqual([one["slug"] for one in me["environments"]], ["production", "development", "staging"])
        self.assertEqual([(row["name"], row["agents"]) for row in self.listed("clients", "list")],
                         [("Acme", 1), ("default", 1)])
        self.assertEqual([(row["client"], row["name"], row["keys"]) for row in self.listed("agents", "list")],
                         [("Acme", "Desk", 1), ("default", "demo agent", 1)])
        self.assertEqual([row["is_production"] for row in self.listed("environments", "list", *agent)],
                         [True, False, False])
        (key,) = self.listed("keys", "list", *agent)
        self.assertEqual((key["prefix"], key["role"], key["name"], key["revoked_at"]),
                         (made["key"][:12], "write", "The desk", None))

        self.change("clients", "rename", "Acme", "ACME")
        self.change("agents", "rename", "Front desk", "--agent", "Desk")
        agent = ("--agent", "Front desk", "--client", "ACME")
        self.change("environments", "rename", "staging", "Stage", *agent)
        _, me = self.me(made["key"])
        self.assertEqual((me["agent_name"], me["environments"][2]["name"]), ("Front desk", "Stage"))

        # What still has something in it stays, and the message names what to do.
        self.assertEqual(wire.ask(self.server.port, wire.post(made["key"], wire.batch("c", 1)))[0], 200)
        self.refuse(["Front desk", "erase agent"], "agents", "delete", *agent)
        self.refuse(["ACME", "erase client"], "clients", "delete", "ACME")
        self.refuse(["production"], "environments", "delete", "production", *agent)
        self.change("environments", "delete", "staging", *agent)
        self.assertEqual(len(self.me(made["key"])[1]["environments"]), 2)

        self.change("keys", "revoke", str(key["id"]))
        self.assertEqual(self.me(made["key"])[0], 401)
        self.assertIsNotNone(self.listed("keys", "list", *agent)[0]["revoked_at"])
        self.change("erase", "client", "ACME")
        self.change("clients", "delete", "ACME")
        self.assertEqual([row["name"] for row in self.listed("clients", "list")], ["default"])
        self.assertEqual(self.me(self.server.api_key)[0], 200)

    def test_what_does_not_exist_is_named(self):
        for arguments in (["clients", "delete", "nobody"], ["clients", "rename", "nobody", "x"],
                          ["agents", "list", "--client", "nobody"], ["agents", "delete", "--agent", "nobody"],
                          ["environments", "list", "--agent", "nobody"],
                          ["environments", "delete", "nobody", "--agent", "demo agent"],
                          ["retention", "set", "--client", "nobody", "--days", "3"],
                          ["erase", "client", "nobody"], ["erase", "agent", "--agent", "nobody"],
                          ["erase", "customer", "x", "--client", "nobody"]):
            with self.subTest(arguments=arguments):
                self.refuse(["nobody"], *arguments)


if __name__ == "__main__":
    unittest.main()
