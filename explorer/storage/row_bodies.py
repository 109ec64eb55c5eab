"""The blocks of a snapshot's rows: held in memory where they are few, else fetched from the file when one is asked for."""

from __future__ import annotations

import hashlib
import sqlite3
import weakref
from collections.abc import Callable
from pathlib import Path
from threading import Lock

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
    file = _File(path, number, rows_mark(connection, number), taken)
    return {part: file.of(part) for part in ROW_PARTS}


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
    """A connection of its own that sees the file as it was when the snapshot was read, whatever is removed later."""

    def __init__(self, path: Path, number: int, mark: str, taken: str) -> None:
        self._path, self._number, self._taken = path, number, taken
        self._lock = Lock()
        self._connection = connect_read_only(path, any_thread=True)
        weakref.finalize(self, self._connection.close)
        self._connection.execute("BEGIN")
        if rows_mark(self._connection, number) != mark:
            raise ValueError("the rows were changed meanwhile")

    def of(self, part: str) -> Body:
        """How to get the blocks of a part."""
        return lambda position: self._body(part, position)

    def _body(self, part: str, position: int) -> bytes:
        query = "SELECT digest, body FROM blocks WHERE snapshot = ? AND part = ? AND position = ?"
        with self._lock, told(self._path):
            row = self._connection.execute(query, (self._number, part, position)).fetchone()
        try:
            return checked(*row)
        except (ValueError, TypeError) as error:
            raise part_is_damaged(f"The snapshot of {self._taken}") from error
