"""Dialogs that only tell something: a body and Close."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from explorer.ui.text import plain


class ReadingDialog(QDialog):
    """A title, a body, Close."""

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(plain(title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        head = QLabel(plain(title))
        head.setObjectName("headline")
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setWordWrap(True)
        layout.addWidget(head)
        layout.addWidget(body, 1)
        layout.addWidget(self.buttons)


class HelpDialog(ReadingDialog):
    """A question and the text that answers it."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        told = QLabel(plain(text))
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setWordWrap(True)
        told.setAlignment(Qt.AlignmentFlag.AlignTop)
        told.setContentsMargins(8, 8, 8, 8)
        body = QScrollArea()
        body.setFrameShape(QFrame.Shape.NoFrame)
        body.setObjectName("reading")
        body.setWidgetResizable(True)
        body.setWidget(told)
        body.setAccessibleName(title)
        body.setAccessibleDescription(text)
        super().__init__(title, body, parent)
        self.resize(560, 320)
