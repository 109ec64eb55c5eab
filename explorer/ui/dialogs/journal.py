"""Who wrote what and when: the journal of a workspace."""

from __future__ import annotations

import json

from PySide6.QtWidgets import QWidget

from explorer.ui.dialogs.reading import ReadingDialog
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session

_COLUMNS = (
    Column("When", lambda row: row.when[:19].replace("T", " "), width=152),
    Column("Who", lambda row: row.who, width=96),
    Column("What", lambda row: row.action, width=-1),
    Column("On", lambda row: row.subject, width=-1),
    Column(
        "Changed",
        lambda row: changed(row.before, row.after),
        width=200,
        tooltip=lambda row: told(row.before, row.after),
    ),
)


class Journal(ReadingDialog):
    """A table, the latest first; nothing in it can be changed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.table = Table(_COLUMNS, "Journal")
        self.table.set_rows(list(reversed(session.journal)))
        super().__init__("Who wrote what and when", self.table, parent)
        self.resize(880, 480)


def differences(before: str, after: str) -> dict[str, tuple[object, object]]:
    """The fields of an annotation that differ, each before and after; None where there was no annotation."""
    first, second = json.loads(before or "{}"), json.loads(after or "{}")
    names = [*first, *(name for name in second if name not in first)]
    return {name: (first.get(name), second.get(name)) for name in names if first.get(name) != second.get(name)}


def changed(before: str, after: str) -> str:
    """The names of the fields that differ."""
    if not before or not after:
        return "added" if after else "removed"
    return ", ".join(differences(before, after)) or "nothing"


def told(before: str, after: str) -> str:
    """The fields that differ, with what they said before and say after."""
    return "\n".join(f"{name}: {old} → {new}" for name, (old, new) in differences(before, after).items())
