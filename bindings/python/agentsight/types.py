"""Types of arguments."""

from io import BytesIO
from typing import Any, BinaryIO, Dict, Union

FileData = Union[bytes, BinaryIO, BytesIO]

# {"filename": ..., "mime_type": ..., "data": ...}; data is base64 text, or bytes or an open file in form_data mode.
AttachmentInput = Dict[str, Any]
