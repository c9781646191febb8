"""The place where the published clients keep the tracker."""

from agentsight.tracker import ConversationTracker

__all__ = ["ConversationTracker"]
