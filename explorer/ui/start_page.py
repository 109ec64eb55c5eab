"""What stands in the middle before anything is open: three ways to begin."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from explorer.settings import recent_workspaces
from explorer.ui.text import elide_middle, plain


class StartPage(QWidget):
    """Open the sample, a new or an existing workspace, a recent one; or drop a folder."""

    sample_requested = Signal()
    new_requested = Signal()
    open_requested = Signal()
    recent_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start-page")
        column = QVBoxLayout(self)
        column.setContentsMargins(64, 48, 64, 48)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(QLabel("Everything upstream of your AI systems", objectName="figure"))
        told = QLabel(
            "Catchment reads the folder of an AI application, or a bill of materials, and shows what it is built from, how "
            "deep that goes, where sight ends and on whom it rests. It works offline; nothing that it reads is run.",
            objectName="muted",
        )
        told.setWordWrap(True)
        told.setMaximumWidth(640)
        column.addWidget(told)
        column.addSpacing(16)
        for title, words, signal in (
            ("Open the sample portfolio", "four small systems to look around in", self.sample_requested),
            ("New workspace…", "a file for your own systems; then add a folder", self.new_requested),
            ("Open a workspace…", "go on where you stopped", self.open_requested),
        ):
            button = QPushButton(f"{title}\n{words}", objectName="answer")
            button.setAccessibleName(f"{title} {words}")
            button.setMaximumWidth(480)
            button.clicked.connect(signal)
            column.addWidget(button)
        self._recent = QVBoxLayout()
        column.addSpacing(8)
        column.addLayout(self._recent)
        drop = QLabel("Or drop a folder or a BOM file anywhere on this window.", objectName="muted")
        column.addWidget(drop)
        column.addStretch(2)
        self.refresh()

    def refresh(self) -> None:
        """Show the recent workspaces."""
        while self._recent.count():
            self._recent.takeAt(0).widget().deleteLater()
        for path in recent_workspaces():
            button = QPushButton(elide_middle(plain(str(path)), 80), objectName="link")
            button.setAccessibleName(f"Open {path.name}")
            button.clicked.connect(lambda _=False, chosen=path: self.recent_requested.emit(Path(chosen)))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
