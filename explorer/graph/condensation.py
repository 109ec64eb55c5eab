"""Cycles as one: strongly connected components, and the level of each in what remains, an acyclic graph."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int32, Int64

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Condensation:
    """Which nodes are on a common cycle, and how far each is from a node that nothing relies on.

    `group` (n,) int32: nodes with the same number reach each other. `level` (n,) int32: relations on the longest chain
    from any root to the node's group; every relation between groups goes to a greater level.
    """

    group: Int32
    level: Int32

    def cyclic_groups(self) -> list[Int32]:
        """The groups of two or more nodes, as arrays of node numbers."""
        counts = np.bincount(self.group) if len(self.group) else np.zeros(0, np.int64)
        return [np.flatnonzero(self.group == group).astype(np.int32) for group in np.flatnonzero(counts > 1)]


def condense(up: Adjacency, down: Adjacency) -> Condensation:
    """Strongly connected components by peeling roots and leaves, then Tarjan's algorithm on the core that is left.

    Peeling handles an acyclic graph wholly in numpy; only what lies on or between cycles meets Python.
    Source: R. Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1(2), 1972.
    """
    nodes = len(up.offsets) - 1
    group = np.arange(nodes, dtype=np.int32)
    core = _peel(up, down, np.ones(nodes, bool))
    core = _peel(down, up, core)
    if core.any():
        _tarjan(up, core, group)
    return Condensation(group, _levels(up, group))


def _peel(up: Adjacency, down: Adjacency, alive: Flags) -> Flags:
    """Take away, again and again, the nodes that no living node points at; return who is left."""
    alive = alive.copy()
    inside = alive[down.targets] & alive[np.repeat(np.arange(len(alive)), down.degree())]
    waiting = np.add.reduceat(np.append(inside, False), down.offsets[:-1], dtype=np.int64)
    waiting[down.degree() == 0] = 0
    frontier = np.flatnonzero(alive & (waiting == 0)).astype(np.int32)
    while len(frontier):
        alive[frontier] = False
        reached = up.targets[up.slots(frontier)]
        frontier = _release(waiting, reached[alive[reached]])
    return alive


def _tarjan(up: Adjacency, core: np.ndarray, group: Int32) -> None:
    """Write into `group`, for every node of `core`, the least node number of its strongly connected component."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    on_stack: set[int] = set()
    stack: list[int] = []
    for root in np.flatnonzero(core).tolist():
        if root in order:
            continue
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        work = [(root, iter(up.neighbours(root).tolist()))]
        while work:
            node, rest = work[-1]
            for target in rest:
                if not core[target]:
                    continue
                if target not in order:
                    order[target] = low[target] = len(order)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(up.neighbours(target).tolist())))
                    break
                if target in on_stack:
                    low[node] = min(low[node], order[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    _close_group(node, stack, on_stack, group)


def _close_group(root: int, stack: list[int], on_stack: set[int], group: Int32) -> None:
    members = [stack.pop()]
    while members[-1] != root:
        members.append(stack.pop())
    on_stack.difference_update(members)
    group[members] = min(members)


def _levels(up: Adjacency, group: Int32) -> Int32:
    """The longest chain to each node's group, in relations, by peeling the condensed graph level by level."""
    nodes = len(group)
    level = np.zeros(nodes, np.int32)
    sources = group[np.repeat(np.arange(nodes), up.degree())]
    targets = group[up.targets]
    between = sources != targets
    rows = Adjacency.of(nodes, sources[between], targets[between])
    waiting = np.bincount(rows.targets, minlength=nodes)
    heads = group == np.arange(nodes)
    frontier = np.flatnonzero(heads & (waiting == 0)).astype(np.int32)
    depth = 0
    while len(frontier):
        level[frontier] = depth
        reached = rows.targets[rows.slots(frontier)]
        frontier = _release(waiting, reached)
        depth += 1
    return level[group]


def _release(waiting: Int64, reached: Int32) -> Int32:
    """Count down the waiting nodes by what reached them; return those that wait no more, each once, ascending."""
    if len(reached) * 16 > len(waiting):
        np.subtract(waiting, np.bincount(reached, minlength=len(waiting)), out=waiting)
        done = np.zeros(len(waiting), bool)
        done[reached[waiting[reached] == 0]] = True
        return np.flatnonzero(done).astype(np.int32)
    nodes, counts = np.unique(reached, return_counts=True)
    waiting[nodes] -= counts
    return nodes[waiting[nodes] == 0]
