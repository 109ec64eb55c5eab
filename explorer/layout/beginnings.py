"""Rough orders to begin with: along the trees that the lines form, where lines are short, as numbered, by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency
from explorer.layout.smoothing import averaged, relaxed

if TYPE_CHECKING:
    from explorer.layout.ordering import Layers

Floats = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]


def beginnings(layers: Layers, count: int, walked: bool) -> list[Int64]:
    """So many times (p,): places within the layers, the most promising beginning first; the same for the same layers.

    What is not swept afterwards need not be `walked`.
    """
    points = len(layers.layer)
    forest = layers.is_nearly_a_forest
    walk = [layers.placed(along_trees(layers))] if walked and (forest or count > 1) else []
    smooth = count - len(walk)
    if not smooth:
        return walk
    numbered = np.arange(points) / points
    shuffled = [np.random.default_rng(seed).random(points) for seed in range(smooth - 2)]
    keys = relaxed(np.stack([numbered, *shuffled]), layers)
    keys = np.stack([keys[0], numbered, *keys[1:]])[:smooth]
    rough = list(averaged(keys, layers))
    return [*walk, *rough] if forest else [rough[0], *walk, *rough[1:]]


def along_trees(layers: Layers) -> Floats:
    """(p,): when each point is reached on a walk in depth along the pieces, from the last layer on, as a share.

    Trees that are numbered so do not cross themselves or one another.
    """
    points = len(layers.layer)
    left, right = layers.ends
    beside = Adjacency.of(points, np.concatenate([left, right]), np.concatenate([right, left]))
    offsets, targets = beside.offsets.tolist(), beside.targets.tolist()
    reached, seen = [0] * points, bytearray(points)
    count = 0
    for root in np.argsort(-layers.layer, kind="stable").tolist():
        waiting = [root]
        while waiting:
            here = waiting.pop()
            if not seen[here]:
                seen[here] = 1
                reached[here] = count
                count += 1
                waiting.extend(targets[offsets[here] : offsets[here + 1]][::-1])
    return np.array(reached) / max(points, 1)
