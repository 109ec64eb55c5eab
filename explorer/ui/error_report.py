"""Errors that nobody handled: into a log file and into a dialog, so that no bug stays invisible."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from explorer import __version__
from explorer.settings import data_folder
from explorer.ui.text import plain

LOG = "errors.log"


class ErrorReports(QObject):
    """Takes over the hooks of Python for the life of the window."""

    _reported = Signal(str)
    """Queued, because an error may come from any thread and only the GUI thread may open a dialog."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: ErrorDialog | None = None
        self._reported.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over `sys.excepthook` and `threading.excepthook`."""
        sys.excepthook = self._on_error
        threading.excepthook = lambda args: self._on_error(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def _on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        text = report_text(kind, error, trace)
        sys.stderr.write(text)
        write_log(text)
        self._reported.emit(text)

    def _show(self, text: str) -> None:
        if self._dialog is not None:
            self._dialog.add(text)  # One dialog, however often an error comes.
            return
        self._dialog = ErrorDialog(text, self._window)
        self._dialog.finished.connect(self._on_closed)
        self._dialog.open()

    def _on_closed(self) -> None:
        self._dialog = None


class ErrorDialog(QDialog):
    """The report with a way to copy it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something in the program itself went wrong")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 420)
        told = QLabel(
            "This is a bug in Catchment. Nothing that was saved is lost, and you can go on; if the window acts strangely, "
            f"start the program again. The report below is also in {log_file()}."
        )
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setWordWrap(True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Error report")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.add(text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton("Copy report", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        for widget in (told, self.text, buttons):
            layout.addWidget(widget)

    def add(self, text: str) -> None:
        """Show another report below."""
        self.text.appendPlainText("\n".join(plain(line) for line in text.splitlines()))


def report_text(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """The versions and the traceback."""
    versions = (
        f"Catchment {__version__}, Python {platform.python_version()}, Qt for Python {qt_version}, {sys.platform}"
    )
    return f"{versions}\n{''.join(traceback.format_exception(kind, error, trace))}"


def log_file() -> Path:
    """Where reports are kept."""
    return data_folder() / LOG


def write_log(text: str) -> None:
    """Append a report; where the disk does not take it, the dialog still has it."""
    try:
        with log_file().open("a", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text + "\n")
    except OSError as error:
        sys.stderr.write(f"The report could not be written to the log: {error}\n")
