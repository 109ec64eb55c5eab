"""The rows of a snapshot: components, relations and problems in blocks, read whole or one by one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from explorer.domain.claim import Problem
from explorer.domain.component import Component
from explorer.domain.relation import Relation
from explorer.graph.adjacency import Int32
from explorer.graph.identities import Identities
from explorer.graph.row_columns import (
    Columns,
    ComponentBlock,
    RelationBlock,
    component_columns,
    components_in,
    problem_columns,
    problems_in,
    relation_columns,
    relations_in,
)
from explorer.graph.rows import Rows
from explorer.storage.blocks import ROWS, digest, packed, unpacked
from explorer.storage.failures import part_is_damaged
from explorer.storage.row_bodies import Body, checked, row_bodies
from explorer.storage.saved_graphs import SavedGraph

Row = TypeVar("Row")
Starts = dict[str, Any]
Ends = tuple[Sequence[int] | Int32, Sequence[int] | Int32]


def write_rows(
    connection: sqlite3.Connection,
    number: int,
    components: Sequence[Component],
    relations: Sequence[Relation],
    ends: Ends,
    problems: Sequence[Problem],
) -> Starts:
    """Write what a snapshot consists of; `ends` are the positions of the relations' sources and targets.

    Returns where the blocks of components and relations begin, by part, (blocks + 1,) int64. Raises ValueError where a
    block is too large to be kept.
    """
    _write(connection, number, "problems", (problem_columns(each) for each in _in_blocks(problems)))
    return {
        "components": _write(connection, number, "components", map(component_columns, _in_blocks(components))),
        "relations": _write(connection, number, "relations", _relation_columns(relations, ends)),
    }


@dataclass(frozen=True, slots=True)
class RowsRead:
    """All components and relations of a snapshot, and where their blocks begin."""

    components: list[Component]
    relations: list[Relation]
    starts: Starts


def read_rows(connection: sqlite3.Connection, number: int, counts: tuple[int, int]) -> RowsRead:
    """All components and relations. Raises ValueError or TypeError where they are not as they were written."""
    components: list[Component] = []
    relations: list[Relation] = []
    starts = {"components": _read(connection, number, "components", components_in, components)}
    identities = [component.id for component in components]
    starts["relations"] = _read(
        connection, number, "relations", lambda columns: relations_in(columns, identities), relations
    )
    if (len(set(identities)), len(relations)) != counts:
        raise ValueError("rows are missing")
    return RowsRead(components, relations, starts)


def rows_on_demand(
    connection: sqlite3.Connection, path: Path, number: int, taken: str, saved: SavedGraph
) -> tuple[Rows[Component], Rows[Relation]]:
    """The same as objects that are made when one asks for them. Raises ValueError where rows have changed already."""
    bodies = row_bodies(connection, path, number, taken)
    ends = Identities(saved.graph.ids)

    def block(part: str, read: Callable[[Columns], Sequence[Row]]) -> Callable[[int], Sequence[Row]]:
        return lambda position: _told_block(bodies[part], position, taken, read)

    return (
        Rows(saved.starts["components"], block("components", ComponentBlock)),
        Rows(saved.starts["relations"], block("relations", lambda columns: RelationBlock(columns, ends)), ends),
    )  # fmt: skip


def read_problems(connection: sqlite3.Connection, number: int, count: int) -> tuple[Problem, ...]:
    """The problems. Raises ValueError or TypeError where they are not as they were written."""
    problems: list[Problem] = []
    _read(connection, number, "problems", problems_in, problems)
    if len(problems) != count:
        raise ValueError("problems are missing")
    return tuple(problems)


def _told_block(
    body: Body, position: int, taken: str, read: Callable[[Columns], Sequence[Row]]
) -> Sequence[Row]:  # fmt: skip
    try:
        return read(unpacked(body(position)))
    except (ValueError, TypeError, IndexError) as error:
        raise part_is_damaged(f"The snapshot of {taken}") from error


def _in_blocks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Rows that lie in blocks stay in these, so that nobody makes objects of them on the way."""
    if isinstance(rows, Rows):
        yield from rows.blocks()
        return
    for start in range(0, len(rows), ROWS):
        yield rows[start : start + ROWS]


def _relation_columns(relations: Sequence[Relation], ends: Ends) -> Iterator[Columns]:
    begin = 0
    for block in _in_blocks(relations):
        here = slice(begin, begin + len(block))
        yield relation_columns(block, *(list(map(int, side[here])) for side in ends))
        begin = here.stop


def _write(connection: sqlite3.Connection, number: int, part: str, blocks: Iterable[Columns]) -> Any:
    starts = [0]
    for position, columns in enumerate(blocks):
        body = packed(columns)
        connection.execute(
            "INSERT INTO blocks (snapshot, part, position, digest, body) VALUES (?, ?, ?, ?, ?)",
            (number, part, position, digest(body), body),
        )
        starts.append(starts[-1] + len(columns[0]))
    return np.array(starts, np.int64)


def _read(
    connection: sqlite3.Connection, number: int, part: str, rows: Callable[[Columns], list[Row]], into: list[Row]
) -> Any:
    """Add the rows of all blocks of a part; returns where each begins. Raises ValueError where one has changed."""
    found = connection.execute(
        "SELECT digest, body FROM blocks WHERE snapshot = ? AND part = ? ORDER BY position", (number, part)
    )
    starts = [0]
    for mark, body in found:
        into.extend(rows(unpacked(checked(mark, body))))
        starts.append(len(into))
    return np.array(starts, np.int64)
