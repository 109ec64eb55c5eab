"""A column of facts: sections, sentences and links, all plain text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from explorer.ui.breaking import marked
from explorer.ui.link import Link
from explorer.ui.text import as_tooltip, plain
from explorer.ui.wrapping import Flow


class Sheet(QWidget):
    """The body of the inspector; made anew for each subject."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 12)
        self._column.setSpacing(4)

    def head(self, text: str, icon: QLabel | None = None) -> None:
        """The title, beside an icon."""
        row = QHBoxLayout()
        row.setSpacing(8)
        if icon is not None:
            row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_label(text, "headline"), 1)
        self._column.addLayout(row)

    def section(self, text: str) -> None:
        """A heading."""
        self._column.addSpacing(8)
        self._column.addWidget(_label(text, "section"))

    def sentence(self, text: str) -> None:
        """A line of text."""
        self._column.addWidget(_label(text, ""))

    def muted(self, text: str) -> None:
        """A quieter line."""
        self._column.addWidget(_label(text, "muted"))

    def copyable(self, text: str) -> None:
        """A quieter line with a button that copies it as it is, without the places where the label may wrap."""
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(_label(text, "muted"), 1)
        row.addWidget(_small_button("Copy", f"Copy {text}", lambda: QGuiApplication.clipboard().setText(text)))
        self._column.addLayout(row)

    def link(
        self, text: str, tip: str, go: Callable[[], object], name: str = "", ends: tuple[str, str] = ("", "")
    ) -> None:
        """A text that leads somewhere; `ends` is how it is shortened where it is too long."""
        self._column.addWidget(_link(text, tip, go, name, ends))

    def link_with_reason(self, text: str, tip: str, go: Callable[[], object], why: Callable[[], object]) -> None:
        """A link, and beside it a way to the evidence for what it says."""
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(_link(text, tip, go), 1)
        row.addWidget(_small_button("why", f"Evidence for {text}", why))
        self._column.addLayout(row)

    def buttons(self, offered: dict[str, tuple[str, Callable[[], object]]]) -> None:
        """Buttons side by side: text to (accessible name, what it does)."""
        holder = QWidget()
        row = Flow(holder, 4)
        row.setContentsMargins(0, 0, 0, 0)
        for text, (name, run) in offered.items():
            button = QPushButton(text)
            button.setAccessibleName(plain(name))
            button.setToolTip(as_tooltip(name))
            button.clicked.connect(lambda _=False, do=run: do())
            row.addWidget(button)
        self._column.addWidget(holder)

    def end(self) -> None:
        """Nothing more; what is there stands at the top."""
        self._column.addStretch(1)


def _link(text: str, tip: str, go: Callable[[], object], name: str = "", ends: tuple[str, str] = ("", "")) -> Link:
    link = Link(text, tip, ends=ends)
    if name:
        link.setAccessibleName(plain(name))
    link.clicked.connect(lambda _=False: go())
    return link


def _small_button(text: str, name: str, run: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setObjectName("small")
    button.setText(text)
    button.setAccessibleName(plain(name))
    button.setToolTip(as_tooltip(name))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.clicked.connect(lambda _=False: run())
    return button


def _label(text: str, name: str) -> QLabel:
    label = QLabel(marked(plain(text)))
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumWidth(1)
    return label
