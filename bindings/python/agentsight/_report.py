"""What became of tracked events, in the shape of the published clients' reports."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any, Dict, List, NamedTuple, Optional

from agentsight import _core

# By the number that the core gives a kind: its name in a report, and in the counts.
KINDS = [("question", "questions"), ("answer", "answers"), ("action", "actions"), ("button", "buttons"),
         ("action", "actions"), ("attachments", "attachments"), ("conversation", ""), ("conversation", "")]
COUNTS = ("questions", "answers", "attachments", "actions", "buttons")
DELIVERED, DISCARDED, DROPPED = 1, 3, 4  # of ags_outcome
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def iso(time_us: int) -> str:
    return (_EPOCH + timedelta(microseconds=time_us)).isoformat()


class Item(NamedTuple):
    """An event as the core tells of it."""

    kind: int
    outcome: int
    status: int
    time_us: int
    conversation_id: str
    text: str
    response: Optional[bytes]
    http_status: int
    of_message: bool

    @property
    def answer(self) -> Any:
        """What the server said to this event; an empty dict where it says nothing to each, or no JSON."""
        try:
            return json.loads(self.response) if self.response else {}
        except ValueError:
            return {}

    @property
    def timestamp(self) -> str:
        return iso(self.time_us)


def latest(told: List[Any], more: List[Any]) -> List[Item]:
    """One item for each event, with the last that was told of it. No two events of a conversation have one time."""
    events = {(item[4], item[3]): Item(*item) for item in more}
    events.update({(item[4], item[3]): Item(*item) for item in told})
    return sorted(events.values(), key=lambda item: item.time_us)


def _why(item: Item, error: str) -> str:
    if item.outcome == DROPPED:
        return f"given up: {_core._status_text(item.status)}"
    if item.outcome == DISCARDED:
        return "given up by discard_tracked_data()"
    return error or "it waits for the next sending"


def report(items: List[Item], error: str) -> Dict[str, Any]:
    """``error`` is why a sending failed, for the items that it left."""
    summary = dict.fromkeys([*COUNTS, "errors"], 0)
    rows = []
    # Files that arrived with their message are part of it.
    shown = [item for item in items if not (item.of_message and item.outcome == DELIVERED)]
    for index, item in enumerate(shown):
        name, count = KINDS[item.kind]
        row: Dict[str, Any] = {"index": index, "type": name, "timestamp": item.timestamp,
                               "conversation_id": item.conversation_id}
        if item.outcome == DELIVERED:
            row.update(response=item.answer, success=True)
            if count:
                summary[count] += 1
        else:
            row.update(error=_why(item, error), success=False)
            summary["errors"] += 1
        rows.append(row)
    return {"items": rows, "summary": summary}
