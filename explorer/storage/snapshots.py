"""Snapshots in the workspace: rows and arrays written in one transaction, read back exactly."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from explorer.domain.claim import Problem
from explorer.domain.component import ComponentId
from explorer.graph.adjacency import Int32
from explorer.graph.freezing import ordered_columns
from explorer.graph.snapshot import Snapshot
from explorer.storage.arrays import delete_arrays
from explorer.storage.failures import part_is_damaged
from explorer.storage.row_bodies import rows_mark
from explorer.storage.saved_graphs import GraphMissing, owner_of, read_graph, write_graph
from explorer.storage.snapshot_rows import Starts, read_problems, read_rows, rows_on_demand, write_rows
from explorer.storage.texts import json_text, json_value, restored, stored


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
    """Add a snapshot inside the caller's transaction, rows and arrays; returns its number."""
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
    ends = (graph.relation_source, graph.relation_target)
    starts = write_rows(connection, number, snapshot.components, snapshot.relations, ends, snapshot.problems)
    write_graph(connection, number, graph, starts)
    return number


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot as it was read."""

    snapshot: Snapshot
    to_keep: Starts | None = None
    """Where its blocks begin, if its graph was made from the rows and is to be kept."""
    notice: str = ""
    """What the user should know of that."""


def open_snapshot(connection: sqlite3.Connection, path: Path, number: int) -> Opened:
    """A snapshot whose components and relations are read when one asks for them.

    Raises KeyError where there is none of this number, `WorkspaceError` where it is damaged.
    """
    taken, counts, problem_count = _row_of(connection, number)
    try:
        problems = read_problems(connection, number, problem_count)
        try:
            saved = read_graph(connection, number, counts)
        except GraphMissing:
            return _from_rows(connection, number, taken, counts, problems)
        except ValueError as error:
            notice = (
                f"What was kept to open the snapshot of {taken} at once does not fit its rows ({error}); "
                "it was made anew from these, and nothing is lost."
            )
            return replace(_from_rows(connection, number, taken, counts, problems), notice=notice)
        rows = rows_on_demand(connection, path, number, taken, saved)
        return Opened(Snapshot(saved.graph, *rows, problems, taken, saved.mark))
    except (ValueError, TypeError) as error:
        raise part_is_damaged(f"The snapshot of {taken}") from error


def read_snapshot(connection: sqlite3.Connection, number: int) -> Snapshot:
    """A snapshot as its rows say, every one of them looked at.

    Raises KeyError where there is none of this number, `WorkspaceError` where it is damaged.
    """
    taken, counts, problem_count = _row_of(connection, number)
    try:
        problems = read_problems(connection, number, problem_count)
        return _from_rows(connection, number, taken, counts, problems).snapshot
    except (ValueError, TypeError) as error:
        raise part_is_damaged(f"The snapshot of {taken}") from error


def keep_graph(connection: sqlite3.Connection, number: int, opened: Opened) -> None:
    """Keep a graph that was made from the rows, inside the caller's transaction, unless these are gone by now."""
    if opened.to_keep is not None and rows_mark(connection, number) == opened.snapshot.mark:
        write_graph(connection, number, opened.snapshot.graph, opened.to_keep)


def _row_of(connection: sqlite3.Connection, number: int) -> tuple[str, tuple[int, int], int]:
    row = connection.execute(
        "SELECT taken, components, relations, problems FROM snapshots WHERE id = ?", (number,)
    ).fetchone()
    if row is None:
        raise KeyError(number)
    return restored(row[0]), (row[1], row[2]), row[3]


def _from_rows(
    connection: sqlite3.Connection, number: int, taken: str, counts: tuple[int, int], problems: tuple[Problem, ...]
) -> Opened:
    rows = read_rows(connection, number, counts)
    found = ordered_columns(rows.components, rows.relations)
    components = [rows.components[place] for place in found.nodes.tolist()]
    relations = [rows.relations[place] for place in found.relations.tolist()]
    snapshot = Snapshot(found.graph, components, relations, problems, taken, rows_mark(connection, number))
    # An earlier program may have had another order; then the arrays would say nothing about the rows.
    in_order = _is_counting(found.nodes) and _is_counting(found.relations)
    return Opened(snapshot, rows.starts if in_order else None)


def _is_counting(order: Int32) -> bool:
    return bool((order == np.arange(len(order))).all())


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
    delete_arrays(connection, owner_of(number))
    connection.execute("DELETE FROM snapshots WHERE id = ?", (number,))


def _targets(text: str) -> tuple[str, ...]:
    """The targets of a system; none where the row is broken, since they only serve to scan it again."""
    try:
        return tuple(str(each) for each in json_value(text))
    except (ValueError, TypeError):
        return ()
