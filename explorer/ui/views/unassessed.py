"""What has nobody assessed? One row per kind of gap, and the components behind the chosen one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from explorer.domain.component import ComponentId
from explorer.pipeline.findings import SETTING, advisories_for
from explorer.pipeline.sentences import NOT_ASSESSED
from explorer.pipeline.table import Table as AnswerTable
from explorer.pipeline.unassessed import Gap, gaps
from explorer.pipeline.unassessed_table import NOTE, list_of_gap, unassessed_sentence
from explorer.progress import Progress
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.answer_table import answer_columns
from explorer.ui.views.base import View
from explorer.ui.views.parts import column_of, told

CHOOSE = "Choose a row to list the components behind it."


def _columns() -> tuple[Column, ...]:
    return (
        Column("Gap", lambda gap: gap.key, width=120),
        Column("Open", lambda gap: NOT_ASSESSED if gap.of == 0 else f"{gap.open:,}", lambda gap: gap.open, numeric=True, width=104),
        Column("Of", lambda gap: "" if gap.of is None else f"{gap.of:,}", lambda gap: gap.of or 0, numeric=True, width=72),
        Column("What is open", lambda gap: gap.what, width=-1, tooltip=lambda gap: gap.what),
        Column("What would settle it", lambda gap: gap.remedy, width=-1, tooltip=lambda gap: gap.remedy, needs=640),
    )  # fmt: skip


class Unassessed(View):
    """The gaps above; below them, what is behind the chosen one, each with where it was read."""

    name = "unassessed"
    tab = "Not assessed"
    group = "Judge"
    question = "What has nobody assessed?"
    help_text = NOTE

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._said = "Being worked out."
        self._table = Table(_columns(), self.question)
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._on_gap())
        self._listed = Table((), "The components behind the chosen gap")
        self._listed.selectionModel().selectionChanged.connect(lambda *_: self._on_listed())
        self._about = told(CHOOSE, "muted")
        body = QSplitter(Qt.Orientation.Vertical)
        body.addWidget(column_of(self._table, margins=(16, 8, 16, 8)))
        body.addWidget(column_of(self._about, self._listed, margins=(16, 8, 16, 16)))
        body.setSizes([420, 260])
        self.set_pages(body, None)

    def table(self) -> Table:
        """Override View.table."""
        return self._table

    def headline(self) -> str:
        """Override View.headline."""
        return self._said

    def refresh(self) -> None:
        """Override View.refresh."""
        snapshot, answers, path = self.session.snapshot, self.session.answers, self.session.setting(SETTING)

        def made(progress: Progress) -> tuple[tuple[Gap, ...], str]:
            progress.step("Looking for what nobody assessed")
            found = gaps(snapshot, answers, advisories_for(snapshot, path, progress))
            return found, unassessed_sentence(found)

        self.session.jobs.start("unassessed", made, self._show, self.session.tell_failure)

    def _show(self, made: tuple[tuple[Gap, ...], str]) -> None:
        found, self._said = made
        self._table.show_whole_words(found)
        self.tell_headline()
        self._table.choose(lambda gap: gap is found[0])
        self._on_gap()

    def _on_gap(self) -> None:
        chosen = self._table.chosen()
        if not chosen:
            return
        gap, snapshot, answers = chosen[-1], self.session.snapshot, self.session.answers
        self.session.jobs.start(
            "unassessed-list", lambda _: list_of_gap(snapshot, answers, gap), self._list, self.session.tell_failure
        )

    def _list(self, answer: AnswerTable) -> None:
        self._about.setText(f"{answer.headline} {answer.note}")
        self._listed.set_columns(answer_columns(answer))
        self._listed.show_whole_words(answer.rows)

    def _on_listed(self) -> None:
        for row in self._listed.chosen()[-1:]:
            self.session.select([ComponentId(str(row[-1]))])
