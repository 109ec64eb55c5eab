"""Parties that could be one's own, with what speaks for each; one is called so only by whoever chooses it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from explorer.pipeline.own_words import OwnCandidate
from explorer.ui.dialogs.reading import ReadingDialog
from explorer.ui.models.table import Column, Table
from explorer.ui.views.parts import column_of, told

TITLE = "Which party is your own?"
HINT = (
    "Nothing is assumed: choose the party that is your own organisation and press “This is us…”. Any other party can be chosen in "
    "the inventory or a drawing first, then Edit › This party is our own."
)

_COLUMNS = (
    Column("Party", lambda row: row.name, width=180),
    Column("What speaks for it", lambda row: "; ".join(row.why), width=-1, tooltip=lambda row: "\n".join(row.why)),
)


class OwnPartyDialog(ReadingDialog):
    """A table of candidates, of which none is chosen beforehand."""

    party_chosen = Signal(str)
    """The identity of the party that somebody says is theirs."""

    def __init__(self, candidates: Sequence[OwnCandidate], parent: QWidget | None = None) -> None:
        self.table = Table(_COLUMNS, TITLE)
        super().__init__(
            TITLE, column_of(told(HINT, "muted"), self.table, margins=(0, 0, 0, 0), growing=self.table), parent
        )
        self.resize(760, 320)
        self.table.show_whole_words(candidates)
        self.choose = self.buttons.addButton("This is us…", QDialogButtonBox.ButtonRole.ActionRole)
        self.choose.setToolTip("Write a note that calls the chosen party your own; it can be read before it is saved")
        self.choose.clicked.connect(self._choose)
        self.table.activated.connect(lambda _: self._choose())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self._enable()

    def _enable(self) -> None:
        self.choose.setEnabled(len(self.table.chosen()) == 1)

    def _choose(self) -> None:
        for each in self.table.chosen()[:1]:
            self.accept()
            self.party_chosen.emit(each.party)
