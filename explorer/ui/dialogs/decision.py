"""The editor of a decision about a finding."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from explorer.analysis.finding_reviews import TAG, Judged, judged_by
from explorer.domain.annotation import Note
from explorer.knowledge.finding_rules import finding_rules
from explorer.ui.dialogs.fields import FormDialog, choice, paragraph, titles_of

_TITLES = {Judged.ACCEPTED: "accepted: it is so, and may stay so", Judged.NOT_SO: "not so: the rule is mistaken here"}


class DecisionDialog(FormDialog):
    """What is decided, and why."""

    def __init__(self, note: Note, parent: QWidget | None = None) -> None:
        super().__init__(f"Decide: {_finding(note)}", note.subject, parent)
        self._note = note
        judged = judged_by(note) or Judged.ACCEPTED
        titles = {word: _TITLES[Judged(word)] for word in titles_of(Judged)}
        self._judged = choice("Decision", titles, judged.value)
        self._reason = paragraph("Reason", note.text, "why, so that others can judge it later")
        self.row("&Decision", self._judged)
        self.row("&Reason", self._reason)
        self._reason.setFocus()

    def what_is_wrong(self) -> str | None:
        """Override FormDialog.what_is_wrong."""
        return None if self._reason.toPlainText().strip() else "A decision needs its reason: write one, or cancel."

    def result_annotation(self) -> Note:
        """The decision as edited, with the identity it came with."""
        others = tuple(tag for tag in self._note.tags if tag not in list(Judged))
        tags = (*others, str(self._judged.currentData()))
        return replace(self._note, text=self._reason.toPlainText().strip(), tags=tags)


def _finding(note: Note) -> str:
    """The title of the finding that a note decides about."""
    keys = (tag.removeprefix(TAG).partition(":")[0] for tag in note.tags if tag.startswith(TAG))
    return next((finding_rules()[key].title.lower() for key in keys if key in finding_rules()), "a finding")
