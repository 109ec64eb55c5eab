"""What part of the strata is seen: enlarged across by the mouse, down only as far as rows can be read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

LEAST_ROW, READABLE_ROW, MOST_ROW = 5.0, 30.0, 76.0
"""Pixels that a row is high: at least, to be read, at most."""

WIDEST_LEAF = 420.0
"""Pixels that a leaf is wide at most."""


@dataclass(frozen=True, slots=True)
class StrataCamera:
    """Leaf x is seen at x * across + dx, the top of row r at r * down + dy, in logical pixels."""

    across: float = 1.0
    down: float = READABLE_ROW
    dx: float = 0.0
    dy: float = 0.0

    def see_x(self, x: float) -> float:
        """Where a place from left to right is seen."""
        return x * self.across + self.dx

    def find(self, point: QPointF) -> tuple[float, float]:
        """The place from left to right, and the row, that are seen at a point."""
        return (point.x() - self.dx) / self.across, (point.y() - self.dy) / self.down

    def rect(self, left: float, right: float, row: int) -> QRectF:
        """Where a part of a row is seen."""
        return QRectF(left * self.across + self.dx, row * self.down + self.dy, (right - left) * self.across, self.down)

    def between(self, other: StrataCamera, share: float) -> StrataCamera:
        """On the way to another camera, 0 to 1."""
        return StrataCamera(
            self.across + (other.across - self.across) * share,
            self.down + (other.down - self.down) * share,
            self.dx + (other.dx - self.dx) * share,
            self.dy + (other.dy - self.dy) * share,
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """What cameras may look at: so many rows, so wide, seen in a rectangle of the canvas."""

    rows: int
    total: float
    paper: QRectF
    most_row: float = MOST_ROW
    readable_row: float = READABLE_ROW
    """Pixels that rows grow to while one zooms in."""
    holds_top: bool = False
    """Whether the row at the top stays there while one zooms."""
    head: float = 48.0
    """Pixels that are left free at most above rows that do not fill the paper."""

    def fitting(self) -> StrataCamera:
        """Everything from left to right; all rows too where they are not too many to be told apart."""
        across = self.paper.width() / max(self.total, 1.0)
        down = min(max(self.paper.height() / max(self.rows, 1), LEAST_ROW), self.most_row)
        free = self.paper.height() - down * self.rows
        return StrataCamera(across, down, self.paper.left(), self.paper.top() + max(0.0, min(free / 3, self.head)))

    def widest(self) -> float:
        """The greatest enlargement: a leaf is as wide as can be useful."""
        return max(min(WIDEST_LEAF, self.paper.width() * 0.6), self.fitting().across)

    def zoomed(self, camera: StrataCamera, factor: float, about: QPointF) -> StrataCamera:
        """Enlarged by a factor while what is seen at `about` stays there; rows grow until they can be read."""
        fit = self.fitting()
        across = min(max(camera.across * factor, fit.across), self.widest())
        most = max(fit.down, self.readable_row)
        down = min(max(camera.down * factor**0.5, fit.down), most)
        if across <= fit.across:
            down = fit.down
        if self.holds_top:
            about = QPointF(about.x(), self.paper.top())
        x, row = camera.find(about)
        return self.kept(StrataCamera(across, down, about.x() - x * across, about.y() - row * down))

    def spanning(self, camera: StrataCamera, left: float, right: float) -> StrataCamera:
        """Enlarged or reduced so that a part from left to right fills the paper, with the same row at the top."""
        across = self.paper.width() / max(right - left, 1e-9)
        middle = QPointF(self.paper.center().x(), self.paper.top())
        camera = replace(camera, dx=middle.x() - (left + right) / 2 * camera.across)
        return self.zoomed(camera, across / camera.across, middle)

    def kept(self, camera: StrataCamera) -> StrataCamera:
        """Moved as little as needed so that no empty paper is looked at."""
        fit = self.fitting()
        width, height = self.total * camera.across, self.rows * camera.down
        dx = min(max(camera.dx, self.paper.right() - width), self.paper.left())
        dy = fit.dy if height <= self.paper.height() else camera.dy
        if height > self.paper.height():
            dy = min(max(dy, self.paper.bottom() - height), self.paper.top())
        return replace(camera, dx=dx, dy=dy)

    def panned(self, camera: StrataCamera, dx: float, dy: float) -> StrataCamera:
        """Moved by so many pixels, as far as there is something to see."""
        return self.kept(replace(camera, dx=camera.dx + dx, dy=camera.dy + dy))

    def showing(self, camera: StrataCamera, left: float, right: float, row: int) -> StrataCamera:
        """Moved, and enlarged where it would be too small to see, so that a cell is in view."""
        wanted = min(max(camera.across, 24.0 / max(right - left, 1e-9)), self.widest())
        down = (
            max(camera.down, min(self.readable_row, self.fitting().down * 4)) if wanted > camera.across else camera.down
        )
        camera = replace(camera, across=wanted, down=down, dx=camera.dx, dy=camera.dy)
        seen = camera.rect(left, right, row)
        if wanted > 0 and (seen.right() < self.paper.left() + 24 or seen.left() > self.paper.right() - 24):
            middle = (left + right) / 2
            camera = replace(camera, dx=self.paper.center().x() - middle * wanted)
        if seen.top() < self.paper.top():
            camera = replace(camera, dy=self.paper.top() - row * down)
        elif seen.bottom() > self.paper.bottom():
            camera = replace(camera, dy=self.paper.bottom() - (row + 1) * down)
        return self.kept(camera)
