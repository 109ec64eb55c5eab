"""A title and a comment for a way of looking."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from explorer.domain.correction import SavedView
from explorer.ui.dialogs.fields import FormDialog, line, paragraph


class SavedViewDialog(FormDialog):
    """What to call it and why it is worth coming back to."""

    def __init__(self, saved: SavedView, parent: QWidget | None = None) -> None:
        super().__init__("Saved view", f"the view “{saved.view}” as it is now", parent)
        self._saved = saved
        self._title = line("Title", saved.title)
        self._comment = paragraph("Comment", saved.comment, "what to see here")
        self.row("&Title", self._title)
        self.row("&Comment", self._comment)

    def what_is_wrong(self) -> str | None:
        """Override FormDialog.what_is_wrong."""
        return None if self._title.text().strip() else "Give it a title, so that you find it again."

    def result_annotation(self) -> SavedView:
        """The saved view with its title."""
        title, comment = self._title.text().strip(), self._comment.toPlainText().strip()
        return replace(self._saved, title=title, comment=comment)
