"""Which roots rely on a component, as one number that is equal where the set of roots is equal."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Int32, Int64
from explorer.graph.supply_graph import SupplyGraph

MOST_BITS = 62
"""Up to this many roots, every set of roots is told apart; above it only one owner from several."""

SEVERAL = -2


def owners(graph: SupplyGraph, roots: Int32) -> Int64:
    """(n,) int64: a bit per root up to 62 roots; above that the number of the one root, or -2 for several.

    0 (or -1 above 62 roots) where no root reaches. One sweep in level order; nodes on a common cycle share the answer.
    """
    if len(roots) <= MOST_BITS:
        own = np.zeros(len(graph), np.int64)
        np.bitwise_or.at(own, graph.group[roots], np.left_shift(np.int64(1), np.arange(len(roots), dtype=np.int64)))
        return _flow(graph, own, np.bitwise_or)
    least = np.full(len(graph), len(roots), np.int64)
    greatest = np.full(len(graph), -1, np.int64)
    least[graph.group[roots]] = greatest[graph.group[roots]] = np.arange(len(roots))
    least, greatest = _flow(graph, least, np.minimum), _flow(graph, greatest, np.maximum)
    return np.where(greatest < 0, -1, np.where(least == greatest, least, SEVERAL))


def owner_roots(code: int, roots: Int32) -> list[int] | None:
    """The roots behind a code of `owners`; None where it says only that there are several."""
    if len(roots) <= MOST_BITS:
        return [int(root) for position, root in enumerate(roots) if code >> position & 1]
    return None if code == SEVERAL else [int(roots[code])] if code >= 0 else []


def _flow(graph: SupplyGraph, value: Int64, join: np.ufunc) -> npt.NDArray[np.int64]:
    """Carry values upstream, joined where streams meet; `value` stands at the heads of the groups."""
    starts = np.searchsorted(graph.relation_source, graph.level_starts)
    for first, last in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        sources = graph.group[graph.relation_source[first:last]]
        targets = graph.group[graph.relation_target[first:last]]
        join.at(value, targets, value[sources])
    return value[graph.group]
