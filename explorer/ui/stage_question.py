"""The question that lies over a slide until everybody has guessed."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow

from explorer.domain.workshop import Slide
from explorer.pipeline.slide_state import question_of
from explorer.ui.stage_sheet import StageSheet

SHOW = "Show the &answer"


class StageQuestion(StageSheet):
    """The title of a slide and what is asked, large; its answer comes by Space, Enter or the button."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window, SHOW, "Show the answer that lies behind")
        self._foot.setText("Space or Enter shows it, too.")

    def ask(self, slide: Slide) -> None:
        """Lie over this slide."""
        self._small.setText("First guess, then look.")
        self._title.setText(slide.title)
        self._words.setText(question_of(slide))
        self.setAccessibleName(slide.title)
        self.put_over()
