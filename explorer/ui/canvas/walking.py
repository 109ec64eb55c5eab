"""Where the keyboard goes next from a mark."""

from __future__ import annotations

import numpy as np

from explorer.ui.canvas.scene import Scene

LEFT, RIGHT, UP, DOWN = (-1, 0), (1, 0), (0, -1), (0, 1)


def first(scene: Scene) -> int | None:
    """Where to begin: the uppermost mark of the first stratum."""
    if not len(scene.drawing):
        return None
    place = scene.placement
    return int(np.lexsort((place.y, place.x, scene.drawing.layer))[0])


def nearest(scene: Scene, mark: int, direction: tuple[int, int]) -> int | None:
    """The nearest mark in a direction: within 45 degrees of it, or failing that anywhere on that side."""
    place = scene.placement
    dx, dy = place.x - place.x[mark], place.y - place.y[mark]
    ahead = dx * direction[0] + dy * direction[1]
    aside = np.abs(dx * direction[1]) + np.abs(dy * direction[0])
    for allowed in ((ahead > 1e-6) & (aside <= ahead), ahead > 1e-6):
        candidates = np.flatnonzero(allowed)
        if len(candidates):
            cost = ahead[candidates] + 2.0 * aside[candidates]
            return int(candidates[np.argmin(cost)])
    return None


def along(scene: Scene, mark: int, upstream: bool) -> int | None:
    """The nearest mark that this one relies on, or that relies on it."""
    rows = scene.up if upstream else scene.down
    others = np.unique(rows.neighbours(mark))
    if not len(others):
        return None
    place = scene.placement
    distance = np.hypot(place.x[others] - place.x[mark], 2.0 * (place.y[others] - place.y[mark]))
    return int(others[np.argmin(distance)])


def next_in_layer(scene: Scene, mark: int, step: int = 1) -> int | None:
    """The next mark of the same stratum, from top to bottom, column by column; None behind the last one.

    It does not go round, so that the Tab key can leave the canvas.
    """
    place, layer = scene.placement, scene.drawing.layer
    row = np.flatnonzero(layer == layer[mark])
    row = row[np.lexsort((place.y[row], place.x[row]))]
    position = int(np.flatnonzero(row == mark)[0]) + step
    return int(row[position]) if 0 <= position < len(row) else None
