"""What waits, in the shape of the published clients' summaries."""

import base64
import json
from typing import Any, Callable, Dict, List, Optional, Tuple

from agentsight._files import preview as preview_of_files
from agentsight._report import KINDS, iso

NAMES = ("conversation", "questions", "answers", "attachments", "actions", "buttons")
PREVIEW_CHARACTERS = 100


def summary(rows: List[Any], conversation_id: Optional[str]) -> Dict[str, Any]:
    """``rows`` are events as the core tells of them, in order."""
    items: List[Dict[str, Any]] = []
    for kind, time_us, body, files, of_message in rows:
        data = json.loads(body)
        for name in ("timestamp", "conversation"):  # of a request, not of an event
            data.pop(name, None)
        if of_message and items:
            items[-1]["data"].update(attachments=_attachments(files), attachment_mode=_mode(files))
            continue
        if files is not None:
            data.update(attachments=_attachments(files), mode=_mode(files), sender="agent" if files[1] else "end_user")
        items.append({"type": KINDS[kind][0], "timestamp": iso(time_us), "data": data})
    counts = dict.fromkeys(NAMES, 0)
    for index, item in enumerate(items):
        name = item["type"]
        counts[name if name in counts else name + "s"] += 1
        item.update(index=index, preview=_PREVIEWS[name](item["data"]))
    return {"items": items, "summary": {**counts, "total": len(items)}, "conversation_id": conversation_id}


def _mode(files: Tuple[Any, bool, bool]) -> str:
    return "form_data" if files[2] else "base64"


def _attachments(files: Tuple[Any, bool, bool]) -> List[Dict[str, Any]]:
    return [{"filename": filename, "mime_type": mime_type,
             "data": content if files[2] else base64.b64encode(content).decode()}
            for filename, mime_type, content in files[0]]


def _message(data: Dict[str, Any]) -> Dict[str, Any]:
    content = data["content"]
    return {"content_preview": content[:PREVIEW_CHARACTERS] + ("..." if len(content) > PREVIEW_CHARACTERS else ""),
            "sender": data["sender"], "has_metadata": bool(data["metadata"])}


def _conversation(data: Dict[str, Any]) -> Dict[str, Any]:
    return {name: data.get(name) for name in ("conversation_id", "customer_id", "name", "environment")}


def _attached(data: Dict[str, Any]) -> Dict[str, Any]:
    return {**preview_of_files([file["filename"] for file in data["attachments"]]), "mode": data["mode"],
            "sender": data["sender"]}


def _action(data: Dict[str, Any]) -> Dict[str, Any]:
    return {"action_name": data["action_name"], "duration_ms": data.get("duration_ms"),
            "has_error": bool(data.get("error_msg")), "has_response": bool(data.get("response"))}


def _button(data: Dict[str, Any]) -> Dict[str, Any]:
    return {"label": data["label"], "value": data["value"], "event": data["button_event"]}


_PREVIEWS: Dict[str, Callable[[Dict[str, Any]], Dict[str, Any]]] = {
    "question": _message, "answer": _message, "conversation": _conversation, "attachments": _attached,
    "action": _action, "button": _button}
