"""A strip bent into a disc: what lay from left to right goes once around, what lay from top to bottom goes outwards.

Sunburst and radial drawings are strata on such a strip; so one layout, one camera and one way of picking serve all three.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.layout.isotonic import spread

Floats = npt.NDArray[np.float64]

HOLE = 0.17
"""The radius of the hole as a share of the whole."""


@dataclass(frozen=True, slots=True)
class Disc:
    """A ring around a point, in pixels. The strip begins at twelve o'clock and runs clockwise."""

    x: float
    y: float
    inner: float
    outer: float

    @property
    def length(self) -> float:
        """How long the strip is: as the outer edge, so that a column of it is never wider than a pixel."""
        return math.tau * self.outer

    @property
    def depth(self) -> float:
        """How high the strip is."""
        return self.outer - self.inner

    def bend(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where points of the strip come to lie.

        >>> x, y = Disc(100.0, 100.0, 10.0, 50.0).bend(np.array([0.0, math.tau * 50 / 4]), np.array([0.0, 40.0]))
        >>> x.round(6).tolist(), y.round(6).tolist()
        ([100.0, 150.0], [90.0, 100.0])
        """
        angle, radius = x / self.outer, self.inner + y
        return self.x + radius * np.sin(angle), self.y - radius * np.cos(angle)

    def unbend(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Which points of the strip lie there; inside the hole they are above it, outside the disc below."""
        across, up = x - self.x, self.y - y
        return np.arctan2(across, up) % math.tau * self.outer, np.hypot(across, up) - self.inner

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where one point of the strip comes to lie."""
        angle, radius = x / self.outer, self.inner + y
        return self.x + radius * math.sin(angle), self.y - radius * math.cos(angle)

    def back(self, x: float, y: float) -> tuple[float, float]:
        """Which point of the strip lies there."""
        across, up = x - self.x, self.y - y
        return math.atan2(across, up) % math.tau * self.outer, math.hypot(across, up) - self.inner


BESIDE, LEAST_SHARE = 165.0, 0.86
"""Pixels wanted at each side for names, and how far a disc shrinks for them at most."""


def disc_in(width: float, height: float, margin: float) -> Disc:
    """The largest disc in a rectangle from (0, 0), with a margin around it, a little smaller where names need room."""
    whole = max(min(width, height) / 2 - margin, 24.0)
    outer = min(max(width / 2 - BESIDE, whole * LEAST_SHARE), whole)
    return Disc(width / 2, height / 2, max(outer * HOLE, 12.0), outer)


def beside(wanted: Floats, height: float, top: float, bottom: float) -> Floats:
    """(k,): ascending places for labels of this height, near where they are wanted, between top and bottom.

    `wanted` is ascending; as many labels as fit must be asked for.

    >>> beside(np.array([0.0, 1.0, 50.0]), 10.0, 0.0, 60.0).tolist()
    [5.0, 15.0, 50.0]
    """
    if not len(wanted):
        return wanted
    half = np.full(len(wanted), height / 2)
    placed = spread(wanted, np.ones(len(wanted)), half)
    steps = np.arange(len(wanted)) * height
    least, most = top + height / 2 + steps, bottom - height / 2 - steps[::-1]
    return np.minimum(np.maximum(placed, least), most)
