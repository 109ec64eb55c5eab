"""The picture on the screen: painted anew where that is cheap; elsewhere moved as a whole, and painted in steps at rest."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap

from explorer.ui.canvas.camera import Camera
from explorer.ui.canvas.frame import Frame
from explorer.ui.canvas.header import paint_header
from explorer.ui.canvas.painting import Step, paint_below_header, paint_step, sketch, steps
from explorer.ui.canvas.paper import paint_paper

HEAVY = 500
"""So many marks and lines together are too much to paint anew for every step of a movement."""

TURN = 0.006
"""Seconds of painting in one turn of the event loop, beyond which no further step begins."""

_MOST_STRETCH = 2.2
_LEAST_COVER = 0.55
"""A picture that is stretched more than this, or covers less of the view, is painted anew even in motion."""


@dataclass(eq=False)
class _Unfinished:
    """A picture of which some steps are still to be painted."""

    frame: Frame
    pixmap: QPixmap
    steps: Iterator[Step]


class Picture:
    """Remembers the last painting of one canvas and uses it as long as it is true, or nearly so in motion."""

    def __init__(self) -> None:
        self._pixmap: QPixmap | None = None
        self._made_for: Frame | None = None
        self._true = False
        self._next: _Unfinished | None = None

    def forget(self) -> None:
        """Paint anew next time; until then what was painted may stand in for it."""
        self._true, self._next = False, None

    def draw(self, painter: QPainter, frame: Frame, at_once: bool = True) -> None:
        """Put the picture of a frame on the screen; what is hovered or in focus is drawn elsewhere.

        Where it need not be whole `at_once`, a heavy one is only begun; `go_on` paints the rest, and the last picture
        stands in for it.
        """
        frame = replace(frame, focused=None, hovered=None)
        heavy = is_heavy(frame)
        if not heavy:
            self._next = None
        if not heavy and not frame.resting:
            paint_below_header(painter, frame)
        elif heavy and not at_once and not self._is_good(frame):
            # In motion the picture of a moment ago is soon good enough; at rest only that of this very frame is.
            if self._next is None or (frame.resting and self._next.frame != frame):
                self._next = _Unfinished(frame, _pixmap(frame), steps(frame))
            self._stand_in(painter, frame)
        else:
            if not self._is_good(frame):
                self._remember(frame)
            self._put(painter, frame)
        if len(frame.scene.drawing):
            paint_header(painter, frame)

    @property
    def unfinished(self) -> bool:
        """Whether there are steps to be painted."""
        return self._next is not None

    def go_on(self) -> bool:
        """Paint some steps of what is unfinished; whether it is finished now."""
        work = self._next
        if work is None:
            return False
        painter, until = QPainter(work.pixmap), time.perf_counter() + TURN
        for step in work.steps:
            paint_step(painter, work.frame, step)
            if time.perf_counter() > until:
                painter.end()
                return False
        painter.end()
        self._keep(work.pixmap, work.frame)
        return True

    def _is_good(self, frame: Frame) -> bool:
        return self._is_true(frame) if frame.resting else self._is_near(frame)

    def _is_true(self, frame: Frame) -> bool:
        return self._true and frame == self._made_for

    def _is_near(self, frame: Frame) -> bool:
        made = self._made_for
        if made is None or not self._true or made.light is not frame.light or not self._is_like(frame):
            return False
        return 1 / _MOST_STRETCH < frame.camera.scale / made.camera.scale < _MOST_STRETCH and self._covers(frame)

    def _is_like(self, frame: Frame) -> bool:
        made = self._made_for
        return made is not None and made.scene is frame.scene and made.view == frame.view

    def _covers(self, frame: Frame) -> bool:
        seen = self._place(frame).intersected(frame.view)
        return seen.width() * seen.height() >= _LEAST_COVER * frame.view.width() * frame.view.height()

    def _stand_in(self, painter: QPainter, frame: Frame) -> None:
        """What was painted before, as far as it shows the same; beside it, or instead of it, the marks alone."""
        like = self._is_like(frame)
        if like and self._made_for is not None and self._made_for.camera == frame.camera:
            painter.drawPixmap(0, 0, self._made())
            return
        if not like or not self._covers(frame):
            sketch(painter, frame)
        else:
            paint_paper(painter, frame)
        if like:
            self._move(painter, frame)

    def _put(self, painter: QPainter, frame: Frame) -> None:
        if frame.resting:
            painter.drawPixmap(0, 0, self._made())
        else:
            paint_paper(painter, frame)
            self._move(painter, frame)

    def _move(self, painter: QPainter, frame: Frame) -> None:
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
        pixmap = _pixmap(frame)
        painter = QPainter(pixmap)
        paint_below_header(painter, frame)
        painter.end()
        self._keep(pixmap, frame)

    def _keep(self, pixmap: QPixmap, frame: Frame) -> None:
        self._pixmap, self._made_for, self._true, self._next = pixmap, frame, True, None

    def _made(self) -> QPixmap:
        assert self._pixmap is not None, "a picture is remembered before it is used"
        return self._pixmap


def is_heavy(frame: Frame) -> bool:
    """Whether a frame takes too long to paint for every step of a movement."""
    return len(frame.visible()) + len(frame.scene.placement.streams.source) > HEAVY


def _pixmap(frame: Frame) -> QPixmap:
    pixmap = QPixmap((QSizeF(frame.view.size()) * frame.ratio).toSize())
    pixmap.setDevicePixelRatio(frame.ratio)
    return pixmap
