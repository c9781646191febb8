"""Times of actions, as callers write them, to nanoseconds since 1970."""

import math
from datetime import datetime, timedelta, timezone
from typing import Optional, Union

from agentsight.exceptions import InvalidConversationDataException

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def nanoseconds(name: str, time: Union[str, datetime, None]) -> Optional[int]:
    """ISO 8601 text or a datetime; without a time zone it is UTC."""
    if time is None:
        return None
    if isinstance(time, str):
        try:
            # What fromisoformat() of older versions does not know: Z, and fractions of another length.
            text, _, fraction = time.strip().replace("Z", "+00:00").replace("z", "+00:00").partition(".")
            digits = len(fraction) - len(fraction.lstrip("0123456789"))
            parsed = datetime.fromisoformat(text + fraction[digits:])
            time = parsed + timedelta(microseconds=int(fraction[:digits][:6].ljust(6, "0")))
        except ValueError:
            raise InvalidConversationDataException(f"{name}: must be a time in ISO 8601, not {time!r}") from None
    if not isinstance(time, datetime):
        raise TypeError(f"{name}: must be str or datetime, not {type(time).__name__}")
    if time.tzinfo is None:
        time = time.replace(tzinfo=timezone.utc)
    return (time - _EPOCH) // timedelta(microseconds=1) * 1000


def duration(milliseconds: Union[int, float, None]) -> Optional[int]:
    if milliseconds is None:
        return None
    if not isinstance(milliseconds, (int, float)):
        raise TypeError(f"duration_ms: must be a number, not {type(milliseconds).__name__}")
    if not milliseconds < math.inf:
        raise InvalidConversationDataException(f"duration_ms: must be a finite number, not {milliseconds!r}")
    # Zero would say that it is not known.
    return max(round(milliseconds * 1_000_000), 1) if milliseconds >= 0 else -1
