"""The main window as the stage of a workshop: panels away, large text, names hidden, a screen of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle

from explorer.domain.correction import SavedView
from explorer.domain.workshop import Slide
from explorer.pipeline.masking import mask_of
from explorer.pipeline.stories import Tally
from explorer.ui.looking import look_again, look_at_state, look_of
from explorer.ui.presenter import Presenter, other_screen
from explorer.ui.stage_outcome import StageOutcome
from explorer.ui.stage_places import (
    LARGE,
    STRIP,
    fits_beside,
    large_scale,
    one_below_the_other,
    over_the_right_end,
    side_by_side,
)
from explorer.ui.stage_question import StageQuestion
from explorer.ui.style_sheet import style_sheet
from explorer.ui.text import cover_names

if TYPE_CHECKING:
    from explorer.ui.main_window import MainWindow

LARGE_STATES = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen


@dataclass(frozen=True, eq=False)
class _Before:
    """How the window was before the presentation."""

    look: SavedView
    where: QRect
    shown: QRect
    """Where it was seen; for a maximized window not where it would be otherwise."""
    state: Qt.WindowState
    panels: QByteArray


class Stage(QObject):
    """Does to the window what the facilitator wants, and puts it back afterwards."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._scale = window.appearance.scale
        self._before: _Before | None = None
        self._steps_before: dict[str, int | None] = {}
        self._played: dict[str, str] = {}
        self._on_stage = self._hidden = self._is_large = False
        self._covered: Slide | None = None
        self.presenter = Presenter(window.session, window)
        self.question, self.outcome = StageQuestion(window), StageOutcome(window, window.session)
        self.presenter.begun.connect(self._begin)
        self.presenter.closed.connect(self._end)
        self.presenter.folding.turned.connect(self._stand)
        self.presenter.slide_shown.connect(self.show_slide)
        self.presenter.uncovered.connect(self._uncover)
        self.presenter.covered.connect(self._cover)
        self.presenter.told.connect(self._play)
        self.presenter.stage_wanted.connect(self._fill_screen)
        self.presenter.labels_wanted.connect(self._large)
        self.presenter.hiding_wanted.connect(self.hide_names)
        self.presenter.decisions_wanted.connect(window.editing.show_judgements)
        self.presenter.ballots.revealed.connect(self._tell_outcome)
        self.presenter.ballots.scale_wanted.connect(self._tell_scale)
        self.question.done.connect(self.presenter.show_answer)
        self.outcome.done.connect(self._put_outcome_away)
        self.outcome.left.connect(self._put_outcome_away)
        self.question.left.connect(self.presenter.leave)

    def show_slide(self, slide: Slide) -> None:
        """Look as the slide says; what was told of the slide before is past."""
        self.outcome.hide()
        self._window.status.say("")
        if slide.view in self._window.views:  # A newer program may know more views.
            look_at_state(self._window.session, slide.title, slide.view, slide.state)
        if self._window.panels.is_narrow():
            self._window.right.hide()  # Somebody opened it by F10 for the slide before.

    def _play(self, slide: Slide, events: int) -> None:
        if slide.view in self._window.views:
            self._played[slide.view] = slide.card
            self._window.views[slide.view].play(slide.card, events)

    def _uncover(self, steps: int | None) -> None:
        view = self._window.current_view()
        if steps is not None or view.uncovered() is not None:
            self._steps_before.setdefault(view.name, view.uncovered())
            view.uncover(steps)
        self.presenter.tell_more(view.uncovered() is not None)

    def _cover(self, slide: Slide | None) -> None:
        self._covered = slide
        if slide is None:
            self.question.hide()
        else:
            self.question.ask(slide)

    def _tell_outcome(self, tally: Tally, about: str) -> None:
        self._uncover_stage()
        self.outcome.show_tally(tally, about)

    def _tell_scale(self, question: str, about: str) -> None:
        self._uncover_stage()
        self.outcome.show_scale(question, about)

    def _uncover_stage(self) -> None:
        """Fold the facilitator's window where it would lie over what the whole table should see."""
        if not self._on_stage and not self._fits_beside():
            self.presenter.folding.fold(True)
            self._stand()

    def _put_outcome_away(self) -> None:
        self.outcome.hide()
        self._cover(self._covered)

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
        self.outcome.hide()
        self._cover(self._covered)
        self.presenter.say_again()

    def _large(self, wanted: bool) -> None:
        appearance = self._window.appearance
        if wanted:
            if not self._is_large:
                self._scale = appearance.scale
            self._hide_panels()  # With large text the stage needs their room.
            appearance.set_scale(large_scale(self._height(), self._scale))
            self.presenter.setStyleSheet(style_sheet(self._window.session.theme, self._scale))
        else:
            if self._is_large:
                appearance.set_scale(self._scale)
            self.presenter.setStyleSheet("")
        self._is_large = wanted
        if self._before is not None and not self._on_stage:
            self._make_room()

    def _begin(self) -> None:
        """Remember how the window is, and stand beside the facilitator's window until the stage has its own screen."""
        window, view = self._window, self._window.current_view()
        look = look_of(window.session, view.name, view.tab, view.uncovered())
        where = window.normalGeometry() if window.windowState() & LARGE_STATES else window.geometry()
        self._before = _Before(look, where, window.geometry(), window.windowState(), window.saveState())
        self._steps_before, self._played = {}, {}
        window.left.hide()  # Its counts and names are answers that later slides ask for.
        window.panels.stage(True)
        self._make_room()

    def _end(self) -> None:
        """Make the window what it was."""
        self._cover(None)
        self.outcome.hide()
        if self._before is None:
            return
        before, self._before = self._before, None
        self._window.panels.stage(False)
        self._window.statusBar().show()
        self._put_back(before)
        for name, steps in self._steps_before.items():
            self._window.views[name].uncover(steps)
        for name, card in self._played.items():
            self._window.views[name].play(card, None)
        look_again(self._window.session, before.look)
        self._window.activateWindow()

    def _put_back(self, before: _Before) -> None:
        window = self._window
        if window.windowState() & LARGE_STATES:
            window.setWindowState(Qt.WindowState.WindowNoState)
        window.setGeometry(before.where)
        window.setWindowState(before.state)
        window.restoreState(before.panels)

    def _make_room(self) -> None:
        """Fold the facilitator's window to a strip where its whole would leave the stage too narrow."""
        self.presenter.folding.fold(not self._fits_beside())
        self._stand()

    def _fits_beside(self) -> bool:
        width = self.presenter.folding.whole_size.width()
        return fits_beside(self._room(), width, self._window.appearance.scale)

    def _height(self) -> int:
        """Pixels of height that the stage has, beside the facilitator's window or above the strip that it becomes."""
        if self._on_stage:
            return self._window.screen().geometry().height()
        room, title_bar = self._room(), self._title_bar()
        if fits_beside(room, self.presenter.folding.whole_size.width(), LARGE):
            return room.height() - title_bar
        return room.height() - STRIP - 2 * title_bar

    def _title_bar(self) -> int:
        return self._window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)

    def _room(self) -> QRect:
        """The screen; where the window reaches over more than one, all that it takes."""
        window = self._window
        return window.screen().availableGeometry().united(self._before.shown if self._before else window.geometry())

    def _stand(self) -> None:
        """Put stage and facilitator's window where neither covers the other, as long as they share a screen."""
        if self._on_stage or self._before is None:
            return
        window, presenter, room = self._window, self.presenter, self._room()
        window.statusBar().setHidden(presenter.folding.is_folded)  # The stage needs its room.
        if presenter.folding.is_folded:
            strip = presenter.folding.strip_height(room.width())
            stage, beside = one_below_the_other(room, strip, self._title_bar())
        elif not self._fits_beside():
            stage, beside = window.geometry(), over_the_right_end(room, presenter.folding.whole_size)
        else:
            stage, beside = side_by_side(room, self._before.shown, presenter.folding.whole_size)
        if stage != window.geometry():
            window.right.hide()
            window.setWindowState(window.windowState() & ~LARGE_STATES)
            window.layout().activate()  # Without its panels, the window may be narrower.
            window.setGeometry(stage)
        presenter.setGeometry(beside)

    def _fill_screen(self, wanted: bool) -> None:
        window = self._window
        if wanted == self._on_stage:
            return
        self._on_stage = wanted
        if wanted:
            self.presenter.folding.fold(False)
            self._hide_panels()
            screen = QGuiApplication.screens()[other_screen(self.presenter)]
            window.windowHandle().setScreen(screen)
            window.setGeometry(screen.geometry())
            window.statusBar().show()
            window.showFullScreen()
            self.presenter.activateWindow()
        elif self._before is not None:
            self._put_back(self._before)
            self._window.left.hide()
            self._make_room()
        if self._is_large:
            self._large(True)  # Another screen may have room for larger text, or for less.

    def _hide_panels(self) -> None:
        self._window.left.hide()
        self._window.right.hide()
