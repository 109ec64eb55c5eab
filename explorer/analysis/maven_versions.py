"""How versions follow each other in Maven. Source: Apache Maven, POM reference, Version order specification."""

from __future__ import annotations

import re
from functools import cmp_to_key
from typing import Any

_QUALIFIERS = ("alpha", "beta", "milestone", "rc", "snapshot", "", "sp")
_SAME = {"cr": "rc", "final": "", "ga": "", "release": ""}
_SHORT = {"a": "alpha", "b": "beta", "m": "milestone"}

_TOKEN = re.compile(r"([.\-_]|^|(?<=\d)(?=\D)|(?<=\D)(?=\d))(\d+|[^\d.\-_]*)")

Token = tuple[str, int | str]
"""The separator before it, and a number or a word in lower case."""


def maven_order(version: str) -> Any:
    """A value that orders versions as Maven does. Raises ValueError for an empty one.

    >>> maven_order("1.0-rc1") < maven_order("1.0") < maven_order("1.0-sp") < maven_order("1.0.1") < maven_order("1.1")
    True
    """
    if not version.strip():
        raise ValueError("an empty text is no Maven version")
    return _KEY(_trimmed(_tokens(version.strip().lower())))


def _tokens(text: str) -> list[Token]:
    """Numbers and words; where one follows the other without a separator, a hyphen is taken to stand between."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        separator, value = match.groups()
        if not separator and found and not value:
            continue
        mark = "." if separator == "." else "-" if separator else ("-" if found else "")
        number = value.isdigit() or not value
        attached = match.end() < len(text) and text[match.end()].isdigit()
        word = _SHORT.get(value, value) if attached else value
        found.append((mark, int(value or 0) if number else _SAME.get(word, word)))
    return found


def _trimmed(tokens: list[Token]) -> list[Token]:
    """Without what says nothing (`0`, the empty word) before each hyphen and at the end."""
    kept: list[Token] = []
    for place in range(len(tokens) - 1, -1, -1):
        ends = not kept or kept[-1][0] == "-"
        if place and ends and tokens[place][1] in (0, ""):
            continue
        kept.append(tokens[place])
    return kept[::-1]


def _compare(one: list[Token], other: list[Token]) -> int:
    for place in range(max(len(one), len(other))):
        left = one[place] if place < len(one) else _padding(other[place])
        right = other[place] if place < len(other) else _padding(one[place])
        if (key := _rank(left)) != (against := _rank(right)):
            return -1 if key < against else 1
    return 0


def _padding(token: Token) -> Token:
    """What stands for a missing token: the nought of the same kind."""
    return (token[0], 0 if isinstance(token[1], int) else "")


def _rank(token: Token) -> tuple[int, int, str]:
    """Words before numbers, known words in their order before unknown ones; a number after a hyphen before one after a dot."""
    mark, value = token
    if isinstance(value, int):
        return (2 if mark == "-" else 3, value, "")
    if value in _QUALIFIERS:
        return (0, _QUALIFIERS.index(value), "")
    return (1, 0, value)


_KEY = cmp_to_key(_compare)
