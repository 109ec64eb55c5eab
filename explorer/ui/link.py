"""A button that looks like a link and shortens its text in the middle to the room it has."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from explorer.ui.text import as_tooltip, plain


class Link(QPushButton):
    """Text on one line, the middle left out where it is too long; whole for assistive technology and on hover."""

    def __init__(
        self, text: str, tip: str = "", parent: QWidget | None = None, ends: tuple[str, str] = ("", "")
    ) -> None:
        """`ends` are a text to use where the whole is too long, and what of it stays whole at its end: a line number."""
        super().__init__(parent)
        self.setObjectName("link")
        self._whole = plain(text)
        self._start, self._end = (plain(each) for each in ends)
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
        self.setText(self._shortened(room).replace("&", "&&"))

    def _shortened(self, room: int) -> str:
        metrics = self.fontMetrics()
        if not self._end or metrics.horizontalAdvance(self._whole) <= room:
            return metrics.elidedText(self._whole, Qt.TextElideMode.ElideMiddle, room)
        before = room - metrics.horizontalAdvance(self._end)
        return metrics.elidedText(self._start, Qt.TextElideMode.ElideMiddle, before) + self._end

    def minimumSizeHint(self) -> QSize:
        """Override QWidget.minimumSizeHint: a link may be narrow."""
        return QSize(40, super().minimumSizeHint().height())
