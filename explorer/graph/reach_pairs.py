"""Who reaches whom, pair by pair: exact, and quick where the pairs are few, as in lineages."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int64
from explorer.graph.level_order import Condensed, levels, segments
from explorer.graph.supply_graph import SupplyGraph

_LOW = np.int64((1 << 32) - 1)


def expected_pairs(graph: SupplyGraph, whole: Condensed) -> float:
    """No fewer than there are pairs, and as many where nothing is reached in two ways."""
    total = np.zeros(len(graph))
    for start, stop in reversed(list(levels(graph))):
        found = segments(whole.up, start, stop)
        if len(found.nodes):
            total[found.nodes] = np.add.reduceat(total[whole.up.targets[found.slots]] + 1, found.starts)
    return float(total.sum())


def pair_counts(graph: SupplyGraph, whole: Condensed, most: int, upwards: bool) -> Int64:
    """(n,) at the heads of groups: how many nodes of other groups each reaches, or is reached by.

    What a node reaches is what it relies on, and what that reaches, each once. The deepest levels come first.
    """
    pool = _Pool(len(graph), most)
    counts = np.zeros(len(graph), np.int64)
    alone = bool((whole.size == 1).all())
    for start, stop in reversed(list(levels(graph))):
        owners, items = pool.add_level(whole.up, start, stop)
        counted, weighing = (owners, items) if upwards else (items, owners)
        weights = None if alone else whole.size[weighing]
        counts += np.bincount(counted, weights, minlength=len(graph)).astype(np.int64)
    return counts


class _Pool:
    """What each node reaches, one after the other in one array."""

    def __init__(self, nodes: int, most: int) -> None:
        self._items = np.empty(most, np.int32)
        self._start = np.zeros(nodes, np.int64)
        self._count = np.zeros(nodes, np.int64)
        self._end = 0

    def add_level(
        self, rows: Adjacency, start: int, stop: int
    ) -> tuple[npt.NDArray[np.integer], npt.NDArray[np.integer]]:
        """Add what the nodes of a level reach; returns it as pairs."""
        found = segments(rows, start, stop)
        targets = rows.targets[found.slots]
        sources = np.repeat(found.nodes, found.sizes)
        counts = self._count[targets]
        shift = self._start[targets] - (np.cumsum(counts) - counts)
        further = self._items[np.arange(int(counts.sum()), dtype=np.int64) + np.repeat(shift, counts)]
        pairs = np.concatenate([(sources << 32) | targets, (np.repeat(sources, counts) << 32) | further])
        pairs.sort()
        pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
        owners, items = pairs >> 32, (pairs & _LOW).astype(np.int32)
        self._items[self._end : self._end + len(items)] = items
        self._count[start:stop] = np.bincount(owners - start, minlength=stop - start)
        self._start[start:stop] = self._end + np.cumsum(self._count[start:stop]) - self._count[start:stop]
        self._end += len(items)
        return owners, items
