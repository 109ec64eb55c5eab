"""What lies over the stage for a while: nothing behind it can be read, clicked or reached by the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QDockWidget, QFrame, QHBoxLayout, QMainWindow, QPushButton, QVBoxLayout, QWidget

from explorer.ui.views.parts import scrolled, told

WIDEST = 860
"""Pixels up to which a line of words is still read easily from afar."""


class StageSheet(QFrame):
    """Covers a window below its menus; Space or Enter presses its one button, Esc asks to leave."""

    done = Signal()
    """Its button was pressed."""
    left = Signal()
    """Esc was pressed."""

    def __init__(self, window: QMainWindow, button: str, what_it_does: str) -> None:
        super().__init__(window, objectName="stage-sheet")
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._small, self._title, self._words = told("", "muted"), told("", "stage-title"), told("", "stage-words")
        self.button = QPushButton(button)
        self.button.setAccessibleName(what_it_does)
        self.button.clicked.connect(self.done)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._foot = told("", "muted")
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 8, 0, 0)
        row.addWidget(self.button)
        row.addWidget(self._foot, 1)
        body = QWidget()
        body.setLayout(self._body)
        area = scrolled(self._small, self._title, self._words, body, buttons)
        area.setMaximumWidth(WIDEST)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(24, 48, 24, 24)
        whole.addStretch(1)
        whole.addWidget(area, 12)
        whole.addStretch(1)
        for part in (window, window.menuBar()):
            part.installEventFilter(self)
        self.hide()

    def put_over(self) -> None:
        """Come to the front, over the whole window."""
        self._reach(False)
        self._fit()
        self.show()
        self.raise_()
        self.button.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter: stay as large as the window below its menus."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.button.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Override QWidget.hideEvent: what lies behind can be reached again."""
        super().hideEvent(event)
        if not event.spontaneous():  # Not where the whole window is only minimized.
            self._reach(True)

    def _reach(self, wanted: bool) -> None:
        for part in (self._window.centralWidget(), *self._window.findChildren(QDockWidget)):
            part.setEnabled(wanted)

    def _fit(self) -> None:
        top = self._window.menuBar().geometry().bottom() + 1
        self.setGeometry(0, top, self._window.width(), self._window.height() - top)
