"""What could not be read, and what looks wrong: one sentence each, with advice."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from explorer.domain.claim import Problem
from explorer.domain.evidence import Evidence
from explorer.pipeline import sentences
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.base import View


class Findings(View):
    """A table of problems; it is its own table twin."""

    name = "findings"
    tab = "Findings"
    group = "Stress"
    question = "What could not be read, and what looks wrong?"
    help_text = (
        "Each line is something that a reader met: a file that is broken, a reference to nothing, a secret in a "
        "configuration, a bound that was reached. Everything else was read. Enter opens the file at the line. These are "
        "facts about the scan, not a vulnerability assessment; vulnerabilities are not assessed."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._table = Table(_COLUMNS, "Findings")
        self._table.activated.connect(lambda index: self._open(self._table.row_at(index)))
        self._empty = QLabel("Nothing here: every file that a reader knows was read.", objectName="muted")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        column.addWidget(self._empty)
        column.addWidget(self._table, 1)
        self.set_pages(body, None)

    def table(self) -> Table:
        """Override View.table."""
        return self._table

    def headline(self) -> str:
        """Override View.headline."""
        return sentences.findings_sentence(self.session.snapshot)

    def refresh(self) -> None:
        """Override View.refresh."""
        problems = self.session.snapshot.problems
        self._table.set_rows(problems)
        self._empty.setVisible(not problems)

    def _open(self, problem: Problem) -> None:
        found = Evidence(problem.source, problem.location, problem.line, "", problem.message)
        self.session.edit_requested.emit("source", found)


_COLUMNS = (
    Column("What happened", lambda row: row.message, width=-1),
    Column("What to do", lambda row: row.advice, width=-1),
    Column("File", lambda row: row.location, width=220),
    Column("Line", lambda row: str(row.line or ""), lambda row: row.line or 0, numeric=True, width=56),
    Column("Reader", lambda row: row.source, width=110),
)
