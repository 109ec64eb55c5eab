"""Typed search: `llama`, `kind:model party:meta`, `knowledge:unknown class:C5`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from explorer.domain.component import Component

_TERM = re.compile(r"(?:(kind|party|knowledge|class|name|id):)?(?:\"([^\"]*)\"|(\S+))")


@dataclass(frozen=True, slots=True)
class Row:
    """One component of the inventory."""

    node: int
    component: Component
    party: str
    least: int
    greatest: int
    """Depths; -1 where it is not upstream of what is looked at."""

    @property
    def haystack(self) -> str:
        """What a plain word is looked for in."""
        return f"{self.component.name} {self.component.id}".casefold()


def matcher(text: str) -> Callable[[Row], bool]:
    """A test for rows: every term must hold; an empty text accepts all."""
    tests = [_test(field, (quoted or bare).casefold()) for field, quoted, bare in _TERM.findall(text)]
    return lambda row: all(test(row) for test in tests)


def _test(field: str, wanted: str) -> Callable[[Row], bool]:
    match field:
        case "kind":
            return lambda row: wanted in row.component.kind.value
        case "party":
            return lambda row: wanted in row.party.casefold()
        case "knowledge":
            return lambda row: row.component.knowledge.value.startswith(wanted)
        case "class":
            return lambda row: row.component.component_class.value.casefold() == wanted
        case "name":
            return lambda row: wanted in row.component.name.casefold()
        case "id":
            return lambda row: wanted in row.component.id.casefold()
    return lambda row: wanted in row.haystack
