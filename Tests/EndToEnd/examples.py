"""The two example programs, and the transcripts that must come back of them."""

import collector

# Sender, content, action name, and what else the row must hold.
SWIFT = [
    ("end_user", "What is machine learning?", None, {"metadata": {"language": "en"}}),
    ("agent", "Action research performed", "research", {"tools_used": {"search": "enabled"}, "duration_ms": 50.0}),
    ("agent", "A field of AI in which programs learn from data.", None, {}),
    ("end_user", None, None, {"button": {"button_event": "helpful", "label": "👍", "value": "positive_feedback"}}),
]
C = [
    ("end_user", "When are you open?", None, {"metadata": {"language": "en"}}),
    ("agent", "Action search performed", "search", {"tools_used": {"query": "opening hours"}, "duration_ms": 12.5}),
    ("agent", "On Monday from 9 to 17.", None, {}),
    ("end_user", None, None, {"button": {"button_event": "helpful", "label": "👍", "value": "positive_feedback"}}),
]


def run_swift(server, conversation_id):
    return collector.run(collector.SWIFT_EXAMPLE, conversation_id, server.ca, env=server.environment())


def run_c(server, conversation_id):
    return collector.run(collector.C_EXAMPLE, conversation_id, server.ca, env=server.environment())


def differences(messages, expected):
    """What tells a transcript from the expected one; nothing when it is exactly that."""
    if len(messages) != len(expected):
        return [f"{len(messages)} messages in place of {len(expected)}"]
    found = []
    for number, (row, (sender, content, action, more)) in enumerate(zip(messages, expected), 1):
        log = row["action_logs"][0] if row["action_logs"] else {}
        for name, want, got in [("sender", sender, row["sender"]), ("content", content, row["content"]),
                                ("action", action, row["action_name"]),
                                *((key, value, log.get(key, row.get(key))) for key, value in more.items())]:
            if want is not None and got != want and not (isinstance(want, dict) and got and want.items() <= got.items()):
                found.append(f"message {number}: {name} is {got!r} in place of {want!r}")
    times = [row["timestamp"] for row in messages]
    if times != sorted(set(times)):
        found.append(f"times do not increase: {times}")
    return found
