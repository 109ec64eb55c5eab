"""The editor of a slide."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QSpinBox, QWidget

from explorer.domain.annotation import ATTACK_TITLES
from explorer.domain.workshop import Slide
from explorer.knowledge.incidents import incidents
from explorer.pipeline.slide_state import is_covered, question_of, with_cover
from explorer.ui.dialogs.fields import FormDialog, choice, line, paragraph, stepped


class SlideDialog(FormDialog):
    """Title, what to say, how long, what is played, and what is asked before the answer is shown."""

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
        self._covered = QCheckBox("until “Show the answer” is pressed")
        self._covered.setAccessibleName("Cover the view until “Show the answer” is pressed")
        self._covered.setChecked(is_covered(slide))
        self._question = paragraph("Question on the cover", question_of(slide), "what everybody guesses first")
        self._question.setEnabled(is_covered(slide))
        self._covered.toggled.connect(self._question.setEnabled)
        for title, field in (
            ("&Title", self._title),
            ("&Say", self._note),
            ("&Minutes", self._minutes),
            ("&Play", self._card),
            ("&Cover", self._covered),
            ("&Ask first", self._question),
        ):
            self.row(title, field)

    def what_is_wrong(self) -> str | None:
        """Override FormDialog.what_is_wrong."""
        return None if self._title.text().strip() else "Give it a title."

    def result_annotation(self) -> Slide:
        """The slide as edited, with the identity it came with."""
        edited = replace(
            self._slide, title=self._title.text().strip(), note=self._note.toPlainText().strip(),
            minutes=str(self._minutes.value()), card=str(self._card.currentData() or ""),
        )  # fmt: skip
        return with_cover(edited, self._covered.isChecked(), self._question.toPlainText().strip())
