"""What an answer as a table is."""

from __future__ import annotations

from dataclasses import dataclass

Cell = str | int | float | None
"""None is not assessed or not known, never zero."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sentence that is the answer, and the rows behind it."""

    question: str
    headline: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    """What the numbers mean and what they do not."""
