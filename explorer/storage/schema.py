"""What this program needs to find in a workspace, whoever made it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

NEEDED: Mapping[str, Mapping[str, str]] = {
    "systems": {"id": "TEXT", "name": "TEXT", "targets": "TEXT"},
    "snapshots": {
        "id": "INTEGER", "system": "TEXT", "taken": "TEXT", "components": "INTEGER", "relations": "INTEGER",
        "problems": "INTEGER",
    },
    "blocks": {"snapshot": "INTEGER", "part": "TEXT", "position": "INTEGER", "digest": "BLOB", "body": "BLOB"},
    "arrays": {
        "owner": "TEXT", "part": "TEXT", "form": "TEXT", "length": "INTEGER", "deflated": "INTEGER", "mark": "INTEGER",
        "body": "BLOB",
    },
    "annotations": {"position": "INTEGER", "id": "TEXT", "type": "TEXT", "subject": "TEXT", "fields": "TEXT"},
    "journal": {
        "number": "INTEGER", "moment": "TEXT", "author": "TEXT", "action": "TEXT", "subject": "TEXT", "before": "TEXT",
        "after": "TEXT", "state": "TEXT", "position": "INTEGER", "step": "INTEGER",
    },
    "answers": {"key": "TEXT", "body": "BLOB", "read": "TEXT"},
    "settings": {"key": "TEXT", "value": "TEXT"},
}  # fmt: skip
"""The columns of each table and their types, which SQLite enforces, for the tables are STRICT."""


def fits(connection: sqlite3.Connection) -> bool:
    """Whether every table is there with its columns and types; what a newer program added does not matter."""
    return all(
        _is_strict(connection, table) and columns.items() <= columns_of(connection, table).items()
        for table, columns in NEEDED.items()
    )


def columns_of(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """The columns of a table and their types; none where there is no such table."""
    return {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({table})")}


def has_foreign_parts(connection: sqlite3.Connection) -> bool:
    """Whether there is anything in the file that could run when a table is used; this program never makes such."""
    found = connection.execute(
        "SELECT 1 FROM sqlite_schema WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%' LIMIT 1"
    )
    return found.fetchone() is not None


def _is_strict(connection: sqlite3.Connection, table: str) -> bool:
    found = connection.execute(f"PRAGMA main.table_list({table})").fetchone()
    return found is not None and found[2] == "table" and bool(found[5])
