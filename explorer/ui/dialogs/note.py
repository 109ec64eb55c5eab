"""The editor of a note."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from explorer.domain.annotation import Note, Subject
from explorer.ui.dialogs.fields import FormDialog, line, paragraph


class NoteDialog(FormDialog):
    """Text and tags."""

    def __init__(self, note: Note, parent: QWidget | None = None, looked_at: Subject | None = None) -> None:
        super().__init__("Note", note.subject, parent)
        self._note = note
        self._text = paragraph("Note", note.text)
        self._tags = line("Tags", ", ".join(note.tags), "separated by commas")
        self.row("&Note", self._text)
        self.row("&Tags", self._tags)
        self._holds_for = self.ask_versions(note.subject, looked_at)

    def what_is_wrong(self) -> str | None:
        """Override FormDialog.what_is_wrong."""
        return None if self._text.toPlainText().strip() else "Write something, or cancel."

    def result_annotation(self) -> Note:
        """The note as edited, with the identity it came with."""
        tags = tuple(word.strip() for word in self._tags.text().split(",") if word.strip())
        return replace(self._note, subject=self._holds_for.subject(), text=self._text.toPlainText().strip(), tags=tags)
