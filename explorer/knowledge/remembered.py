"""Answers that are kept as long as the knowledge they were made from is the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

_FORGETTERS: list[Callable[[], None]] = []


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Keep what the function answers until `forget`; for whatever is made from tables that a user may add to."""
    kept = cache(function)
    _FORGETTERS.append(kept.cache_clear)
    return cast(Callable[P, T], kept)


def forget() -> None:
    """Have everything made anew: the user's files changed."""
    for each in _FORGETTERS:
        each()
