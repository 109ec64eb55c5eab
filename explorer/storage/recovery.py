"""Reads what can still be read of a damaged workspace into a new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

TABLES = (
    "systems",
    "snapshots",
    "components",
    "relations",
    "problems",
    "annotations",
    "journal",
    "answers",
    "settings",
)


def salvage(damaged: Path, target: sqlite3.Connection) -> Iterator[str]:
    """Copy table by table, row by row, until a row cannot be read; yields a sentence per table with a loss.

    A snapshot that lost components or relations is left out whole, so that the last good one is the latest.
    """
    source = sqlite3.connect(f"file:{quote(str(damaged.resolve()))}?mode=ro", uri=True)
    try:
        target.execute("PRAGMA foreign_keys=OFF")
        for table in TABLES:
            copied, whole = _copy(source, target, table)
            if not whole:
                yield f"Of the table {table}, {copied:,} rows could be read; the rest is lost."
        dropped = _drop_partial_snapshots(target)
        if dropped:
            yield f"{dropped} incomplete snapshots were left out; the last complete one is used. Scan again."
    finally:
        source.close()
        target.execute("PRAGMA foreign_keys=ON")


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> tuple[int, bool]:
    copied = 0
    try:
        for row in source.execute(f"SELECT * FROM {table}"):
            target.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)
            copied += 1
    except sqlite3.DatabaseError:
        return copied, False
    return copied, True


def _drop_partial_snapshots(target: sqlite3.Connection) -> int:
    partial = [
        number
        for number, components, relations in target.execute(
            "SELECT id, components, relations FROM snapshots"
        ).fetchall()
        if _count(target, "components", number) != components or _count(target, "relations", number) != relations
    ]
    for number in partial:
        for table in ("components", "relations", "problems"):
            target.execute(f"DELETE FROM {table} WHERE snapshot = ?", (number,))
        target.execute("DELETE FROM snapshots WHERE id = ?", (number,))
    return len(partial)


def _count(target: sqlite3.Connection, table: str, number: int) -> int:
    return int(target.execute(f"SELECT count(*) FROM {table} WHERE snapshot = ?", (number,)).fetchone()[0])
