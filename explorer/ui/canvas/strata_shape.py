"""The shapes in which strata are drawn, and where a point of the view lies on the strip that they all share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF

from explorer.layout.sunburst import Disc, disc_in

GUTTER = 116.0
"""The scale of depths at the left, in logical pixels."""

NARROW_GUTTER = 64.0
FOOT = 8.0
RIM = 20.0
"""Left free around a disc, in logical pixels."""

DOT_PITCH = 4.0
"""Logical pixels from dot to dot at the edge of a radial drawing."""


class Shape(StrEnum):
    """How the strata are laid on the view."""

    ICICLE = "icicle"
    SUNBURST = "sunburst"
    RADIAL = "radial"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The strip of paper that cells are drawn on, straight or bent into a disc."""

    shape: Shape
    paper: QRectF
    """The strip; of an icicle where it lies on the view, of a disc from (0, 0)."""
    disc: Disc | None = None

    def to_strip(self, point: QPointF) -> QPointF:
        """The point of the strip that is seen at a point of the view."""
        return point if self.disc is None else QPointF(*self.disc.back(point.x(), point.y()))

    def to_view(self, point: QPointF) -> QPointF:
        """Where a point of the strip is seen."""
        return point if self.disc is None else QPointF(*self.disc.at(point.x(), point.y()))

    def holds(self, point: QPointF) -> bool:
        """Whether a point of the view lies on the strip."""
        return self.paper.contains(self.to_strip(point))

    def moved(self, before: QPointF, here: QPointF) -> QPointF:
        """How far the strip moves when it is drawn from one point of the view to another; a disc turns."""
        step = self.to_strip(here) - self.to_strip(before)
        if self.disc is None:
            return step
        half = self.disc.length / 2
        return QPointF((step.x() + half) % self.disc.length - half, step.y())

    def pitch(self, ratio: float) -> float:
        """Columns for each logical pixel of the strip."""
        return 1 / DOT_PITCH if self.shape is Shape.RADIAL else ratio


def sheet_of(shape: Shape, view: QRectF) -> Sheet:
    """The strip of a shape in a view."""
    if shape is Shape.ICICLE:
        gutter = GUTTER if view.width() > 560 else NARROW_GUTTER
        return Sheet(shape, view.adjusted(gutter, FOOT, -FOOT, -FOOT))
    disc = disc_in(view.width(), view.height(), RIM)
    return Sheet(shape, QRectF(0, 0, disc.length, disc.depth), disc)
