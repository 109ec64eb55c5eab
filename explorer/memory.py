"""What is kept of memory that is free or garbage: by glibc nothing large while jobs work, by Python all that is old then."""

from __future__ import annotations

import ctypes
import gc
import sys
from functools import cache
from typing import Any

LEAST_GIVEN_BACK = 4 << 20
"""Bytes from which a block is the system's again as soon as it is freed, while jobs run."""

MOST_KEPT = 32 << 20
"""Bytes up to which a block is kept for the next, else: the pages of a new one cost a click as much as its painting."""

_NEVER = 1 << 30
_USUAL = gc.get_threshold()

# Source: malloc.h of the GNU C library.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3


def give_back_at_once() -> None:
    """Give back what is free now, and from now on large blocks when they are freed.

    By default glibc keeps what jobs in several threads have freed, each its own: a third of a window on 2.5 million
    models (measured: 847 instead of 1,106 MB). Elsewhere than on glibc this does nothing.
    """
    _set(LEAST_GIVEN_BACK)


def keep_for_painting() -> None:
    """Give back what is free now, and from now on keep freed blocks of the size that painting wants again and again."""
    _set(MOST_KEPT)


def leave_old_garbage() -> None:
    """From now on look for garbage among young objects only.

    Python looks through all objects without letting any other thread run: 50 to 80 ms after the reading of an
    application (measured), in which the window stands still.
    """
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, _NEVER)


def collect_old_garbage() -> None:
    """Look for garbage among all objects now, and from now on whenever there are many more of them."""
    gc.collect()
    look_for_all_garbage()


def look_for_all_garbage() -> None:
    """From now on look for garbage as Python does by itself."""
    gc.set_threshold(*_USUAL)


def _set(least: int) -> None:
    library = _glibc()
    if library is not None:
        library.mallopt(_MMAP_THRESHOLD, least)
        library.mallopt(_TRIM_THRESHOLD, 2 * least)
        library.malloc_trim(0)


@cache
def _glibc() -> Any | None:
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return (
        library if all(hasattr(library, name) for name in ("gnu_get_libc_version", "mallopt", "malloc_trim")) else None
    )
