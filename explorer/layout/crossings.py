"""How many pairs of lines cross between neighbouring layers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Int64


def crossings(left: npt.NDArray[np.integer], right: npt.NDArray[np.integer]) -> int:
    """The exact number of crossing pairs among straight lines from places `left` to places `right` (m each, >= 0).

    Lines that share an end do not cross. Two lines cross where one starts above and ends below the other: inversions,
    counted bit by bit.

    >>> crossings(np.array([0, 1, 2]), np.array([2, 1, 0]))
    3
    >>> crossings(np.array([0, 0, 1]), np.array([0, 1, 1]))
    0
    """
    order = np.lexsort((right, left))
    return inversions(right[order].astype(np.int64))


def inversions(values: Int64) -> int:
    """How many pairs stand in the wrong order; values >= 0."""
    return int(greater_before(values).sum())


def greater_before(values: Int64, bits: int | None = None) -> Int64:
    """(m,): for each value how many greater ones stand before it; values >= 0.

    For each bit from the top: among values that agree in the higher bits, every 1 before a 0 is one wrong pair.
    O(m log m) numpy operations for each bit; where what lies above the lowest `bits` ascends, only these are looked at.
    """
    total = np.zeros(len(values), np.int64)
    top = int(values.max(initial=0)).bit_length()
    # Numbers of 16 bits are sorted by counting, which is several times as fast.
    values = values.astype(np.uint16 if top <= 16 else np.int64)
    for bit in range(top if bits is None else min(bits, top)):
        order = np.argsort(values >> (bit + 1), kind="stable")
        high = values[order] >> bit
        one = high & 1
        ones = np.cumsum(one, dtype=np.int64) - one
        starts = np.flatnonzero(np.append(True, high[1:] >> 1 != high[:-1] >> 1))
        ones -= np.repeat(ones[starts], np.diff(starts, append=len(high)))
        total[order] += ones * (one == 0)
    return total
