"""A rough order of points in layers: each is drawn to where its neighbours stand, all at once, over and over.

Looking to both sides at once keeps what sweeps from one side lose: they end at fewer crossings in less time (`tests/bench
focus`). Sources: K. Sugiyama, S. Tagawa and M. Toda, Methods for visual understanding of hierarchical system structures,
IEEE Trans. SMC 11(2), 1981, for the barycentre; Y. Koren and D. Harel, One-dimensional layout optimization, with
applications to graph drawing by axis separation, Computational Geometry 32(2), 2005, for the relaxed beginning.
Several beginnings (c of them) are smoothed side by side, because small drawings cost calls rather than numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from explorer.layout.ordering import Layers

Floats = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

RELAXATIONS, AVERAGINGS = 40, 60


def relaxed(keys: Floats, layers: Layers) -> Floats:
    """(c, p): heights from 0 to 1 at which lines are short, without regard to layers: towards the drawing's Fiedler vector."""
    weight = np.maximum(layers.degree, 1)
    stack = layers.stacked(len(keys))
    for _ in range(RELAXATIONS):
        keys = keys - (keys @ weight)[:, None] / weight.sum()
        keys = (keys + _means(keys.ravel(), stack).reshape(keys.shape)) / 2
        length = np.sqrt((keys * keys) @ weight)[:, None]
        keys = keys / np.where(length > 0, length, 1.0)
    keys = keys - keys.min(axis=1, keepdims=True)
    greatest = keys.max(axis=1, keepdims=True)
    return np.asarray(keys / np.where(greatest > 0, greatest, 1.0))


def averaged(keys: Floats, layers: Layers) -> Int64:
    """(c, p): places within layers; each point stands between where it stood and the middle of its neighbours, over and over.

    Places are shares of their layer, so that long layers and short ones are compared.
    """
    stack = layers.stacked(len(keys))
    place = stack.placed(keys.ravel())
    sizes = stack.sizes[stack.layer]
    for _ in range(AVERAGINGS):
        share = (place + 0.5) / sizes
        before, place = place, stack.placed((share + _means(share, stack)) / 2)
        if (before == place).all():
            break
    return place.reshape(keys.shape)


def _means(keys: Floats, layers: Layers) -> Floats:
    """(p,): the mean of the neighbours on both sides; a point without any stays where it is."""
    point, neighbour = layers.ends_both_ways
    total = np.bincount(point, keys[neighbour], len(keys))
    return np.where(layers.degree > 0, total / np.maximum(layers.degree, 1), keys)
