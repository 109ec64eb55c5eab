"""A button that looks like a link and shortens its text in the middle to the room it has."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from explorer.ui.text import as_tooltip, plain


class Link(QPushButton):
    """Text on one line, the middle left out where it is too long; whole for assistive technology and on hover."""

    def __init__(self, text: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("link")
        self._whole = plain(text)
        self.setAccessibleName(self._whole)
        self.setToolTip(as_tooltip(f"{text}\n{tip}".strip()))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent."""
        super().resizeEvent(event)
        icon = 0 if self.icon().isNull() else self.iconSize().width() + 6
        room = max(24, self.width() - 12 - icon)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, room)
        self.setText(shown.replace("&", "&&"))

    def minimumSizeHint(self) -> QSize:
        """Override QWidget.minimumSizeHint: a link may be narrow."""
        return QSize(40, super().minimumSizeHint().height())
