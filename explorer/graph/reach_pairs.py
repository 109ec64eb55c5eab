"""Who reaches whom, pair by pair: exact, and quick where the pairs are few, as in lineages."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int32, Int64
from explorer.graph.level_order import Condensed, condensed, levels, segments
from explorer.graph.supply_graph import Flags, SupplyGraph

AT_ONCE = 1 << 18
"""Pairs that are put in order at once, unless a single node has more."""

_LOW = np.int64((1 << 32) - 1)
_Pairs = tuple[npt.NDArray[np.integer], Int32]


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
    pool = _Pool(len(graph), most, roots=int(graph.level_starts[1]) if len(graph) else 0)
    counts = np.zeros(len(graph), np.int64)
    alone = bool((whole.size == 1).all())
    for start, stop in reversed(list(levels(graph))):
        for owners, items in pool.add_level(whole.up, start, stop):
            counted, weighing = (owners, items) if upwards else (items, owners)
            _count(counts, counted, None if alone else whole.size[weighing])
    return counts


class TooManyPairs(Exception):
    """More pairs of who reaches whom than were to be written out."""


def counts_upon(graph: SupplyGraph, scope: Flags, wanted: Flags, most: int) -> Int64:
    """(n,): how many nodes of `scope` (n,) reach each node of `wanted` (n,), itself included. Raises `TooManyPairs`.

    Only pairs with a wanted end are written out, which may be few where all are many. Of other nodes it says nothing.

    >>> from explorer.graph.example import example_graph
    >>> counts_upon(example_graph("app->a->b->a app->c b->c"), np.ones(4, bool), np.ones(4, bool), 100).tolist()
    [1, 3, 3, 4]
    """
    whole = condensed(graph)
    size = np.bincount(graph.group[scope], minlength=len(graph))
    ends = np.zeros(len(graph), bool)
    ends[graph.group[wanted]] = True
    pool = _Pool(len(graph), most, int(graph.level_starts[1]) if len(graph) else 0, ends)
    counts = size.copy()
    # Nothing relies on the first level: where it is out of scope, it counts for nothing.
    first = int(len(graph) > 0 and not scope[: graph.level_starts[1]].any())
    for start, stop in reversed(list(levels(graph, first))):
        for owners, items in pool.add_level(whole.up, start, stop):
            _count(counts, items, size[owners])
    found: Int64 = counts[graph.group]
    return found


def _count(counts: Int64, counted: npt.NDArray[np.integer], weights: Int64 | None) -> None:
    """Add one for each, or its weight; by a whole column only where there are many."""
    if len(counted) * 8 < len(counts):
        np.add.at(counts, counted, 1 if weights is None else weights)
    else:
        counts += np.bincount(counted, weights, minlength=len(counts)).astype(np.int64, copy=False)


class _Pool:
    """What each node reaches, one after the other in one array; of all that, only the nodes in `ends` (n,) where these are given."""

    def __init__(self, nodes: int, most: int, roots: int, ends: Flags | None = None) -> None:
        self._roots, self._ends = roots, ends
        self._items = np.empty(most, np.int32)
        self._start = np.zeros(nodes, np.int64)
        self._count = np.zeros(nodes, np.int64)
        self._end = 0

    def add_level(self, rows: Adjacency, start: int, stop: int) -> Iterator[_Pairs]:
        """Add what the nodes of a level reach, and give it out as pairs of who reaches what."""
        degree = np.diff(rows.offsets[start : stop + 1])
        for chosen, add in ((degree == 1, self._add_single), (degree > 1, self._add_several)):
            for nodes in self._parts(rows, np.flatnonzero(chosen) + start):
                yield add(rows, nodes)

    def _parts(self, rows: Adjacency, nodes: Int64) -> Iterator[Int64]:
        """These nodes in slices of about `AT_ONCE` pairs: larger arrays are new memory each time, which costs more than the work."""
        if not len(nodes):
            return
        sizes = self._count[rows.targets[rows.slots(nodes)]] + 1
        degree = rows.offsets[nodes + 1] - rows.offsets[nodes]
        pairs = np.cumsum(np.add.reduceat(sizes, np.cumsum(degree) - degree))
        yield from np.split(nodes, np.flatnonzero(np.diff(pairs // AT_ONCE)) + 1)

    def _add_single(self, rows: Adjacency, nodes: Int64) -> _Pairs:
        """Nodes with one relation, as most models have: its end and what that reaches, which are distinct already."""
        targets = rows.targets[rows.offsets[nodes]]
        sizes = self._count[targets] + 1
        self._expect(int(sizes.sum()))
        begin = np.cumsum(sizes) - sizes
        # One before each piece stands the end itself.
        places = np.arange(int(sizes.sum()), dtype=np.int64) + np.repeat(self._start[targets] - 1 - begin, sizes)
        places[begin] = 0
        items = self._items[places]
        items[begin] = targets
        return self._kept(nodes, sizes, np.repeat(nodes, sizes), items)

    def _add_several(self, rows: Adjacency, nodes: Int64) -> _Pairs:
        """Nodes with several relations: what their ends reach, each once."""
        targets = rows.targets[rows.slots(nodes)]
        sources = np.repeat(nodes, rows.offsets[nodes + 1] - rows.offsets[nodes])
        counts = self._count[targets]
        self._expect(int(counts.sum()) + len(targets))
        shift = self._start[targets] - (np.cumsum(counts) - counts)
        further = self._items[np.arange(int(counts.sum()), dtype=np.int64) + np.repeat(shift, counts)]
        pairs = np.concatenate([(sources << 32) | targets, (np.repeat(sources, counts) << 32) | further])
        pairs.sort()
        pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])]
        owners, items = pairs >> 32, (pairs & _LOW).astype(np.int32)
        sizes = np.diff(np.append(np.searchsorted(owners, nodes), len(owners)))
        return self._kept(nodes, sizes, owners, items)

    def _expect(self, more: int) -> None:
        if self._end + more > len(self._items):
            raise TooManyPairs

    def _kept(self, nodes: Int64, sizes: Int64, owners: Int64, items: Int32) -> _Pairs:
        if self._ends is not None:
            wanted = self._ends[items]
            owners, items = owners[wanted], items[wanted]
            sizes = np.diff(np.append(np.searchsorted(owners, nodes), len(owners)))
        if nodes[0] < self._roots:
            return owners, items  # Nothing relies on these, so nobody asks what they reach.
        self._items[self._end : self._end + len(items)] = items
        self._count[nodes] = sizes
        self._start[nodes] = self._end + np.cumsum(sizes) - sizes
        self._end += len(items)
        return owners, items
