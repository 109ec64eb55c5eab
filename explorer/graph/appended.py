"""A column of texts with a few more behind it, without a copy of the millions before them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.text_column import SLICE, TextColumn


@dataclass(frozen=True, eq=False)
class Appended:
    """The texts of one column, then those of another.

    >>> both = Appended(TextColumn.of(["a", "b"]), TextColumn.of(["new"]))
    >>> len(both), both.bytes_at(2), list(both.take(np.array([2, 0])))
    (3, b'new', ['new', 'a'])
    """

    first: TextColumn
    more: TextColumn

    def __len__(self) -> int:
        return len(self.first) + len(self.more)

    def bytes_at(self, index: int) -> bytes:
        """One text in UTF-8."""
        beyond = index - len(self.first)
        return self.first.bytes_at(index) if beyond < 0 else self.more.bytes_at(beyond)

    def take(self, rows: npt.NDArray[np.integer]) -> TextColumn:
        """The texts at these positions, in this order."""
        return TextColumn.concatenated(self._some(rows[start : start + SLICE]) for start in range(0, len(rows), SLICE))

    def _some(self, rows: npt.NDArray[np.integer]) -> TextColumn:
        beyond = np.flatnonzero(rows >= len(self.first))
        if not len(beyond):
            return self.first.take(rows)
        before = np.flatnonzero(rows < len(self.first))
        place = np.empty(len(rows), np.int64)
        place[np.append(before, beyond)] = np.arange(len(rows))
        parts = self.first.take(rows[before]), self.more.take(rows[beyond] - len(self.first))
        return TextColumn.concatenated(parts).take(place)
