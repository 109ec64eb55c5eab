"""The whole strata in a corner, with a frame around what is seen; only while not all of it is seen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from explorer.ui.canvas.strata_camera import StrataCamera
from explorer.ui.canvas.strata_columns import columns
from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.canvas.strata_raster import Ink, raster

MOST = (200.0, 84.0)
_BORDER = 14.0


class StrataMinimap:
    """Paints itself into the lower right corner and tells which place is under the mouse."""

    def __init__(self) -> None:
        self._image: QImage | None = None
        self._made_for: tuple[object, ...] = ()

    def rect(self, frame: StrataFrame) -> QRectF:
        """Where it stands; empty while everything is seen."""
        strata, paper = frame.scene.strata, frame.paper
        room = frame.view if frame.sheet.disc is not None else paper
        if not len(frame.scene) or room.width() < 320 or room.height() < 160:
            return QRectF()
        seen = frame.camera.rect(0, strata.total, 0)
        whole_height = strata.rows * frame.camera.down
        if seen.width() <= paper.width() + 1 and whole_height <= paper.height() + 1:
            return QRectF()
        width, height = min(MOST[0], room.width() * 0.22), min(MOST[1], room.height() * 0.22)
        return QRectF(room.right() - width - _BORDER, room.bottom() - height - _BORDER, width, height)

    def paint(self, painter: QPainter, frame: StrataFrame) -> None:
        """Paint the picture and the frame around what is seen."""
        rect = self.rect(frame)
        if rect.isEmpty():
            return
        painter.fillRect(rect.adjusted(-5, -5, 5, 5), frame.palette.header)
        painter.setPen(QPen(frame.palette.seam, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(-4.5, -4.5, 4.5, 4.5))
        painter.drawImage(rect, self._picture(frame, rect))
        painter.setPen(QPen(frame.palette.accent, 1.8))
        painter.drawRect(self._seen(frame, rect))

    def find(self, frame: StrataFrame, point: QPointF) -> tuple[float, float] | None:
        """The place from left to right, and the row, under the mouse; None outside."""
        rect = self.rect(frame)
        if rect.isEmpty() or not rect.adjusted(-5, -5, 5, 5).contains(point):
            return None
        strata = frame.scene.strata
        across, down = (point.x() - rect.left()) / rect.width(), (point.y() - rect.top()) / rect.height()
        return min(max(across, 0.0), 1.0) * strata.total, min(max(down, 0.0), 1.0) * strata.rows

    def _seen(self, frame: StrataFrame, rect: QRectF) -> QRectF:
        strata = frame.scene.strata
        left, top = frame.camera.find(frame.paper.topLeft())
        right, bottom = frame.camera.find(frame.paper.bottomRight())
        x, y = rect.width() / max(strata.total, 1e-9), rect.height() / max(strata.rows, 1)
        seen = QRectF(left * x, top * y, (right - left) * x, (bottom - top) * y).translated(rect.topLeft())
        seen = seen.intersected(rect)
        if seen.width() < 4:
            seen = QRectF(min(max(seen.center().x() - 2, rect.left()), rect.right() - 4), seen.top(), 4, seen.height())
        return seen

    def _picture(self, frame: StrataFrame, rect: QRectF) -> QImage:
        key = (frame.scene, frame.shading, frame.light, rect.width(), rect.height(), frame.ratio)
        if self._image is None or key != self._made_for:
            self._image, self._made_for = _drawn(frame, rect), key
        return self._image


def _drawn(frame: StrataFrame, rect: QRectF) -> QImage:
    """A small raster; of more rows than it has lines, every so manyth."""
    strata, ratio = frame.scene.strata, frame.ratio
    width, height = max(round(rect.width() * ratio), 1), max(round(rect.height() * ratio), 1)
    step = max(1, -(-strata.rows // height))
    down = height / ratio / -(-strata.rows // step)
    camera = StrataCamera(rect.width() / max(strata.total, 1e-9), down / step, 0.0, 0.0)
    rows = range(0, strata.rows, step)
    ink = Ink(frame.shading, frame.light.sums, frame.palette)
    seen = columns(strata, camera, rows, 0.0, width, ratio)
    return raster(strata, seen, camera, ink, 0.0, height, ratio, span=step).copy()
