"""The two example programs, and the transcripts that must come back of them."""

import collector

SWIFT = [
    {"type": "message", "sender": "end_user", "content": "What is machine learning?", "metadata": {"language": "en"}},
    {"type": "action", "name": "research", "duration_ms": 50, "tools_used": {"search": "enabled"}, "response": None,
     "error_message": "", "metadata": None},
    {"type": "message", "sender": "agent", "content": "A field of AI in which programs learn from data.",
     "metadata": None},
    {"type": "button", "event": "helpful", "label": "👍", "value": "positive_feedback", "metadata": None},
]
C = [
    {"type": "message", "sender": "end_user", "content": "When are you open?", "metadata": {"language": "en"}},
    {"type": "action", "name": "search", "duration_ms": 12.5, "tools_used": {"query": "opening hours"},
     "response": '[{"day":"Monday","hours":"9-17"}]', "error_message": "", "metadata": None},
    {"type": "message", "sender": "agent", "content": "On Monday from 9 to 17.", "metadata": None},
    {"type": "button", "event": "helpful", "label": "👍", "value": "positive_feedback", "metadata": None},
]

# Known only when a program runs; checked for their order.
TIMES = ("timestamp", "started_at", "ended_at")


def run_swift(server, conversation_id):
    return collector.run(collector.SWIFT_EXAMPLE, conversation_id, server.ca, env=server.environment())


def run_c(server, conversation_id):
    return collector.run(collector.C_EXAMPLE, conversation_id, server.ca, env=server.environment())


def differences(items, expected):
    """What tells a transcript from the expected one; nothing when it is exactly that."""
    found = [f"{len(items)} items in place of {len(expected)}"] if len(items) != len(expected) else []
    for number, (item, want) in enumerate(zip(items, expected), 1):
        got = {name: value for name, value in item.items() if name not in TIMES}
        if got != want:
            found.append(f"item {number} is {got} in place of {want}")
    times = [item["timestamp"] for item in items]
    if times != sorted(set(times)):
        found.append(f"times do not increase: {times}")
    return found
