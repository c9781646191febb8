"""The tracker of 0.0.x, and of modules that follow it."""

import logging
import sys

import agentsight
import event

tracker = agentsight.ConversationTracker(api_key=event.KEY, conversation_id=event.ID)
if sys.argv[1] == "silent":
    logging.getLogger("agentsight").setLevel(logging.CRITICAL)


def track():
    tracker.track_question(event.TEXT, metadata=event.METADATA)


event.report(track, calls=2000)
