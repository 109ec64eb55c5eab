"""Texts that are the ends of another column's texts, as the names of a hub's models are those of their identities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from explorer.graph.appended import Appended
from explorer.graph.text_column import SLICE, Int64, TextColumn, UInt8, gathered
from explorer.graph.text_words import tails_equal

OWN = 255
"""Stands for a text that is no end of the other's, and is kept by itself."""

WORTH = 0.5
"""From this share of ends on, the bytes that are saved are more than the places that are kept instead."""


@dataclass(frozen=True, eq=False)
class TailColumn:
    """An immutable list of n texts, most of them without bytes of their own."""

    whole: TextColumn
    """(n,): the texts of which these are the ends."""
    skipped: UInt8
    """(n,): so many bytes of the whole stand before; `OWN` where the text is kept by itself."""
    own: TextColumn
    own_rows: npt.NDArray[np.int32]
    """The texts that are kept by themselves, and their positions, ascending."""

    def __len__(self) -> int:
        return len(self.skipped)

    def __getitem__(self, index: int) -> str:
        return self.bytes_at(index).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        for start in range(0, len(self), SLICE):
            yield from self.part(start, min(start + SLICE, len(self)))

    def texts(self, rows: npt.NDArray[np.integer]) -> list[str]:
        """The texts at these positions, in this order; many times as quick as one by one."""
        return list(self.take(rows))

    def bytes_at(self, index: int) -> bytes:
        """One text in UTF-8."""
        skipped = int(self.skipped[index])
        if skipped != OWN:
            return self.whole.bytes_at(index)[skipped:]
        return self.own.bytes_at(int(np.searchsorted(self.own_rows, index)))

    @property
    def lengths(self) -> Int64:
        """(n,): how many bytes each text has."""
        lengths = self.whole.lengths - self.skipped
        lengths[self.own_rows] = self.own.lengths
        return lengths

    def part(self, start: int, stop: int) -> TextColumn:
        """The texts from `start` to before `stop`, with bytes of their own."""
        return self.take(np.arange(start, stop))

    def take(self, rows: npt.NDArray[np.integer]) -> TextColumn:
        """The texts at these positions, in this order, with bytes of their own."""
        apart = np.flatnonzero(self.skipped[rows] == OWN)
        starts, ends = self.whole.offsets[rows] + self.skipped[rows], self.whole.offsets[np.asarray(rows) + 1]
        starts[apart] = ends[apart]
        column = gathered(self.whole.blob, starts, ends - starts)
        if not len(apart):
            return column
        places = np.arange(len(column))
        places[apart] = len(column) + np.searchsorted(self.own_rows, np.asarray(rows)[apart])
        return TextColumn.concatenated([column, self.own]).take(places)

    def moved(self, whole: TextColumn, rows: npt.NDArray[np.integer]) -> TailColumn:
        """The texts at these positions, in this order; `whole` holds those of which they are the ends, in the same."""
        skipped = self.skipped[rows]
        own_rows = np.flatnonzero(skipped == OWN).astype(np.int32)
        return TailColumn(whole, skipped, self.own.take(np.searchsorted(self.own_rows, rows[own_rows])), own_rows)


Texts = TextColumn | TailColumn


def taken(texts: Texts, whole: TextColumn, rows: npt.NDArray[np.integer]) -> Texts:
    """The texts at these positions, in this order, mostly as ends of those of `whole`, which is in that order already."""
    return texts.moved(whole, rows) if isinstance(texts, TailColumn) else as_tails(whole, texts.take(rows))


def laid_over(texts: Texts, whole: TextColumn | Appended, places: list[int], others: list[str]) -> Texts:
    """The texts with others at these places, ascending, as many as `whole` has; what it had before stands in front there.

    >>> ids = TextColumn.of(["pkg:a", "pkg:b", "new"])
    >>> list(laid_over(as_tails(ids.part(0, 2), TextColumn.of(["a", "b"])), ids, [1, 2], ["said", "other"]))
    ['a', 'said', 'other']
    """
    if isinstance(texts, TextColumn):
        return with_others(texts, places, others, len(whole))
    skipped = np.append(texts.skipped, np.full(len(whole) - len(texts), OWN, np.uint8))
    skipped[places] = OWN
    stay = np.flatnonzero(~np.isin(texts.own_rows, places))
    rows = np.append(texts.own_rows[stay], np.array(places, np.int32))
    order = np.argsort(rows)
    own = TextColumn.concatenated([texts.own.take(stay), TextColumn.of(others)]).take(order)
    # Their bytes are not asked for before they have been moved to the column in its new order.
    return TailColumn(cast(TextColumn, whole), skipped, own, rows[order])


def with_others(texts: TextColumn, places: list[int], others: list[str], count: int) -> TextColumn:
    """The texts with others at these places, so many in all; beyond those that there were, every place has another."""
    rows = np.arange(count)
    rows[places] = len(texts) + np.arange(len(others))
    return TextColumn.concatenated([texts, TextColumn.of(others)]).take(rows)


def as_tails(whole: TextColumn, texts: TextColumn) -> Texts:
    """The same texts, as ends of those of `whole` where most of them are; both columns are of the same length.

    >>> ids, names = TextColumn.of(["pkg:a/x", "pkg:a/y", "id"]), TextColumn.of(["a/x", "a/y", "said"])
    >>> found = as_tails(ids, names)
    >>> list(found), found.skipped.tolist(), list(found.own)
    (['a/x', 'a/y', 'said'], [4, 4, 255], ['said'])
    """
    skipped = np.full(len(whole), OWN, np.uint8)
    for start in range(0, len(whole), SLICE):
        here = slice(start, min(start + SLICE, len(whole)))
        longer, shorter = whole.part(here.start, here.stop), texts.part(here.start, here.stop)
        before = longer.lengths - shorter.lengths
        skipped[here] = np.where(tails_equal(longer, shorter) & (before < OWN), before, OWN)
    own_rows = np.flatnonzero(skipped == OWN).astype(np.int32)
    if len(own_rows) > (1 - WORTH) * len(whole):
        return texts
    return TailColumn(whole, skipped, texts.take(own_rows), own_rows)
