"""For each control that stops an attack: on how few relations it would have to stand, worked out when it is looked at."""

from __future__ import annotations

from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import AttackType, Moment
from explorer.pipeline.answers import Answers
from explorer.pipeline.controls_table import cuts_table
from explorer.pipeline.table import Table as AnswerTable
from explorer.progress import Progress
from explorer.ui.models.table import Table
from explorer.ui.session import Session
from explorer.ui.views.answer_table import answer_columns
from explorer.ui.views.parts import column_of, told

LANE = "what-if-cuts"
_NOTHING = "Nothing upstream is a place where this attack could begin."

Question = tuple[Snapshot, Answers, AttackType, int, Moment]
"""Graph, judgement, attack, where it begins and when."""


class FewestCuts:
    """The page: a headline, the table, and on what it rests."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._question: Question | None = None
        self._is_asked = False
        self._said, self._note = told(_NOTHING), told("", "muted")
        self.table = Table((), "Fewest relations on which each control would cut every way")
        self.page = column_of(self._said, self.table, self._note, margins=(16, 4, 16, 8))

    def set_question(self, question: Question | None) -> None:
        """Take another question; what stood there is no answer any more."""
        self._question, self._is_asked = question, False
        self._session.jobs.cancel(LANE)
        self._said.setText(_NOTHING if question is None else "Being worked out.")
        self._note.setText("")
        self.table.set_rows(())
        if self.page.isVisible():
            self.look()

    def look(self) -> None:
        """Work the answer out, where that was not done yet."""
        if self._is_asked or self._question is None:
            return
        self._is_asked = True
        snapshot, answers, attack, entry, moment = self._question

        def made(progress: Progress) -> AnswerTable:
            progress.step("Looking for the fewest relations to cut")
            return cuts_table(snapshot, answers, attack, [entry], moment)

        self._session.jobs.start(LANE, made, self._show, self._session.tell_failure)

    def _show(self, answer: AnswerTable) -> None:
        self._said.setText(answer.headline)
        self._note.setText(answer.note)
        self.table.set_columns(answer_columns(answer))
        self.table.show_whole_words(answer.rows)
