"""What the mouse does on the strata: select, add, box, drag, zoom, and go on into the focus view."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QPainter, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QApplication

from explorer.ui.canvas.palette import Palette

if TYPE_CHECKING:
    from explorer.ui.canvas.strata_canvas import StrataCanvas

NOTCHES_BEYOND = 3
"""So many turns of the wheel beyond the greatest enlargement lead into the focus view."""


class _Gesture(Enum):
    NONE = auto()
    PRESSED = auto()
    DRAG = auto()
    BOX = auto()
    LOOP = auto()
    MINIMAP = auto()


class StrataMouse:
    """Turns the events of one canvas into what it should do."""

    def __init__(self, canvas: StrataCanvas) -> None:
        self._canvas = canvas
        self._gesture = _Gesture.NONE
        self._from = self._here = QPointF()
        self._beyond = 0.0
        self._line: list[QPointF] = []
        self._loops = False

    @property
    def beyond(self) -> float:
        """How far the wheel has been turned beyond the greatest enlargement, 0 to 1."""
        return min(self._beyond / NOTCHES_BEYOND, 1.0)

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
                self._gesture, self._line = _Gesture.LOOP, [self._here]
            elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._gesture = _Gesture.BOX

    def move(self, event: QMouseEvent) -> None:
        """Drag the paper, stretch the box, draw the loop, or hover."""
        before, self._here = self._here, event.position()
        if self._gesture is _Gesture.NONE and self._loops:
            return
        if self._gesture is _Gesture.NONE:
            self._canvas.set_hovered(self._canvas.cell_at(self._here))
            return
        moved = (self._here - self._from).manhattanLength()
        if self._gesture is _Gesture.PRESSED and moved >= QApplication.startDragDistance():
            self._gesture, before = _Gesture.DRAG, self._from
        if self._gesture is _Gesture.DRAG:
            self._canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
            step = self._canvas.sheet.moved(before, self._here)
            self._canvas.viewport.pan(step.x(), step.y())
        elif self._gesture is _Gesture.MINIMAP:
            self._follow_minimap()
        elif self._gesture in (_Gesture.BOX, _Gesture.LOOP):
            self._line.append(self._here)
            self._canvas.update()

    def release(self, event: QMouseEvent) -> None:
        """Select what was clicked or gone around."""
        gesture, self._gesture = self._gesture, _Gesture.NONE
        self._canvas.setCursor(Qt.CursorShape.ArrowCursor)
        adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if gesture is _Gesture.PRESSED:
            self._click(adding)
        elif gesture is _Gesture.BOX:
            self._canvas.select_box(self._box(), adding)
        elif gesture is _Gesture.LOOP:
            self._canvas.draw_loop(False)
            self._canvas.select_loop(self._line, adding)
        self._canvas.update()

    def double_click(self, event: QMouseEvent) -> None:
        """Go into the focus view with what was clicked."""
        cell = self._canvas.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._canvas.select_cells([cell])
            self._canvas.activate(cell)

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom about the mouse; with Shift or a sideways wheel move sideways, with Ctrl up and down."""
        turn, slide = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turn.x()) > abs(turn.y()):
            self._canvas.viewport.pan(float(slide.x() or slide.y() or turn.x() or turn.y()), 0.0)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._canvas.viewport.pan(0.0, float(slide.y() or turn.y()))
        else:
            self._zoom(turn.y() / 120, event.position())
        event.accept()

    def pinch(self, event: QNativeGestureEvent) -> bool:
        """Zoom by two fingers."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._canvas.viewport.zoom_at_once(
            1.0 + event.value(), self._canvas.sheet.to_strip(event.position() / self._canvas.enlargement())
        )
        return True

    def paint(self, painter: QPainter, palette: Palette) -> None:
        """The box or loop, while one is drawn."""
        painter.setPen(QPen(palette.accent, 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._gesture is _Gesture.BOX:
            painter.drawRect(self._box())
        elif self._gesture is _Gesture.LOOP:
            painter.drawPolygon(QPolygonF(self._line))

    def _zoom(self, notches: float, about: QPointF) -> None:
        moved = self._canvas.viewport.zoom_at_once(1.25**notches, self._canvas.sheet.to_strip(about))
        cell = self._canvas.cell_at(about)
        if moved or notches < 0 or cell is None:
            self._beyond = 0.0
            return
        self._beyond += notches
        self._canvas.update()
        if self._beyond >= NOTCHES_BEYOND:
            self._beyond = 0.0
            self._canvas.activate(cell)

    def _click(self, adding: bool) -> None:
        cell = self._canvas.cell_at(self._from)
        chosen = list(self._canvas.selected_cells) if adding else []
        if cell is not None:
            chosen = [each for each in chosen if each != cell] if cell in chosen else [*chosen, cell]
            self._canvas.set_focused(cell, reveal=False)
        if not (adding and cell is None):
            self._canvas.select_cells(chosen)

    def _box(self) -> QRectF:
        return QRectF(self._from, self._here).normalized()

    def _follow_minimap(self) -> bool:
        place = self._canvas.minimap.find(self._canvas.frame(), self._here)
        if place is None:
            return False
        self._canvas.viewport.centre(*place)
        return True
