"""Every code block of the README works as it stands there."""

import json
import os
import pathlib
import re
import shlex
import subprocess
import tempfile
import unittest

import collector
from collector import Collector

README = (collector.ROOT / "README.md").read_text(encoding="utf-8")
MANIFEST = """// swift-tools-version: 6.1
import PackageDescription
let package = Package(
  name: "readme", platforms: [.macOS(.v14)],
  dependencies: [{dependency}],
  targets: [.executableTarget(
    name: "readme", dependencies: [.product(name: "ConversationTracker", package: "agentsight-embedded")])])
"""


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


class ReadmeTests(unittest.TestCase):
    def test_every_language_in_it_is_tested_here(self):
        self.assertEqual(set(re.findall(r"^```(\w+)$", README, re.MULTILINE)),
                         {"sh", "swift", "c", "cpp", "python", "json"})

    def check_program(self, language, compiler, conversation_id):
        build = collector.ROOT / ".build-core"
        with Collector(tls=False) as server:
            for number, block in enumerate(blocks(language)):
                source, program = server.folder / f"readme{number}.{language}", server.folder / f"readme{number}"
                source.write_text(block)
                collector.run(*compiler, "-Wall", "-Wextra", "-Werror", source, "-I", collector.ROOT / "include",
                              "-L", build, "-lagentsight", f"-Wl,-rpath,{build}", "-o", program)
                collector.run(program, env=server.environment())
            self.assertEqual([item["content"] for item in server.transcript(conversation_id)],
                             ["What is machine learning?", "A field of AI in which programs learn from data."])

    def test_the_c_program_tracks_its_conversation(self):
        self.check_program("c", ["cc", "-std=c11"], "user_124")

    def test_the_cpp_program_tracks_its_conversation(self):
        self.check_program("cpp", ["c++", "-std=c++17"], "user_126")

    def test_the_swift_program_tracks_its_conversation(self):
        dependency, program = blocks("swift")
        # The package as its users name it, taken from this working copy.
        url = re.search(r'url: "([^"]+)", from: "[^"]+"', dependency)
        folder = collector.ROOT / ".build-readme"
        (folder / "Sources/readme").mkdir(parents=True, exist_ok=True)
        link = folder / pathlib.Path(url[1]).stem
        if not link.is_symlink():
            link.symlink_to(collector.ROOT)
        local = dependency.strip().replace(url[0], f'path: "{link}"')
        (folder / "Package.swift").write_text(MANIFEST.format(dependency=local))
        (folder / "Sources/readme/main.swift").write_text(program)
        collector.run("swift", "build", "--package-path", folder, "-Xswiftc", "-warnings-as-errors")
        with Collector(tls=False) as server:
            printed = collector.run(folder / ".build/debug/readme", env=server.environment())
            self.assertEqual(printed, "4 events delivered\n")
            self.assertEqual([item["type"] for item in server.transcript("user_123")],
                             ["message", "action", "message", "button"])

    def test_the_python_program_tracks_its_conversation(self):
        (program,) = blocks("python")
        build = collector.ROOT / ".build-python"
        printed = collector.run(collector.ROOT / "Tests/PythonTests/run.sh", build, "wheel").split()
        if not printed:
            self.skipTest("the Python module was not built")
        with Collector(tls=False) as server:
            python = server.folder / "python/bin/python"
            collector.run("python3", "-m", "venv", server.folder / "python")
            collector.run(python, "-m", "pip", "install", "--no-index", printed[-1])
            summary = collector.run(python, "-c", program, env=server.environment())
            self.assertIn("'questions': 1, 'answers': 1", summary)
            self.assertEqual([item["content"] for item in server.transcript("user_125")],
                             ["What is machine learning?", "A field of AI in which programs learn from data."])

    def test_the_shell_commands_exist(self):
        indented = re.findall(r"^    (agentsight .*)$", README, re.MULTILINE)
        for line in [*"".join(blocks("sh")).splitlines(), *indented]:
            words = shlex.split(line.replace("[", "").replace("]", ""))
            if words[0] == "make":
                subprocess.run(["make", "-n", *words[1:]], cwd=collector.ROOT, check=True, capture_output=True)
            elif words[0] == "agentsight":
                subcommand = [word for word in words[1:3] if word.islower() and word.isalpha()]
                usage = collector.run(collector.AGENTSIGHT, *subcommand, "--help")
                for option in (word for word in words if word.startswith("--")):
                    self.assertIn(option, usage, line)
            else:
                self.assertEqual(words[0], "export", line)

    def test_the_dialogue_can_be_replayed(self):
        (block,) = [block for block in blocks("json") if "dialogue_id" in block]
        with Collector(tls=False) as server:
            file = server.folder / "dialogue.jsonl"
            file.write_text(json.dumps(json.loads(block)) + "\n")
            collector.run(collector.AGENTSIGHT, "replay", file, "--endpoint", server.url, "--api-key", server.api_key)
            self.assertEqual([item["type"] for item in server.transcript("1_00000")], ["message", "action", "message"])


if __name__ == "__main__":
    unittest.main()
