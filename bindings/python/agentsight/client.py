"""The place where the published clients keep the tracker."""

from typing import Any

import agentsight
from agentsight.tracker import ConversationTracker

__all__ = ["ConversationTracker", "conversation_tracker"]

conversation_tracker: ConversationTracker
"""See :data:`agentsight.conversation_tracker`."""


def __getattr__(name: str) -> Any:
    if name != "conversation_tracker":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return agentsight.conversation_tracker
