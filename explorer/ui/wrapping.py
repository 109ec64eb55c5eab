"""How parts of a view find room in a small window: rows wrap into lines, columns are never lower than their words."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QLayoutItem, QSizePolicy, QWidget

USUAL_WIDTH = 680
"""Pixels between the panels of a small window."""

LEAST_HINT = 240
"""Pixels that a hint beside buttons is at least wide, if it has that many words."""


class Flow(QLayout):
    """Lays widgets out like words: side by side, wrapped into lines, in the middle of their line's height."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 2) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(12, 4, 12, 4)
        self.setSpacing(spacing)
        if parent is not None:
            parent.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def addItem(self, item: QLayoutItem) -> None:
        """Override QLayout.addItem."""
        self._items.append(item)

    def count(self) -> int:
        """Override QLayout.count."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Override QLayout.itemAt."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Override QLayout.takeAt."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Override QLayout.expandingDirections: what room is left belongs to others."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Override QLayout.hasHeightForWidth."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Override QLayout.heightForWidth."""
        return self._lay_out(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Override QLayout.setGeometry."""
        super().setGeometry(rect)
        self._lay_out(rect, move=True)

    def sizeHint(self) -> QSize:
        """Override QLayout.sizeHint: two lines or so, at a usual width."""
        return QSize(USUAL_WIDTH, self.heightForWidth(USUAL_WIDTH))

    def minimumSize(self) -> QSize:
        """Override QLayout.minimumSize."""
        widest = max((item.minimumSize().width() for item in self._items if not item.isEmpty()), default=0)
        margins = self.contentsMargins()
        line = max((item.sizeHint().height() for item in self._items if not item.isEmpty()), default=0)
        return QSize(widest + margins.left() + margins.right(), line + margins.top() + margins.bottom())

    def _lay_out(self, rect: QRect, move: bool) -> int:
        inside = rect.marginsRemoved(self.contentsMargins())
        top = inside.top()
        for line in self._lines(inside.width()):
            height = max(size.height() for _, size in line)
            left = inside.left()
            for item, size in line:
                if move:
                    item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
                left += size.width() + self.spacing()
            top += height + self.spacing()
        return max(top - self.spacing(), inside.top()) - rect.top() + self.contentsMargins().bottom()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        return self._wrapped([item for item in self._items if not item.isEmpty()], width)

    def _wrapped(self, items: list[QLayoutItem], width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """The items of each line with their sizes; one that is wider than a line is as wide as the line."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in items:
            size = _fitted(item, item.sizeHint().boundedTo(item.maximumSize()).width(), width)
            if not lines or left + size.width() > width:
                lines.append([])
                left = 0
            lines[-1].append((item, size))
            left += size.width() + self.spacing()
        return lines


class Row(Flow):
    """Controls side by side, in as many lines as they need; a word stays beside what it names."""

    def __init__(self, *parts: QWidget | str) -> None:
        super().__init__(spacing=8)
        self._parts: list[QWidget] = []
        self.setContentsMargins(0, 0, 0, 0)
        word = ""
        for part in parts:
            if isinstance(part, str):
                word = part
            else:
                self.add(part, word)
                word = ""

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """The controls, without the words beside them."""
        return tuple(self._parts)

    def add(self, part: QWidget, word: str = "") -> None:
        """Put one more control at the end, after the word that names it."""
        self._parts.append(part)
        self.addWidget(_named(word, part) if word else part)


class Foot(Flow):
    """A hint with what room the buttons at its end leave; where that is too little, the buttons go below it."""

    def __init__(self, hint: QLabel, *buttons: QWidget) -> None:
        super().__init__(spacing=8)
        self.setContentsMargins(0, 0, 0, 0)
        for part in (hint, *buttons):
            self.addWidget(part)

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """Override Flow._lines."""
        hint, *buttons = self._items
        shown = [item for item in buttons if not item.isEmpty()]
        if hint.isEmpty():
            return self._wrapped(shown, width)
        left = width - sum(item.sizeHint().width() + self.spacing() for item in shown)
        if left >= min(LEAST_HINT, hint.sizeHint().width()):
            sizes = [_fitted(item, item.sizeHint().width(), width) for item in shown]
            return [[(hint, _fitted(hint, left, left)), *zip(shown, sizes, strict=True)]]
        return [[(hint, _fitted(hint, width, width))], *self._wrapped(shown, width)]


class Column(QWidget):
    """A holder whose least height is that of its words at its present width, so that a splitter cannot cut them."""

    def minimumSizeHint(self) -> QSize:
        """Override QWidget.minimumSizeHint."""
        layout = self.layout()
        least = layout.minimumSize()
        if layout.hasHeightForWidth() and self.width() >= least.width():
            least.setHeight(layout.totalMinimumHeightForWidth(self.width()))
        return least

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: another width needs another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def beside(first: QWidget, last: QWidget) -> QWidget:
    """Two widgets that never stand on different lines; what room is left is the last one's."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(first)
    row.addWidget(last, 1)
    return holder


def _fitted(item: QLayoutItem, wished: int, width: int) -> QSize:
    """The size of an item that wishes for so many pixels where a line has so many."""
    size = item.sizeHint().boundedTo(item.maximumSize())
    size.setWidth(max(min(wished, width), item.minimumSize().width()))
    if item.hasHeightForWidth():
        size.setHeight(item.heightForWidth(size.width()))
    return size


def _named(word: str, part: QWidget) -> QWidget:
    label = QLabel(word)
    label.setBuddy(part)
    return beside(label, part)
