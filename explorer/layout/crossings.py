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
    """How many pairs stand in the wrong order; values >= 0.

    For each bit from the top: among values that agree in the higher bits, every 1 before a 0 is one wrong pair.
    O(m log m) numpy operations for each bit.
    """
    total = 0
    for bit in range(int(values.max(initial=0)).bit_length()):
        order = np.argsort(values >> (bit + 1), kind="stable")
        group, one = (values >> (bit + 1))[order], (values >> bit & 1)[order]
        ones = np.cumsum(one) - one
        starts = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
        before_group = np.repeat(ones[starts], np.diff(np.append(starts, len(values))))
        total += int((ones - before_group)[one == 0].sum())
    return total
