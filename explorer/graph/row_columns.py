"""Components, relations and problems as columns of plain values, and back: all of a block, or one row of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, islice, repeat
from typing import Any, overload

from explorer.domain.claim import Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.rows import Rows
from explorer.graph.text_column import TextColumn

Columns = list[list[Any]]


def component_columns(components: Sequence[Component]) -> Columns:
    """Components as columns."""
    if isinstance(components, ComponentBlock):
        return components.columns
    return [
        [each.id for each in components],
        [each.kind.value for each in components],
        [each.name for each in components],
        [each.version for each in components],
        [each.supplier for each in components],
        [each.knowledge.value for each in components],
        [dict(each.attributes) for each in components],
        *_evidence_columns([each.evidence for each in components]),
    ]


def attributes_of(rows: Sequence[Component] | Sequence[Relation]) -> Iterator[Mapping[str, str]]:
    """The attributes of each; those that lie in blocks are read without making the components or relations."""
    if isinstance(rows, Rows):
        return chain.from_iterable(map(attributes_of, rows.blocks()))
    if isinstance(rows, ComponentBlock):
        return iter(rows.columns[6])
    if isinstance(rows, RelationBlock):
        return iter(rows.columns[5])
    return (each.attributes for each in rows)


def suppliers_of(components: Sequence[Component]) -> Iterator[ComponentId | None]:
    """The supplier that each names, read in the same way."""
    if isinstance(components, Rows):
        return chain.from_iterable(map(suppliers_of, components.blocks()))
    if isinstance(components, ComponentBlock):
        return iter(components.columns[4])
    return (each.supplier for each in components)


def having_evidence_from(components: Sequence[Component], source: str) -> Iterator[bool]:
    """Whether each has evidence from this source, read in the same way."""
    if isinstance(components, Rows):
        return chain.from_iterable(having_evidence_from(block, source) for block in components.blocks())
    if isinstance(components, ComponentBlock):
        counts, (sources, *_) = components.columns[7], components.columns[8]
        if source not in sources:
            return repeat(False, len(components))
        every = iter(sources)
        return (source in list(islice(every, count)) for count in counts)
    return (any(found.source == source for found in each.evidence) for each in components)


def components_in(columns: Columns) -> list[Component]:
    """The components again. Raises ValueError where the columns are not those of components."""
    return list(ComponentBlock(columns))


def relation_columns(relations: Sequence[Relation], sources: Sequence[int], targets: Sequence[int]) -> Columns:
    """Relations as columns; ends are positions among the components."""
    if isinstance(relations, RelationBlock):
        return [list(sources), list(targets), *relations.columns[2:]]
    return [
        list(sources),
        list(targets),
        [each.kind.value for each in relations],
        [each.scope.value for each in relations],
        [each.knowledge.value for each in relations],
        [dict(each.attributes) for each in relations],
        *_evidence_columns([each.evidence for each in relations]),
    ]


def relations_in(columns: Columns, identities: Sequence[str] | TextColumn) -> list[Relation]:
    """The relations again. Raises ValueError where the columns are not those of relations between these components."""
    return list(RelationBlock(columns, identities))


def problem_columns(problems: Sequence[Problem]) -> Columns:
    """Problems as columns."""
    return _transposed(((each.source, each.location, each.line, each.message, each.advice) for each in problems), 5)


def problems_in(columns: Columns) -> list[Problem]:
    """The problems again. Raises ValueError where the columns are not those of problems."""
    sources, locations, lines, messages, advice = _of_one_length(columns, 5)
    _check_texts(sources, locations, messages, advice)
    _check_lines(lines)
    return list(map(Problem, sources, locations, lines, messages, advice))


_KIND = {kind.value: kind for kind in Kind}
_KNOWLEDGE = {knowledge.value: knowledge for knowledge in Knowledge}
_RELATION_KIND = {kind.value: kind for kind in RelationKind}
_SCOPE = {scope.value: scope for scope in Scope}


class ComponentBlock(Sequence[Component]):
    """Columns that are read as components."""

    def __init__(self, columns: Columns) -> None:
        """Raises ValueError or TypeError where the columns are not those of components."""
        self.columns = columns
        *rows, flat = columns
        ids, kinds, names, versions, suppliers, knowledge, attributes, counts = _of_one_length(rows, 8)
        _check_texts(ids, names, versions)
        if set(map(type, suppliers)) - {str, type(None)}:
            raise ValueError("a supplier is something else")
        _check_words(kinds, Kind)
        _check_words(knowledge, Knowledge)
        _check_attributes(attributes)
        _check_evidence(counts, flat)
        self._made: list[Component | None] = [None] * len(ids)
        """Those that somebody has asked for: they are asked for again, and take less room than their columns."""

    def __len__(self) -> int:
        return len(self.columns[0])

    @overload
    def __getitem__(self, index: int) -> Component: ...

    @overload
    def __getitem__(self, index: slice) -> list[Component]: ...

    def __getitem__(self, index: int | slice) -> Component | list[Component]:
        if isinstance(index, slice):
            return list(self)[index]
        if (made := self._made[index]) is not None:
            return made
        identities, kinds, names, versions, suppliers, knowledge, attributes, _, flat = self.columns
        made = Component(
            identities[index], _KIND[kinds[index]], names[index], versions[index], suppliers[index],
            _KNOWLEDGE[knowledge[index]], attributes[index], _evidence_of(self._ends, flat, index),
        )  # fmt: skip
        self._made[index] = made
        return made

    def __iter__(self) -> Iterator[Component]:
        if None in self._made:
            identities, kinds, names, versions, suppliers, knowledge, attributes, counts, flat = self.columns
            self._made = list(
                map(
                    Component, identities, map(_KIND.__getitem__, kinds), names, versions, suppliers,
                    map(_KNOWLEDGE.__getitem__, knowledge), attributes, _evidence_in(counts, flat),
                )
            )  # fmt: skip
        return iter(self._made)  # type: ignore[arg-type]  # None of them is None any more.

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(self.columns[7]))


class RelationBlock(Sequence[Relation]):
    """Columns that are read as relations between these components."""

    def __init__(self, columns: Columns, identities: Sequence[str] | TextColumn) -> None:
        """Raises ValueError or TypeError where the columns are not those of relations between so many components."""
        self.columns = columns
        self._identities = identities
        *rows, flat = columns
        sources, targets, kinds, scopes, knowledge, attributes, counts = _of_one_length(rows, 7)
        for ends in (sources, targets):
            if set(map(type, ends)) - {int} or not 0 <= min(ends, default=0) <= max(ends, default=-1) < len(identities):
                raise ValueError("a relation leads nowhere")
        _check_words(kinds, RelationKind)
        _check_words(scopes, Scope)
        _check_words(knowledge, Knowledge)
        _check_attributes(attributes)
        _check_evidence(counts, flat)
        self._made: list[Relation | None] = [None] * len(sources)
        """Those that somebody has asked for by number; who goes through all of them needs each but once."""

    def __len__(self) -> int:
        return len(self.columns[0])

    @overload
    def __getitem__(self, index: int) -> Relation: ...

    @overload
    def __getitem__(self, index: slice) -> list[Relation]: ...

    def __getitem__(self, index: int | slice) -> Relation | list[Relation]:
        if isinstance(index, slice):
            return list(self)[index]
        if (made := self._made[index]) is not None:
            return made
        sources, targets, kinds, scopes, knowledge, attributes, _, flat = self.columns
        made = Relation(
            self._id(sources[index]), self._id(targets[index]), _RELATION_KIND[kinds[index]], _SCOPE[scopes[index]],
            _KNOWLEDGE[knowledge[index]], attributes[index], _evidence_of(self._ends, flat, index),
        )  # fmt: skip
        self._made[index] = made
        return made

    def __iter__(self) -> Iterator[Relation]:
        sources, targets, kinds, scopes, knowledge, attributes, counts, flat = self.columns
        return map(
            Relation, map(self._id, sources), map(self._id, targets), map(RelationKind, kinds), map(Scope, scopes),
            map(Knowledge, knowledge), attributes, _evidence_in(counts, flat),
        )  # fmt: skip

    def _id(self, position: int) -> ComponentId:
        return ComponentId(self._identities[position])

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(self.columns[6]))


def _evidence_columns(found: Sequence[tuple[Evidence, ...]]) -> Columns:
    """How many evidence each row has, and all of them as columns of their own."""
    rows = ((each.source, each.location, each.line, each.field, each.text, each.read) for each in chain(*found))
    return [[len(each) for each in found], _transposed(rows, 6)]


def _evidence_in(counts: list[Any], flat: Columns) -> Iterable[tuple[Evidence, ...]]:
    found = map(Evidence, *flat)
    return [tuple(islice(found, count)) for count in counts]


def _evidence_of(ends: list[int], flat: Columns, index: int) -> tuple[Evidence, ...]:
    begin, end = ends[index - 1] if index % len(ends) else 0, ends[index]
    return tuple(map(Evidence, *(column[begin:end] for column in flat)))


def _check_evidence(counts: list[Any], flat: Columns) -> None:
    sources, locations, lines, fields, texts, reads = _of_one_length(flat, 6)
    _check_texts(sources, locations, fields, texts, reads)
    _check_lines(lines)
    if set(map(type, counts)) - {int} or min(counts, default=0) < 0 or sum(counts) != len(sources):
        raise ValueError("evidence is missing")


def _transposed(rows: Iterable[tuple[Any, ...]], width: int) -> Columns:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _of_one_length(columns: Columns, width: int) -> Columns:
    if len(columns) != width or len({len(column) for column in columns}) > 1:
        raise ValueError("columns are missing or differ in length")
    return columns


def _check_texts(*columns: Iterable[Any]) -> None:
    if any(set(map(type, column)) - {str} for column in columns):
        raise ValueError("a text is something else")


def _check_words(column: Iterable[Any], meaning: Iterable[str]) -> None:
    if set(column) - set(meaning):
        raise ValueError("a word that is not known")


def _check_lines(lines: Iterable[Any]) -> None:
    if set(map(type, lines)) - {int, type(None)}:
        raise ValueError("a line is something else")


def _check_attributes(attributes: Iterable[Any]) -> None:
    attributes = list(attributes)
    if set(map(type, attributes)) - {dict}:
        raise ValueError("attributes are something else")
    _check_texts(chain.from_iterable(map(dict.values, attributes)))
