"""The facilitator's window as a strip, where its whole would take the stage's room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QWidget

FOLD, UNFOLD = "&Fold", "Un&fold note"


class Folding(QObject):
    """Hides all of a window but the buttons that move a story on, and lays those out side by side."""

    turned = Signal()
    """The user folded it, or unfolded it; who shows it puts it into its place."""

    def __init__(self, window: QWidget, column: QBoxLayout, hidden: Sequence[QWidget], button: QAbstractButton) -> None:
        """The `column` of the window becomes a row; `hidden` is not on the strip."""
        super().__init__(window)
        self._window, self._column, self._hidden, self._button = window, column, hidden, button
        self._whole, self._least = QSize(), window.minimumSize()
        button.clicked.connect(self.turn)
        key = QShortcut(QKeySequence(Qt.Key.Key_F8), window, context=Qt.ShortcutContext.ApplicationShortcut)
        key.activated.connect(self.turn)

    @property
    def is_folded(self) -> bool:
        """Whether it is a strip."""
        return not self._whole.isEmpty()

    @property
    def whole_size(self) -> QSize:
        """Its size while it is not folded."""
        return self._whole if self.is_folded else self._window.size()

    def strip_height(self, width: int) -> int:
        """Pixels that it takes as a strip of so many pixels of width."""
        for place in range(self._column.count()):
            self._column.itemAt(place).widget().updateGeometry()  # What it wished for may be of before it was folded.
        return self._column.totalHeightForWidth(width)

    def turn(self) -> None:
        """Fold it, or unfold it."""
        self.fold(not self.is_folded)
        self.turned.emit()

    def fold(self, wanted: bool) -> None:
        """Become a strip, or whole again."""
        if wanted == self.is_folded:
            return
        whole, self._whole = self._whole, self._window.size() if wanted else QSize()
        for part in self._hidden:
            part.setVisible(not wanted)
        direction = QBoxLayout.Direction.LeftToRight if wanted else QBoxLayout.Direction.TopToBottom
        self._column.setDirection(direction)
        self._button.setText(UNFOLD if wanted else FOLD)
        self._window.setMinimumSize(QSize(0, 0) if wanted else self._least)
        if not wanted:
            self._window.resize(whole)
