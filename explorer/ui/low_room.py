"""The room of a page in a low window: it scrolls where its parts would otherwise lie over one another."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

LEAST_HEIGHT = 160
"""Pixels below which no page is pressed, scrolled or not."""


class LowRoom(QScrollArea):
    """As wide and as high as there is room; a page that cannot be so low is scrolled."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(objectName="low-room")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = page
        self.setWidget(_Holder(page))

    def sizeHint(self) -> QSize:
        """Override QScrollArea.sizeHint: that of the page."""
        return self._page.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Override QScrollArea.minimumSizeHint: the page is never narrower than it can be, but may be lower."""
        least = self._page.minimumSizeHint()
        return QSize(least.width(), min(least.height(), LEAST_HEIGHT))


class _Holder(QWidget):
    """Has no layout, because a scroll area would give one whose height depends on its width all the height that it likes."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._page = page
        page.setParent(self)
        page.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        """Override QWidget.minimumSizeHint: the least height that the page can have at its present width."""
        least, layout = self._page.minimumSizeHint(), self._page.layout()
        if layout is not None and layout.hasHeightForWidth() and self.width() >= least.width():
            least.setHeight(layout.totalMinimumHeightForWidth(self.width()))
        return least.expandedTo(self._page.minimumSize())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent."""
        self._page.setGeometry(self.rect())
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter: a page with other parts needs another height."""
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return False
