"""Which nodes of a graph's core reach each other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int32
from explorer.graph.peeling import peel

Flags = npt.NDArray[np.bool_]

LARGE = 4096
"""Cores above this size are first relieved of their largest groups with numpy."""

MOST_ROUNDS = 16
"""How many large groups are looked for."""

MOST_STEPS = 256
"""A search in numpy pays where it is wide: one that takes more steps than this is left to Tarjan's algorithm."""


def group_cycles(up: Adjacency, core: Flags, group: Int32) -> None:
    """Write into `group`, for every node of `core`, the least node number of its strongly connected component.

    A large core mostly holds one giant component: what a node of it reaches and what reaches that node (Fleischer,
    Hendrickson, Pinar, On identifying strongly connected components in parallel, 2000). The rest is left to Tarjan's
    algorithm (Depth-first search and linear graph algorithms, SIAM J. Comput. 1(2), 1972).
    """
    nodes = np.flatnonzero(core).astype(np.int32)
    forth, back = _among(up, core, nodes)
    left = np.ones(len(nodes), bool)
    for _ in range(MOST_ROUNDS):
        members = _around_a_busy_node(forth, back, left) if np.count_nonzero(left) > LARGE else None
        if members is None:
            break
        group[nodes[members]] = nodes[members].min()
        left[members] = False
        left = peel(back, forth, peel(forth, back, left))
    _tarjan(forth, left, nodes, group)


def _among(up: Adjacency, core: Flags, nodes: Int32) -> tuple[Adjacency, Adjacency]:
    """The relations among these nodes in both directions, numbered by their place in `nodes`."""
    place = np.zeros(len(core), np.int32)
    place[nodes] = np.arange(len(nodes), dtype=np.int32)
    targets = up.targets[up.slots(nodes)]
    sources = np.repeat(np.arange(len(nodes), dtype=np.int32), up.degree()[nodes])
    inside = core[targets]
    sources, targets = sources[inside], place[targets[inside]]
    return Adjacency.of(len(nodes), sources, targets), Adjacency.of(len(nodes), targets, sources)


def _around_a_busy_node(forth: Adjacency, back: Adjacency, left: Flags) -> Int32 | None:
    """The component of the node with most relations; None where it is no large one, or its search is long and thin."""
    pivot = int(np.argmax(np.where(left, np.minimum(forth.degree(), back.degree()), -1)))
    after, before = _reached(forth, pivot, left), _reached(back, pivot, left)
    if after is None or before is None:
        return None
    members = np.flatnonzero(after & before).astype(np.int32)
    return members if len(members) * MOST_ROUNDS > np.count_nonzero(left) else None


def _reached(rows: Adjacency, start: int, left: Flags) -> Flags | None:
    seen = np.zeros(len(left), bool)
    frontier = np.array([start], np.int32)
    seen[start] = True
    for _ in range(MOST_STEPS):
        reached = rows.targets[rows.slots(frontier)]
        frontier = reached[left[reached] & ~seen[reached]]
        if not len(frontier):
            return seen
        seen[frontier] = True
        frontier = np.unique(frontier)
    return None


def _tarjan(forth: Adjacency, left: Flags, nodes: Int32, group: Int32) -> None:
    """Tarjan's algorithm without recursion, on plain lists."""
    offsets, targets, inside = forth.offsets.tolist(), forth.targets.tolist(), left.tolist()
    following = offsets[:-1]
    order = [0] * len(nodes)
    low = [0] * len(nodes)
    on_stack = [False] * len(nodes)
    stack: list[int] = []
    count = 0
    for root in np.flatnonzero(left).tolist():
        if order[root]:
            continue
        way = [root]
        while way:
            node = way[-1]
            if not order[node]:
                count += 1
                order[node] = low[node] = count
                stack.append(node)
                on_stack[node] = True
            deeper = -1
            end = offsets[node + 1]
            place = following[node]
            while place < end:
                target = targets[place]
                place += 1
                if not order[target]:
                    if inside[target]:
                        deeper = target
                        break
                elif on_stack[target] and order[target] < low[node]:
                    low[node] = order[target]
            following[node] = place
            if deeper >= 0:
                way.append(deeper)
                continue
            way.pop()
            if way and low[node] < low[way[-1]]:
                low[way[-1]] = low[node]
            if low[node] == order[node]:
                _close(node, stack, on_stack, nodes, group)


def _close(root: int, stack: list[int], on_stack: list[bool], nodes: Int32, group: Int32) -> None:
    members = [stack.pop()]
    while members[-1] != root:
        members.append(stack.pop())
    for member in members:
        on_stack[member] = False
    if len(members) > 1:
        group[nodes[members]] = nodes[min(members)]
