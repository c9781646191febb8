"""Checks of a tracker's settings. The core sees numbers and texts; what was given for them it can no longer name."""

import operator
import os
import sys
from typing import Any, Dict

_MOST_OF_32_BITS = 2**32 - 1
# The largest that the core can be told; its own rules come after that.
_NUMBERS = {"memory_limit": sys.maxsize, "spool_limit": 2**63 - 1,
            **dict.fromkeys(("batch_events", "connect_timeout_ms", "request_timeout_ms", "close_timeout_ms",
                             "block_timeout_ms", "send_every_events", "send_every_ms", "text_limit"), _MOST_OF_32_BITS)}


def text(name: str, value: Any) -> Any:
    """A text or None; TypeError for anything else."""
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{name}: must be str, not {type(value).__name__}")
    return value


def path(name: str, value: Any) -> str:
    """A path as text; TypeError for what is none."""
    try:
        return os.fsdecode(value)
    except TypeError:
        raise TypeError(f"{name}: must be a path, not {type(value).__name__}") from None


def number(name: str, value: Any) -> int:
    """A whole number that fits; TypeError or ValueError for anything else."""
    try:
        whole = operator.index(value)
    except TypeError:
        raise TypeError(f"{name}: must be int, not {type(value).__name__}") from None
    if not 0 <= whole <= _NUMBERS[name]:
        raise ValueError(f"{name}: must be 0 to {_NUMBERS[name]}, not {whole}")
    return whole


def checked(options: Dict[str, Any]) -> Dict[str, Any]:
    """The options that were given, as the core takes them."""
    given = {name: value for name, value in options.items() if value is not None}
    for name, value in given.items():
        if name in _NUMBERS:
            given[name] = number(name, value)
        elif name == "ca_file":
            given[name] = path(name, value)
        elif name == "allow_insecure_http" and not isinstance(value, bool):
            raise TypeError(f"{name}: must be True or False, not {value!r}")
    return given
