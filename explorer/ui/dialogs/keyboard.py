"""Every key on one sheet, taken from the commands themselves so that it cannot be out of date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from explorer.ui.dialogs.reading import ReadingDialog
from explorer.ui.models.table import Column, Table

DRAWING_KEYS = (
    ("Arrow keys", "Go to the nearest component in that direction"),
    ("[ and ]", "Go upstream, downstream"),
    ("Tab", "Go to the next component of the same depth"),
    ("Space", "Select"),
    ("Enter", "Show only what is up- and downstream of it"),
    ("E, Shift+E", "Open a bundle, close it"),
    ("P", "Pin"),
    ("T", "Light the way to your systems"),
    ("+, -, 0", "Zoom in, out, to life size"),
    ("F", "Show the whole drawing"),
)
"""What the keys do while the drawing of the lineage has the keyboard."""


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the sheet."""

    where: str
    keys: str
    what: str


class KeyboardSheet(ReadingDialog):
    """A table of keys."""

    def __init__(self, menus: Sequence[tuple[str, Sequence[QAction]]], parent: QWidget | None = None) -> None:
        columns = (
            Column("Where", lambda row: row.where, width=96),
            Column("Keys", lambda row: row.keys, width=160),
            Column("What happens", lambda row: row.what, width=-1),
        )
        table = Table(columns, "Keys")
        table.set_rows(keys_of(menus))
        super().__init__("Everything by keyboard", table, parent)
        self.resize(600, 520)


def keys_of(menus: Sequence[tuple[str, Sequence[QAction]]]) -> list[Key]:
    """The keys of all commands that have one, by menu, and those of the drawing."""
    lines = []
    for title, actions in menus:
        for action in actions:
            keys = ", ".join(
                sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in action.shortcuts()
            )
            if keys:
                lines.append(Key(title.replace("&", ""), keys, action.text().replace("&", "").rstrip("…")))
    return lines + [Key("Drawing", keys, what) for keys, what in DRAWING_KEYS]
