"""A loop drawn by hand, and what lies inside it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF

Floats = npt.NDArray[np.float64]

LEAST_STEP = 3.0
"""Pixels that the hand moves until the loop gets another corner."""


class Lasso:
    """The corners of one loop; its end is joined to its beginning."""

    def __init__(self, begin: QPointF) -> None:
        self.corners = [begin]

    def draw_to(self, point: QPointF) -> None:
        """Lead the loop on to a point, unless it is hardly further."""
        if (point - self.corners[-1]).manhattanLength() >= LEAST_STEP:
            self.corners.append(point)

    def holds(self, x: Floats, y: Floats) -> npt.NDArray[np.bool_]:
        """For each of these points (k,) whether it lies inside: whether a line from it outwards meets the loop oddly often.

        Source: M. Shimrat, Algorithm 112: position of point relative to polygon, CACM 5(8), 1962.
        """
        ends = np.array([(corner.x(), corner.y()) for corner in self.corners])
        inside = np.zeros(len(x), bool)
        for (x1, y1), (x2, y2) in zip(ends, np.roll(ends, -1, axis=0), strict=True):
            if y1 != y2:
                inside ^= ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
        return inside
