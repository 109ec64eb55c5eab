"""The tables of the first two versions, where each component and relation was a row with one JSON text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from explorer.domain.claim import Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES = ("components", "relations", "problems")


def create_tables(database: Database) -> None:
    """Make the tables, as the first version did."""
    for table, columns in (
        ("components", {"identity": str, "kind": str, "facts": str}),
        ("relations", {"source": int, "target": int, "kind": str, "facts": str}),
        ("problems", {"facts": str}),
    ):
        database.table(table).create(
            {"snapshot": int, "position": int, **columns},
            pk=("snapshot", "position"), foreign_keys=[("snapshot", "snapshots", "id")], strict=True,
        )  # fmt: skip


def components(connection: sqlite3.Connection, number: int) -> Iterator[Component]:
    """The components of a snapshot."""
    for identity, kind, text in _rows(connection, "identity, kind, facts", "components", number):
        name, version, supplier, knowledge, attributes, evidence = json.loads(text)
        yield Component(
            ComponentId(json.loads(identity)), Kind(kind), name, version, supplier, Knowledge(knowledge), attributes,
            _evidence(evidence),
        )  # fmt: skip


def relations(connection: sqlite3.Connection, number: int) -> Iterator[tuple[int, int, Relation]]:
    """The relations of a snapshot, each after the positions of its ends; the identities of the ends are left empty."""
    nowhere = ComponentId("")
    for source, target, kind, text in _rows(connection, "source, target, kind, facts", "relations", number):
        scope, knowledge, attributes, evidence = json.loads(text)
        found = _evidence(evidence)
        yield (
            source,
            target,
            Relation(nowhere, nowhere, RelationKind(kind), Scope(scope), Knowledge(knowledge), attributes, found),
        )


def problems(connection: sqlite3.Connection, number: int) -> list[Problem]:
    """The problems of a snapshot."""
    return [Problem(*json.loads(text)) for (text,) in _rows(connection, "facts", "problems", number)]


def _rows(connection: sqlite3.Connection, columns: str, table: str, number: int) -> list[Any]:
    return connection.execute(
        f"SELECT {columns} FROM {table} WHERE snapshot = ? ORDER BY position", (number,)
    ).fetchall()


def _evidence(lists: list[list[Any]]) -> tuple[Evidence, ...]:
    """What was empty at the end of an evidence was left out, the source too."""
    return tuple(Evidence(*(each or [""])) for each in lists)
