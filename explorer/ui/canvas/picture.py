"""The picture on the screen: painted anew where that is cheap, moved as a whole where it is not."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap

from explorer.ui.canvas.camera import Camera
from explorer.ui.canvas.frame import Frame
from explorer.ui.canvas.header import paint_header
from explorer.ui.canvas.painting import paint_below_header
from explorer.ui.canvas.paper import paint_paper

HEAVY = 500
"""So many marks and lines together are too much to paint anew for every step of a movement."""

_MOST_STRETCH = 2.2
_LEAST_COVER = 0.55
"""A picture that is stretched more than this, or covers less of the view, is painted anew even in motion."""


class Picture:
    """Remembers the last painting of one canvas and uses it as long as it is true, or nearly so in motion."""

    def __init__(self) -> None:
        self._pixmap: QPixmap | None = None
        self._made_for: Frame | None = None

    def forget(self) -> None:
        """Paint anew next time."""
        self._made_for = None

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Put the picture of a frame on the screen; what is hovered or in focus is drawn elsewhere."""
        frame = replace(frame, focused=None, hovered=None)
        if frame.resting:
            if not self._is_true(frame):
                self._remember(frame)
            painter.drawPixmap(0, 0, self._made())
        elif is_heavy(frame):
            if not self._is_near(frame):
                self._remember(frame)
            self._move(painter, frame)
        else:
            paint_below_header(painter, frame)
        if len(frame.scene.drawing):
            paint_header(painter, frame)

    def _is_true(self, frame: Frame) -> bool:
        made = self._made_for
        return made is not None and replace(frame, camera=made.camera) == made and frame.camera == made.camera

    def _is_near(self, frame: Frame) -> bool:
        made = self._made_for
        if made is None or made.light is not frame.light or made.scene is not frame.scene or made.view != frame.view:
            return False
        ratio = frame.camera.scale / made.camera.scale
        if not 1 / _MOST_STRETCH < ratio < _MOST_STRETCH:
            return False
        seen = self._place(frame).intersected(frame.view)
        return seen.width() * seen.height() >= _LEAST_COVER * frame.view.width() * frame.view.height()

    def _move(self, painter: QPainter, frame: Frame) -> None:
        paint_paper(painter, frame)
        painter.save()
        painter.setClipRect(frame.paper, Qt.ClipOperation.IntersectClip)
        pixmap = self._made()
        painter.drawPixmap(self._place(frame), pixmap, QRectF(pixmap.rect()))
        painter.restore()

    def _place(self, frame: Frame) -> QRectF:
        """Where the remembered picture lies when seen from another camera."""
        made: Camera = (self._made_for or frame).camera
        size = frame.view.size()
        corner = frame.camera.see(made.find(QPointF(0, 0)))
        return QRectF(corner, size * (frame.camera.scale / made.scale))

    def _remember(self, frame: Frame) -> None:
        pixmap = QPixmap((QSizeF(frame.view.size()) * frame.ratio).toSize())
        pixmap.setDevicePixelRatio(frame.ratio)
        painter = QPainter(pixmap)
        paint_below_header(painter, frame)
        painter.end()
        self._pixmap, self._made_for = pixmap, frame

    def _made(self) -> QPixmap:
        assert self._pixmap is not None, "a picture is remembered before it is used"
        return self._pixmap


def is_heavy(frame: Frame) -> bool:
    """Whether a frame takes too long to paint for every step of a movement."""
    return len(frame.visible()) + len(frame.scene.placement.streams.source) > HEAVY
