"""Forks, other ways to start processes, and their ends: each event is sent once, by the process that tracked it."""

import contextlib
import http.client
import os
import pathlib
import signal
import socket
import subprocess
import sys
import unittest

from support import KEY, PATIENCE_SECONDS, TrackerTests, events_of

HERE = pathlib.Path(__file__).parent


class ProcessTests(TrackerTests):
    def setUp(self):
        super().setUp()
        self.variables = {**os.environ, "PYTHONPATH": str(HERE), "AGENTSIGHT_API_KEY": KEY,
                          "AGENTSIGHT_API_ENDPOINT": self.server.url, "AGENTSIGHT_CONVERSATION_ID": "c1"}

    def run_program(self, program):
        # Python 3.12 warns of every fork beside threads.
        command = [sys.executable, "-X", "faulthandler", "-W", "ignore:This process", "-c", program]
        result = subprocess.run(command, text=True, capture_output=True, timeout=PATIENCE_SECONDS, env=self.variables)
        self.assertEqual((result.returncode, result.stderr), (0, ""), result.stdout)
        return result.stdout

    def texts(self):
        return [[text for _, _, text in events_of(batch)] for batch in self.server.batches()]

    def all_texts(self):
        return sorted(text for texts in self.texts() for text in texts)


class ForkTests(ProcessTests):
    def test_a_child_starts_empty_and_sends_its_own(self):
        self.run_program("""
import os
from processes import tracker
tracker.track_question("before")
tracker.send_tracked_data()  # its thread and its connection are the parent's alone
tracker.track_question("waits")
child = os.fork()
if child == 0:
    assert tracker.statistics()["accepted"] == 0, tracker.statistics()
    tracker.track_question("child")
    report = tracker.send_tracked_data()
    os._exit(0 if report["summary"]["questions"] == 1 else 1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
tracker.track_answer("after")
tracker.send_tracked_data()
""")
        self.assertEqual(self.texts(), [["before"], ["child"], ["waits", "after"]])

    def test_a_child_that_ends_normally_sends_what_waits(self):
        self.run_program("""
import os, sys
from processes import tracker
tracker.track_question("parent")
child = os.fork()
tracker.track_question("child" if child == 0 else "parent again")
if child == 0:
    sys.exit(0)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
""")
        self.assertEqual(self.texts(), [["child"], ["parent", "parent again"]])

    @unittest.skipIf("asan" in os.environ.get("LD_PRELOAD", ""),
                     "AddressSanitizer's allocator does not see to it that a fork finds its locks free")
    def test_forks_while_other_threads_track_and_send(self):
        self.run_program("""
import os, threading
from agentsight.exceptions import NoDataToSendException
from processes import tracker

def track(name):
    for number in range(300):
        tracker.track_question(f"parent {name} {number}")
        if number % 100 == 0:
            try:
                tracker.send_tracked_data()
            except NoDataToSendException:
                pass

threads = [threading.Thread(target=track, args=[name]) for name in range(3)]
for thread in threads:
    thread.start()
for number in range(20):
    child = os.fork()
    if child == 0:
        tracker.track_question(f"child {number}")
        report = tracker.send_tracked_data()
        if report["summary"]["questions"] != 1:
            print(report, flush=True)
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
for thread in threads:
    thread.join()
""")
        self.assertEqual(self.all_texts(), sorted([f"child {number}" for number in range(20)] +
                                                  [f"parent {name} {n}" for name in range(3) for n in range(300)]))


class MultiprocessingTests(ProcessTests):
    program = """
import multiprocessing, processes
if __name__ == "__main__":
    context = multiprocessing.get_context({method!r})
    with context.Pool(2) as pool:
        pids = pool.map(processes.track_and_send, range(10))
    assert processes.os.getpid() not in pids
    for number in range(2):  # no more: what they leave is sent when they end
        child = context.Process(target=processes.track, args=[number])
        child.start()
        child.join()
        assert child.exitcode == 0, child.exitcode
"""

    def check(self, method):
        program = pathlib.Path(self.enterTemporaryDirectory(), "program.py")  # spawn imports it again
        program.write_text(self.program.format(method=method))
        result = subprocess.run([sys.executable, "-X", "faulthandler", program], text=True, capture_output=True,
                                timeout=PATIENCE_SECONDS, env=self.variables)
        self.assertEqual((result.returncode, result.stderr), (0, ""), result.stdout)
        self.assertEqual(self.all_texts(), ["left 0", "left 1"] + sorted(f"sent {number}" for number in range(10)))

    def enterTemporaryDirectory(self):
        import tempfile
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return folder.name

    def test_fork(self):
        self.check("fork")

    def test_forkserver(self):
        self.check("forkserver")

    def test_spawn(self):
        self.check("spawn")


