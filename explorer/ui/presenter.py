"""The facilitator's own window: what to say now, what is left of the time, what is played, what the group decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from explorer.domain.annotation import Subject
from explorer.domain.annotations import Annotation
from explorer.domain.correction import WORKSPACE_SUBJECT
from explorer.domain.workshop import Slide
from explorer.graph.identity import family
from explorer.knowledge.incidents import incidents
from explorer.pipeline.slide_state import is_covered, reveal_of
from explorer.ui.ballots import Ballots
from explorer.ui.flow_layout import flowing
from explorer.ui.folding import FOLD, Folding
from explorer.ui.kept_room import keep_room
from explorer.ui.more_cue import MoreCue
from explorer.ui.played_card import card_text
from explorer.ui.session import Session
from explorer.ui.stage_question import SHOW
from explorer.ui.story_clock import StoryClock
from explorer.ui.views.parts import column_of, push, scrolled, told

MOST_VOTED_ON = 2
"""Selected components up to which a vote is about the last; a drawing may select hundreds, which is no question."""

A_MOMENT = 1_000
"""Milliseconds after an answer was shown in which a key does not go on: it was pressed twice for the answer."""
ASKS_TO_END = "End the presentation? Press Esc once more. All that was decided is kept."
LEAST_WORDS = 40  # Pixels of the note that are left where the buttons need the room.
ONE_SCREEN = "There is only one screen: connect the projector first"


class Presenter(QWidget):
    """Stays beside the stage; the main window shows the slide that is on."""

    slide_shown = Signal(object)
    """The `Slide` that should be on the stage now."""
    uncovered = Signal(object)
    """How many steps of depth should be shown on the stage; None for all."""
    covered = Signal(object)
    """The `Slide` whose answer should be covered on the stage; None where it should be seen."""
    begun = Signal()
    """A presentation begins; the stage is still what it was."""
    told = Signal(object, int)
    """The `Slide` of what is played, and how many of its events are told."""
    stage_wanted = Signal(bool)
    """Whether the stage should fill a screen, another one than this where there is one."""
    labels_wanted = Signal(bool)
    """Whether the stage should have large text."""
    hiding_wanted = Signal(bool)
    """Whether names should be hidden."""
    decisions_wanted = Signal()
    """All that was decided and voted should be listed."""
    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle("Facilitator")
        self.setMinimumSize(360, 480)
        self.resize(440, 760)
        self._session = session
        self._slides: Sequence[Slide] = ()
        self._place, self._inject = 0, 0
        self._rows: int | None = None
        self._answered: set[str] = set()
        self._before: Sequence[Annotation] = ()
        self._clock, self._since_answer, self._tick = StoryClock(), QElapsedTimer(), QTimer(self, interval=500)
        self._tick.timeout.connect(self._tell_time)
        self._where, self._title, self._time = QLabel(), told("", "headline"), QLabel(objectName="muted")
        self._note, self._card, self._hint = told(), told(), told("", "wrong")
        self._hint.hide()
        self._card.setFrameShape(QFrame.Shape.StyledPanel)
        self._card.setMargin(8)
        self.group = QLineEdit(placeholderText="the group, as owner of what it decides")
        self.group.setAccessibleName("Name of the group")
        self.group.textChanged.connect(self._on_group)
        self.ballots = Ballots(session)
        self.ballots.risk_wanted.connect(lambda found: self._edit("new", found))
        self._said = self._words()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(6)
        column.addWidget(flowing(self._where, self._time))
        column.addWidget(self._title)
        column.addWidget(self._said, 1)
        MoreCue(self._said)
        uncovering, going, acts = self._uncovering(), self._going(), self._acts()
        # What comes and goes stands next to the note, which gives it room: no button below ever moves.
        latest = column_of(self.ballots.outcome, self._hint, margins=(0, 0, 0, 0))
        for part in (latest, uncovering, *acts, going):
            column.addWidget(part)
        seldom = (self._title, self._said, latest, *acts, self._again)
        self.folding = Folding(self, column, seldom, self._fold)
        session.selection_changed.connect(lambda _: self._ask_ballots())
        session.selection_changed.connect(lambda _: self._hint.hide())
        for key, step in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageUp, -1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda by=step: self.go(self._place + by))
        for each in (self, *self.findChildren(QWidget)):
            each.installEventFilter(self)

    def _words(self) -> QScrollArea:
        """What is said and played; it scrolls where it is long."""
        area = scrolled(self._note, self._card)
        area.setMinimumHeight(LEAST_WORDS)
        column = area.widget().layout()
        assert isinstance(column, QVBoxLayout), "what scrolls is a column"
        column.setContentsMargins(0, 0, 8, 0)
        area.verticalScrollBar().rangeChanged.connect(lambda *_: self._show_latest())
        return area

    def _acts(self) -> Sequence[QWidget]:
        """What the group decides and votes on, and how the stage looks; always in sight."""
        trust, risk = (
            push("Decide &trust…", "Record whom the group trusts, on what is selected"),
            push("Decide ris&k…", "Record what risk remains, on what is selected"),
        )
        trust.clicked.connect(lambda: self._decide("trust"))
        risk.clicked.connect(lambda: self._decide("risk"))
        decided = push("&Decisions…", "List what was decided and voted, to read it back to the group")
        decided.clicked.connect(self.decisions_wanted)
        stage, large, hide = QCheckBox("&Stage on its own screen"), QCheckBox("&Large text"), QCheckBox("&Hide names")
        stage.toggled.connect(self.stage_wanted)
        large.toggled.connect(self.labels_wanted)
        hide.toggled.connect(self.hiding_wanted)
        self._ticks = (stage, large, hide)
        group = QHBoxLayout()
        group.addWidget(QLabel("Group"))
        group.addWidget(self.group, 1)
        return (
            column_of(group, margins=(0, 0, 0, 0)),
            flowing(trust, risk, decided),
            self.ballots,
            flowing(*self._ticks),
        )

    def _uncovering(self) -> QWidget:
        """What shows more of the slide that is on."""
        self._show = push(SHOW, "Take away what lies over the stage (Space)")
        self._show.clicked.connect(self.show_answer)
        self._more = push("Next in&ject", "Tell the next event of what is played")
        self._more.clicked.connect(self._next_inject)
        self._uncover = push("", "Show what is one step farther away on the stage")
        self._uncover.clicked.connect(self._next_row)
        self._fold = push(FOLD, "Leave the stage the room, with a strip of buttons below it (F8)")
        self._further = flowing(self._uncover, self._more)
        return flowing(self._fold, self._show, self._further)

    def _going(self) -> QWidget:
        """What goes to another slide."""
        self._back, self._next = (
            push("◀ &Back", "The slide before (Left, or Page Up)"),
            push("&Next ▶", "The next slide (Right, or Page Down)"),
        )
        self._back.clicked.connect(lambda: self.go(self._place - 1))
        self._next.clicked.connect(lambda: self.go(self._place + 1))
        self._again = push("&Return to the slide", "Show the slide again, after looking around")
        self._again.clicked.connect(lambda: self.go(self._place))
        self._end = push("&End", "Leave the presentation; the window becomes what it was (Esc)")
        self._end.clicked.connect(self.close)
        return flowing(self._back, self._next, self._again, self._end)

    def present(self, slides: Sequence[Slide], place: int = 0) -> None:
        """Begin a story at one of its slides."""
        if not self.isVisible():
            self.begun.emit()
            self.ballots.begin(datetime.now(UTC).isoformat(timespec="seconds"))
        self._slides, self._answered = tuple(slides), set()
        self._before = self._session.annotations
        self._clock.begin(self._slides[place:])
        self._offer_screen(len(QGuiApplication.screens()))
        self.show()
        self.activateWindow()
        self._tick.start()
        self.go(place)

    def go(self, place: int) -> None:
        """Show a slide; beyond the ends, nothing happens."""
        if not 0 <= place < len(self._slides):
            return
        goes = any(each.hasFocus() for each in (self._show, self._more, self._uncover))  # Each may be hidden below.
        if place != self._place or not self._clock.has_slide:
            self._clock.begin_slide()
            self._inject = 0
        self._place = place
        self._hint.hide()
        slide = self._slides[place]
        self._where.setText(f"Slide {place + 1} of {len(self._slides)}")
        self.say_again()
        self._rows = reveal_of(slide)
        self._uncover.setVisible(self._rows is not None)
        self._tell_card(slide)
        self._said.verticalScrollBar().setValue(0)
        self._enable(self._back, place > 0)
        self._enable(self._next, place < len(self._slides) - 1)
        self.slide_shown.emit(slide)
        self.uncovered.emit(self._rows)
        self.told.emit(slide, self._inject)
        self._tell_cover(slide, goes)
        self._ask_ballots()
        self._tell_time()

    def say_again(self) -> None:
        """Write the words of the slide anew, with names or without, as they are shown now."""
        if self.slide is not None:
            self._title.setText(self.slide.title)
            self._note.setText(self.slide.note)
            self.ballots.say_again()

    def show_answer(self) -> None:
        """Take away what lies over the slide."""
        if self.slide is not None:
            self._answered.add(self.slide.id)
            self._since_answer.start()
            self._tell_cover(self.slide, self._show.hasFocus())

    def tell_more(self, is_more: bool) -> None:
        """Say whether the stage has steps of depth that are not shown yet."""
        self._enable(self._uncover, is_more)
        self._uncover.setText("Reveal ne&xt step" if is_more else "All steps are shown")

    @property
    def slide(self) -> Slide | None:
        """The slide that is on."""
        return self._slides[self._place] if self._slides else None

    def closeEvent(self, event: object) -> None:
        """Override QWidget.closeEvent: the stage becomes the window again."""
        self._tick.stop()
        self._session.owner = ""
        for tick, wanted in zip(self._ticks, (self.stage_wanted, self.labels_wanted, self.hiding_wanted), strict=True):
            tick.setChecked(False)
            wanted.emit(False)
        self.closed.emit()
        super().closeEvent(event)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: Enter presses the button that has the keyboard, Esc ends."""
        button = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(button, QAbstractButton):
            if not self._was_just_answered():
                button.animateClick()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter: what Space and the arrows do, wherever the keyboard is but in a line of text."""
        if not isinstance(event, QKeyEvent) or isinstance(watched, QLineEdit):
            return super().eventFilter(watched, event)
        is_press = event.type() == QEvent.Type.KeyPress
        if event.key() == Qt.Key.Key_Space and event.type() != QEvent.Type.ShortcutOverride:
            return self._on_space(watched, is_press)
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left) and is_press:
            self.go(self._place + (1 if event.key() == Qt.Key.Key_Right else -1))
            return True
        return super().eventFilter(watched, event)

    def _on_space(self, watched: QObject, is_press: bool) -> bool:
        """Show what is covered; never go on. True where the key has done its work."""
        if self._show.isVisible():
            if is_press:
                self.show_answer()
            return True
        return watched is self._next or self._was_just_answered()

    def leave(self) -> None:
        """End; once the group has decided or voted, ask first."""
        if not self.isVisible():
            return
        if self._session.annotations == self._before or (self._hint.isVisible() and self._hint.text() == ASKS_TO_END):
            self.close()
        else:
            self._tell_hint(ASKS_TO_END)

    def _was_just_answered(self) -> bool:
        return self._since_answer.isValid() and self._since_answer.elapsed() < A_MOMENT

    def _tell_hint(self, text: str) -> None:
        self._hint.setText(text)
        self._hint.show()
        if self.folding.is_folded:
            self.folding.turn()  # What is asked is to be read.

    def _offer_screen(self, screens: int) -> None:
        """Offer the stage a screen of its own where there is one."""
        tick = self._ticks[0]
        tick.setEnabled(screens > 1)
        tick.setToolTip("" if screens > 1 else ONE_SCREEN)
        tick.setAccessibleDescription(tick.toolTip())

    def _tell_cover(self, slide: Slide, goes: bool) -> None:
        """Cover the stage until the answer is asked for; the keyboard `goes` where the next step is."""
        covered = is_covered(slide) and slide.id not in self._answered
        self._show.setVisible(covered)
        self._further.setEnabled(not covered)  # What is behind the question is neither told nor revealed unseen.
        self.covered.emit(slide if covered else None)
        if covered:
            self._show.setFocus()
        elif goes:
            self._take_keyboard()

    def _ask_ballots(self) -> None:
        """Let the group vote on what is selected on the stage, otherwise on all of it."""
        if self.slide is None:
            return
        chosen = self._session.selection[-1:] if len(self._session.selection) <= MOST_VOTED_ON else ()
        component = self._session.snapshot.component(chosen[0]) if chosen else None
        subject = Subject(family(component.id)) if component else WORKSPACE_SUBJECT
        self.ballots.ask(subject, self.slide.title, self.group.text().strip(), component.name if component else "")

    def _on_group(self) -> None:
        """Whatever is decided on the stage is decided by this group from now on."""
        self._session.owner = self.group.text().strip()
        self._ask_ballots()

    def _next_row(self) -> None:
        if self._rows is not None:
            self._rows += 1
            self.uncovered.emit(self._rows)

    def _tell_time(self) -> None:
        if self.slide is not None:
            self._time.setText(self._clock.words(self.slide))

    def _tell_card(self, slide: Slide) -> None:
        text = card_text(slide.card, self._inject)
        self._card.setText(text)
        self._card.setVisible(bool(text))
        incident = incidents().get(slide.card)
        self._more.setVisible(incident is not None)
        keep_room(self._show, incident is not None or self._rows is not None)  # What stands beside it is clicked next.
        self._enable(self._more, incident is not None and self._inject < len(incident.events))

    def _next_inject(self) -> None:
        if self.slide is not None:
            self._inject += 1
            self._tell_card(self.slide)
            self._show_latest()
            self.told.emit(self.slide, self._inject)

    def _show_latest(self) -> None:
        """Scroll to the event that was told last, which is the end of the card; its height is known only later."""
        if self._inject:
            self._said.ensureVisible(0, self._card.geometry().bottom(), 0, 8)

    def _decide(self, what: str) -> None:
        if self._session.selection:
            self._hint.hide()
            self._edit(what, self._session.selection[-1])
        else:
            self._tell_hint("Select what the decision is about first: click it on the stage.")

    def _enable(self, button: QWidget, wanted: bool) -> None:
        """Enable a button or not; one that had the keyboard hands it to what comes next, for Qt would go back."""
        had = button.hasFocus()
        button.setEnabled(wanted)
        if had and not wanted:
            self._take_keyboard()

    def _take_keyboard(self) -> None:
        """Let the keyboard stand on what moves the story on."""
        steps = (self._more, self._uncover, self._next, self._end)
        next((each for each in steps if each.isVisible() and each.isEnabled()), self._next).setFocus()

    def _edit(self, what: str, about: object) -> None:
        """Open a form; afterwards the keyboard is where the next vote is typed."""
        self.ballots.setFocus()
        self._session.edit_requested.emit(what, about)


def other_screen(window: QWidget) -> int:
    """The number of a screen that this window is not on; its own where there is only one."""
    screens = QGuiApplication.screens()
    here = screens.index(window.screen()) if window.screen() in screens else 0
    return next((place for place in range(len(screens)) if place != here), here)
