"""States that somebody signed off, and what has become of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from explorer.storage.baselines import BaselineCheck, BaselineState
from explorer.ui.dialogs.fields import FormDialog, line, paragraph
from explorer.ui.dialogs.reading import ReadingDialog
from explorer.ui.models.table import Column, Table

_SIGNS = {
    BaselineState.AS_SIGNED: "✓ as signed",
    BaselineState.EDITED: "… edited since",
    BaselineState.MISSING: "? in part removed",
    BaselineState.TAMPERED: "✗ tampered with",
}

_COLUMNS = (
    Column("Title", lambda row: row.baseline.title, width=-1),
    Column("Signed by", lambda row: row.baseline.signed_by, width=110),
    Column("On", lambda row: row.baseline.signed_on.isoformat(), width=88),
    Column("State", lambda row: _SIGNS[row.state], width=128),
    Column("Why", lambda row: row.explanation, width=-1, tooltip=lambda row: row.explanation),
    Column("Digest", lambda row: row.baseline.digest, width=112, tooltip=lambda row: row.baseline.digest),
)


class Baselines(ReadingDialog):
    """A table of baselines; copy a row to keep its digest elsewhere."""

    def __init__(self, checks: Sequence[BaselineCheck], parent: QWidget | None = None) -> None:
        self.table = Table(_COLUMNS, "Signed-off states")
        super().__init__("Signed-off states", self.table, parent)
        self.resize(920, 360)
        self.table.set_rows(checks)
        copy = self.buttons.addButton("Copy rows", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self.table.copy)


class SignOffDialog(FormDialog):
    """A title and a note for the state that is signed off."""

    def __init__(self, signer: str, parent: QWidget | None = None) -> None:
        super().__init__("Sign off", f"everything written and scanned up to now, signed by {signer}", parent)
        self._title = line("Title", "", "Review of the fourth quarter")
        self._note = paragraph("Note", "", "who agreed, what was left open")
        self.row("&Title", self._title)
        self.row("&Note", self._note)

    def what_is_wrong(self) -> str | None:
        """Override FormDialog.what_is_wrong."""
        return None if self._title.text().strip() else "Give the state a title."

    def title(self) -> str:
        """What the state is called."""
        return self._title.text().strip()

    def note(self) -> str:
        """What was said about it."""
        return self._note.toPlainText().strip()
