"""Takes a directed graph apart from its ends, round by round, until only cycles and what lies between them is left."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int32, Int64

Flags = npt.NDArray[np.bool_]


def peel(forth: Adjacency, back: Adjacency, alive: Flags, level: Int32 | None = None) -> Flags:
    """Take away, again and again, the nodes that no other living node points at; return who is left.

    `level` (n,) receives the round in which each node went: the longest chain to it.
    """
    alive = alive.copy()
    waiting = _pointed_at(forth, back, alive)
    frontier = np.flatnonzero(alive & (waiting == 0)).astype(np.int32)
    depth = 0
    while len(frontier):
        alive[frontier] = False
        if level is not None:
            level[frontier] = depth
        reached = forth.targets[forth.slots(frontier)]
        frontier = _release(waiting, reached[alive[reached]])
        depth += 1
    return alive


def _pointed_at(forth: Adjacency, back: Adjacency, alive: Flags) -> Int64:
    """(n,): by how many relations from other living nodes each is pointed at."""
    nodes = len(alive)
    sources = np.repeat(np.arange(nodes, dtype=np.int32), forth.degree())
    loops = np.bincount(sources[sources == forth.targets], minlength=nodes)
    if alive.all():
        return back.degree() - loops
    inside = alive[sources] & alive[forth.targets] & (sources != forth.targets)
    return np.bincount(forth.targets[inside], minlength=nodes)


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
