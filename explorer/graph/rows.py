"""Rows that lie in blocks and become objects when one asks for them: a list of millions without millions of objects."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import TypeVar, overload

import numpy as np
import numpy.typing as npt

from explorer.graph.identities import Identities

Row = TypeVar("Row")

KEPT_BLOCKS = 64
"""Blocks that are kept once read, a quarter of a million rows: who walks along relations comes back to the same blocks."""

MANY_BLOCKS, KEPT_OF_MANY = 256, 12
"""Of more than so many blocks, a hub's, only this many are kept: each takes a megabyte, and its rows are looked at one by one."""


class Rows(Sequence[Row]):
    """A sequence that is read block by block; may be asked from any thread."""

    def __init__(
        self, starts: npt.NDArray[np.int64], read: Callable[[int], Sequence[Row]], ends: Identities | None = None
    ) -> None:
        """`starts` (blocks + 1,): block b is the rows `starts[b]:starts[b + 1]`; `read` gives the rows of a block.

        `ends` are the identities that it looks up the ends of relations in.
        """
        self.starts, self.ends = starts, ends
        self._begins: list[int] = starts.tolist()
        self._read = read
        self._most = KEPT_BLOCKS if len(starts) <= MANY_BLOCKS else KEPT_OF_MANY
        self._kept: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return int(self.starts[-1])

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        count = self._begins[-1]
        place = int(index) + (count if index < 0 else 0)
        if not 0 <= place < count:
            raise IndexError(f"row {index} of {count}")
        number = bisect_right(self._begins, place) - 1
        return self._block(number)[place - self._begins[number]]

    def __iter__(self) -> Iterator[Row]:
        for block in self.blocks():
            yield from block

    def blocks(self) -> Iterator[Sequence[Row]]:
        """All blocks in their order; where they are too many to be kept, no more of them are kept for it."""
        count = len(self.starts) - 1
        if count <= self._most:
            yield from map(self._block, range(count))
            return
        for number in range(count):
            with self._lock:
                kept = self._kept.get(number)
            yield self._read(number) if kept is None else kept

    def _block(self, number: int) -> Sequence[Row]:
        if len(self._begins) <= self._most and (kept := self._kept.get(number)) is not None:
            return kept  # Where none has to go, nobody needs to know which was asked for last.
        with self._lock:
            if number not in self._kept:
                self._kept[number] = self._read(number)
                if len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(number)
            return self._kept[number]


def starts_of(count: int, size: int) -> npt.NDArray[np.int64]:
    """Where the blocks of so many rows begin, `size` in each but the last.

    >>> starts_of(10, 4).tolist()
    [0, 4, 8, 10]
    """
    return np.append(np.arange(0, count, size), count).astype(np.int64)
