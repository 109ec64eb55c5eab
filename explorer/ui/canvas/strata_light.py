"""What is lit: everything up- and downstream of the selection, within what the filter lets through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.graph.adjacency import Adjacency, Int64
from explorer.graph.reach import downstream, upstream
from explorer.layout.strata import Flags
from explorer.ui.canvas.strata_scene import StrataScene
from explorer.ui.canvas.strata_shading import UInt32, summed_flags

Crossing = tuple[Int64, Int64]
NONE: Crossing = (np.zeros(0, np.int64), np.zeros(0, np.int64))


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
    """The cells of the selection and what they rely on, or what relies on them, where neither hangs on the other."""


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
    counts = int(above.sum()) - len(nodes), int(below.sum()) - len(nodes)
    lit = above | below
    if passes is not None:
        lit &= passes
        lit[nodes] = True
    crossing = [_crossing(scene, rows, np.asarray(nodes)) for rows in (scene.graph.up, scene.graph.down)]
    return StrataLight(summed_flags(scene.strata, lit), *counts, filtered, *crossing)


def _crossing(scene: StrataScene, rows: Adjacency, nodes: Int64) -> Crossing:
    """Relations of the selection, but for those that are seen already because one cell hangs on the other."""
    strata = scene.strata
    other = strata.cell[rows.targets[rows.slots(nodes)]].astype(np.int64)
    own = np.repeat(strata.cell[nodes].astype(np.int64), rows.offsets[nodes + 1] - rows.offsets[nodes])
    crossing = (strata.parent[own] != other) & (strata.parent[other] != own)
    return own[crossing], other[crossing]
