"""Which of very many names could be near a well-known one? A sieve that keeps every one that is, and few others.

Two texts at most one edit or swap apart have a rest in common when a letter is taken away from either, or from both
(W. Garbe, Symmetric delete spelling correction, 2012). Here the rests are numbers: all of a text's come from running sums
of its letters' numbers, each times a power of one odd number, modulo 2^64 (R. Karp and M. Rabin, Efficient randomized
pattern-matching algorithms, 1987). Equal rests have equal numbers, so nothing is missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Int64
from explorer.graph.reach import Flags
from explorer.graph.text_column import TextColumn
from explorer.graph.text_words import UInt64

SEPARATORS = b"-_. "
"""What does not count in a name; as little as upper and lower case do."""

_AT_ONCE = 1 << 12
"""Names whose rests are made at once, so that they stay in the processor's cache."""

_TABLE_BITS = 20
_FIRST_BYTE_OF_OTHERS = 128
"""From here on bytes belong to letters outside ASCII, whose lower case is not looked up here."""

_POWER = 0x9E3779B97F4A7C15
_NUMBERS = np.random.default_rng(0).integers(0, 1 << 63, 256, np.uint64)
_NUMBERS[np.arange(65, 91)] = _NUMBERS[np.arange(97, 123)]  # Capitals count as small letters.
_COUNTS = np.ones(256, bool)
_COUNTS[list(SEPARATORS)] = False


@dataclass(frozen=True, eq=False)
class NameSieve:
    """Keeps the names that are near one of these."""

    wanted: UInt64
    """The numbers of the known names and of their rests, ascending."""

    @classmethod
    def of(cls, known: Iterable[str]) -> NameSieve:
        """The sieve for these names."""
        names = TextColumn.of(each for name in known for each in _spelled(name))
        return cls(np.unique(np.concatenate([np.zeros(0, np.uint64), *(numbers for _, numbers in _rests(names))])))

    @cached_property
    def _table(self) -> Flags:
        table = np.zeros(1 << _TABLE_BITS, bool)
        table[_place(self.wanted)] = True
        return table

    def keeps(self, names: TextColumn) -> Flags:
        """(n,): which names may be near a known one; all that are, and all that are not plain ASCII."""
        kept = np.zeros(len(names), bool)
        kept[names.rows_at(np.flatnonzero(np.frombuffer(names.blob, np.uint8) >= _FIRST_BYTE_OF_OTHERS))] = True
        for rows, numbers in _rests(names):
            maybe = np.flatnonzero(self._table[_place(numbers)])
            at = np.searchsorted(self.wanted, numbers[maybe])
            is_wanted = self.wanted[np.minimum(at, len(self.wanted) - 1)] == numbers[maybe]
            kept[rows[maybe[is_wanted]]] = True
        return kept


def _spelled(name: str) -> Iterator[str]:
    """The name; of one that is not plain ASCII also what is left without any one letter, of which a byte is but a part."""
    yield name
    if not name.isascii():
        small = name.lower()
        yield small
        yield from (small[:place] + small[place + 1 :] for place in range(len(small)))


def _place(numbers: UInt64) -> UInt64:
    return numbers >> np.uint64(64 - _TABLE_BITS)


def _rests(names: TextColumn) -> Iterator[tuple[Int64, UInt64]]:
    """The numbers of every name and of what is left of it without any one of its letters, and whose they are."""
    for start in range(0, len(names), _AT_ONCE):
        part = names.part(start, min(start + _AT_ONCE, len(names)))
        letters = np.frombuffer(part.blob, np.uint8)
        counts = _COUNTS[letters]
        ends = np.append(0, np.cumsum(counts))[part.offsets]
        for rows, numbers in _whole_and_shortened(_NUMBERS[letters[counts]], ends):
            yield rows + start, numbers


def _whole_and_shortened(letters: UInt64, ends: npt.NDArray[np.integer]) -> Iterator[tuple[Int64, UInt64]]:
    """`ends` (names + 1,) are where each name ends among the letters; the next begins there."""
    power, inverse = _powers(_POWER, len(letters) + 2), _powers(pow(_POWER, -1, 1 << 64), len(letters) + 2)
    sums = np.append(np.uint64(0), np.cumsum(letters * power[: len(letters)], dtype=np.uint64))
    first, last, rows = ends[:-1], ends[1:], np.arange(len(ends) - 1)
    yield rows, (sums[last] - sums[first]) * inverse[first]
    sizes = last - first
    begin, end = np.repeat(first, sizes), np.repeat(last, sizes)
    place = np.arange(len(letters))
    before = (sums[place] - sums[begin]) * inverse[begin]
    yield np.repeat(rows, sizes), before + (sums[end] - sums[place + 1]) * inverse[begin + 1]


def _powers(of: int, count: int) -> npt.NDArray[np.uint64]:
    """(count,): the powers of a number modulo 2^64, from the 0th on."""
    powers = np.full(count, of, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)
