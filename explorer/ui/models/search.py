"""Typed search: `llama`, `kind:model party:meta`, `knowledge:unknown class:C5`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from explorer.domain.component import Component, Kind

_TERM = re.compile(r"(?:(kind|party|knowledge|class|name|id):)?(?:\"([^\"]*)\"|(\S+))")
_PARTY = re.compile(r"(?<!\S)party:(?:\"([^\"]*)\"|(\S+))")


@dataclass(frozen=True, slots=True)
class Row:
    """One component of the inventory."""

    node: int
    component: Component
    party: str
    least: int
    greatest: int
    """Depths; -1 where it is not upstream of what is looked at."""
    haystack: str = field(init=False)
    """What a plain word is looked for in."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "haystack", f"{self.component.name} {self.component.id}".casefold())


def matcher(text: str) -> Callable[[Row], bool]:
    """A test for rows: every term must hold; an empty text accepts all."""
    tests = [_test(field, (quoted or bare).casefold()) for field, quoted, bare in _TERM.findall(text)]
    return lambda row: all(test(row) for test in tests)


def rank_of(text: str) -> Callable[[Row], int] | None:
    """How well a row fits: 0 for the party of that name, 1 for a component of it, 2 for the rest; None without a plain word."""
    words = [(quoted or bare).casefold() for field, quoted, bare in _TERM.findall(text) if not field]
    wanted = " ".join(words)
    return (lambda row: _fit(row.component, wanted)) if wanted else None


def _fit(component: Component, wanted: str) -> int:
    name = component.name.casefold()
    if component.kind is Kind.PARTY and wanted in (name, component.id.casefold().removeprefix("party:")):
        return 0
    return 1 if wanted in (name, name.rpartition("/")[2]) else 2


def party_of(text: str) -> str:
    """The party that a search asks for; empty where it asks for none."""
    found = _PARTY.search(text)
    return (found[1] or found[2] or "") if found else ""


def with_party(text: str, party: str) -> str:
    """The search with its party term replaced; an empty party takes the term away.

    >>> with_party("kind:model party:meta", "Hugging Face Hub")
    'kind:model party:"Hugging Face Hub"'
    >>> with_party('party:"Hugging Face Hub" llama', "")
    'llama'
    """
    rest = " ".join(_PARTY.sub("", text).split())
    quoted = f'party:"{party.replace(chr(34), "")}"' if party else ""
    return f"{rest} {quoted}".strip()


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
