"""Residual risks that the graph suggests: accept one and it stands in the register, not assessed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from explorer.analysis.suggestions import Suggestion
from explorer.domain.annotation import LIMIT_TITLES
from explorer.domain.component import ComponentId
from explorer.pipeline.suggestions_table import suggestions_of
from explorer.progress import Progress
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session, author
from explorer.ui.views.parts import foot_of, told

LANE = "suggestions"


class SuggestedRisks(QWidget):
    """A table of suggestions and a button that accepts those that are chosen."""

    counted = Signal(int)
    """How many suggestions there are."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.table = Table(self._columns(), "Suggested residual risks")
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self.table.activated.connect(lambda _: self._accept())
        self._accept_button = QPushButton("&Accept")
        self._accept_button.setAccessibleName("Write the chosen suggestions into the register, not assessed")
        self._accept_button.setToolTip(self._accept_button.accessibleName())
        self._accept_button.clicked.connect(self._accept)
        hint = told("Nobody has judged these. Accepted, they stand in the register as open and not assessed.", "muted")
        foot = foot_of(hint, self._accept_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def refresh(self) -> None:
        """Ask the graph again, in the background."""
        snapshot, answers = self._session.snapshot, self._session.answers

        def found(progress: Progress) -> tuple[Suggestion, ...]:
            progress.step("Looking for risks worth writing down")
            return suggestions_of(snapshot, answers)

        self._session.jobs.start(LANE, found, self._show, self._session.tell_failure)

    def _show(self, rows: tuple[Suggestion, ...]) -> None:
        self.table.show_whole_words(rows)
        self._accept_button.setEnabled(bool(rows))
        self.counted.emit(len(rows))

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Risk", lambda row: row.title, width=-1),
            Column("On", lambda row: row.name, width=-1),
            Column("Limit", lambda row: row.limit.value, width=56, tooltip=lambda row: LIMIT_TITLES[row.limit]),
            Column("Why", lambda row: row.reason, width=-1, tooltip=lambda row: row.reason, needs=640),
            Column("Systems", lambda row: f"{len(row.systems)} of {len(self._session.answers.roots)}",
                   lambda row: len(row.systems), numeric=True, width=72),
        )  # fmt: skip

    def _on_selected(self) -> None:
        graph = self._session.snapshot.graph
        ids = [ComponentId(each.subject) for each in self.table.chosen()]
        self._session.select(each for each in ids if graph.find(each) is not None)

    def _accept(self) -> None:
        self._session.save_annotations([each.accepted(self._session.owner or author()) for each in self.table.chosen()])
