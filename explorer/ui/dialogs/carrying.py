"""Judgement on what is gone, and where it may belong now: a new name, a new owner."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from explorer.domain.annotations import title_of
from explorer.pipeline.carrying import CarryOver
from explorer.storage.annotations import record_of
from explorer.ui.dialogs.reading import ReadingDialog
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session, author

_COLUMNS = (
    Column("What", lambda row: title_of(row.orphan), width=-1),
    Column("Was on", lambda row: row.orphan.subject, width=-1),
    Column("May belong to", lambda row: row.moved.subject if row.moved else "not known", width=-1),
)


class CarryOverDialog(ReadingDialog):
    """A table of orphans; those whose component moved can be carried over, all as one step."""

    def __init__(self, session: Session, found: Sequence[CarryOver], parent: QWidget | None = None) -> None:
        self._session = session
        self.table = Table(_COLUMNS, "Judgement on what is gone")
        super().__init__("Judgement on what is gone", self.table, parent)
        self.resize(880, 360)
        self.table.set_rows(found)
        self.table.selectAll()
        self._carry = self.buttons.addButton("Carry over", QDialogButtonBox.ButtonRole.ActionRole)
        self._carry.setToolTip("Write the chosen judgement on what its component has become")
        self._carry.clicked.connect(self._carry_over)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self._enable()

    def _movable(self) -> list[CarryOver]:
        return [row for row in self.table.chosen() if row.moved is not None]

    def _enable(self) -> None:
        self._carry.setEnabled(bool(self._movable()))

    def _carry_over(self) -> None:
        records = [record_of(row.moved) for row in self._movable()]
        if self._session.edit(lambda workspace: workspace.put_all(records, author())):
            self.accept()
