"""A page of rich text to read: what is copied from it is what was written, without the marks where lines may end."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextBrowser

from explorer.ui.breaking import unmarked


class Page(QTextBrowser):
    """Words of prose never break, identities break where they are marked; links are only told of."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setWordWrapMode(QTextOption.WrapMode.WordWrap)

    def text_width(self) -> int:
        """Pixels that the text has beside the scroll bar, which is counted whether it is seen or not."""
        margins = 2 * (self.frameWidth() + round(self.document().documentMargin()))
        return self.width() - self.verticalScrollBar().sizeHint().width() - margins

    def toPlainText(self) -> str:
        """Override QTextEdit.toPlainText: without the marks."""
        return unmarked(super().toPlainText())

    def createMimeDataFromSelection(self) -> QMimeData:
        """Override QTextEdit.createMimeDataFromSelection: what is copied or dragged away."""
        copied, chosen = QMimeData(), self.textCursor().selection()
        copied.setText(unmarked(chosen.toPlainText()))
        copied.setHtml(unmarked(chosen.toHtml()))
        return copied
