"""Snapshots in the workspace: written in one transaction, read back exactly."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from explorer.domain.component import ComponentId
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.storage.records import (
    component_from,
    component_text,
    problem_from,
    problem_text,
    relation_from,
    relation_text,
)


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
        (system, name, json.dumps(list(targets))),
    )
    counts = (len(snapshot.components), len(snapshot.relations))
    cursor = connection.execute(
        "INSERT INTO snapshots (system, taken, components, relations) VALUES (?, ?, ?, ?)",
        (system, snapshot.taken, *counts),
    )
    number = int(cursor.lastrowid or 0)
    graph = snapshot.graph
    connection.executemany(
        "INSERT INTO components VALUES (?, ?, ?, ?, ?)",
        (
            (number, place, json.dumps(each.id), each.kind.value, component_text(each))
            for place, each in enumerate(snapshot.components)
        ),
    )
    connection.executemany(
        "INSERT INTO relations VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                number, place, int(graph.relation_source[place]), int(graph.relation_target[place]),
                each.kind.value, relation_text(each),
            )
            for place, each in enumerate(snapshot.relations)
        ),
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO problems VALUES (?, ?, ?)",
        ((number, place, problem_text(each)) for place, each in enumerate(snapshot.problems)),
    )
    return number


def read_snapshot(connection: sqlite3.Connection, number: int) -> Snapshot:
    """A snapshot as it was written. Raises KeyError where there is none of this number."""
    row = connection.execute("SELECT taken FROM snapshots WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise KeyError(number)
    components = [
        component_from(json.loads(identity), kind, text)
        for identity, kind, text in connection.execute(
            "SELECT identity, kind, facts FROM components WHERE snapshot = ? ORDER BY position", (number,)
        )
    ]
    relations = [
        relation_from(components[source].id, components[target].id, kind, text)
        for source, target, kind, text in connection.execute(
            "SELECT source, target, kind, facts FROM relations WHERE snapshot = ? ORDER BY position", (number,)
        )
    ]
    problems = [
        problem_from(text)
        for (text,) in connection.execute("SELECT facts FROM problems WHERE snapshot = ? ORDER BY position", (number,))
    ]
    return snapshot_of(merge([*components, *relations, *problems]), row[0])


def system_entries(connection: sqlite3.Connection) -> list[SystemEntry]:
    """All systems with their latest snapshots, by name."""
    rows = connection.execute(
        "SELECT systems.id, name, targets, taken, snapshots.id, components, relations FROM systems "
        "JOIN snapshots ON snapshots.id = (SELECT max(id) FROM snapshots WHERE system = systems.id) ORDER BY name"
    )
    return [
        SystemEntry(ComponentId(identity), name, tuple(json.loads(targets)), taken, number, components, relations)
        for identity, name, targets, taken, number, components, relations in rows
    ]


def snapshot_entries(connection: sqlite3.Connection, system: ComponentId) -> list[SnapshotEntry]:
    """All snapshots of a system, the oldest first."""
    rows = connection.execute(
        "SELECT id, taken, components, relations FROM snapshots WHERE system = ? ORDER BY id", (system,)
    )
    return [SnapshotEntry(*row) for row in rows]


def delete_system(connection: sqlite3.Connection, system: ComponentId) -> None:
    """Remove a system and its snapshots inside the caller's transaction; annotations stay."""
    numbers = [row[0] for row in connection.execute("SELECT id FROM snapshots WHERE system = ?", (system,))]
    for number in numbers:
        for table in ("components", "relations", "problems"):
            connection.execute(f"DELETE FROM {table} WHERE snapshot = ?", (number,))
    connection.execute("DELETE FROM snapshots WHERE system = ?", (system,))
    connection.execute("DELETE FROM systems WHERE id = ?", (system,))
