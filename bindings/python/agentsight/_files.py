"""Files, as callers give them, to what the core records."""

import base64
import binascii
import mimetypes
from typing import Any, Dict, List, NamedTuple, Tuple, Union

from agentsight.enums import AttachmentMode
from agentsight.exceptions import InvalidAttachmentException

DEFAULT_TYPE = "application/octet-stream"
_MODES = {"base64": AttachmentMode.BASE64, "form_data": AttachmentMode.FORM_DATA, "form-data": AttachmentMode.FORM_DATA}


class Files(NamedTuple):
    """Checked: name, type and bytes of each, and how they travel."""

    files: List[Tuple[str, str, bytes]]
    form: bool


def prepare(attachments: Any, mode: Union[str, AttachmentMode, None]) -> Files:
    """Raises ValueError for an unknown mode and InvalidAttachmentException for a file that breaks a rule."""
    chosen = _mode(mode)
    if not attachments:
        raise InvalidAttachmentException("attachments: must not be empty")
    if not isinstance(attachments, list):
        raise InvalidAttachmentException(f"attachments: must be a list, not {type(attachments).__name__}")
    form = chosen is AttachmentMode.FORM_DATA
    return Files([(_form if form else _base64)(i, one) for i, one in enumerate(attachments)], form)


def _mode(mode: Union[str, AttachmentMode, None]) -> AttachmentMode:
    if mode is None:
        return AttachmentMode.BASE64
    if isinstance(mode, AttachmentMode):
        return mode
    chosen = _MODES.get(mode.lower()) if isinstance(mode, str) else None
    if chosen is None:
        raise ValueError(f"mode: must be 'base64' or 'form_data', not {mode!r}")
    return chosen


def _refuse(index: int, rule: str) -> InvalidAttachmentException:
    return InvalidAttachmentException(f"attachments[{index}]{rule}")


def _text(index: int, name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _refuse(index, f"['{name}']: must be a text that is not blank")
    return value


def _base64(index: int, attachment: Any) -> Tuple[str, str, bytes]:
    if not isinstance(attachment, dict):
        raise _refuse(index, f": must be a dict, not {type(attachment).__name__}")
    missing = [name for name in ("filename", "mime_type", "data") if name not in attachment]
    if missing:
        raise _refuse(index, f": is without {', '.join(missing)}")
    data = attachment["data"]
    if not isinstance(data, str):
        raise _refuse(index, f"['data']: must be base64 text in this mode, not {type(data).__name__}")
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise _refuse(index, "['data']: is not base64") from None
    return (_text(index, "filename", attachment["filename"]), _text(index, "mime_type", attachment["mime_type"]),
            content)


def _form(index: int, attachment: Any) -> Tuple[str, str, bytes]:
    if not isinstance(attachment, dict) or "data" not in attachment:
        raise _refuse(index, ": must be a dict with 'data'")
    content = _content(index, attachment["data"])
    filename, mime_type = attachment.get("filename"), attachment.get("mime_type") or attachment.get("content_type")
    if not mime_type:
        mime_type = mimetypes.guess_type(filename)[0] if filename else None
        mime_type = mime_type or DEFAULT_TYPE
    if not filename:
        filename = f"attachment_{index}{mimetypes.guess_extension(mime_type.split(';')[0].strip()) or '.bin'}"
    return _text(index, "filename", filename), _text(index, "mime_type", mime_type), content


def _content(index: int, data: Any) -> bytes:
    """A file is read now, from its beginning: what is tracked must not depend on what becomes of it."""
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data)
    if not hasattr(data, "read"):
        raise _refuse(index, f"['data']: must be bytes or an open file in this mode, not {type(data).__name__}")
    if hasattr(data, "seek"):
        data.seek(0)
    content: Any = data.read()
    if not isinstance(content, bytes):
        raise _refuse(index, "['data']: the file must be opened in binary mode")
    return content


def preview(names: List[Any]) -> Dict[str, Any]:
    """The first files, for a summary."""
    shown = [str(name) for name in names[:3]]
    return {"count": len(names), "files": shown + ([f"... and {len(names) - 3} more"] if len(names) > 3 else [])}
