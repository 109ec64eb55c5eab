"""The editor of a slide."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QSpinBox, QWidget

from explorer.domain.annotation import ATTACK_TITLES
from explorer.domain.workshop import Slide
from explorer.knowledge.incidents import incidents
from explorer.ui.dialogs.fields import FormDialog, choice, line, paragraph, stepped


class SlideDialog(FormDialog):
    """Title, what to say, how long, and what is played."""

    def __init__(self, slide: Slide, parent: QWidget | None = None) -> None:
        super().__init__("Slide", f"the view “{slide.view}” as it was kept, in “{slide.story}”", parent)
        self._slide = slide
        self._title = line("Title", slide.title)
        self._note = paragraph("What to say and ask", slide.note)
        self._note.setFixedHeight(140)
        self._minutes = stepped("Minutes", QSpinBox(minimum=0, maximum=240, suffix=" minutes"))
        self._minutes.setValue(slide.seconds // 60)
        cards = {each.value: f"{each.value} {title}" for each, title in ATTACK_TITLES.items()}
        cards |= {each.key: f"{each.key} {each.title}" for each in incidents().values()}
        self._card = choice("Card", cards, slide.card, "nothing is played")
        for title, field in (
            ("&Title", self._title),
            ("&Say", self._note),
            ("&Minutes", self._minutes),
            ("&Play", self._card),
        ):
            self.row(title, field)

    def what_is_wrong(self) -> str | None:
        """Override FormDialog.what_is_wrong."""
        return None if self._title.text().strip() else "Give it a title."

    def result_annotation(self) -> Slide:
        """The slide as edited, with the identity it came with."""
        return replace(
            self._slide, title=self._title.text().strip(), note=self._note.toPlainText().strip(),
            minutes=str(self._minutes.value()), card=str(self._card.currentData() or ""),
        )  # fmt: skip
