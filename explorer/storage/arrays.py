"""Arrays of numbers and blocks of text in the workspace, each in one piece, so that they are read as fast as the disk is.

They hold nothing that is not in the rows of a snapshot too, or cannot be worked out again: whoever finds one missing or
changed makes it anew.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import closing
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

TEXT = "bytes"
FORMS = frozenset({TEXT, "|u1", "<i4", "<u4", "<i8", "<u8", "<f4", "<f8"})
"""What an array is made of: bytes as they are, or numpy's name of the number's type, the lowest byte first."""

MOST_BYTES = 1_000_000_000
"""What SQLite holds in one value (sqlite.org/limits.html); a larger array is not kept."""

_PIECE = 1 << 22
_SAMPLE = 1 << 16
_WORTH = 16
"""An array of which a sample deflates to less than this part is kept deflated: a column in which all is the same."""


def fits_in(arrays: Mapping[str, bytes | Array]) -> bool:
    """Whether each of these arrays can be kept."""
    return all(_size(each) <= MOST_BYTES for each in arrays.values())


def write_arrays(connection: sqlite3.Connection, owner: str, arrays: Mapping[str, bytes | Array]) -> None:
    """Keep these arrays in place of all that the owner had, inside the caller's transaction."""
    delete_arrays(connection, owner)
    for name, array in arrays.items():
        form = TEXT if isinstance(array, bytes) else array.dtype.newbyteorder("<").str
        if form not in FORMS:
            raise ValueError(f"{name} is of a form that is not kept: {form}")
        data = memoryview(array) if isinstance(array, bytes) else np.ascontiguousarray(array, form).view(np.uint8).data
        small = len(data) > 0 and len(zlib.compress(data[:_SAMPLE], 1)) * _WORTH < min(len(data), _SAMPLE)
        body = memoryview(zlib.compress(data, 1)) if small else data
        row = connection.execute(
            "INSERT INTO arrays (owner, part, form, length, deflated, mark, body) VALUES (?, ?, ?, ?, ?, ?, zeroblob(?))",
            (owner, name, form, len(data), int(small), zlib.crc32(body), len(body)),
        ).lastrowid
        _fill(connection, int(row or 0), body)


def read_array(connection: sqlite3.Connection, owner: str, name: str) -> Any:
    """An array as it was kept, bytes or numbers. Raises KeyError where there is none, ValueError where it has changed."""
    row = connection.execute(
        "SELECT rowid, form, length, deflated, mark FROM arrays WHERE owner = ? AND part = ?", (owner, name)
    ).fetchone()
    if row is None:
        raise KeyError(name)
    number, form, length, deflated, mark = row
    with closing(connection.blobopen("arrays", "body", number, readonly=True)) as blob:
        body = blob.read()
    if zlib.crc32(body) != mark:
        raise ValueError(f"{name} has changed")
    if deflated:
        body = _inflated(body, length)
    if form not in FORMS or len(body) != length:
        raise ValueError(f"{name} is cut off")
    return body if form == TEXT else np.frombuffer(body, form)


def delete_arrays(connection: sqlite3.Connection, owner: str) -> None:
    """Forget the arrays of an owner inside the caller's transaction."""
    connection.execute("DELETE FROM arrays WHERE owner = ?", (owner,))


def _fill(connection: sqlite3.Connection, row: int, body: memoryview) -> None:
    """Write in pieces: bound as a parameter, SQLite would hold the whole of it twice more."""
    with closing(connection.blobopen("arrays", "body", row)) as blob:
        for begin in range(0, len(body), _PIECE):
            blob.write(body[begin : begin + _PIECE])


def _inflated(body: bytes, length: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        result = inflater.decompress(body, min(length, MOST_BYTES))
    except zlib.error as error:
        raise ValueError(str(error)) from error
    return result


def _size(array: bytes | Array) -> int:
    return len(array) if isinstance(array, bytes) else array.nbytes


def write_all(connection: sqlite3.Connection, arrays: Mapping[str, Mapping[str, bytes | Array]]) -> None:
    """Write arrays by owner, each in place of all that the owner had; what is too large for a file is left out."""
    for owner, kept in arrays.items():
        if fits_in(kept):
            write_arrays(connection, owner, kept)
