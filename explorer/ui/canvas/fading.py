"""One picture fades into another, so that the eye keeps its place; at once where less motion is asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from explorer.ui.canvas.motion import MILLISECONDS, reduced_motion


def fade_from(widget: QWidget, before: QPixmap) -> None:
    """Lay what was seen before over a widget, and let it fade away."""
    if reduced_motion() or not widget.isVisible():
        return
    _Veil(widget, before).show()


class _Veil(QWidget):
    """What was seen before, ever more transparent; the mouse goes through it."""

    def __init__(self, over: QWidget, before: QPixmap) -> None:
        super().__init__(over)
        self._before = before
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(over.rect())
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(1.0)
        self._animation.setEndValue(0.0)
        self._animation.setDuration(MILLISECONDS)
        self._animation.valueChanged.connect(self.update)
        self._animation.finished.connect(self.deleteLater)
        self._animation.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is left of it."""
        del event
        share = self._animation.currentValue()
        painter = QPainter(self)
        painter.setOpacity(float(share) if isinstance(share, (int, float)) else 0.0)
        painter.drawPixmap(0, 0, self._before)
        painter.end()
