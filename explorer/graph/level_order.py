"""What the kernels that sweep a graph level by level share: a level is a slice of the nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int32, Int64
from explorer.graph.supply_graph import SupplyGraph

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Segments:
    """The relations of a slice of nodes in one direction: one slice of the rows, cut where the next node begins."""

    slots: slice
    nodes: Int64
    """Those of the slice that have relations."""
    starts: Int64
    """Where each of them begins within the slots, as `np.ufunc.reduceat` wants it."""

    @property
    def sizes(self) -> Int64:
        """How many relations each of the nodes has."""
        return np.diff(np.append(self.starts, self.slots.stop - self.slots.start))


def segments(rows: Adjacency, start: int, stop: int) -> Segments:
    """The relations of the nodes from `start` to before `stop`."""
    offsets = rows.offsets[start : stop + 1]
    local = offsets[:-1] - offsets[0]
    has = offsets[1:] > offsets[:-1]
    return Segments(slice(int(offsets[0]), int(offsets[-1])), np.flatnonzero(has) + start, local[has])


def levels(graph: SupplyGraph, first: int = 0) -> Iterator[tuple[int, int]]:
    """The slice of each level from `first` on, nearest to the roots first."""
    starts = graph.level_starts.tolist()
    yield from zip(starts[first:-1], starts[first + 1 :], strict=True)


def on_cycles_in(graph: SupplyGraph, start: int, stop: int) -> Int32:
    """The nodes of this slice that share a cycle with others."""
    around = graph.on_cycles
    return around[np.searchsorted(around, start) : np.searchsorted(around, stop)] if len(around) else around


def members_of(graph: SupplyGraph, node: int) -> list[int]:
    """The nodes of one node's cycle group, ascending: itself alone where it is on no cycle."""
    around = graph.on_cycles
    place = int(np.searchsorted(around, node))
    if place == len(around) or int(around[place]) != node:
        return [node]
    return [int(each) for each in around[graph.group[around] == graph.group[node]]]


@dataclass(frozen=True, eq=False)
class Condensed:
    """The graph with every cycle group drawn together into its first node; relations inside groups are gone."""

    up: Adjacency
    down: Adjacency
    size: Int64
    """(n,): how many nodes a group has; 0 at those that are drawn into another node."""


def condensed(graph: SupplyGraph) -> Condensed:
    """The acyclic graph of the cycle groups, on the same node numbers."""
    count = len(graph)
    if not len(graph.on_cycles) and (graph.relation_source != graph.relation_target).all():
        return Condensed(graph.up, graph.down, np.ones(count, np.int64))
    size = np.bincount(graph.group, minlength=count)
    sources, targets = graph.group[graph.relation_source], graph.group[graph.relation_target]
    between = sources != targets
    sources, targets = sources[between], targets[between]
    return Condensed(Adjacency.of(count, sources, targets), Adjacency.of(count, targets, sources), size)
