"""What befalls a process: it forks, and it ends."""

import atexit
import os
import sys
from typing import Callable

from agentsight import _core

LAST = -100  # behind the finalizers of others, which may still track


def watch() -> None:
    """Called once, when the module is imported."""
    # The core's threads leave log lines behind: not for an interpreter that ends, nor for a child that did not make them.
    atexit.register(_core._end_log_lines)
    os.register_at_fork(after_in_child=_start_child)
    _end_with_multiprocessing()


def _start_child() -> None:
    _core._forget_log_lines()
    _end_with_multiprocessing()


def _end_with_multiprocessing() -> None:
    """multiprocessing ends the children that it has forked with os._exit(), behind finalizers of its own."""
    util, process = sys.modules.get("multiprocessing.util"), sys.modules.get("multiprocessing.process")
    if util is None or process is None:
        return
    util.register_after_fork(_end_process, _finalize_with)  # a child begins by forgetting the finalizers there are
    if process.parent_process() is not None:
        _finalize_with(_end_process)


def _finalize_with(end: Callable[[], None]) -> None:
    sys.modules["multiprocessing.util"].Finalize(None, end, exitpriority=LAST)


def _end_process() -> None:
    _core._end_process()
