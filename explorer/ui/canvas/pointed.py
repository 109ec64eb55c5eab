"""What every canvas does with the mouse, and with larger text: all of it is drawn larger, as if seen through a lens."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

USUAL_TEXT = 13
"""Pixels of the text around a canvas at which it is drawn as large as life."""


class Pointing(Protocol):
    """Knows what the mouse means on one canvas."""

    def press(self, event: QMouseEvent) -> None:
        """Begin to select, drag or box."""

    def move(self, event: QMouseEvent) -> None:
        """Drag, box or hover."""

    def release(self, event: QMouseEvent) -> None:
        """Finish what the press began."""

    def double_click(self, event: QMouseEvent) -> None:
        """Go into what was clicked."""

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""


def enlargement_of(widget: QWidget) -> float:
    """How much larger than usual a canvas is drawn, so that it goes with the size of the text; never less than 1."""
    return max(widget.fontInfo().pixelSize() / USUAL_TEXT, 1.0)


class PointedCanvas(QWidget):
    """A canvas whose `_mouse` is told what the mouse does, in the measures of what is drawn."""

    _mouse: Pointing
    _hovered: int | None = None

    def enlargement(self) -> float:
        """How much larger than usual everything is drawn, so that it goes with the size of the text; never less than 1."""
        return enlargement_of(self)

    def view(self) -> QRectF:
        """The room that there is, in pixels at the usual size of text."""
        by = self.enlargement()
        return QRectF(0, 0, self.width() / by, self.height() / by)

    def fit_to_room(self) -> None:
        """The room has another size, or the text has."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: with larger text there is less room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit_to_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent."""
        super().resizeEvent(event)
        self.fit_to_room()

    def set_hovered(self, what: int | None) -> None:
        """Show what the mouse is on; None where it is on nothing."""
        if what != self._hovered:
            self._hovered = what
            self.setCursor(Qt.CursorShape.ArrowCursor if what is None else Qt.CursorShape.PointingHandCursor)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select, drag or box."""
        self._mouse.press(self._as_drawn(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, box or hover."""
        self._mouse.move(self._as_drawn(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish what the press began."""
        self._mouse.release(self._as_drawn(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go into what was clicked."""
        self._mouse.double_click(self._as_drawn(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        by = self.enlargement()
        self._mouse.wheel(
            QWheelEvent(
                event.position() / by, event.globalPosition(), event.pixelDelta(), event.angleDelta(), event.buttons(),
                event.modifiers(), event.phase(), event.inverted(), event.source(), event.pointingDevice(),
            )
        )  # fmt: skip
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what was hovered."""
        super().leaveEvent(event)
        self.set_hovered(None)

    def _as_drawn(self, event: QMouseEvent) -> QMouseEvent:
        """The event where it is in what is drawn."""
        return QMouseEvent(
            event.type(), event.position() / self.enlargement(), event.scenePosition(), event.globalPosition(),
            event.button(), event.buttons(), event.modifiers(), event.pointingDevice(),
        )  # fmt: skip
