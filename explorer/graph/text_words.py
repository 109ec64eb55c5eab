"""Texts as 64-bit words: hashed, ordered and made distinct, many at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.sorting import Int32, runs, stable_order
from explorer.graph.text_column import SLICE, Offsets, TextColumn

UInt64 = npt.NDArray[np.uint64]

_WORD = 8
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_WORD)] + [2**64 - 1], np.uint64)
"""By how many bytes of a word belong to the text."""
_LONG = 8_192
"""Bytes. A longer text is hashed and compared by itself: of a megabyte, each word would be an array of one."""


class Words:
    """Eight bytes at a time of the texts of a column; beyond a text's end they are zero."""

    def __init__(self, column: TextColumn) -> None:
        self._starts, self._lengths = column.offsets[:-1], np.diff(column.offsets)
        blob = column.blob if len(column.blob) >= _WORD else column.blob.ljust(_WORD, b"\0")
        self._last = len(blob) - _WORD
        self._view = np.ndarray((self._last + 1,), "<u8", blob, strides=(1,))

    def at(self, rows: npt.NDArray[np.integer], number: int, skipped: npt.NDArray[np.integer] | int = 0) -> UInt64:
        """The words of this number of these texts, the first byte lowest; `skipped` bytes at their beginning are not."""
        begun = number * _WORD + skipped
        places = self._starts[rows] + begun
        words = self._view[np.minimum(places, self._last)].astype(np.uint64, copy=False)
        # The word that would reach beyond the bytes is the end of the last that does not.
        late = np.flatnonzero(places > self._last)
        shift = np.minimum(places[late] - self._last, _WORD - 1).astype(np.uint64)
        words[late] >>= np.uint64(8) * shift
        return words & _MASKS[np.clip(self._lengths[rows] - begun, 0, _WORD)]