class PreforkServerTests(ProcessTests):
    """gunicorn loads the application, and with it the tracker, before it forks its workers."""

    @contextlib.contextmanager
    def gunicorn(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            command = [sys.executable, "-m", "gunicorn", "--preload", "--workers", "2", "--log-level", "error",
                       "--bind", f"fd://{listener.fileno()}", "processes:application"]
            server = subprocess.Popen(command, env={**self.variables, "TRACK_AT_IMPORT": "1"},
                                      pass_fds=[listener.fileno()], stderr=subprocess.PIPE, text=True)
            self.master = server.pid
            try:
                yield listener.getsockname()[1]
            finally:
                server.send_signal(signal.SIGTERM)
                _, said = server.communicate(timeout=PATIENCE_SECONDS)
            self.assertEqual((server.returncode, said), (0, ""))

    def test_workers_send_their_own_and_the_master_its_own(self):
        try:
            import gunicorn  # noqa: F401
        except ImportError:
            self.skipTest("pip cannot install gunicorn")
        workers = set()
        with self.gunicorn() as port:
            for number in range(20):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
                connection.request("GET", f"/{'send' if number % 2 else 'leave'}/{number}")
                workers.add(int(connection.getresponse().read()))
                connection.close()
        self.assertNotIn(self.master, workers)
        self.assertEqual(self.all_texts(), sorted([f"{'sent' if number % 2 else 'left'} {number}"
                                                   for number in range(20)] + ["made before the fork"]))


class EndTests(ProcessTests):
    def test_the_interpreter_ends_while_threads_track_and_send(self):
        accepted = int(self.run_program("""
import itertools, threading, time
from agentsight.exceptions import NoDataToSendException
from processes import tracker

def track():
    for number in itertools.count():
        tracker.track_question(f"{number:09}", {"number": number})
        time.sleep(0)

def send():
    while True:
        try:
            tracker.send_tracked_data()
        except NoDataToSendException:
            pass

for target in (track, send, send):
    threading.Thread(target=target, daemon=True).start()
while tracker.statistics()["accepted"] < 2000:
    time.sleep(0.001)
print(tracker.statistics()["accepted"])
"""))
        texts = self.all_texts()
        self.assertGreaterEqual(len(texts), accepted)
        self.assertEqual(texts, [f"{number:09}" for number in range(len(texts))])

    def test_the_end_waits_no_longer_than_it_may(self):
        self.server.answer(path="/api/ingest/", hold=True)
        self.run_program("""
from agentsight import ConversationTracker
tracker = ConversationTracker(close_timeout_ms=100)
tracker.track_question("q")
""")  # would wait for ever
        self.server.release()

    def test_an_exception_that_nobody_catches(self):
        result = subprocess.run([sys.executable, "-c", "from processes import track\ntrack(1)\n1 / 0"], text=True,
                                capture_output=True, timeout=PATIENCE_SECONDS, env=self.variables)
        self.assertIn("ZeroDivisionError", result.stderr)
        self.assertEqual(self.all_texts(), ["left 1"])


class SubinterpreterTests(ProcessTests):
    def test_the_import_is_refused_and_the_main_interpreter_goes_on(self):
        try:
            import _xxsubinterpreters as interpreters  # noqa: F401
        except ImportError:
            try:
                import _interpreters  # noqa: F401
            except ImportError:
                self.skipTest("this Python has no subinterpreters")
        self.run_program("""
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
from processes import tracker
code = '''
try:
    import agentsight
except ImportError as error:
    assert "subinterpreter" in str(error), error
else:
    raise AssertionError("imported")
'''
for _ in range(3):
    one = interpreters.create()
    failure = interpreters.run_string(one, code)
    assert failure is None, failure
    interpreters.destroy(one)
tracker.track_question("q")
tracker.send_tracked_data()
""")
        self.assertEqual(self.all_texts(), ["q"])


if __name__ == "__main__":
    unittest.main()
