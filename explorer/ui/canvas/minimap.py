"""The whole drawing in a corner, with a frame around what is seen; only while not all of it is seen."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from explorer.layout.drawing import CLASSES
from explorer.ui.canvas.batches import draw_rects
from explorer.ui.canvas.camera import Camera
from explorer.ui.canvas.frame import Frame
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.paper import hatching
from explorer.ui.canvas.scene import Scene

MOST = (190.0, 120.0)
_SHARE = 0.2
"""It takes at most so much of the width and of the height of the view."""

_BORDER = 12.0


class Minimap:
    """Paints itself into a corner of the view and tells which point of the drawing is under the mouse."""

    def __init__(self) -> None:
        self._picture: QPixmap | None = None
        self._made_for: tuple[object, ...] = ()

    def rect(self, frame: Frame) -> QRectF:
        """Where it stands, in pixels; empty while the whole drawing is seen."""
        place = frame.scene.placement
        if not len(frame.scene.drawing) or self._all_seen(frame):
            return QRectF()
        most = min(MOST[0], frame.view.width() * _SHARE), min(MOST[1], frame.view.height() * _SHARE)
        scale = min(most[0] / place.width, most[1] / max(place.bottom, 1.0))
        width, height = max(place.width * scale, 40.0), max(place.bottom * scale, 14.0)
        corner = frame.view.bottomRight() - QPointF(width + _BORDER, height + _BORDER)
        return QRectF(corner.x(), corner.y(), width, height)

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Paint the picture and the frame around what is seen."""
        rect = self.rect(frame)
        if rect.isEmpty():
            return
        painter.save()
        painter.drawPixmap(rect.topLeft(), self._pixmap(frame.scene, frame.palette, rect, frame.ratio))
        painter.setClipRect(rect.adjusted(-1, -1, 1, 1), Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(frame.palette.seam, 1))
        painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.setPen(QPen(frame.palette.accent, 1.6))
        painter.drawRect(self._seen(frame, rect))
        painter.restore()

    def find(self, frame: Frame, point: QPointF) -> QPointF | None:
        """The point of the drawing under the mouse; None outside the minimap."""
        rect = self.rect(frame)
        if rect.isEmpty() or not rect.contains(point):
            return None
        place = frame.scene.placement
        share = QPointF((point.x() - rect.left()) / rect.width(), (point.y() - rect.top()) / rect.height())
        return QPointF(share.x() * place.width, share.y() * place.bottom)

    def _all_seen(self, frame: Frame) -> bool:
        place, camera, paper = frame.scene.placement, frame.camera, frame.paper.adjusted(-8, -8, 8, 8)
        corner, far = camera.see(QPointF(0, 0)), camera.see(QPointF(place.width, place.bottom))
        return paper.contains(corner) and paper.contains(far)

    def _seen(self, frame: Frame, rect: QRectF) -> QRectF:
        place, window = frame.scene.placement, frame.camera.window(frame.paper)
        across, down = rect.width() / place.width, rect.height() / max(place.bottom, 1.0)
        seen = QRectF(window.left() * across, window.top() * down, window.width() * across, window.height() * down)
        return seen.translated(rect.topLeft()).intersected(rect)

    def _pixmap(self, scene: Scene, palette: Palette, rect: QRectF, ratio: float) -> QPixmap:
        key = (scene, palette, round(rect.width()), round(rect.height()), ratio)
        if self._picture is None or key != self._made_for:
            self._picture, self._made_for = _draw(scene, palette, rect, ratio), key
        return self._picture


def _draw(scene: Scene, palette: Palette, rect: QRectF, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(rect.width() * ratio), round(rect.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(palette.papers[0])
    place = scene.placement
    camera = Camera(rect.width() / place.width, 0.0, 0.0)
    down = rect.height() / max(place.bottom, 1.0)
    painter = QPainter(pixmap)
    for band in range(len(place.left)):
        x, width = place.left[band] * camera.scale, (place.right[band] - place.left[band]) * camera.scale
        painter.fillRect(QRectF(x, 0, width, rect.height()), palette.papers[band % 2])
        if np.isfinite(place.horizon[band]):
            top = float(place.horizon[band]) * down
            painter.fillRect(QRectF(x, top, width, rect.height() - top), hatching(palette.hatch, ratio))
    painter.setPen(Qt.PenStyle.NoPen)
    side = min(max(rect.height() / 40, 1.6), 3.2)
    for code in np.flatnonzero(np.bincount(scene.drawing.component_class)).tolist():
        marks = np.flatnonzero(scene.drawing.component_class == code)
        painter.setBrush(palette.theme.class_colour(CLASSES[code]))
        rows = np.stack([place.x[marks] * camera.scale - side / 2, place.y[marks] * down - side / 2], axis=1)
        draw_rects(painter, np.concatenate([rows, np.full((len(marks), 2), side)], axis=1))
    painter.end()
    return pixmap
