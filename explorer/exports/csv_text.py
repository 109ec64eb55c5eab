"""Rows as comma-separated text that a spreadsheet cannot take for commands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from explorer.exports.graph_formats import defused
from explorer.exports.report import Cell


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """One row per line; what is not assessed is an empty cell."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if cell is None else defused(cell) if isinstance(cell, str) else cell for cell in row])
    return stream.getvalue()
