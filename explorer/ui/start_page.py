"""What stands in the middle before there is anything to ask about: ways to begin."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from explorer.settings import recent_workspaces
from explorer.ui.link import Link
from explorer.ui.text import plain

_DROP = "Or drop a folder or a BOM file anywhere on this window."


class StartPage(QWidget):
    """Open the sample, a new or an existing workspace, a recent one; or drop a folder."""

    sample_requested = Signal()
    new_requested = Signal()
    open_requested = Signal()
    scan_requested = Signal()
    recent_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start-page")
        column = _page(self)
        column.addWidget(_label("Everything upstream of your AI systems", "figure"))
        column.addWidget(
            _label(
                "Catchment reads the folder of an AI application, or a bill of materials, and shows what it is built from, "
                "how deep that goes, where sight ends and on whom it rests. It works offline; nothing that it reads is run.",
                "muted",
            )
        )
        column.addSpacing(16)
        for title, words, signal in (
            ("Open the sample portfolio", "four small systems to look around in", self.sample_requested),
            ("Scan a folder or BOM…", "a workspace is made for it", self.scan_requested),
            ("New workspace…", "a file for your own systems, where you want it", self.new_requested),
            ("Open a workspace…", "go on where you stopped", self.open_requested),
        ):
            column.addWidget(_way(title, words, signal))
        column.addSpacing(16)
        self._recent_title = _label("Recent", "section")
        self._recent = QVBoxLayout()
        column.addWidget(self._recent_title)
        column.addLayout(self._recent)
        column.addSpacing(8)
        column.addWidget(_label(_DROP, "muted"))
        column.addStretch(2)
        self.refresh()

    def refresh(self) -> None:
        """Show the recent workspaces."""
        while self._recent.count():
            self._recent.takeAt(0).widget().deleteLater()
        paths = recent_workspaces()
        self._recent_title.setVisible(bool(paths))
        for path in paths:
            link = Link(f"{path.stem}   {path.parent}", str(path))
            link.setAccessibleName(plain(f"Open {path.name} in {path.parent}"))
            link.setMaximumWidth(640)
            link.clicked.connect(lambda _=False, chosen=path: self.recent_requested.emit(Path(chosen)))
            self._recent.addWidget(link)


class EmptyPage(QWidget):
    """A workspace is open, but nothing was scanned into it."""

    add_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = _page(self)
        self._title = _label("", "figure")
        column.addWidget(self._title)
        column.addWidget(
            _label(
                "Here the answers will stand: how deep it goes, where sight ends, on whom it rests, whom you trust and what "
                "risk remains. Add the folder of an application, or a bill of materials; each becomes one system.",
                "muted",
            )
        )
        column.addSpacing(16)
        column.addWidget(_way("Add folder or BOM…", "read it and draw what is upstream of it", self.add_requested))
        column.addSpacing(8)
        column.addWidget(_label(_DROP, "muted"))
        column.addStretch(2)

    def show_name(self, name: str, is_reading: bool) -> None:
        """Say which workspace is empty, or that it is being read."""
        self._title.setText(f"Reading {plain(name)}…" if is_reading else f"{plain(name)} has no systems yet")


def _page(page: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(page)
    column.setContentsMargins(64, 48, 64, 48)
    column.setSpacing(8)
    column.addStretch(1)
    return column


def _label(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMaximumWidth(640)
    return label


def _way(title: str, words: str, signal: object) -> QPushButton:
    button = QPushButton(f"{title}\n{words}")
    button.setObjectName("answer")
    button.setAccessibleName(f"{title} {words}")
    button.setMaximumWidth(480)
    button.clicked.connect(signal)
    return button
