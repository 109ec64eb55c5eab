"""Which node of a new graph is which node of an old one, without a dictionary of all identities."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from explorer.graph.text_column import Offsets, TextColumn

Floats = npt.NDArray[np.float64]
UInt64 = npt.NDArray[np.uint64]

ENOUGH = 0.5
"""From this share of nodes that an earlier layout has placed, it is kept; below, the graph is another one."""

_BLOCK = 1 << 14
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def earlier_shares(old_keys: UInt64, old_shares: Floats, new_keys: UInt64) -> Floats | None:
    """(n,): where an earlier layout has each node of a new graph, NaN for new ones; None where too few are left."""
    shares = carried_over(old_keys, old_shares, new_keys)
    return shares if np.isfinite(shares).sum() >= ENOUGH * max(len(shares), 1) else None


def keys_of(texts: TextColumn) -> UInt64:
    """(n,): a number for each text, the same for the same text always; others share one by a chance of 1 in 2^64."""
    keys = np.zeros(len(texts), np.uint64)
    for first in range(0, len(texts), _BLOCK):
        last = min(first + _BLOCK, len(texts))
        part = texts.part(first, last)
        keys[first:last] = _block(np.frombuffer(part.blob, np.uint8), part.offsets)
    return keys


def carried_over(old_keys: UInt64, old_shares: Floats, new_keys: UInt64) -> Floats:
    """(n,): the shares of an earlier layout for the nodes of a new graph; NaN for those that are new."""
    shares = np.full(len(new_keys), np.nan)
    if not len(old_keys):
        return shares
    order = np.argsort(old_keys)
    place = np.minimum(np.searchsorted(old_keys[order], new_keys), len(old_keys) - 1)
    found = old_keys[order][place] == new_keys
    shares[found] = old_shares[order][place[found]]
    return shares


def _block(data: npt.NDArray[np.uint8], offsets: Offsets) -> UInt64:
    """Of each text, the sum of its bytes times a number that belongs to the place of the byte."""
    lengths = np.diff(offsets)
    begin, end = int(offsets[0]), int(offsets[-1])
    sums = np.zeros(len(lengths), np.uint64)
    filled = np.flatnonzero(lengths)
    if len(filled):
        within = np.arange(begin, end) - np.repeat(offsets[:-1], lengths)
        values = (data[begin:end].astype(np.uint64) + np.uint64(1)) * _of_place(int(lengths.max()))[within]
        sums[filled] = np.add.reduceat(values, offsets[:-1][filled] - begin)
    return _stirred(sums + lengths.astype(np.uint64) * _MULTIPLIER)


def _of_place(longest: int) -> UInt64:
    return _stirred(np.arange(1, longest + 1, dtype=np.uint64) * _MULTIPLIER) | np.uint64(1)


def _stirred(values: UInt64) -> UInt64:
    """Every bit depends on every other. Source: S. Vigna, splitmix64, public domain, 2015."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)))
