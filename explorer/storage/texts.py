"""Texts as SQLite can hold them. Half a surrogate pair (a file name that is not UTF-8, a hostile card) is not UTF-8 text."""

from __future__ import annotations

import json
import re
from typing import Any

_ESCAPE = "\x1a"
"""SUBSTITUTE, the control character that ASCII keeps for "could not be represented"."""

_UNSTORABLE = re.compile(f"[\0{_ESCAPE}\ud800-\udfff]")
_ESCAPED = re.compile(f"{_ESCAPE}([0-9a-f]{{4}})")


def stored(text: str) -> str:
    """The text for a column: as it is, but for what SQLite cannot hold, which becomes SUBSTITUTE and four hex digits.

    Different texts stay different, so that the result serves as a key.

    >>> stored("model\\ud800")
    'model\\x1ad800'
    """
    return _UNSTORABLE.sub(lambda found: f"{_ESCAPE}{ord(found[0]):04x}", text)


def restored(text: str | None) -> str:
    """The text that was stored; a column that somebody else left empty reads as an empty text."""
    if text is None:
        return ""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if _ESCAPE in text else text


def json_text(value: Any) -> str:
    """A value as JSON for a column."""
    return stored(json.dumps(value, ensure_ascii=False))


def json_value(text: str | None) -> Any:
    """The value of a JSON column. Raises ValueError where it is none."""
    try:
        return json.loads(restored(text))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