def beginning_with(column: TextColumn, text: bytes, rows: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
    """(rows,): which of these texts begin so.

    >>> beginning_with(TextColumn.of(["pkg:pypi/torch", "pkg:npm/torch", "pkg"]), b"pkg:pypi/", np.array([0, 1, 2])).tolist()
    [True, False, False]
    """
    words, found = Words(column), np.arange(len(rows))
    for number in range(-(-len(text) // _WORD)):
        part = text[number * _WORD : (number + 1) * _WORD]
        read = words.at(rows[found], number) & _MASKS[len(part)]
        found = found[read == np.uint64(int.from_bytes(part, "little"))]
    begins = np.zeros(len(rows), bool)
    begins[found] = True
    return begins


def hashes(column: TextColumn) -> UInt64:
    """A 64-bit hash of every text; shape (n,). For look-ups that compare the text itself, not against forgery."""
    found = np.zeros(len(column), np.uint64)
    for start in range(0, len(column), SLICE):
        found[start : start + SLICE] = _hashed(column.part(start, min(start + SLICE, len(column))))
    return found


def _hashed(column: TextColumn) -> UInt64:
    words, lengths = Words(column), column.lengths
    result = (lengths.astype(np.uint64) + np.uint64(1)) * _MIX
    rows = np.flatnonzero(lengths <= _LONG)
    for number in range(-(-int(lengths[rows].max(initial=0)) // _WORD)):
        rows = rows[lengths[rows] > number * _WORD]
        mixed = (result[rows] ^ words.at(rows, number)) * _MIX
        result[rows] = mixed ^ (mixed >> np.uint64(29))
    result *= _MIX
    result ^= result >> np.uint64(32)
    for row in np.flatnonzero(lengths > _LONG).tolist():
        result[row] = hash_of(column.bytes_at(row))
    return result


def hash_of(text: bytes) -> int:
    """The hash that `hashes` gives this text in UTF-8; for one text alone, arrays would take many times as long.

    >>> hash_of("pkg:pypi/torch".encode()) == int(hashes(TextColumn.of(["pkg:pypi/torch"]))[0])
    True
    """
    factor, most = int(_MIX), (1 << 64) - 1
    result = (len(text) + 1) * factor & most
    for start in range(0, len(text), _WORD):
        mixed = (result ^ int.from_bytes(text[start : start + _WORD], "little")) * factor & most
        result = mixed ^ (mixed >> 29)
    result = result * factor & most
    return result ^ (result >> 32)


def text_order(column: TextColumn, first: npt.NDArray[np.integer]) -> Int32:
    """The positions that order the texts by `first` (small numbers), then by their characters' code points.

    Bytes of UTF-8 order as code points do. Eight bytes are compared per round, and only where the rounds before tied.
    """
    order = stable_order(first)
    words, lengths = Words(column), column.lengths
    ties = _ties(first[order])
    number = 0
    while len(ties.places):
        rows = order[ties.places]
        if number * _WORD >= _LONG:
            by_bytes = sorted(range(len(rows)), key=lambda each: (ties.run[each], column.bytes_at(int(rows[each]))))
            order[ties.places] = rows[by_bytes]
            break
        if not (lengths[rows] > number * _WORD).any():  # Equal but for NULs at their ends.
            _refine(order, ties, lengths[rows].astype(np.uint64))
            break
        keys = words.at(rows, number).byteswap()
        if not (keys == keys[0]).all():
            ties = _refine(order, ties, keys)
        number += 1
    return order


@dataclass(frozen=True, slots=True)
class _Ties:
    """Places in an order that are still open: those of one run have been equal so far."""

    places: npt.NDArray[np.int64]
    run: npt.NDArray[np.int64]


def _ties(values: npt.NDArray[np.generic]) -> _Ties:
    starts = runs(values)
    sizes = np.diff(np.append(starts, len(values)))
    run = np.repeat(np.arange(len(starts)), sizes)
    places = np.flatnonzero(sizes[run] > 1)
    return _Ties(places, run[places])


def _refine(order: Int32, ties: _Ties, keys: UInt64) -> _Ties:
    """Order the open places by `keys` within their runs; what is still open after that."""
    by_key = np.argsort(keys)
    by_run = by_key[stable_order(ties.run[by_key])]
    order[ties.places] = order[ties.places][by_run]
    keys = keys[by_run]
    starts = np.flatnonzero(np.append(True, (keys[1:] != keys[:-1]) | (ties.run[1:] != ties.run[:-1])))
    sizes = np.diff(np.append(starts, len(keys)))
    run = np.repeat(np.arange(len(starts)), sizes)
    still = sizes[run] > 1
    return _Ties(ties.places[still], run[still])


def distinct(column: TextColumn) -> tuple[Int32, Int32]:
    """For every text the number of its value (n,), and for every value where it first stands (values,).

    Values are numbered in no meaningful order. Texts are compared, not only their hashes.
    """
    keys = hashes(column)
    order = np.argsort(keys, kind="stable").astype(np.int32)
    starts = np.append(runs(keys[order]), len(keys))
    del keys
    code = np.empty(len(column), np.int32)
    code[order] = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    first = order[starts[:-1]]
    for strangers in _collisions(column, code, first):
        first = _split(column, code, first, strangers)
    return code, first


def _collisions(column: TextColumn, code: Int32, first: Int32) -> Iterator[Int32]:
    """The texts that share their hash with another one but are not equal to it."""
    words, lengths = Words(column), np.diff(column.offsets)
    found: list[Int32] = []
    for start in range(0, len(column), SLICE):  # Of all at once, what is compared would take a hundred megabytes.
        leaders = first[code[start : start + SLICE]]
        rows = np.arange(start, start + len(leaders), dtype=np.int32)
        long = lengths[rows] > _LONG
        alike = zip(rows[long].tolist(), leaders[long].tolist(), strict=True)
        different = [row for row, leader in alike if column.bytes_at(row) != column.bytes_at(leader)]
        found += [np.array(different, np.int32), *_strangers(words, lengths, rows[~long], leaders[~long])]
    if sum(map(len, found)):
        yield np.concatenate(found)


def _strangers(words: Words, lengths: Offsets, rows: Int32, leaders: Int32) -> Iterator[Int32]:
    """Those of these texts that are not equal to the text at the row beside theirs."""
    others = rows != leaders
    rows, leaders = rows[others], leaders[others]
    differs = lengths[rows] != lengths[leaders]
    number = 0
    while len(rows):
        yield rows[differs]
        longer = ~differs & (lengths[rows] > number * _WORD)
        rows, leaders = rows[longer], leaders[longer]
        differs = words.at(rows, number) != words.at(leaders, number)
        number += 1


def _split(column: TextColumn, code: Int32, first: Int32, strangers: Int32) -> Int32:
    """Give texts whose hash met that of another their own values."""
    values: dict[bytes, int] = {}
    added: list[int] = []
    for row in sorted(strangers.tolist()):
        value = values.setdefault(column.bytes_at(row), len(first) + len(added))
        if value == len(first) + len(added):
            added.append(row)
        code[row] = value
    return np.append(first, np.array(added, np.int32))


def tails_equal(column: TextColumn, tails: TextColumn) -> npt.NDArray[np.bool_]:
    """(n,): whether each text ends with the other column's text; an empty one ends nothing."""
    lengths = tails.lengths
    equal = (lengths > 0) & (column.lengths >= lengths)
    here, there = Words(column), Words(tails)
    skipped = column.lengths - lengths
    for row in np.flatnonzero(equal & (lengths > _LONG)).tolist():
        equal[row] = column.bytes_at(row).endswith(tails.bytes_at(row))
    rows = np.flatnonzero(equal & (lengths <= _LONG))
    number = 0
    while len(rows := rows[lengths[rows] > number * _WORD]):
        same = here.at(rows, number, skipped[rows]) == there.at(rows, number)
        equal[rows[~same]] = False
        rows = rows[same]
        number += 1
    return equal
