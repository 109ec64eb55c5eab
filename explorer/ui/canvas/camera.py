"""What part of the drawing is seen, and how large."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

LEAST_SCALE = 0.02
MOST_SCALE = 4.0
FIT_SCALE = 1.5
"""Fitting never enlarges more than this."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A point of the drawing at (x, y) is seen at (x * scale + dx, y * scale + dy), in logical pixels."""

    scale: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    def see(self, point: QPointF) -> QPointF:
        """Where a point of the drawing is seen."""
        return QPointF(point.x() * self.scale + self.dx, point.y() * self.scale + self.dy)

    def find(self, point: QPointF) -> QPointF:
        """Which point of the drawing is seen here."""
        return QPointF((point.x() - self.dx) / self.scale, (point.y() - self.dy) / self.scale)

    def window(self, view: QRectF) -> QRectF:
        """The part of the drawing that is seen in `view`."""
        return QRectF(self.find(view.topLeft()), self.find(view.bottomRight()))

    def panned(self, dx: float, dy: float) -> Camera:
        """Moved by so many pixels."""
        return replace(self, dx=self.dx + dx, dy=self.dy + dy)

    def zoomed(self, factor: float, about: QPointF) -> Camera:
        """Enlarged by a factor while the point seen at `about` stays there; the scale keeps within its limits."""
        scale = min(max(self.scale * factor, LEAST_SCALE), MOST_SCALE)
        fixed = self.find(about)
        return Camera(scale, about.x() - fixed.x() * scale, about.y() - fixed.y() * scale)

    def showing(self, rect: QRectF, view: QRectF) -> Camera:
        """Moved as little as needed so that `rect` of the drawing lies inside `view`."""
        seen = QRectF(self.see(rect.topLeft()), self.see(rect.bottomRight()))
        dx = min(0.0, view.right() - seen.right())
        dx = max(dx, view.left() - seen.left()) if dx else max(0.0, view.left() - seen.left())
        dy = min(0.0, view.bottom() - seen.bottom())
        dy = max(dy, view.top() - seen.top()) if dy else max(0.0, view.top() - seen.top())
        return self.panned(dx, dy)

    def between(self, other: Camera, share: float) -> Camera:
        """On the way to another camera, 0 to 1."""
        return Camera(
            self.scale + (other.scale - self.scale) * share,
            self.dx + (other.dx - self.dx) * share,
            self.dy + (other.dy - self.dy) * share,
        )


def fitting(width: float, height: float, view: QRectF, most: float = FIT_SCALE, least: float = LEAST_SCALE) -> Camera:
    """The camera that shows a drawing of this size whole and centred in `view`, as large as possible.

    Where `least` keeps it from being seen whole, its beginning is shown: the left edge, and the middle of its height.
    """
    if width <= 0 or height <= 0:
        return Camera(1.0, view.left(), view.top())
    scale = min(view.width() / width, view.height() / height, most)
    scale = max(scale, least, LEAST_SCALE)
    dx = view.left() + max(0.0, (view.width() - width * scale) / 2)
    return Camera(scale, dx, view.center().y() - height * scale / 2)
