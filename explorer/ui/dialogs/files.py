"""Asks for a file without blocking the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

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
    """Ask where to write; a name without an ending gets that of the chosen filter, and so does one whose filter changes.

    Where a file may not be replaced, the dialog does not offer it, and `then` has to refuse one that exists.
    """
    dialog = QFileDialog(parent, title, "", filters)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not may_replace)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(suggestion)

    def renamed(chosen: str) -> None:
        names = dialog.selectedFiles()
        if names and (stem := _stem(Path(names[0]).name, filters)):
            edit = dialog.findChild(QLineEdit, "fileNameEdit")  # A dialog of the desktop's own has none.
            (edit.setText if isinstance(edit, QLineEdit) else dialog.selectFile)(stem + ending_of(chosen))

    def with_ending(path: Path) -> None:
        ending = ending_of(dialog.selectedNameFilter())
        # A dialog of the desktop's own may add only the last part of an ending such as `.cdx.json`.
        is_cut = ending.count(".") > 1 and path.suffix == Path(ending).suffix and not path.name.endswith(ending)
        longer = path.with_suffix(ending)
        then(longer if not path.suffix or (is_cut and not longer.exists()) else path)

    dialog.filterSelected.connect(renamed)
    return _opened(dialog, with_ending)


def ending_of(chosen: str) -> str:
    """The ending that a filter stands for: `.png`, `.cdx.json`."""
    return chosen.rpartition("*")[2].rstrip(")")


def _stem(name: str, filters: str) -> str:
    """A name without the longest ending that one of the filters has, or has as its last part."""
    whole = {ending_of(each) for each in filters.split(";;")}
    endings = sorted(filter(None, whole | {Path(each).suffix for each in whole}), key=len, reverse=True)
    return next((name.removesuffix(ending) for ending in endings if name.endswith(ending)), "")


def _opened(dialog: QFileDialog, then: Callable[[Path], object]) -> QFileDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()
    return dialog
