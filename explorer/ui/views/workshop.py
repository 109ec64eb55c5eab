"""The storyboard: live slides in their order, to present, to change, to take home."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QSplitter, QWidget

from explorer.analysis.risk_scale import RiskScale
from explorer.domain.annotations import Annotation
from explorer.domain.workshop import Slide
from explorer.exports.report import Document
from explorer.pipeline.answers import Answers
from explorer.pipeline.handout import card_words, handout
from explorer.pipeline.judgement_settings import kept_scale
from explorer.pipeline.masking import mask_of
from explorer.pipeline.sentences import counted
from explorer.pipeline.stories import stories_in, total_minutes
from explorer.pipeline.view_places import place_of
from explorer.pipeline.workshop_outcome import DECISION_COLUMNS, decisions
from explorer.progress import Progress
from explorer.ui.dialogs.files import ask_save
from explorer.ui.looking import look_at_state, look_of
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session, author
from explorer.ui.text import covered
from explorer.ui.views.base import View
from explorer.ui.views.document_view import DOCUMENTS
from explorer.ui.views.parts import choice, column_of, push, row_of, told

USUAL_STORY = "Our story"

LINES_READ_BACK = 12
"""Lines of a decision in its list: it is read aloud, and what the group wrote itself stands last."""


class Workshop(View):
    """A table of slides with what can be done to them, and what was decided."""

    name = "workshop"
    tab = "Workshop"
    group = "Share"
    question = "How do we walk twelve people through this in an hour?"
    help_text = (
        "A slide is no picture: it is a view with its scope, selection and filter, what to say, and how long. Go to any view, "
        "come back and press Add slide; the view that you were in becomes the slide. Present opens the facilitator's window: "
        "notes, timer, what is played with its events one by one, decisions with the group's name, and votes by two digits that "
        "nobody sees; Reveal shows the whole table how many said what, and the median. A slide may be covered (Edit…): then "
        "the stage shows its question and no figure until Show the answer, or Space, takes the cover away. Between slides look "
        "around freely; Return brings the slide back. End, or Esc in the facilitator's window, makes the window what it was. "
        "Hide names replaces systems, parties and owners by neutral words on the screen and, if ticked here, in the handout. "
        "Everything that is decided stands below, in the register and in the ledger."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._slides: list[Slide] = []
        self._before: tuple[str, str, int | None] = ("summary", "Summary", None)
        self._story = choice("Story", "Which story to show")
        self._story.activated.connect(lambda _: self.refresh())
        present = push("&Present", "Open the facilitator's window at the chosen slide")
        present.clicked.connect(self.present)
        self._table = Table(_COLUMNS, "Slides")
        self._table.activated.connect(lambda index: self._look(self._table.row_at(index)))
        self._add = push("&Add slide…", "Make a slide of the view that you were in before this one")
        edit, up, down = (
            push("Ed&it…", "Change what is said, how long, what is played"), push("▲ U&p", "Earlier"),
            push("▼ Do&wn", "Later"),
        )  # fmt: skip
        remove = push("Remo&ve", "Remove the slide; it can be undone")
        self._add.clicked.connect(self._add_slide)
        edit.clicked.connect(self._edit)
        up.clicked.connect(lambda: self._move(-1))
        down.clicked.connect(lambda: self._move(1))
        remove.clicked.connect(self._remove)
        self._hide = QCheckBox("without &names")
        self._hide.setAccessibleName("Handout without names of systems, parties and owners")
        paper = push("&Handout…", "Write the slides with their answers, the decisions and the votes as HTML or PDF")
        paper.clicked.connect(self._ask_handout)
        hint = told("Enter shows the chosen slide in the window. Add slide takes the view that you came from.", "muted")
        title, self._said = told("What we decided", "section"), told("", "muted")
        self._decided = Table(_DECISIONS, "What was decided")
        body = QSplitter(Qt.Orientation.Vertical)
        body.addWidget(column_of(
            row_of("Story", self._story, present), self._table, row_of(self._add, edit, up, down, remove), hint,
        ))  # fmt: skip
        body.addWidget(column_of(title, self._said, self._decided, row_of(paper, self._hide), margins=(16, 8, 16, 16)))
        body.setSizes([300, 300])
        body.setChildrenCollapsible(False)
        self.set_pages(body, None)

    def table(self) -> Table:
        """Override View.table."""
        return self._table

    def headline(self) -> str:
        """Override View.headline."""
        if not self._slides:
            return "No story yet: go to a view that is worth showing, come back, and press Add slide."
        slides, minutes = counted(len(self._slides), "slide"), total_minutes(self._slides)
        return f"“{self._slides[0].story}”: {slides}, {minutes:,} minutes."

    def refresh(self) -> None:
        """Override View.refresh."""
        stories = stories_in(self.session.annotations)
        wanted = self._story.currentData()
        self._story.clear()
        for story in stories:
            self._story.addItem(story, story)
        if not stories:
            self._story.addItem(USUAL_STORY, USUAL_STORY)
        self._story.setCurrentIndex(max(self._story.findData(wanted), 0))
        self._slides = stories.get(self._story.currentData(), [])
        self._table.show_whole_words(self._slides)
        found = decisions(self.session.snapshot, self.session.annotations)
        self._said.setText(found.headline)
        self._decided.show_whole_words(found.rows, LINES_READ_BACK)
        self.tell_headline()

    def came_from(self, view: str, tab: str, rows: int | None) -> None:
        """Override View.came_from: a new slide is of that view."""
        self._before = (view, tab, rows)

    def present(self) -> None:
        """Begin at the chosen slide."""
        if self._slides:
            chosen = self._table.chosen()
            self.presented.emit(self._slides, self._slides.index(chosen[0]) if chosen else 0)

    def document(self, answers: Answers | None = None, scale: RiskScale | None = None) -> Document:
        """The handout of the story in front, by these answers and scale or by those of the window."""
        snapshot = self.session.snapshot
        scale = scale or kept_scale(self.session.workspace)
        made = handout(snapshot, answers or self.session.answers, self._story.currentData(), self._slides, scale)
        return mask_of(snapshot).document(made) if self._hide.isChecked() else made

    def _add_slide(self) -> None:
        view, tab, rows = self._before
        look = look_of(self.session, view, tab, rows)
        story = self._story.currentData() or USUAL_STORY
        place = f"{len(self._slides) + 1:03}"
        self.session.edit_requested.emit(
            "new", Slide(look.subject, story, place, tab, view, look.state, author=author())
        )

    def _edit(self) -> None:
        for slide in self._table.chosen()[:1]:
            self.session.edit_requested.emit("edit", slide)

    def _remove(self) -> None:
        for slide in self._table.chosen()[:1]:
            self.session.remove_annotation(slide.id)

    def _move(self, by: int) -> None:
        chosen = self._table.chosen()
        if not chosen:
            return
        place = self._slides.index(chosen[0])
        if 0 <= place + by < len(self._slides):
            order = list(self._slides)
            order.insert(place + by, order.pop(place))
            moved: list[Annotation] = [replace(slide, place=f"{number:03}") for number, slide in enumerate(order, 1)]
            self.session.save_annotations(moved)
            self._table.choose(lambda row: row.id == chosen[0].id)

    def _look(self, slide: Slide) -> None:
        look_at_state(self.session, slide.title, slide.view, slide.state)

    def _ask_handout(self) -> None:
        from explorer.ui.files import lasting_answers, write_document

        session = self.session
        snapshot, answers, workspace = session.snapshot, session.answers, session.workspace
        place, scale = workspace.path if workspace is not None else None, kept_scale(workspace)

        def write(path: Path) -> None:
            def written(progress: Progress) -> None:
                progress.step("Writing the handout")
                lasting = lasting_answers(snapshot, answers, place, progress)
                write_document(path, covered(self.document(lasting, scale)))

            done = f"Written: {path}"
            self.session.jobs.start(
                "export", written, lambda _: self.session.message.emit(done), self.session.tell_failure
            )

        ask_save(self, "Write the handout", "handout.html", DOCUMENTS, write)


_DECISIONS = tuple(
    Column(title.capitalize(), lambda row, place=place: row[place], width=-1 if place in (1, 2, 3) else 96)
    for place, title in enumerate(DECISION_COLUMNS)
)
_COLUMNS = (
    Column("No", lambda row: row.place.lstrip("0"), lambda row: row.place, width=40),
    Column("Title", lambda row: row.title, width=-1),
    Column("View", lambda row: place_of(row.view), width=150),
    Column("Minutes", lambda row: row.minutes, lambda row: row.seconds, numeric=True, width=72),
    Column("Played", lambda row: card_words(row.card).removeprefix("Play: "), width=-1, needs=560),
)
