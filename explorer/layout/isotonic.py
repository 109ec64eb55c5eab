"""Points in a given order, each as near to its wish as their distances allow."""

from __future__ import annotations

import numpy as np

from explorer.layout.ordering import Floats


def spread(wishes: Floats, weights: Floats, half: Floats) -> Floats:
    """(n,): places in ascending order, at least `half[i] + half[i + 1]` apart, with least weighted square distance.

    Isotonic regression by pooling neighbours that want to change places. Source: R. Barlow et al., Statistical
    inference under order restrictions, 1972.

    >>> spread(np.array([0.0, 0.0, 50.0]), np.ones(3), np.full(3, 5.0)).tolist()
    [-5.0, 5.0, 50.0]
    """
    offsets = np.cumsum(np.append(0.0, half[:-1] + half[1:])) if len(half) else np.zeros(0)
    means: list[float] = []
    masses: list[float] = []
    sizes: list[int] = []
    for wish, weight in zip((wishes - offsets).tolist(), weights.tolist(), strict=True):
        mean, mass, size = wish, weight, 1
        while means and means[-1] >= mean:
            before = masses.pop()
            mean = (means.pop() * before + mean * mass) / (before + mass)
            mass, size = before + mass, size + sizes.pop()
        means.append(mean)
        masses.append(mass)
        sizes.append(size)
    return np.repeat(np.array(means), np.array(sizes, np.int64)) + offsets if means else np.zeros(0)
