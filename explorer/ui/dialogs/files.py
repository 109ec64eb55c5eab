"""Asks for a file without blocking the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

WORKSPACES = "Catchment workspaces (*.catchment)"


def ask_open(parent: QWidget, title: str, filters: str, then: Callable[[Path], object]) -> QFileDialog:
    """Ask for an existing file; `then` is called with it, not at all where the user cancels."""
    dialog = QFileDialog(parent, title, "", filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _opened(dialog, then)


def ask_save(
    parent: QWidget,
    title: str,
    suggestion: str,
    filters: str,
    then: Callable[[Path], object],
    may_replace: bool = True,
) -> QFileDialog:
    """Ask where to write; a name without an ending gets that of the chosen filter.

    Where a file may not be replaced, the dialog does not offer it, and `then` has to refuse one that exists.
    """
    dialog = QFileDialog(parent, title, "", filters)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not may_replace)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(suggestion)

    def with_ending(path: Path) -> None:
        ending = dialog.selectedNameFilter().rpartition("*")[2].rstrip(")")
        then(path if path.suffix else path.with_suffix(ending))

    return _opened(dialog, with_ending)


def _opened(dialog: QFileDialog, then: Callable[[Path], object]) -> QFileDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()
    return dialog
