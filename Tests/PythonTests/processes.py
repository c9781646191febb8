"""What the processes of the life-cycle tests run: in a module, because multiprocessing imports it in its children."""

import os

from agentsight import ConversationTracker

tracker = ConversationTracker(close_timeout_ms=30_000)  # settings from the environment


def track_and_send(number):
    tracker.track_question(f"sent {number}")
    tracker.send_tracked_data()
    return os.getpid()


def track(number):
    """Leaves the sending to the end of the process."""
    tracker.track_question(f"left {number}")


def application(environ, start_response):
    """For a server that forks: what it is asked to track it sends itself, or leaves to its end."""
    action, number = environ["PATH_INFO"].strip("/").split("/")
    (track_and_send if action == "send" else track)(number)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]


if os.environ.get("TRACK_AT_IMPORT"):
    tracker.track_question("made before the fork")
