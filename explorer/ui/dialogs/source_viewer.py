"""Shows the file behind an evidence, read-only, with its line marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from PySide6.QtGui import QColor, QFontDatabase, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from explorer.domain.evidence import Evidence
from explorer.errors import InputError
from explorer.sources.interface import ProjectFile
from explorer.ui.text import plain

MOST_BYTES = 4 * 1024 * 1024
"""Larger files are not shown; the dialog says so."""


class SourceViewer(QDialog):
    """A file's text with one line marked."""

    def __init__(self, found: Evidence, folders: Sequence[Path], mark: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(plain(found.place()))
        self.resize(800, 560)
        head = QLabel(plain(f"{found.place()}\nFound: {found.text or 'no text was kept'}"))
        head.setWordWrap(True)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(plain(f"Text of {found.location}"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        content = _read(found, folders)
        self.text.setPlainText("\n".join(plain(line.replace("\t", "    ")) for line in content.splitlines()))
        if found.line is not None:
            self._mark(found.line, mark)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(head)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)

    def _mark(self, line: int, colour: str) -> None:
        block = self.text.document().findBlockByNumber(line - 1)
        if not block.isValid():
            return
        cursor = QTextCursor(block)
        self.text.setTextCursor(cursor)
        self.text.centerCursor()
        selection = QTextEdit.ExtraSelection()
        form = QTextCharFormat()
        form.setBackground(QColor(colour))
        form.setProperty(QTextFormat.Property.FullWidthSelection, True)
        selection.format = form
        selection.cursor = cursor
        self.text.setExtraSelections([selection])


def _read(found: Evidence, folders: Sequence[Path]) -> str:
    """The file's text, or a sentence that says why it cannot be shown."""
    if found.source in ("rule", "analyst", "target", "example"):
        return f"This was not read in a file. It rests on: {found.source} {found.location}.\n{found.field}"
    for folder in folders:
        path = folder / found.location if folder.is_dir() else folder
        inside = path.resolve().is_relative_to(folder.resolve()) if folder.is_dir() else True
        if inside and path.is_file():
            try:
                return ProjectFile(PurePosixPath(found.location), path, 0).read_text(MOST_BYTES)
            except InputError as error:
                return error.sentence()
    return f"{found.location} is not where it was scanned. It may have moved; the text found then stands above."
