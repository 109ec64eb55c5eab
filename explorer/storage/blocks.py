"""Blocks of components, relations and problems: columns as JSON, deflated, a few thousand rows each.

Measured (20,000 components, 40,000 relations, 60,000 evidence; CPU seconds and size of the file):
one JSON text per row 0.6 to write, 1.7 to read, 17 MB; blocks 0.4, 0.9, 1 MB. Nothing asks for these rows one by one.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import chain, islice
from typing import Any

from explorer.domain.claim import Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope

ROWS = 4096
"""Rows of a block: enough to deflate well, few enough that reading one never holds the interpreter for long."""

MOST_BYTES = 2**28
"""The greatest inflated size of a block that is written or read: a hostile file cannot fill the memory."""

Columns = list[list[Any]]


def packed(columns: Columns) -> bytes:
    """Columns as a block. Raises ValueError beyond `MOST_BYTES`."""
    text = json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if len(text) > MOST_BYTES:
        raise ValueError(f"{len(text):,} bytes in one block")
    return zlib.compress(text, 1)


def unpacked(body: bytes) -> Columns:
    """The columns of a block. Raises ValueError where it is broken, or inflates beyond `MOST_BYTES`."""
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(body, MOST_BYTES)
        if not inflater.eof:
            raise ValueError("cut off, or too large")
        columns = json.loads(text.decode("utf-8", "surrogatepass"))
    except (zlib.error, RecursionError) as error:
        raise ValueError(str(error)) from error
    if not isinstance(columns, list) or not all(isinstance(column, list) for column in columns):
        raise ValueError("not columns")
    return columns


def digest(body: bytes) -> bytes:
    """What a block is checked against when it is read: SQLite itself does not notice a changed byte in a value."""
    return blake2b(body, digest_size=16).digest()


def component_columns(components: Sequence[Component]) -> Columns:
    """Components as columns."""
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


def components_in(columns: Columns) -> list[Component]:
    """The components again. Raises ValueError where the columns are not those of components."""
    *rows, flat = columns
    identities, kinds, names, versions, suppliers, knowledge, attributes, counts = _of_one_length(rows, 8)
    _check_texts(identities, names, versions, (each for each in suppliers if each is not None))
    _check_attributes(attributes)
    return list(
        map(
            Component, identities, map(Kind, kinds), names, versions, suppliers, map(Knowledge, knowledge), attributes,
            _evidence_in(counts, flat),
        )
    )  # fmt: skip


def relation_columns(relations: Sequence[Relation], sources: Sequence[int], targets: Sequence[int]) -> Columns:
    """Relations as columns; ends are positions among the components."""
    return [
        list(sources),
        list(targets),
        [each.kind.value for each in relations],
        [each.scope.value for each in relations],
        [each.knowledge.value for each in relations],
        [dict(each.attributes) for each in relations],
        *_evidence_columns([each.evidence for each in relations]),
    ]


def relations_in(columns: Columns, identities: Sequence[ComponentId]) -> list[Relation]:
    """The relations again. Raises ValueError where the columns are not those of relations between these components."""
    *rows, flat = columns
    sources, targets, kinds, scopes, knowledge, attributes, counts = _of_one_length(rows, 7)
    ends = chain(sources, targets)
    if not all(type(end) is int and 0 <= end < len(identities) for end in ends):
        raise ValueError("a relation leads nowhere")
    _check_attributes(attributes)
    return list(
        map(
            Relation, map(identities.__getitem__, sources), map(identities.__getitem__, targets),
            map(RelationKind, kinds), map(Scope, scopes), map(Knowledge, knowledge), attributes,
            _evidence_in(counts, flat),
        )
    )  # fmt: skip


def problem_columns(problems: Sequence[Problem]) -> Columns:
    """Problems as columns."""
    return _transposed(((each.source, each.location, each.line, each.message, each.advice) for each in problems), 5)


def problems_in(columns: Columns) -> list[Problem]:
    """The problems again. Raises ValueError where the columns are not those of problems."""
    sources, locations, lines, messages, advice = _of_one_length(columns, 5)
    _check_texts(sources, locations, messages, advice)
    _check_lines(lines)
    return list(map(Problem, sources, locations, lines, messages, advice))


def _evidence_columns(found: Sequence[tuple[Evidence, ...]]) -> Columns:
    """How many evidence each row has, and all of them as columns of their own."""
    rows = ((each.source, each.location, each.line, each.field, each.text, each.read) for each in chain(*found))
    return [[len(each) for each in found], _transposed(rows, 6)]


def _evidence_in(counts: list[Any], flat: Columns) -> Iterable[tuple[Evidence, ...]]:
    sources, locations, lines, fields, texts, reads = _of_one_length(flat, 6)
    _check_texts(sources, locations, fields, texts, reads)
    _check_lines(lines)
    if sum(counts) != len(sources):
        raise ValueError("evidence is missing")
    found = map(Evidence, sources, locations, lines, fields, texts, reads)
    return [tuple(islice(found, count)) for count in counts]


def _transposed(rows: Iterable[tuple[Any, ...]], width: int) -> Columns:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _of_one_length(columns: Columns, width: int) -> Columns:
    if len(columns) != width or len({len(column) for column in columns}) > 1:
        raise ValueError("columns are missing or differ in length")
    return columns


def _check_texts(*columns: Iterable[Any]) -> None:
    if any(set(map(type, column)) - {str} for column in columns):
        raise ValueError("a text is something else")


def _check_lines(lines: Iterable[Any]) -> None:
    if set(map(type, lines)) - {int, type(None)}:
        raise ValueError("a line is something else")


def _check_attributes(attributes: Iterable[Any]) -> None:
    attributes = list(attributes)
    if set(map(type, attributes)) - {dict}:
        raise ValueError("attributes are something else")
    _check_texts(chain.from_iterable(each.values() for each in attributes))
