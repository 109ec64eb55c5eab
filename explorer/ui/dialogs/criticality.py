"""The editor of how much a system matters."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from explorer.domain.correction import CRITICALITY_TITLES, Criticality
from explorer.ui.dialogs.fields import FormDialog, choice, paragraph


class CriticalityDialog(FormDialog):
    """A level of 1 to 5 and why."""

    def __init__(self, criticality: Criticality, parent: QWidget | None = None) -> None:
        super().__init__("Criticality", criticality.subject, parent)
        self._criticality = criticality
        titles = {str(level): f"{level} {title}" for level, title in CRITICALITY_TITLES.items()}
        self._level = choice("How much it matters if it fails", titles, str(criticality.level))
        self._reason = paragraph("Why", criticality.reason)
        self.row("&If it fails", self._level)
        self.row("&Why", self._reason)

    def result_annotation(self) -> Criticality:
        """The criticality as edited, with the identity it came with."""
        return replace(
            self._criticality, level=int(self._level.currentData()), reason=self._reason.toPlainText().strip()
        )
