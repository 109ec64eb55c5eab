"""What a typed search asks for: words, and terms such as `model:llama`, `party:meta`, `knowledge:unknown`, `depth:3`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.domain.component import Kind
from explorer.graph.supply_graph import KINDS, KNOWLEDGE, SupplyGraph, among

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.integer]

_KIND_WORDS = frozenset(kind.value for kind in Kind) - {"party"}
_FIELDS = ("kind", "party", "knowledge", "class", "depth", "name", "id", *sorted(_KIND_WORDS))
_TERM = re.compile(rf"(?:({'|'.join(_FIELDS)}):)?(?:\"([^\"]*)\"|(\S+))", re.IGNORECASE)
_RANGE = re.compile(r"(<=|>=|<|>)?(\d+)(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Query:
    """A search taken apart; everything must hold."""

    words: tuple[str, ...]
    """Looked for in names and identities, in lower case."""
    terms: tuple[tuple[str, str], ...]
    """Field and value, in lower case."""


def parse(text: str) -> Query:
    """The words and terms of a search. A kind before the colon looks for the value among components of that kind.

    >>> parse('model:llama party:meta "two words"')
    Query(words=('llama', 'two words'), terms=(('kind', 'model'), ('party', 'meta')))
    >>> parse("pkg:pypi/torch").words
    ('pkg:pypi/torch',)
    """
    words: list[str] = []
    terms: list[tuple[str, str]] = []
    for field, quoted, bare in _TERM.findall(text):
        field, value = field.lower(), (quoted or bare).lower()
        if not field or field in ("name", "id"):
            words.append(value)
        elif field in _KIND_WORDS:
            terms.append(("kind", field))
            words.append(value)
        else:
            terms.append((field, value))
    return Query(tuple(word for word in words if word), tuple(terms))


def chosen_by_terms(
    graph: SupplyGraph, query: Query, depth: Numbers, names_with: Callable[[str], Flags]
) -> Flags | None:
    """(n,): the nodes for which every term holds; None where there is no term. `names_with` finds a text in names."""
    chosen: Flags | None = None
    for field, value in query.terms:
        found = _holding(graph, field, value, depth, names_with)
        chosen = found if chosen is None else chosen & found
    return chosen


def _holding(graph: SupplyGraph, field: str, value: str, depth: Numbers, names_with: Callable[[str], Flags]) -> Flags:
    if field == "kind":
        exact = [code for code, kind in enumerate(KINDS) if kind.value == value]
        return among(exact or [code for code, kind in enumerate(KINDS) if value in kind.value])[graph.kind]
    if field == "class":
        return among(_codes(kind.component_class.value.lower() == value for kind in KINDS))[graph.kind]
    if field == "knowledge":
        return among(_codes(known.value.startswith(value) for known in KNOWLEDGE))[graph.knowledge]
    if field == "depth":
        return _within(value, depth)
    parties = names_with(value) & graph.has_kind(Kind.PARTY)
    return parties | ((graph.supplier >= 0) & parties[graph.supplier])


def _codes(fitting: Iterable[bool]) -> list[int]:
    return [code for code, fits in enumerate(fitting) if fits]


def _within(value: str, depth: Numbers) -> Flags:
    """`3`, `2-4`, `>3`, `<=2`; anything else fits nothing."""
    match = _RANGE.fullmatch(value)
    if match is None:
        return np.zeros(len(depth), bool)
    sign, first = match[1], int(match[2])
    least, most = first, int(match[3] or first)
    if sign in (">", ">="):
        least, most = first + (sign == ">"), np.iinfo(np.int32).max
    elif sign in ("<", "<="):
        least, most = 0, first - (sign == "<")
    return (depth >= least) & (depth <= most)
