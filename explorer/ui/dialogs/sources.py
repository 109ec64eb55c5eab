"""What is read and what is not: every reader in its own words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from explorer.pipeline.sources_table import sources_table
from explorer.ui.dialogs.reading import ReadingDialog
from explorer.ui.models.table import Column, Table
from explorer.ui.text import plain


class SourcesDialog(ReadingDialog):
    """A table of readers, and below it what is read beside files."""

    def __init__(self, parent: QWidget | None = None) -> None:
        told = sources_table()
        columns = (
            Column("Reader", lambda row: row[0], width=136),
            Column("Reads", lambda row: row[1], width=-1, tooltip=lambda row: row[1]),
            Column("Does not read", lambda row: row[2], width=-1, tooltip=lambda row: row[2]),
            Column("From", lambda row: row[3], width=88),
        )
        self.table = Table(columns, "What is read")
        self.table.setAccessibleDescription(told.headline)
        note = QLabel(plain(told.note))
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setWordWrap(True)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.table, 1)
        layout.addWidget(note)
        super().__init__(told.headline, body, parent)
        self.setWindowTitle("What is read")
        self._rows = told.rows
        self.resize(1080, 640)

    def showEvent(self, event: QShowEvent) -> None:
        """Override QDialog.showEvent: only now the columns are as wide as they will be."""
        super().showEvent(event)
        self.table.show_whole_words(self._rows)
