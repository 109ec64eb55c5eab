"""The picture on the screen: true at every frame where that is quick, moved as a whole first where it is not."""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter, QPixmap

from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.canvas.strata_painting import Brushes, paint_rings, paint_strata

QUICK = 0.012
"""Seconds: a frame that takes longer is shown moved at once while the true one waits until the movement rests."""

_MOST_STRETCH = 1.6


class StrataPicture:
    """Remembers the last painting of one canvas."""

    def __init__(self) -> None:
        self._brushes = Brushes()
        self._pixmap: QPixmap | None = None
        self._made_for: StrataFrame | None = None
        self._seconds = 0.0

    def forget(self) -> None:
        """Paint anew next time."""
        self._made_for = None

    def draw(self, painter: QPainter, frame: StrataFrame, resting: bool) -> None:
        """Put a frame on the screen; rings of mouse and keyboard are painted over it every time."""
        bare = replace(frame, hovered=None, focused=None)
        if not resting and self._seconds > QUICK and self._is_near(bare):
            self._move(painter, bare)
        else:
            if not self._is_true(bare):
                self._remember(bare)
            assert self._pixmap is not None, "a picture is remembered before it is used"
            painter.drawPixmap(0, 0, self._pixmap)
        if len(frame.scene) and (frame.hovered is not None or frame.focused is not None):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_rings(painter, replace(frame, selected=()))

    def _is_true(self, frame: StrataFrame) -> bool:
        made = self._made_for
        return made is not None and all(
            getattr(made, name) is getattr(frame, name) or getattr(made, name) == getattr(frame, name)
            for name in (
                "scene",
                "camera",
                "view",
                "sheet",
                "shading",
                "light",
                "palette",
                "font",
                "ratio",
                "selected",
                "bundles",
                "pinned",
                "trail",
            )
        )

    def _is_near(self, frame: StrataFrame) -> bool:
        made = self._made_for
        if made is None or made.scene is not frame.scene or made.light is not frame.light or made.view != frame.view:
            return False
        if frame.sheet.disc is not None or made.sheet != frame.sheet:
            return False  # A disc turns and spreads; its picture cannot be pushed aside.
        return 1 / _MOST_STRETCH < frame.camera.across / made.camera.across < _MOST_STRETCH

    def _move(self, painter: QPainter, frame: StrataFrame) -> None:
        made, pixmap = self._made_for, self._pixmap
        if made is None or pixmap is None:
            return  # Only what was painted can be moved.
        x, row = made.camera.find(QPointF(0, 0))
        corner = QPointF(frame.camera.see_x(x), row * frame.camera.down + frame.camera.dy)
        across, down = frame.camera.across / made.camera.across, frame.camera.down / made.camera.down
        size = QSizeF(frame.view.width() * across, frame.view.height() * down)
        painter.fillRect(frame.view, frame.palette.papers[0])
        painter.drawPixmap(QRectF(corner, size), pixmap, QRectF(pixmap.rect()))

    def _remember(self, frame: StrataFrame) -> None:
        began = time.perf_counter()
        size = (QSizeF(frame.view.size()) * frame.ratio).toSize()
        if self._pixmap is None or self._pixmap.size() != size or self._pixmap.devicePixelRatio() != frame.ratio:
            self._pixmap = QPixmap(size)
            self._pixmap.setDevicePixelRatio(frame.ratio)
        painter = QPainter(self._pixmap)
        paint_strata(painter, frame, self._brushes)
        painter.end()
        self._made_for = frame
        self._seconds = time.perf_counter() - began
