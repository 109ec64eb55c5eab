"""One part of an SPDX 2 document, whatever its syntax: in the shape that JSON gives it, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from explorer.sources.json_stream import Part, parts_of

PROBLEM = "(problem)"
"""The key of an item that is no part of the document, but a message and an advice about how it is written."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list (`packages`, `files`, `relationships` and so on) or one of the document's own fields."""

    key: str
    data: Any
    pointer: str
    """The JSON pointer; for RDF the `#` reference; empty in tag-value files, where the line tells the place."""
    line: int | None = None


def items_of_parts(parts: Iterable[Part]) -> Iterator[Item]:
    """The items behind the parts of a JSON object."""
    for key, position, value in parts:
        yield Item(key, value, f"/{key}" if position is None else f"/{key}/{position}", _line(value))


def items_of_tree(tree: Mapping[str, Any]) -> Iterator[Item]:
    """The items of a document that is in memory, such as a YAML tree with lines."""
    return items_of_parts(parts_of(dict(tree)))


def _line(value: object) -> int | None:
    """The line of a value that knows it: YAML's keys do."""
    first = next(iter(value), None) if isinstance(value, Mapping) else value
    line = getattr(first, "line", None)
    return line if isinstance(line, int) else None
