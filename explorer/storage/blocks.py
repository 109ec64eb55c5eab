"""Blocks of components, relations and problems: their columns as JSON, deflated, a few thousand rows each.

Measured (20,000 components, 40,000 relations, 60,000 evidence; CPU seconds and size of the file):
one JSON text per row 0.6 to write, 1.7 to read, 17 MB; blocks 0.4, 0.9, 1 MB. Nothing asks for these rows one by one.
"""

from __future__ import annotations

import json
import zlib
from hashlib import blake2b
from typing import Any

from explorer.graph.row_columns import Columns

ROWS = 4096
"""Rows of a block: enough to deflate well, few enough that reading one never holds the interpreter for long."""

MOST_BYTES = 2**28
"""The greatest inflated size of a block that is written or read: a hostile file cannot fill the memory."""

MOST_ROWS = 2**20
"""The greatest number of rows that a block which is read may have, for the same reason."""


def packed(columns: Columns) -> bytes:
    """Columns as a block; one in which all is the same is written once. Raises ValueError beyond `MOST_BYTES`."""
    text = json.dumps(list(map(_folded, columns)), ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
    if len(text) > MOST_BYTES:
        raise ValueError(f"{len(text):,} bytes in one block")
    return zlib.compress(text, 1)


def unpacked(body: bytes) -> Columns:
    """The columns of a block. Raises ValueError where it is broken, or inflates beyond `MOST_BYTES`."""
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(body, MOST_BYTES)
        if not inflater.eof:
            raise ValueError("cut off, or too large")
        columns = json.loads(text.decode("utf-8", "surrogatepass"))
    except (zlib.error, RecursionError) as error:
        raise ValueError(str(error)) from error
    if not isinstance(columns, list):
        raise ValueError("not columns")
    return list(map(_unfolded, columns))


def digest(body: bytes) -> bytes:
    """What a block is checked against when it is read: SQLite itself does not notice a changed byte in a value."""
    return blake2b(body, digest_size=16).digest()


def _folded(column: Any) -> Any:
    if len(column) > 1 and isinstance(column[0], list):  # Columns of their own: those of evidence.
        return list(map(_folded, column))
    if len(column) > 1 and column[0] == column[-1] and column.count(column[0]) == len(column):
        return {"all": column[0], "rows": len(column)}
    return column


def _unfolded(column: Any) -> Any:
    """A column as it was. Raises ValueError where it is none."""
    if isinstance(column, dict) and column.keys() == {"all", "rows"}:
        if type(column["rows"]) is not int or not 0 <= column["rows"] <= MOST_ROWS:
            raise ValueError("too many rows in one block")
        return [column["all"]] * column["rows"]
    if not isinstance(column, list):
        raise ValueError("not columns")
    if any(isinstance(each, list) or _is_folded(each) for each in column[:1]):
        return list(map(_unfolded, column))
    return column


def _is_folded(each: Any) -> bool:
    """Whether this is a folded column among columns, and no row of a column of attributes."""
    return isinstance(each, dict) and each.keys() == {"all", "rows"} and isinstance(each["rows"], int)
