"""BOMs as they were imported, whole, beside the snapshot that was made of them, so that an export can give them back.

They lie among the blocks of the snapshot, deflated and with digests like these: part `document:<location>`, a few
megabytes each, the last one empty, so that a missing end is noticed.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from explorer.graph.snapshot import Snapshot
from explorer.storage.blocks import digest
from explorer.storage.failures import part_is_damaged
from explorer.storage.texts import restored, stored

SOURCES = frozenset({"cyclonedx", "spdx"})
"""The readers whose documents are kept."""

CHUNK = 4 * 1024 * 1024
MOST_BYTES = 1024 * 1024 * 1024
"""A larger document is not kept; its reader refuses it too."""

_PART = "document:"


def documents_behind(snapshot: Snapshot, targets: Sequence[str]) -> Mapping[str, Path]:
    """The files of BOMs that a snapshot was read from, by the location that its evidence names.

    A location that several targets have is left out: which of them was meant cannot be told.
    """
    if not any(_is_there(Path(target)) for target in targets):
        return {}
    locations = {
        found.location for each in snapshot.components for found in each.evidence if found.source in SOURCES
    }  # fmt: skip
    found: dict[str, Path] = {}
    for location in sorted(locations):
        paths = [path for target in targets if (path := _at(Path(target), location)) is not None]
        if len(paths) == 1:
            found[location] = paths[0]
    return found


def keep_document(connection: sqlite3.Connection, number: int, location: str, path: Path) -> None:
    """Keep a file with a snapshot inside the caller's transaction; one that cannot be read any more is left out."""
    try:
        with path.open("rb") as stream:
            for position, piece in enumerate(iter(lambda: stream.read(CHUNK), b"")):
                _write(connection, number, location, position, piece)
            _write(connection, number, location, (stream.tell() + CHUNK - 1) // CHUNK, b"")
    except OSError:
        connection.execute("DELETE FROM blocks WHERE snapshot = ? AND part = ?", (number, stored(_PART + location)))


def document_locations(connection: sqlite3.Connection, number: int) -> list[str]:
    """The locations of the documents kept with a snapshot."""
    rows = connection.execute(
        "SELECT DISTINCT part FROM blocks WHERE snapshot = ? AND part LIKE ? ORDER BY part", (number, f"{_PART}%")
    )
    return [restored(part).removeprefix(_PART) for (part,) in rows]


def document(connection: sqlite3.Connection, number: int, location: str) -> bytes:
    """A kept document, byte by byte as it was.

    Raises KeyError where none of this location is kept, `WorkspaceError` where it is damaged.
    """
    rows = connection.execute(
        "SELECT position, digest, body FROM blocks WHERE snapshot = ? AND part = ? ORDER BY position",
        (number, stored(_PART + location)),
    ).fetchall()
    if not rows:
        raise KeyError(location)
    try:
        return b"".join(_pieces(rows))
    except (ValueError, zlib.error) as error:
        raise part_is_damaged(f"The imported document {location}") from error


def _is_there(target: Path) -> bool:
    try:
        return target.exists()
    except (OSError, ValueError):
        return False


def _at(target: Path, location: str) -> Path | None:
    """The file of this location in a target, if it is there and of a size that is kept."""
    try:
        if target.is_file():
            path = target if target.name == location else None
        else:
            inner = PurePosixPath(location)
            path = None if inner.is_absolute() or ".." in inner.parts else target / inner
        return path if path is not None and path.is_file() and path.stat().st_size <= MOST_BYTES else None
    except (OSError, ValueError):
        return None


def _write(connection: sqlite3.Connection, number: int, location: str, position: int, piece: bytes) -> None:
    body = zlib.compress(piece, 1)
    connection.execute(
        "INSERT INTO blocks (snapshot, part, position, digest, body) VALUES (?, ?, ?, ?, ?)",
        (number, stored(_PART + location), position, digest(body), body),
    )


def _pieces(rows: Sequence[tuple[int, bytes, bytes]]) -> Iterator[bytes]:
    """Each piece in turn. Raises ValueError or `zlib.error` where something is missing or has changed."""
    for expected, (position, mark, body) in enumerate(rows):
        inflater = zlib.decompressobj()
        if position != expected or digest(body) != mark:
            raise ValueError("a piece is missing or has changed")
        piece = inflater.decompress(body, CHUNK)
        if not inflater.eof or bool(piece) is (position == len(rows) - 1):
            raise ValueError("a piece is cut off")
        yield piece
