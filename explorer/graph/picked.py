"""Some rows of another column of texts, without bytes of their own: a part of a graph holds no text twice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from explorer.graph.tail_column import Texts
from explorer.graph.text_column import Int64, Offsets, TextColumn
from explorer.graph.text_index import TextIndex

Int32 = npt.NDArray[np.int32]


class Picked(TextColumn):
    """k texts of a column of n.

    >>> some = Picked(TextColumn.of(["a", "b", "c"]), np.array([2, 0], np.int32))
    >>> list(some), some.bytes_at(1), some.moved(np.array([1])).texts(np.array([0]))
    (['c', 'a'], b'a', ['a'])
    """

    def __init__(self, whole: Texts, rows: Int32) -> None:
        """`rows` (k,) are positions in `whole`, in any order."""
        self.whole = whole
        self.rows = rows

    @cached_property
    def _own(self) -> TextColumn:
        return self.whole.take(self.rows)

    @property
    def blob(self) -> bytes:
        """All texts joined: made, and kept, when somebody looks through them as they lie."""
        return self._own.blob

    @property
    def offsets(self) -> Offsets:
        """(k + 1,): where each begins in `blob`, made with it."""
        return self._own.offsets

    def __len__(self) -> int:
        return len(self.rows)

    def bytes_at(self, index: int) -> bytes:
        """Override TextColumn.bytes_at."""
        return self.whole.bytes_at(int(self.rows[index]))

    @property
    def lengths(self) -> Int64:
        """Override TextColumn.lengths."""
        return self.whole.lengths[self.rows]

    def part(self, start: int, stop: int) -> TextColumn:
        """Override TextColumn.part."""
        return self.whole.take(self.rows[start:stop])

    def take(self, rows: npt.NDArray[np.integer]) -> TextColumn:
        """Override TextColumn.take: with bytes of their own."""
        return self.whole.take(self.rows[rows])

    def moved(self, rows: npt.NDArray[np.integer]) -> Picked:
        """The texts at these positions, in this order, still without bytes of their own."""
        return Picked(self.whole, self.rows[rows])


class PickedIndex(TextIndex):
    """Finds the position of a text among the rows that were picked, by the index of the whole column."""

    def __init__(self, whole: TextIndex, ids: TextColumn, place: Int32) -> None:
        """`ids` (n,) is the column that `whole` is the index of; `place` (n,) where each stands here, -1 where it does not."""
        super().__init__(whole.hashes, whole.positions)
        self._whole = whole
        self._ids = ids
        self._place = place

    def find(self, column: TextColumn, text: str) -> int | None:
        """Override TextIndex.find."""
        found = self._whole.find(self._ids, text)
        return None if found is None or self._place[found] < 0 else int(self._place[found])

    def find_all(self, column: TextColumn, texts: Sequence[str]) -> Int32:
        """Override TextIndex.find_all."""
        found = self._whole.find_all(self._ids, texts)
        return np.where(found >= 0, self._place[found], np.int32(-1)) if len(self._place) else found
