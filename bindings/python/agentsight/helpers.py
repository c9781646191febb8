"""Small functions that code written for the published clients imports."""

from datetime import datetime, timezone

from agentsight._core import generate_conversation_id

__all__ = ["generate_conversation_id", "get_iso_timestamp"]


def get_iso_timestamp() -> str:
    """Now, in UTC, as ISO 8601."""
    return datetime.now(timezone.utc).isoformat()
