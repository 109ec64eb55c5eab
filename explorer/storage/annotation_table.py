"""The table of annotations: one row each, in the order of making."""

from __future__ import annotations

import sqlite3

from explorer.storage.annotations import Record, record_in, stored_fields
from explorer.storage.failures import part_is_damaged
from explorer.storage.texts import stored


def all_records(connection: sqlite3.Connection) -> tuple[list[Record], int]:
    """All records in the order of making, and how many rows are broken."""
    records = []
    broken = 0
    for word, text in connection.execute("SELECT type, fields FROM annotations ORDER BY position"):
        try:
            records.append(record_in(word, text))
        except ValueError:
            broken += 1
    return records, broken


def find(connection: sqlite3.Connection, identity: str) -> tuple[Record, int] | None:
    """The record of an identity and its position. Raises `WorkspaceError` where its row is broken."""
    row = connection.execute(
        "SELECT type, fields, position FROM annotations WHERE id = ?", (stored(identity),)
    ).fetchone()
    if row is None:
        return None
    try:
        return record_in(row[0], row[1]), int(row[2])
    except ValueError as error:
        raise part_is_damaged(f"The annotation {identity}") from error


def place(connection: sqlite3.Connection, record: Record, position: int) -> None:
    """Add a record at a position (0: at the end), or replace that of the same identity where it stands."""
    connection.execute(
        "INSERT INTO annotations (position, id, type, subject, fields) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET type = excluded.type, subject = excluded.subject, fields = excluded.fields",
        (position or None, stored(record.id), stored(record.type), stored(record.subject), stored_fields(record)),
    )


def take_out(connection: sqlite3.Connection, identity: str) -> None:
    """Remove the record of an identity."""
    connection.execute("DELETE FROM annotations WHERE id = ?", (stored(identity),))


def free_position(connection: sqlite3.Connection) -> int:
    """A position that was never given, so that whatever comes back by undo finds its own place free."""
    taken = (
        connection.execute(f"SELECT coalesce(max(position), 0) FROM {table}").fetchone()[0]
        for table in ("annotations", "journal")
    )
    return int(max(taken)) + 1
