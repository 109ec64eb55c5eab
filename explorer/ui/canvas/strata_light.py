"""What is lit: everything up- and downstream of the selection, within what the filter lets through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.graph.adjacency import Adjacency, Int32, Int64
from explorer.graph.reach import downstream, upstream
from explorer.layout.strata import Flags
from explorer.ui.canvas.strata_scene import StrataScene
from explorer.ui.canvas.strata_shading import UInt32, summed_flags

MOST_LINES = 160
"""So many relations of the selection are drawn; all that it reaches is lit whatever their number."""


_FEW = 16
"""Up to so many selected components are looked at one by one."""


@dataclass(frozen=True, eq=False)
class Crossing:
    """Relations that are drawn as lines: those to the widest cells where there are too many."""

    own: Int64
    """The cells of the selection."""
    other: Int64
    """The cells that they rely on, or that rely on them."""
    count: int
    """How many relations there are, drawn or not."""


NONE = Crossing(np.zeros(0, np.int64), np.zeros(0, np.int64), 0)


@dataclass(frozen=True, eq=False)
class StrataLight:
    """Which cells keep their colour."""

    sums: UInt32 | None
    """(n + 1,): running sums of the lit cells; None where all are lit."""
    upstream: int = 0
    downstream: int = 0
    """How many components the selection relies on, and how many rely on it."""
    filtered: int = 0
    """How many the filter leaves out."""
    crossing_up: Crossing = NONE
    crossing_down: Crossing = NONE
    """What the selection relies on, and what relies on it, where neither hangs on the other."""


def strata_light(scene: StrataScene, selected: Sequence[int], passes: Flags | None) -> StrataLight:
    """The light of these selected cells; `passes` (n,) is the filter, None where there is none."""
    if passes is not None and passes.all():
        passes = None
    if not selected and passes is None:
        return StrataLight(None)
    filtered = 0 if passes is None else len(scene) - int(passes.sum())
    if not selected:
        assert passes is not None, "without a selection there is a filter"
        return StrataLight(summed_flags(scene.strata, passes), filtered=filtered)
    nodes = scene.strata.node[np.asarray(selected)].tolist()
    above, below = upstream(scene.graph, nodes), downstream(scene.graph, nodes)
    counts = int(np.count_nonzero(above)) - len(nodes), int(np.count_nonzero(below)) - len(nodes)
    lit = above | below
    if passes is not None:
        lit &= passes
        lit[nodes] = True
    crossing = [_crossing(scene, rows, np.asarray(nodes)) for rows in (scene.graph.up, scene.graph.down)]
    return StrataLight(summed_flags(scene.strata, lit), *counts, filtered, *crossing)


def _crossing(scene: StrataScene, rows: Adjacency, nodes: Int64) -> Crossing:
    """Relations of the selection, but for those that are seen already because one cell hangs on the other."""
    strata = scene.strata
    if len(nodes) <= _FEW:  # One slice for each node: the largest hub alone has hundreds of thousands of relations.
        parts = [_of_one(scene, rows, node) for node in nodes.tolist()]
        own = np.repeat(strata.cell[nodes], [len(part) for part in parts])
        other = np.concatenate(parts)
    else:
        other = strata.cell.take(rows.targets.take(rows.slots(nodes)))
        own = np.repeat(strata.cell[nodes], rows.offsets[nodes + 1] - rows.offsets[nodes])
        crossing = np.flatnonzero((strata.parent.take(own) != other) & (strata.parent.take(other) != own))
        own, other = own[crossing], other[crossing]
    count = len(own)
    if count > MOST_LINES:
        widest = np.argpartition(strata.left[other] - strata.right[other], MOST_LINES)[:MOST_LINES]
        own, other = own[widest], other[widest]
    return Crossing(own.astype(np.int64), other.astype(np.int64), count)


def _of_one(scene: StrataScene, rows: Adjacency, node: int) -> Int32:
    """The cells at the other ends of one node's relations that neither hang on it nor it on them."""
    strata, own = scene.strata, int(scene.strata.cell[node])
    other = strata.cell.take(rows.neighbours(node))
    return other[(other != strata.parent[own]) & (strata.parent.take(other) != own)]
