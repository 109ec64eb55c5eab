"""Cycles as one: strongly connected components, and the level of each in what remains, an acyclic graph."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.graph.adjacency import Adjacency, Int32
from explorer.graph.cycle_groups import group_cycles
from explorer.graph.peeling import peel
from explorer.graph.sorting import runs, stable_order


@dataclass(frozen=True, eq=False)
class Condensation:
    """Which nodes are on a common cycle, and how far each is from a node that nothing relies on.

    `group` (n,) int32: nodes with the same number reach each other. `level` (n,) int32: relations on the longest chain
    from any root to the node's group; every relation between groups goes to a greater level.
    """

    group: Int32
    level: Int32

    def cyclic_groups(self) -> list[Int32]:
        """The groups of two or more nodes, as arrays of ascending node numbers."""
        counts = np.bincount(self.group) if len(self.group) else np.zeros(0, np.int64)
        around = np.flatnonzero(counts[self.group] > 1).astype(np.int32) if len(self.group) else self.group
        around = around[stable_order(self.group[around])]
        return np.split(around, runs(self.group[around])[1:]) if len(around) else []


def condense(up: Adjacency, down: Adjacency) -> Condensation:
    """Strongly connected components by peeling roots and leaves, then a search for cycles in the core that is left.

    Peeling handles an acyclic graph wholly in numpy, and gives the levels on the way; only what lies on or between
    cycles is looked at again.
    """
    nodes = len(up.offsets) - 1
    group = np.arange(nodes, dtype=np.int32)
    level = np.zeros(nodes, np.int32)
    core = peel(up, down, np.ones(nodes, bool), level)
    if not core.any():
        return Condensation(group, level)
    core = peel(down, up, core)
    if core.any():
        group_cycles(up, core, group)
    return Condensation(group, _levels(up, group))


def _levels(up: Adjacency, group: Int32) -> Int32:
    """The longest chain to each node's group, in relations, by peeling the condensed graph."""
    nodes = len(group)
    sources = group[np.repeat(np.arange(nodes, dtype=np.int32), up.degree())]
    targets = group[up.targets]
    between = sources != targets
    sources, targets = sources[between], targets[between]
    level = np.zeros(nodes, np.int32)
    peel(Adjacency.of(nodes, sources, targets), Adjacency.of(nodes, targets, sources), np.ones(nodes, bool), level)
    return level[group]
