"""JSON that nests deeper than the standard parser goes: read without recursion, more slowly."""

from __future__ import annotations

import json
import re
from typing import Any

MAX_NESTING = 100_000
"""Deeper than this is no document; it is refused before it fills the memory."""


class TooDeep(json.JSONDecodeError):
    """The text nests more than `MAX_NESTING` levels deep."""


_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_EMPTY = re.compile(rb"\[\]|\{\}")
_WHITESPACE = re.compile(r"[ \t\r\n]*")


def whole_number(digits: str) -> int | float:
    """The number; one with more digits than Python turns into a whole number at once (4,300) is infinite, as 1e999 is."""
    try:
        return int(digits)
    except ValueError:
        return float(digits)


_DECODER = json.JSONDecoder(parse_int=whole_number)


def read_json(data: bytes) -> Any:
    """The document; None where it is broken somewhere or nests more than `MAX_NESTING` levels deep."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        pass  # Perhaps it only nests too deeply for the standard parser.
    try:
        text = data.decode("utf-8-sig")
        value, end = decode(text)
        return value if not text[end:].strip() else None
    except ValueError:
        return None


def decode(text: str, place: int = 0) -> tuple[Any, int]:
    """The value that begins at `place`, and where it ends. Raises `TooDeep`, and otherwise
    `json.JSONDecodeError` where it is not JSON.

    >>> decode('[1, {"a": [true]}] rest')
    ([1, {'a': [True]}], 18)
    """
    around: list[Any] = []
    keys: list[str] = []
    place = _skip(text, place)
    while True:
        value, place = _begin(text, place)
        if isinstance(value, list | dict):
            around.append(value)
            if len(around) > MAX_NESTING:
                raise TooDeep(f"It nests more than {MAX_NESTING:,} levels deep", text, place)
            key, place = _first(text, place, value)
            if key is not None:
                keys.append(key)
                continue
            value = around.pop()
        # A value is complete: it goes into what is around it, which may thereby be complete as well.
        while around:
            _put(around[-1], keys, value)
            place = _skip(text, place)
            mark = text[place : place + 1]
            if mark == ",":
                place, key = _next(text, place + 1, around[-1])
                keys.append(key)
                break
            if mark != ("]" if isinstance(around[-1], list) else "}"):
                raise json.JSONDecodeError("Expecting ',' or the end of the value", text, place)
            value, place = around.pop(), place + 1
        else:
            return value, place


def nests_deeper_than(data: bytes, levels: int) -> bool:
    """Whether JSON text nests deeper than this, without reading it: libraries in other languages crash where it does.

    >>> nests_deeper_than(b'[{"]": [1]}]', 2), nests_deeper_than(b'[{"]": [1]}]', 3)
    (True, False)
    """
    brackets = _STRING.sub(b"", data).translate(None, _NOT_BRACKETS)
    for _ in range(levels):
        if not brackets:
            return False
        brackets = _EMPTY.sub(b"", brackets)
    return bool(brackets)


def _begin(text: str, place: int) -> tuple[Any, int]:
    """An empty container for `[` and `{`, else the whole scalar."""
    mark = text[place : place + 1]
    if mark == "[":
        return [], place + 1
    if mark == "{":
        return {}, place + 1
    return _DECODER.raw_decode(text, place)


def _first(text: str, place: int, container: list[Any] | dict[str, Any]) -> tuple[str | None, int]:
    """The key of the first element (`` in a list) and where its value begins; None for an empty container."""
    place = _skip(text, place)
    if text[place : place + 1] == ("]" if isinstance(container, list) else "}"):
        return None, place + 1
    place, key = _next(text, place, container)
    return key, place


def _next(text: str, place: int, container: list[Any] | dict[str, Any]) -> tuple[int, str]:
    place = _skip(text, place)
    if isinstance(container, list):
        return place, ""
    if text[place : place + 1] != '"':
        raise json.JSONDecodeError("Expecting a property name in double quotes", text, place)
    key, place = _DECODER.raw_decode(text, place)
    place = _skip(text, place)
    if text[place : place + 1] != ":":
        raise json.JSONDecodeError("Expecting ':'", text, place)
    return _skip(text, place + 1), key


def _put(container: list[Any] | dict[str, Any], keys: list[str], value: Any) -> None:
    key = keys.pop()
    if isinstance(container, list):
        container.append(value)
    else:
        container[key] = value


def _skip(text: str, place: int) -> int:
    match = _WHITESPACE.match(text, place)
    return match.end() if match else place
