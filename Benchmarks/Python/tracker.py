"""The tracker of 0.0.x, and of modules that follow it."""

import logging
import sys

import agentsight
import event

tracker = agentsight.ConversationTracker(api_key=event.KEY, conversation_id=event.ID)
if sys.argv[1] == "silent":
    logging.getLogger("agentsight").setLevel(logging.CRITICAL)


def loop(turns):
    for _ in turns:
        tracker.track_question(event.TEXT, metadata=event.METADATA)


# Rounds of about the same time with either.
if hasattr(tracker, "discard_tracked_data"):
    event.report(loop, 2000, tracker.discard_tracked_data)
else:
    event.report(loop, 200, tracker._tracked_data.clear)
