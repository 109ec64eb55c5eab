"""From a graph to a forest: in which row each node stands, and on which node of the row above it hangs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from explorer.domain.relation import LINEAGE, RelationKind
from explorer.graph.adjacency import Adjacency, Int32, Int64
from explorer.graph.supply_graph import RELATION_KINDS, SupplyGraph

Flags = npt.NDArray[np.bool_]

ROOT = -1
"""Stands in `Forest.parent` for a node of the first row."""


class Reading(StrEnum):
    """From which end a graph is read."""

    RELIANCE = "reliance"
    """From what nothing relies on (your systems) down to what it rests on."""
    DESCENT = "descent"
    """From what relies on nothing (base models, data) down to what was made of it."""


_PREFERENCE = np.array(
    [
        0 if kind in LINEAGE else 1 if kind in (RelationKind.CONTAINS, RelationKind.REQUIRES, RelationKind.USES) else 2
        for kind in RELATION_KINDS
    ],
    np.int64,
)
"""By relation kind: a model hangs on what it was made from rather than on the hub that it came from."""


@dataclass(frozen=True, eq=False)
class Forest:
    """Every node once. Nodes stand in places: row after row, within a row by number; n nodes."""

    node: Int32
    """(n,): the node in each place."""
    place: Int32
    """(n,): the place of each node."""
    starts: Int64
    """(rows + 1,): row r is the places `starts[r]:starts[r + 1]`."""
    parent: Int32
    """(n,): by place, the place it hangs on, always in the row above; -1 in the first row."""

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.starts) - 1


def forest(graph: SupplyGraph, reading: Reading) -> Forest:
    """Hang every node on one of its neighbours in the row above.

    A row is the longest chain from the first row; nodes on a common cycle share a row and hang where the cycle hangs.
    """
    if reading is Reading.RELIANCE:
        row, inward = np.asarray(graph.level), graph.down
    else:
        row, inward = heights(graph), graph.up
    node = np.argsort(row, kind="stable").astype(np.int32)
    place = np.empty(len(graph), np.int32)
    place[node] = np.arange(len(graph), dtype=np.int32)
    rows = int(row.max(initial=-1)) + 1
    starts = np.searchsorted(row[node], np.arange(rows + 1)).astype(np.int64)
    above = _above(graph, inward, row)
    parent = np.where(above[node] >= 0, place[above[node]], ROOT).astype(np.int32)
    return Forest(node, place, starts, parent)


def heights(graph: SupplyGraph) -> Int32:
    """(n,): relations between cycle groups on the longest chain from a node up to one that relies on nothing."""
    height = np.zeros(len(graph), np.int32)
    starts, offsets, targets = graph.level_starts, graph.up.offsets, graph.up.targets
    on_cycle = _on_cycle(graph)
    for level in range(len(starts) - 2, -1, -1):
        first, last = int(starts[level]), int(starts[level + 1])
        begin, end = int(offsets[first]), int(offsets[last])
        if begin == end:
            continue
        # What lies in the same level lies in the same group; it stands at 0 still and does not count.
        reached = targets[begin:end]
        steps = np.where(reached >= last, height[reached] + 1, 0)
        filled = np.flatnonzero(offsets[first + 1 : last + 1] > offsets[first:last])
        height[first + filled] = np.maximum.reduceat(steps, offsets[first + filled] - begin)
        members = first + np.flatnonzero(on_cycle[first:last])
        if len(members):
            np.maximum.at(height, graph.group[members], height[members])
            height[members] = height[graph.group[members]]
    return height


def _above(graph: SupplyGraph, inward: Adjacency, row: Int32) -> Int32:
    """(n,): the neighbour in the row above that each node hangs on; the best word first, then the least number."""
    above = np.full(len(graph), ROOT, np.int32)
    filled = np.flatnonzero(np.diff(inward.offsets))
    if not len(filled):
        return above
    owner_row = np.repeat(row, np.diff(inward.offsets))
    never = np.int64(1) << 40
    key = (_PREFERENCE[graph.relation_kind[inward.relations]] << 34) + inward.targets
    key[row[inward.targets] != owner_row - 1] = never
    best = np.minimum.reduceat(key, inward.offsets[filled])
    found = best < never
    above[filled[found]] = (best[found] & ((1 << 34) - 1)).astype(np.int32)
    return _whole_cycles(graph, above, row)


def _whole_cycles(graph: SupplyGraph, above: Int32, row: Int32) -> Int32:
    """Members of a cycle that nothing in the row above touches hang where another member hangs."""
    lost = np.flatnonzero((above == ROOT) & (row > 0))
    if not len(lost):
        return above
    hangs = np.full(len(graph), ROOT, np.int32)
    held = np.flatnonzero((above != ROOT) & _on_cycle(graph))
    hangs[graph.group[held][::-1]] = above[held][::-1]
    above[lost] = hangs[graph.group[lost]]
    return above


def _on_cycle(graph: SupplyGraph) -> Flags:
    return np.asarray(np.bincount(graph.group, minlength=len(graph))[graph.group] > 1)
