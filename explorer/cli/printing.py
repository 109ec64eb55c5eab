"""Tables as text, JSON and CSV; the same facts in each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from explorer.exports.csv_text import csv_text
from explorer.exports.written_file import write_file
from explorer.pipeline.sentences import NOT_ASSESSED
from explorer.pipeline.table import Cell, Table

MAX_CELL = 60
"""Longer cells are shortened in the middle, since names differ there; JSON and CSV hold them whole."""


def as_text(table: Table) -> str:
    """Headline, aligned columns, note."""
    rows = [[_text(cell) for cell in row] for row in table.rows]
    widths = [max(len(cell) for cell in column) for column in zip(table.columns, *rows, strict=True)]
    numeric = [
        bool(rows) and all(isinstance(row[at], int | float | None) for row in table.rows) for at in range(len(widths))
    ]
    lines = [table.headline, ""]
    for row in ([*table.columns], ["-" * width for width in widths], *rows):
        cells = [
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, numeric, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join([*lines, *(["", table.note] if table.note else [])]) + "\n"


def as_json(table: Table) -> str:
    """The question, the headline, and one object per row."""
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    document = {"question": table.question, "answer": table.headline, "rows": rows, "note": table.note}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def as_csv(table: Table) -> str:
    """One row per line; what is not assessed is an empty cell."""
    return csv_text(table.columns, table.rows)


def deliver(text: str, output: str | None) -> None:
    """Print, or write to a file. Raises `InputError` where the file cannot be written."""
    if output is None:
        print(text, end="")
        return
    write_file(Path(output), text)


def shortened(text: str, width: int = MAX_CELL) -> str:
    """The text with its middle left out where it is longer than `width`."""
    if len(text) <= width:
        return text
    head = (width - 1) // 2
    return f"{text[:head]}…{text[len(text) - (width - 1 - head) :]}"


def visible(text: str) -> str:
    """The text with control and direction-changing characters written out, so that a name cannot forge the screen."""
    return "".join(
        letter if letter.isprintable() and letter not in _DIRECTION else f"\\u{ord(letter):04x}" for letter in text
    )


_DIRECTION = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _text(cell: Cell) -> str:
    if cell is None:
        return NOT_ASSESSED
    return f"{cell:,}" if isinstance(cell, int | float) else shortened(visible(cell))


def lines_of(texts: Sequence[str]) -> str:
    """Lines as one text."""
    return "\n".join(visible(text) for text in texts) + "\n"
