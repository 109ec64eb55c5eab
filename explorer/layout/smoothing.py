"""A rough order of points in layers: each is drawn to where its neighbours stand, all at once, over and over.

Looking to both sides at once keeps what sweeps from one side lose: they end at fewer crossings in less time (`tests/bench
focus`). Sources: K. Sugiyama, S. Tagawa and M. Toda, Methods for visual understanding of hierarchical system structures,
IEEE Trans. SMC 11(2), 1981, for the barycentre; Y. Koren and D. Harel, One-dimensional layout optimization, with
applications to graph drawing by axis separation, Computational Geometry 32(2), 2005, for the relaxed beginning.
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
    """(p,): heights from 0 to 1 at which lines are short, without regard to layers: towards the drawing's Fiedler vector."""
    weight = np.maximum(layers.degree, 1)
    for _ in range(RELAXATIONS):
        keys = keys - (weight @ keys) / weight.sum()
        keys = (keys + _means(keys, layers)) / 2
        keys = keys / (np.sqrt(weight @ (keys * keys)) or 1.0)
    keys = keys - keys.min()
    return np.asarray(keys / (keys.max() or 1.0))


def averaged(keys: Floats, layers: Layers) -> Int64:
    """(p,): places within layers; each point stands between where it stood and the middle of its neighbours, over and over.

    Places are shares of their layer, so that long layers and short ones are compared.
    """
    place = layers.placed(keys)
    sizes = layers.sizes[layers.layer]
    for _ in range(AVERAGINGS):
        share = (place + 0.5) / sizes
        before, place = place, layers.placed((share + _means(share, layers)) / 2)
        if (before == place).all():
            break
    return place


def _means(keys: Floats, layers: Layers) -> Floats:
    """(p,): the mean of the neighbours on both sides; a point without any stays where it is."""
    left, right = layers.ends
    total = np.bincount(left, keys[right], len(keys)) + np.bincount(right, keys[left], len(keys))
    return np.where(layers.degree > 0, total / np.maximum(layers.degree, 1), keys)
