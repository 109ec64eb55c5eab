"""Where two analysts wrote different things, whose word counts?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from explorer.pipeline.sentences import counted
from explorer.storage.merging import Conflict, Side
from explorer.ui.text import plain
from explorer.ui.views.parts import told

_HEADS = ("On", "Field", "Before", "Mine", "Theirs", "Keep")
_KEEP = 5


class MergeDialog(QDialog):
    """One row per conflict with a choice; mine is chosen until one says otherwise."""

    def __init__(self, name: str, conflicts: Sequence[Conflict], taken: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Merge a colleague's copy")
        self.resize(880, 420)
        self._conflicts = tuple(conflicts)
        self.table = QTableWidget(len(conflicts), len(_HEADS))
        self.table.setAccessibleName("What both changed")
        self.table.setHorizontalHeaderLabels(_HEADS)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self._choices = [self._fill(row, each) for row, each in enumerate(self._conflicts)]
        header = self.table.horizontalHeader()
        for place in range(len(_HEADS)):
            wide = place in (0, 2, 3, 4)
            header.setSectionResizeMode(
                place, QHeaderView.ResizeMode.Stretch if wide else QHeaderView.ResizeMode.ResizeToContents
            )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Merge")
        for text, side in (("All mine", Side.MINE), ("All theirs", Side.THEIRS)):
            button = buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
            button.clicked.connect(lambda _=False, wanted=side: self.choose_all(wanted))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        said = (
            f"You and {plain(name)} changed the same in {counted(len(conflicts), 'place')}. Choose whose word counts in each; "
            f"everything else ({counted(taken, 'annotation')}) is taken as it is. One undo takes the whole merge back."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(told(said))
        column.addWidget(self.table, 1)
        column.addWidget(buttons)

    def choose_all(self, side: Side) -> None:
        """Let one side's word count everywhere."""
        for box in self._choices:
            box.setCurrentIndex(box.findData(side))

    def side_of(self, conflict: Conflict) -> Side | None:
        """Whose word counts in this conflict; None for one that was not shown."""
        for known, box in zip(self._conflicts, self._choices, strict=True):
            if (known.id, known.field) == (conflict.id, conflict.field):
                return Side(box.currentData())
        return None

    def _fill(self, row: int, conflict: Conflict) -> QComboBox:
        texts = (
            conflict.subject, conflict.field or "whole annotation", _words(conflict.base), _words(conflict.mine),
            _words(conflict.theirs),
        )  # fmt: skip
        for column, text in enumerate(texts):
            item = QTableWidgetItem(plain(text))
            item.setToolTip(plain(text))
            self.table.setItem(row, column, item)
        box = QComboBox()
        box.setAccessibleName(f"Keep, for {plain(conflict.subject)} {conflict.field}")
        for side in Side:
            box.addItem(side.value, side)
        self.table.setCellWidget(row, _KEEP, box)
        return box


def _words(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, dict):
        return ", ".join(f"{name}: {each}" for name, each in value.items() if each not in ("", None, [], ()))
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
