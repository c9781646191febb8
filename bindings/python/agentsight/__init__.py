"""Records what people and AI agents say to each other, inside the agent's own process.

    tracker = ConversationTracker(conversation_id="user_123")
    tracker.track_question("What is machine learning?", metadata={"language": "en"})
    tracker.track_answer("A field of AI in which programs learn from data.")
    tracker.send_tracked_data()
"""

import threading
from typing import Any

from agentsight._core import generate_conversation_id
from agentsight._core import version as __version__
from agentsight.tracker import ConversationTracker

__all__ = ["ConversationTracker", "conversation_tracker", "generate_conversation_id", "__version__"]

conversation_tracker: ConversationTracker
"""The process's shared tracker, with the settings of the environment. Made when it is first asked for."""

_making = threading.Lock()


def __getattr__(name: str) -> Any:
    if name != "conversation_tracker":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with _making:
        made = globals().get(name)
        if made is None:
            made = globals()[name] = ConversationTracker()
    return made
