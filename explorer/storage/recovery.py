"""Reads what can still be read of a damaged workspace into a new one, and says what is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from explorer.errors import WorkspaceError
from explorer.storage import first_layout, history
from explorer.storage.failures import told
from explorer.storage.files import made_whole
from explorer.storage.migrations import CURRENT_VERSION, migrate
from explorer.storage.opening import connect, connect_read_only, transaction
from explorer.storage.snapshots import delete_snapshot, read_snapshot

WORDS: Mapping[str, str] = {
    "systems": "the systems",
    "snapshots": "the list of snapshots",
    "annotations": "the annotations",
    "journal": "the journal",
    "answers": "the kept answers of network sources",
    "settings": "the settings",
    "problems": "the problems that scans met",
}
"""The tables whose loss is told by name; what is lost of the others shows in the snapshots."""

TABLES = tuple(dict.fromkeys((*WORDS, "blocks", *first_layout.TABLES)))

MOST_PROBES = 100_000
"""How many row numbers are tried one by one between two damaged places of a table."""


def salvage(path: Path, to: Path) -> tuple[str, ...]:
    """Make `to` of all that is readable in `path`, which is left as it is; returns sentences on what was lost.

    A snapshot that is not complete is left out, so that the last good one is the latest. Raises `WorkspaceError` where
    nothing can be read; no new file is left then.
    """
    with told(path), closing(connect_read_only(path, forgiving=True)) as source:
        version = _version(path, source)
        with told(to), made_whole(to) as draft:
            migrate(draft, version)
            broken = _copy(source, draft)
            snapshots = _count_snapshots(draft)
            migrate(draft, forgiving=True)
            with closing(connect(draft, writable=True)) as target, transaction(target, draft):
                return (*_told_tables(broken), *_mend(target, broken, snapshots))


def _version(path: Path, source: sqlite3.Connection) -> int:
    """The version whose tables the rows fit into. Raises `WorkspaceError` where the beginning of the file is gone."""
    try:
        names = {row[0] for row in source.execute("SELECT name FROM sqlite_schema")}
        version = int(source.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError:
        names = set()
    if not names & set(TABLES):
        raise WorkspaceError(
            f"Nothing in {path} can be read: its beginning is destroyed, or it is no workspace.",
            "Look for a copy: a file of that name with .backup at its end, or your own backup.",
        )
    return min(max(version, 1), CURRENT_VERSION)


def _copy(source: sqlite3.Connection, draft: Path) -> set[str]:
    """Copy all tables row by row; returns those of which something is missing."""
    broken = set()
    with closing(connect(draft, writable=True)) as target:
        target.execute("PRAGMA foreign_keys=OFF")
        with transaction(target, draft):
            present = {row[0] for row in target.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            for table in TABLES:
                if table in present and not _copy_table(source, target, table):
                    broken.add(table)
    return broken


def _copy_table(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> bool:
    """Copy what is readable of a table; whether that is all of it."""
    whole = True
    columns = {row[1] for row in target.execute(f"PRAGMA table_info({table})")}
    for row in _readable_rows(source, table):
        if row is None:
            whole = False
            continue
        kept = {name: value for name, value in row.items() if name in columns}
        marks = ", ".join("?" * len(kept))
        try:
            target.execute(f"INSERT INTO {table} ({', '.join(kept)}) VALUES ({marks})", tuple(kept.values()))
        except sqlite3.IntegrityError:  # Not what this column holds, or there twice.
            whole = False
    return whole


def _readable_rows(source: sqlite3.Connection, table: str) -> Iterator[dict[str, Any] | None]:
    """All rows that can be read, from both ends and then between; None stands for a place where some are missing."""
    last = None
    for row in (upwards := _Scan(source, table, "ASC")):
        last = row[0]
        yield upwards.named(row)
    if upwards.whole:
        return
    yield None
    first = None
    downwards = _Scan(source, table, "DESC")
    for row in downwards:
        if last is not None and row[0] <= last:
            return
        first = row[0]
        yield downwards.named(row)
    if last is not None and first is not None and first - last <= MOST_PROBES:
        for number in range(last + 1, first):
            for row in (probe := _Scan(source, table, "ASC", number)):
                yield probe.named(row)


class _Scan:
    """Rows of a table in the order of their row numbers, until one cannot be read."""

    def __init__(self, source: sqlite3.Connection, table: str, order: str, number: int | None = None) -> None:
        where = f"WHERE rowid = {number}" if number is not None else ""
        self._query = f"SELECT rowid, * FROM {table} NOT INDEXED {where} ORDER BY rowid {order}"
        self._source = source
        self._names: list[str] = []
        self.whole = False

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        try:
            rows = self._source.execute(self._query)
            self._names = [each[0] for each in rows.description]
            yield from rows
            self.whole = True
        except sqlite3.DatabaseError:
            return

    def named(self, row: tuple[Any, ...]) -> dict[str, Any]:
        """A row by column, without its row number."""
        return dict(zip(self._names[1:], row[1:], strict=True))


def _count_snapshots(draft: Path) -> int:
    with closing(connect_read_only(draft)) as connection:
        return int(connection.execute("SELECT count(*) FROM snapshots").fetchone()[0])


def _told_tables(broken: set[str]) -> Iterator[str]:
    for table, words in WORDS.items():
        if table in broken:
            yield f"A part of {words} could not be read."


def _mend(target: sqlite3.Connection, broken: set[str], snapshots: int) -> Iterator[str]:
    """Make the rows fit each other again; says what that cost."""
    for (number,) in target.execute("SELECT id FROM snapshots").fetchall():
        try:
            read_snapshot(target, number)
        except WorkspaceError:
            delete_snapshot(target, number)
    target.execute("DELETE FROM blocks WHERE snapshot NOT IN (SELECT id FROM snapshots)")
    kept = target.execute("SELECT count(*) FROM snapshots").fetchone()[0]
    if kept < snapshots:
        yield f"{snapshots - kept:,} of {snapshots:,} snapshots are not whole and were left out: scan those systems again."
    nameless = target.execute(
        "INSERT INTO systems (id, name, targets) SELECT DISTINCT system, system, '[]' FROM snapshots "
        "WHERE system NOT IN (SELECT id FROM systems)"
    ).rowcount
    if nameless:
        yield f"{nameless:,} systems lost their names and targets."
    if "annotations" in broken and (returned := history.restore_from_journal(target)):
        yield f"{returned:,} annotations were brought back from the journal."
    if "journal" in broken:
        history.forget_steps(target)
        yield "Earlier edits cannot be undone any more."
