"""This project's tracking call beside a no-op call with the same arguments, in one process and in turns.

    calls.py     prints a table, of the first decile over rounds; needs a C compiler and Python's headers
"""

import pathlib
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time

import event
from agentsight import ConversationTracker

CALLS, ROUNDS = 2000, 150
TURNS = range(CALLS)


def keyword(tracker):
    for _ in TURNS:
        tracker.track_question(event.TEXT, metadata=event.METADATA)


def positional(tracker):
    for _ in TURNS:
        tracker.track_question(event.TEXT, event.METADATA)


def literal(tracker):
    for _ in TURNS:
        tracker.track_question(event.TEXT, metadata={"user_type": "premium", "language": "en"})


def noop_tracker(folder):
    library = pathlib.Path(folder, "noop.so")
    subprocess.run(["cc", "-O3", "-shared", "-fPIC", "-I", sysconfig.get_paths()["include"], "-o", library,
                    pathlib.Path(__file__).with_name("noop.c")], check=True)
    sys.path.insert(0, folder)
    import noop

    return noop.Tracker()


def main():
    ours = ConversationTracker(api_key=event.KEY, endpoint="http://127.0.0.1:9", conversation_id=event.ID)
    with tempfile.TemporaryDirectory() as folder:
        floor = noop_tracker(folder)
    candidates = [("keyword, a ready dict", keyword, 3.7), ("positional, a ready dict", positional, 3.2),
                  ("keyword, a dict literal for each call", literal, 5.0)]
    times = {}
    for _ in range(ROUNDS):
        for name, call, _ in candidates:
            for tracker in (floor, ours):
                start = time.thread_time_ns()
                call(tracker)
                times.setdefault((name, tracker is ours), []).append((time.thread_time_ns() - start) / CALLS)
            ours.discard_tracked_data()
    print("| one call, in a loop | no-op ns | ns | × no-op | goal |\n|---|--:|--:|--:|--:|")
    for name, _, goal in candidates:
        nothing, something = (statistics.quantiles(times[name, which], n=10)[0] for which in (False, True))
        print(f"| {name} | {nothing:.1f} | {something:.1f} | {something / nothing:.2f} | ≤ {goal} |")


if __name__ == "__main__":
    main()
