"""The blocks of a snapshot's rows: held in memory where they are few, else fetched from the file when one is asked for."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from explorer.errors import WorkspaceError
from explorer.storage.blocks import digest
from explorer.storage.failures import part_is_damaged, told
from explorer.storage.opening import connect_read_only

ROW_PARTS = ("components", "relations")

HELD_BYTES = 1 << 24
"""Blocks of less than this together, deflated, are held in memory: about 200,000 components with what was read of them."""

Body = Callable[[int], bytes]
"""Gives a block by its position."""


def rows_mark(connection: sqlite3.Connection, number: int) -> str:
    """A digest over the digests of all blocks of a snapshot's rows: another one, other rows."""
    whole = hashlib.blake2b(digest_size=16)
    query = "SELECT part, position, digest FROM blocks WHERE snapshot = ? AND part IN (?, ?) ORDER BY part, position"
    for part, position, mark in connection.execute(query, (number, *ROW_PARTS)):
        whole.update(f"{part} {position} ".encode() + mark)
    return whole.hexdigest()


def row_bodies(connection: sqlite3.Connection, path: Path, number: int, taken: str) -> dict[str, Body]:
    """How to get the blocks of each part. Raises ValueError where those that are held in memory have changed."""
    query = "SELECT coalesce(sum(length(body)), 0) FROM blocks WHERE snapshot = ? AND part IN (?, ?)"
    if connection.execute(query, (number, *ROW_PARTS)).fetchone()[0] <= HELD_BYTES:
        return {part: _held(connection, number, part) for part in ROW_PARTS}
    file = _File(path, number, taken)
    return {part: file.of(connection, part) for part in ROW_PARTS}


def checked(mark: bytes, body: bytes) -> bytes:
    """The body of a block. Raises ValueError where it is not as it was written."""
    if digest(body) != mark:
        raise ValueError("a block has changed")
    return body


def _held(connection: sqlite3.Connection, number: int, part: str) -> Body:
    query = "SELECT digest, body FROM blocks WHERE snapshot = ? AND part = ? ORDER BY position"
    bodies = [checked(mark, body) for mark, body in connection.execute(query, (number, part))]
    return bodies.__getitem__


class _File:
    """Fetches blocks by a connection that is open for one of them only.

    One that stayed open would keep SQLite's log beside the file from being put into it when the workspace is closed.
    """

    def __init__(self, path: Path, number: int, taken: str) -> None:
        self._path, self._number, self._taken = path, number, taken

    def of(self, connection: sqlite3.Connection, part: str) -> Body:
        """How to get the blocks of a part, each as it is now: numbers of removed snapshots are given again."""
        query = "SELECT digest FROM blocks WHERE snapshot = ? AND part = ? ORDER BY position"
        marks = [mark for (mark,) in connection.execute(query, (self._number, part))]
        return lambda position: self._body(part, position, marks[position])

    def _body(self, part: str, position: int, mark: bytes) -> bytes:
        query = "SELECT digest, body FROM blocks WHERE snapshot = ? AND part = ? AND position = ?"
        with told(self._path), closing(connect_read_only(self._path)) as connection:
            row = connection.execute(query, (self._number, part, position)).fetchone()
        if row is None or row[0] != mark:
            raise WorkspaceError(
                f"The snapshot of {self._taken} is no longer in {self._path.name}.", "Open the workspace again."
            )
        try:
            return checked(*row)
        except (ValueError, TypeError) as error:
            raise part_is_damaged(f"The snapshot of {self._taken}") from error
