"""What a program did to its files, recorded by strace, and what a loss of power could have left of it."""

import bisect
import os
import pathlib
import re
import shutil
import subprocess

# A disk keeps sectors whole; a write of several may end between two.
SECTOR = 512
CALL = re.compile(r'(pwrite64|fdatasync|fsync|ftruncate|unlink)\((?:\d+<([^>]*)>|"([^"]*)")(?:, (.*))?\)\s+= (\d+)')


def can_trace():
    """Whether strace is here and may be used."""
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True).returncode == 0


def recording(path):
    """The command in front of a program's own that records it in `path`."""
    return ["strace", "-f", "-y", "-xx", "-s", str(1 << 24), "-o", path,
            "-e", "trace=pwrite64,fdatasync,fsync,ftruncate,unlink"]


def traced_pid(strace):
    """The program that a strace process has started."""
    return int(pathlib.Path(f"/proc/{strace}/task/{strace}/children").read_text().split()[0])


def decode(text):
    return bytes.fromhex(text.replace("\\x", ""))


class DiskTrace:
    """The changes that a program made to the files of a folder, in order, as (call, file, bytes, number)."""

    def __init__(self, text, folder):
        """`text` is what strace wrote; its last line may be cut off."""
        self.calls = []
        self._ends = []  # where each call ends in the text
        begun, end = {}, 0
        for line in text.split("\n")[:-1]:
            end += len(line) + 1
            thread, _, call = line.partition(" ")
            call = call.strip()
            if call.endswith("<unfinished ...>"):
                begun[thread] = call[:-len("<unfinished ...>")]
                continue
            resumed = re.match(r"<\.\.\. \w+ resumed>(.*)", call)
            self._add(begun.pop(thread, "") + resumed.group(1) if resumed else call, str(folder))
            self._ends += [end] * (len(self.calls) - len(self._ends))

    def count(self, end):
        """How many calls had returned when the text was so long."""
        return bisect.bisect_right(self._ends, end)

    def _add(self, text, folder):
        match = CALL.match(text)
        if not match:
            return
        name, described, named, arguments, result = match.groups()
        path = decode(described or named).decode()
        # The log's index is memory that processes share; no start trusts it.
        if not path.startswith(folder) or path.endswith("-shm"):
            return
        data, number = b"", 0
        if name == "pwrite64":
            content, _, place = arguments.rsplit(", ", 2)
            data, number = decode(content.strip('"'))[:int(result)], int(place)
        elif name == "ftruncate":
            number = int(arguments)
        self.calls.append((name, os.path.basename(path), data, number))

    def leave(self, before, after, count, chance):
        """Writes into the folder `after` what the first `count` calls could have left of the folder `before` when the
        power went: all that was synchronized, and of the rest some changes and not others, some of them torn."""
        synchronized = {path: index for index, (name, path, _, _) in enumerate(self.calls[:count])
                        if name in ("fsync", "fdatasync")}
        files = {file.name: bytearray(file.read_bytes()) for file in pathlib.Path(before).iterdir()}
        for index, (name, path, data, number) in enumerate(self.calls[:count]):
            if index > synchronized.get(path, -1):
                if chance.random() < 0.5:
                    continue
                if len(data) > SECTOR and chance.random() < 0.2:
                    data = data[:chance.randrange(1, len(data) // SECTOR + 1) * SECTOR]
            content = files.setdefault(path, bytearray())
            if name == "pwrite64":
                content.extend(bytes(max(0, number + len(data) - len(content))))
                content[number:number + len(data)] = data
            elif name == "ftruncate":
                del content[number:]
                content.extend(bytes(number - len(content)))
            elif name == "unlink":
                del files[path]
        for path, content in files.items():
            (pathlib.Path(after) / path).write_bytes(content)
