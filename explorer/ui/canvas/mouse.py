"""What the mouse does on the canvas: select, add, box, loop, drag, zoom."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication

from explorer.ui.canvas.hover import link_at
from explorer.ui.canvas.lasso import Lasso
from explorer.ui.canvas.menu import Command
from explorer.ui.canvas.palette import Palette

if TYPE_CHECKING:
    from explorer.ui.canvas.lineage_canvas import LineageCanvas


class _Gesture(Enum):
    NONE = auto()
    PRESSED = auto()
    DRAG = auto()
    BOX = auto()
    LASSO = auto()
    MINIMAP = auto()


class Mouse:
    """Turns the events of one canvas into what it should do."""

    def __init__(self, canvas: LineageCanvas) -> None:
        self._canvas = canvas
        self._gesture = _Gesture.NONE
        self._from = self._here = QPointF()
        self._lasso: Lasso | None = None
        self._loops = False

    @property
    def loops(self) -> bool:
        """Whether the next drag draws a loop."""
        return self._loops

    def set_loops(self, wanted: bool) -> None:
        """Let the next drag draw a loop, or not."""
        self._loops = wanted
        self._canvas.setCursor(Qt.CursorShape.CrossCursor if wanted else Qt.CursorShape.ArrowCursor)

    def press(self, event: QMouseEvent) -> None:
        """Left begins a selection, a box (with Shift), a loop (after the key L) or a drag; middle begins a drag."""
        self._from = self._here = event.position()
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.MiddleButton:
            self._gesture = _Gesture.DRAG
        elif event.button() == Qt.MouseButton.LeftButton:
            self._gesture = _Gesture.PRESSED
            if self._follow_minimap():
                self._gesture = _Gesture.MINIMAP
            elif self._loops:
                self._gesture, self._lasso = _Gesture.LASSO, Lasso(event.position())
            elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._gesture = _Gesture.BOX

    def move(self, event: QMouseEvent) -> None:
        """Drag the paper, stretch the box, or hover."""
        before, self._here = self._here, event.position()
        if self._gesture is _Gesture.NONE:
            if self._loops:
                return
            self._canvas.set_hovered(self._canvas.mark_at(self._here))
            return
        if self._gesture is _Gesture.PRESSED and (self._here - self._from).manhattanLength() >= (
            QApplication.startDragDistance()
        ):
            self._gesture = _Gesture.DRAG
            before = self._from
        if self._gesture is _Gesture.DRAG:
            self._canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
            step = self._here - before
            self._canvas.viewport.pan(step.x(), step.y())
        elif self._gesture is _Gesture.MINIMAP:
            self._follow_minimap()
        elif self._gesture is _Gesture.LASSO and self._lasso is not None:
            self._lasso.draw_to(self._here)
            self._canvas.update()
        elif self._gesture is _Gesture.BOX:
            self._canvas.update()

    def release(self, event: QMouseEvent) -> None:
        """Select what was clicked or boxed."""
        gesture, self._gesture = self._gesture, _Gesture.NONE
        self.set_loops(False)
        adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if gesture is _Gesture.PRESSED:
            self._click(adding)
        elif gesture in (_Gesture.BOX, _Gesture.LASSO):
            found = self._canvas.marks_in(self._box()) if gesture is _Gesture.BOX else self._looped()
            self._lasso = None
            self._canvas.select_marks([*found, *(self._canvas.selected_marks if adding else ())])
        self._canvas.update()

    def double_click(self, event: QMouseEvent) -> None:
        """Open a bundle; put a component in focus."""
        mark = self._canvas.mark_at(event.position())
        scene = self._canvas.scene
        if mark is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._canvas.select_marks([mark])
        self._canvas.run(Command.EXPAND if scene.expandable(mark) else Command.FOCUS)

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom about the mouse; with Shift or a sideways wheel, move sideways."""
        turn, slide = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turn.x()) > abs(turn.y()):
            amount = slide.x() or slide.y() or turn.x() or turn.y()
            self._canvas.viewport.pan(float(amount), 0.0)
        else:
            factor = 1.2 ** (turn.y() / 120)
            camera = self._canvas.camera.zoomed(factor, event.position())
            self._canvas.viewport.look_from(camera)
        event.accept()

    def paint(self, painter: QPainter, palette: Palette) -> None:
        """The box or the loop, while one is drawn."""
        if self._gesture is _Gesture.BOX:
            painter.setPen(QPen(palette.accent, 1.2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._box())
        elif self._lasso is not None:
            painter.setPen(QPen(palette.accent, 1.2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(self._lasso.corners)

    def _click(self, adding: bool) -> None:
        mark = self._canvas.mark_at(self._from)
        chosen = set(self._canvas.selected_marks) if adding else set()
        if mark is not None:
            chosen ^= {mark}
            self._canvas.set_focused(mark, reveal=False)
        if adding and mark is None:
            return
        self._canvas.select_marks(chosen)
        link = link_at(self._canvas.frame(), self._from) if mark is None else None
        if link is not None:
            self._canvas.relation_selected.emit(self._canvas.scene.first_relation(link))

    def _looped(self) -> list[int]:
        """The marks whose middle lies inside the loop."""
        assert self._lasso is not None, "a loop was drawn"
        frame = self._canvas.frame()
        place = frame.scene.placement
        return np.flatnonzero(self._lasso.holds(frame.x(place.x), frame.y(place.y))).tolist()

    def _box(self) -> QRectF:
        return QRectF(self._from, self._here).normalized()

    def _follow_minimap(self) -> bool:
        frame = self._canvas.frame()
        point = self._canvas.minimap.find(frame, self._here)
        if point is None:
            return False
        seen, middle = self._canvas.camera.see(point), frame.paper.center()
        self._canvas.viewport.pan(middle.x() - seen.x(), middle.y() - seen.y())
        return True
