"""The end of a process and of a tracker, and fork(): what waits is sent once, by whom it belongs to."""

import collections
import os
import signal
import subprocess
import time
import unittest

from recorder import RecordingServer
from session import clean_environment

EVENTS, CHILDREN = 20, 40  # as in life_cycle.c
SLACK = 15  # seconds that a busy machine may take on top of a deadline


def run(how, endpoint, *more):
    """The process's status and what it printed."""
    program = os.path.join(os.environ["AGS_TEST_PROGRAMS"], "life_cycle")
    # A child of a process with threads cannot be searched for leaks: it holds what those threads held, and starts
    # threads of its own. Nor do programs that end in the middle of things join their threads.
    forks = how.startswith("fork")
    environment = {**clean_environment(), "ASAN_OPTIONS": f"detect_leaks={int(not forks)}",
                   "TSAN_OPTIONS": f"report_thread_leaks={int(how == 'free')} die_after_fork=0"}
    result = subprocess.run([program, how, endpoint, *map(str, more)], capture_output=True, text=True,
                            env=environment, timeout=100)
    if result.returncode == 77:
        raise unittest.SkipTest("the sanitizers follow no children of a process whose threads are busy")
    if result.stderr:
        raise AssertionError(result.stderr)
    return result.returncode, result.stdout


def events_of(server):
    """(conversation, text, id) of each event that the server was sent."""
    return [(block["conversation_id"], event["attributes"]["agentsight.message.content"],
             event["attributes"]["agentsight.message.id"])
            for batch in server.batches() for block in batch["conversations"] for span in block["spans"]
            for event in span["events"]]


def texts(who, count):
    return [f"{who} {i}" for i in range(count)]


class LifeCycleTest(unittest.TestCase):
    def arrives(self, how, *more):
        with RecordingServer() as server:
            status, _ = run(how, server.url, *more)
            return status, [text for _, text, _ in events_of(server)]

    def test_what_waits_is_sent_at_the_end(self):
        for how in "return", "free":
            with self.subTest(how):
                self.assertEqual(self.arrives(how), (0, texts("main", EVENTS)))

    def test_no_time_is_no_sending(self):
        for how in "return", "free":
            with self.subTest(how):
                self.assertEqual(self.arrives(how, 0), (0, []))

    def test_sudden_ends_send_nothing(self):
        for how, status in ("_exit", 0), ("quick_exit", 0), ("abort", -signal.SIGABRT), ("SIGTERM", -signal.SIGTERM):
            with self.subTest(how):
                self.assertEqual(self.arrives(how), (status, []))

    def test_a_server_that_hangs_does_not_hang_the_host(self):
        for how in "return", "free", "exit_while_sending":
            with self.subTest(how), RecordingServer() as server:
                server.answer(fault="hang")
                before = time.monotonic()
                self.assertEqual(run(how, server.url, 300)[0], 0)
                self.assertLess(time.monotonic() - before, 0.3 + SLACK)

    def test_exit_during_a_send_waits_for_it(self):
        self.assertEqual(self.arrives("exit_while_sending"), (0, texts("main", EVENTS)))

    def test_exit_from_a_callback_of_the_sending_thread(self):
        self.assertEqual(self.arrives("exit_in_callback", 200), (0, texts("main", EVENTS)))

    def test_the_buffer_stays_the_parents(self):
        with RecordingServer() as server:
            self.assertEqual(run("fork_with_a_full_buffer", server.url)[0], 0)
            got = sorted(text for _, text, _ in events_of(server))
        self.assertEqual(got, sorted(["child 0", "grandchild 0", *texts("parent", 2 * EVENTS)]))

    def test_forks_of_a_busy_process(self):
        with RecordingServer() as server:
            status, printed = run("fork_often", server.url)
            self.assertEqual(status, 0)
            got = collections.defaultdict(list)
            ids = collections.Counter()
            for who, text, id in events_of(server):
                got[who].append(text)
                ids[id] += 1
        self.assertEqual([id for id, count in ids.items() if count > 1], [])
        for who, found in got.items():
            self.assertEqual(found, texts(who, len(found)), who)
        of_parent = [len(found) for who, found in got.items() if who.startswith("parent")]
        self.assertEqual(sum(of_parent), int(printed))
        for child in range(CHILDREN):
            self.assertEqual(len(got[f"child {child}"]), 0 if child % 4 == 0 else EVENTS, child)


if __name__ == "__main__":
    unittest.main()
