"""What every canvas does with the mouse: hand it to one who knows what it means there."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget


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


class PointedCanvas(QWidget):
    """A canvas whose `_mouse` is told what the mouse does."""

    _mouse: Pointing
    _hovered: int | None = None

    def set_hovered(self, what: int | None) -> None:
        """Show what the mouse is on; None where it is on nothing."""
        if what != self._hovered:
            self._hovered = what
            self.setCursor(Qt.CursorShape.ArrowCursor if what is None else Qt.CursorShape.PointingHandCursor)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select, drag or box."""
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, box or hover."""
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish what the press began."""
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go into what was clicked."""
        self._mouse.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        self._mouse.wheel(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what was hovered."""
        super().leaveEvent(event)
        self.set_hovered(None)
