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


def walks(layers: Layers, count: int) -> list[Int64]:
    """So many times (p,): places within the layers in order of walks along the trees, all but the first by chance."""
    return [layers.placed(along_trees(layers, seed or None)) for seed in range(count)]


def beginnings(layers: Layers, count: int, walked: bool) -> list[Int64]:
    """So many times (p,): places within the layers, the most promising beginning first; the same for the same layers.

    What is not swept afterwards need not be `walked`.
    """
    points = len(layers.layer)
    walk = walks(layers, 1) if walked and count > 1 else []
    smooth = count - len(walk)
    numbered = np.arange(points) / points
    shuffled = [np.random.default_rng(seed).random(points) for seed in range(smooth - 2)]
    keys = relaxed(np.stack([numbered, *shuffled]), layers)
    keys = np.stack([keys[0], numbered, *keys[1:]])[:smooth]
    rough = list(averaged(keys, layers))
    return [rough[0], *walk, *rough[1:]]


def along_trees(layers: Layers, seed: int | None = None) -> Floats:
    """(p,): when each point is reached on a walk in depth along the pieces, from the last layer on, as a share.

    Trees that are numbered so do not cross themselves or one another. With a seed, the walk begins and branches by chance.
    """
    points = len(layers.layer)
    (left, right), roots = layers.ends, np.arange(points)
    if seed is not None:
        chance = np.random.default_rng(seed)
        pieces, roots = chance.permutation(len(left)), chance.permutation(points)
        left, right = left[pieces], right[pieces]
    # From each point first on, then back, or what hangs on it would be reached after what lies beyond.
    beside = Adjacency.of(points, np.concatenate([left, right]), np.concatenate([right, left]))
    offsets, targets = beside.offsets.tolist(), beside.targets.tolist()
    reached, seen = [0] * points, bytearray(points)
    count = 0
    for root in roots[np.argsort(-layers.layer[roots], kind="stable")].tolist():
        waiting = [root]
        while waiting:
            here = waiting.pop()
            if not seen[here]:
                seen[here] = 1
                reached[here] = count
                count += 1
                waiting.extend(targets[offsets[here] : offsets[here + 1]][::-1])
    return np.array(reached) / max(points, 1)
