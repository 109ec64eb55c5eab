"""Snapshots in the workspace: written in one transaction, read back exactly."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from explorer.domain.claim import Problem
from explorer.domain.component import Component, ComponentId
from explorer.domain.relation import Relation
from explorer.graph.freezing import freeze
from explorer.graph.snapshot import Snapshot
from explorer.storage.blocks import (
    ROWS,
    Columns,
    component_columns,
    components_in,
    digest,
    packed,
    problem_columns,
    problems_in,
    relation_columns,
    relations_in,
    unpacked,
)
from explorer.storage.failures import part_is_damaged
from explorer.storage.texts import json_text, json_value, restored, stored

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class SystemEntry:
    """A system and its latest snapshot."""

    id: ComponentId
    name: str
    targets: tuple[str, ...]
    taken: str
    snapshot_id: int
    components: int
    relations: int


@dataclass(frozen=True, slots=True)
class SnapshotEntry:
    """One snapshot of a system."""

    id: int
    taken: str
    components: int
    relations: int


def write_snapshot(
    connection: sqlite3.Connection, system: ComponentId, name: str, targets: Sequence[str], snapshot: Snapshot
) -> int:
    """Add a snapshot inside the caller's transaction; returns its number."""
    connection.execute(
        "INSERT INTO systems (id, name, targets) VALUES (?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, targets = excluded.targets",
        (stored(system), stored(name), json_text(list(targets))),
    )
    counts = (len(snapshot.components), len(snapshot.relations), len(snapshot.problems))
    cursor = connection.execute(
        "INSERT INTO snapshots (system, taken, components, relations, problems) VALUES (?, ?, ?, ?, ?)",
        (stored(system), stored(snapshot.taken), *counts),
    )
    number = int(cursor.lastrowid or 0)
    graph = snapshot.graph
    ends = (graph.relation_source.tolist(), graph.relation_target.tolist())
    write_blocks(connection, number, snapshot.components, snapshot.relations, ends, snapshot.problems)
    return number


def write_blocks(
    connection: sqlite3.Connection,
    number: int,
    components: Sequence[Component],
    relations: Sequence[Relation],
    ends: tuple[Sequence[int], Sequence[int]],
    problems: Sequence[Problem],
) -> None:
    """Write what a snapshot consists of; `ends` are the positions of the relations' sources and targets."""
    sources, targets = ends
    _write(connection, number, "components", len(components), lambda rows: component_columns(components[rows]))
    _write(
        connection, number, "relations", len(relations),
        lambda rows: relation_columns(relations[rows], sources[rows], targets[rows]),
    )  # fmt: skip
    _write(connection, number, "problems", len(problems), lambda rows: problem_columns(problems[rows]))


def read_snapshot(connection: sqlite3.Connection, number: int) -> Snapshot:
    """A snapshot as it was written.

    Raises KeyError where there is none of this number, `WorkspaceError` where it is damaged.
    """
    row = connection.execute(
        "SELECT taken, components, relations, problems FROM snapshots WHERE id = ?", (number,)
    ).fetchone()
    if row is None:
        raise KeyError(number)
    taken = restored(row[0])
    try:
        components = list(_read(connection, number, "components", components_in))
        identities = [component.id for component in components]
        relations = list(_read(connection, number, "relations", lambda columns: relations_in(columns, identities)))
        problems = tuple(_read(connection, number, "problems", problems_in))
        if (len(set(identities)), len(relations), len(problems)) != row[1:]:
            raise ValueError("rows are missing")
    except (ValueError, TypeError) as error:
        raise part_is_damaged(f"The snapshot of {taken}") from error
    graph, components, relations = freeze(components, relations)
    return Snapshot(graph, components, relations, problems, taken)


def system_entries(connection: sqlite3.Connection) -> list[SystemEntry]:
    """All systems with their latest snapshots, by name."""
    rows = connection.execute(
        "SELECT systems.id, name, targets, taken, snapshots.id, coalesce(components, 0), coalesce(relations, 0) "
        "FROM systems "
        "JOIN snapshots ON snapshots.id = (SELECT max(id) FROM snapshots WHERE system = systems.id) "
        "ORDER BY name, systems.id"
    )
    return [
        SystemEntry(
            ComponentId(restored(identity)), restored(name), _targets(targets), restored(taken), number, *counts
        )
        for identity, name, targets, taken, number, *counts in rows
    ]


def snapshot_entries(connection: sqlite3.Connection, system: ComponentId) -> list[SnapshotEntry]:
    """All snapshots of a system, the oldest first."""
    rows = connection.execute(
        "SELECT id, taken, coalesce(components, 0), coalesce(relations, 0) FROM snapshots WHERE system = ? ORDER BY id",
        (stored(system),),
    )
    return [SnapshotEntry(number, restored(taken), *counts) for number, taken, *counts in rows]


def snapshot_digests(connection: sqlite3.Connection) -> dict[int, str]:
    """One digest for each snapshot, over its row and the digests of all its blocks in their order, by number."""
    found: dict[int, str] = {}
    for row in connection.execute(
        "SELECT id, system, taken, components, relations, problems FROM snapshots ORDER BY id"
    ):
        whole = hashlib.sha256(repr(tuple(row)).encode())
        blocks = "SELECT part, position, digest FROM blocks WHERE snapshot = ? ORDER BY part, position"
        for part, position, body in connection.execute(blocks, (row[0],)):
            whole.update(f"{part} {position} ".encode() + body)
        found[int(row[0])] = whole.hexdigest()
    return found


def delete_system(connection: sqlite3.Connection, system: ComponentId) -> None:
    """Remove a system and its snapshots inside the caller's transaction; annotations stay."""
    for entry in snapshot_entries(connection, system):
        delete_snapshot(connection, entry.id)
    connection.execute("DELETE FROM systems WHERE id = ?", (stored(system),))


def delete_snapshot(connection: sqlite3.Connection, number: int) -> None:
    """Remove one snapshot inside the caller's transaction."""
    connection.execute("DELETE FROM blocks WHERE snapshot = ?", (number,))
    connection.execute("DELETE FROM snapshots WHERE id = ?", (number,))


def _write(
    connection: sqlite3.Connection, number: int, part: str, count: int, columns: Callable[[slice], Columns]
) -> None:
    bodies = (packed(columns(slice(start, start + ROWS))) for start in range(0, count, ROWS))
    connection.executemany(
        "INSERT INTO blocks (snapshot, part, position, digest, body) VALUES (?, ?, ?, ?, ?)",
        ((number, part, position, digest(body), body) for position, body in enumerate(bodies)),
    )


def _read(
    connection: sqlite3.Connection, number: int, part: str, rows: Callable[[Columns], list[Row]]
) -> Iterator[Row]:
    """The rows of all blocks of a part. Raises ValueError where one is not as it was written."""
    found = connection.execute(
        "SELECT digest, body FROM blocks WHERE snapshot = ? AND part = ? ORDER BY position", (number, part)
    )
    for expected, body in found:
        if digest(body) != expected:
            raise ValueError("a block has changed")
        yield from rows(unpacked(body))


def _targets(text: str) -> tuple[str, ...]:
    """The targets of a system; none where the row is broken, since they only serve to scan it again."""
    try:
        return tuple(str(each) for each in json_value(text))
    except (ValueError, TypeError):
        return ()
