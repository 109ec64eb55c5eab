"""Small things that views are put together from: plain labels, captioned boxes, scrolled columns."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from explorer.ui.text import plain
from explorer.ui.wrapping import Column, Foot, Row

LEAST_LETTERS, MOST_LETTERS = 12, 44
"""Letters for which a box of choices makes room at the least, and of its longest entry at the most."""


class Told(QLabel):
    """A label of plain text over as many lines as it needs; whatever it is to say is made harmless first."""

    def __init__(self, text: str = "", name: str = "") -> None:
        super().__init__(objectName=name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Override QLabel.setText."""
        super().setText(plain(text))


def told(text: str = "", name: str = "") -> Told:
    """A label that may be given any text."""
    return Told(text, name)


class _Choice(QComboBox):
    """A box whose entries are made harmless, and hide names where they are hidden."""

    def addItem(self, text: str, data: object = None) -> None:  # type: ignore[override]
        """Override QComboBox.addItem."""
        super().addItem(plain(text), data)

    def sizeHint(self) -> QSize:
        """Override QComboBox.sizeHint."""
        return self._at_most(MOST_LETTERS, super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        """Override QComboBox.minimumSizeHint."""
        return self._at_most(LEAST_LETTERS, super().minimumSizeHint())

    def _at_most(self, letters: int, hint: QSize) -> QSize:
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * letters), hint.height())

    def insertItem(self, place: int, text: str, data: object = None) -> None:  # type: ignore[override]
        """Override QComboBox.insertItem."""
        super().insertItem(place, plain(text), data)


def choice(name: str, tip: str = "") -> QComboBox:
    """A box to choose from, as wide as its longest entry; that of a very long one is cut."""
    box = _Choice()
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setMaxVisibleItems(24)
    return box


def push(text: str, name: str) -> QPushButton:
    """A button with the name that assistive technology reads, which is its tooltip too."""
    button = QPushButton(text)
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button


def row_of(*parts: QWidget | str) -> Row:
    """Widgets side by side, words as labels of what follows them; in a narrow window in several lines."""
    return Row(*parts)


def foot_of(hint: QLabel, *buttons: QWidget) -> Foot:
    """A hint with all the room that the buttons at its end leave; in a narrow window it stands above them."""
    return Foot(hint, *buttons)


def column_of(
    *parts: QWidget | QLayout,
    margins: tuple[int, int, int, int] = (16, 8, 16, 8),
    growing: QWidget | None = None,
    spacing: int = 8,
) -> QWidget:
    """Widgets and rows one below the other; one of them may take all the height that is left."""
    body = Column()
    column = QVBoxLayout(body)
    column.setContentsMargins(*margins)
    column.setSpacing(spacing)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part, 1 if part is growing else 0)
        else:
            column.addLayout(part)
    return body


def scrolled(*parts: QWidget) -> QScrollArea:
    """Widgets one below the other in a scrolled column."""
    inner = column_of(*parts, margins=(16, 0, 16, 8))
    layout = inner.layout()
    assert isinstance(layout, QVBoxLayout), "a column is laid out as one"
    layout.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    return area
