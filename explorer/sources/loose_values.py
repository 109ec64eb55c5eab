"""Values whose shape the writer chose: a text, a list of one, a list of many, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_NOTHING = frozenset({"", "~", "null", "none"})


def as_text(value: object) -> str:
    """A scalar as trimmed text; empty for nothing, lists and mappings."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value).strip() if isinstance(value, str | int | float) else ""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()  # JSON may hold half characters, which no database takes.
    return "" if text.lower() in _NOTHING else text


def as_texts(value: object) -> list[str]:
    """A text, or a list of texts, as a list without empty and repeated ones."""
    items = value if isinstance(value, list | tuple) else [value]
    return list(dict.fromkeys(text for item in items if (text := as_text(item))))


def as_mapping(value: object) -> Mapping[str, Any]:
    """The mapping itself; an empty one for everything else."""
    return value if isinstance(value, Mapping) else {}


def as_mappings(value: object) -> list[Mapping[str, Any]]:
    """The mappings in a list; one mapping by itself counts as a list of one."""
    items = value if isinstance(value, list | tuple) else [value]
    return [item for item in items if isinstance(item, Mapping)]


def without_empty(facts: Mapping[str, str]) -> dict[str, str]:
    """Only the facts that say something."""
    return {name: value for name, value in facts.items() if value}
