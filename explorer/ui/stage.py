"""The main window as the stage of a workshop: panels away, large text, names hidden, a screen of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from explorer.domain.workshop import Slide
from explorer.pipeline.masking import mask_of
from explorer.ui.looking import look_at_state
from explorer.ui.presenter import Presenter, other_screen
from explorer.ui.text import cover_names

if TYPE_CHECKING:
    from explorer.ui.main_window import MainWindow

LARGE = 1.5
"""Text size on the stage, relative to the system's, that is read from the end of a table."""


class Stage(QObject):
    """Does to the window what the facilitator wants, and puts it back afterwards."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._scale = window.appearance.scale
        self._docks = (True, True)
        self._on_stage = self._hidden = False
        self.presenter = Presenter(window.session, window)
        self.presenter.slide_shown.connect(self.show_slide)
        self.presenter.uncovered.connect(lambda rows: window.current_view().uncover(rows))
        self.presenter.told.connect(self._play)
        self.presenter.stage_wanted.connect(self._fill_screen)
        self.presenter.labels_wanted.connect(self._large)
        self.presenter.hiding_wanted.connect(self.hide_names)

    def show_slide(self, slide: Slide) -> None:
        """Look as the slide says."""
        if slide.view in self._window.views:  # A newer program may know more views.
            look_at_state(self._window.session, slide.title, slide.view, slide.state)

    def _play(self, slide: Slide, events: int) -> None:
        if slide.view in self._window.views:
            self._window.views[slide.view].play(slide.card, events)

    def hide_names(self, wanted: bool) -> None:
        """Hide the names of systems, parties and owners on the whole screen, or show them again."""
        if wanted == self._hidden:
            return
        self._hidden = wanted
        session = self._window.session
        cover_names(mask_of(session.snapshot) if wanted else None)
        session.message.emit(  # Also takes away the last message, which may name somebody.
            "Names of systems, companies and owners are hidden." if wanted else "Names are shown again."
        )
        session.show_again()

    def _large(self, wanted: bool) -> None:
        appearance = self._window.appearance
        if wanted:
            self._scale = appearance.scale
            appearance.set_scale(max(LARGE, appearance.scale))
        elif appearance.scale >= LARGE:
            appearance.set_scale(self._scale)

    def _fill_screen(self, wanted: bool) -> None:
        window = self._window
        if wanted == self._on_stage:
            return
        self._on_stage = wanted
        if wanted:
            self._docks = (not window.left.isHidden(), not window.right.isHidden())
            window.left.hide()
            window.right.hide()
            window.setGeometry(QGuiApplication.screens()[other_screen(self.presenter)].geometry())
            window.showFullScreen()
        else:
            window.showNormal()
            window.left.setVisible(self._docks[0])
            window.right.setVisible(self._docks[1])
