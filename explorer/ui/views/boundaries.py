"""Whom do we trust, and did anyone look? Every boundary between parties, with its state."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QSplitter, QWidget

from explorer.analysis.trust import Boundary, BoundaryState
from explorer.analysis.trust_coverage import TrustCoverage
from explorer.domain.component import ComponentId
from explorer.pipeline import sentences
from explorer.pipeline.coverage_table import coverage_of, coverage_sentence
from explorer.progress import Progress
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.base import View
from explorer.ui.views.parts import column_of, foot_of, told

LANE = "coverage"
MOST_NEXT = 10
"""Boundaries offered as worth examining next; the ledger holds all."""

EXPOSURE = (
    "Exposure = criticality of the systems that cross the boundary, added up (a system of which nobody said how critical it is "
    "counts as medium, 3) × components reached through it."
)

_ORDER = tuple(BoundaryState)
_SIGNS = {
    BoundaryState.EXAMINED: "✓ examined",
    BoundaryState.PROPOSED: "… proposed",
    BoundaryState.LAPSED: "○ lapsed",
    BoundaryState.REFUSED: "✗ refused",
    BoundaryState.UNEXAMINED: "? unexamined",
}


class Boundaries(View):
    """A table of boundaries; it is its own table twin."""

    name = "boundaries"
    tab = "Trust"
    group = "Judge"
    question = "Whom do we trust, and did anyone look?"
    help_text = (
        "A boundary is a place where reliance passes from one party to another: a system uses a component of a vendor, or a "
        "vendor's component relies on another vendor's. Direct: one of your systems crosses it itself; inherited: only "
        "what you rely on does. A boundary counts as examined when a trust delegation covers the trusted party, or every "
        "component by which it is crossed, has a basis, and its review date has not passed. Components whose party is not "
        "known cross nothing: they are beyond sight, not trusted. Below stand the open boundaries by exposure. "
        + EXPOSURE
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._table = Table(self._columns(), "Trust boundaries")
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self._table.activated.connect(lambda index: self._examine([self._table.row_at(index)]))
        self._next = Table(self._next_columns(), "Boundaries most worth examining next")
        self._next.activated.connect(lambda index: self._examine([self._next.row_at(index).boundary]))
        self._next.selectionModel().selectionChanged.connect(lambda *_: self._on_next())
        self._add = QPushButton("E&xamine…")
        self._add.setAccessibleName("Record a trust delegation for the chosen boundaries, all by one form")
        self._add.setToolTip(self._add.accessibleName())
        self._add.clicked.connect(self._examine_chosen)
        self._empty = told("Boundaries appear here once something with known makers is scanned.", "muted")
        self._coverage = told("", "muted")
        hint = told(
            "Enter or Examine… records whom you trust, on what basis, until when. Several chosen rows share one form.",
            "muted",
        )
        foot = foot_of(hint, self._add)
        ledger = column_of(
            self._coverage, self._empty, told("Ledger", "section"), self._table, foot, margins=(16, 8, 16, 8)
        )
        self._next_title = told("Most worth examining next", "section")
        body = QSplitter(Qt.Orientation.Vertical)
        body.addWidget(ledger)
        body.addWidget(column_of(self._next_title, told(EXPOSURE, "muted"), self._next, margins=(16, 8, 16, 16)))
        body.setSizes([400, 220])
        body.setChildrenCollapsible(False)
        self.set_pages(body, None)

    def table(self) -> Table:
        """Override View.table."""
        return self._table

    def headline(self) -> str:
        """Override View.headline."""
        return sentences.trust_sentence(self.session.answers)

    def refresh(self) -> None:
        """Override View.refresh."""
        found = self.session.answers.boundaries.boundaries
        self._table.set_rows(found)
        self._empty.setVisible(not found)
        self._add.setEnabled(bool(found))
        snapshot, answers = self.session.snapshot, self.session.answers

        def measured(progress: Progress) -> TrustCoverage:
            progress.step("Measuring how much trust is examined")
            return coverage_of(snapshot, answers)

        self.session.jobs.start(LANE, measured, self._show_coverage, self.session.tell_failure)

    def _show_coverage(self, found: TrustCoverage) -> None:
        self._coverage.setText(coverage_sentence(found))
        more = len(found.next) - MOST_NEXT
        self._next_title.setText(f"Most worth examining next{f' (of {len(found.next):,} open)' if more > 0 else ''}")
        self._next.set_rows(found.next[:MOST_NEXT])

    def _next_columns(self) -> tuple[Column, ...]:
        return (
            Column("Who trusts", lambda row: self._name(row.boundary.truster), width=-1),
            Column("Whom", lambda row: self._name(row.boundary.trusted), width=-1),
            Column("State", lambda row: _SIGNS[row.boundary.state], width=104, colour=lambda row: self._colour(row.boundary)),
            Column("Exposure", lambda row: f"{row.exposure:,.0f}", lambda row: row.exposure, numeric=True, width=80,
                   explanation=EXPOSURE, tooltip=lambda row: f"Criticality {row.criticality:g} × {row.behind:,} components behind it"),
            Column("Behind it", lambda row: f"{row.behind:,}", lambda row: row.behind, numeric=True, width=80,
                   explanation="Components that are reached through it"),
            Column("Systems", lambda row: f"{len(row.boundary.systems)}", lambda row: len(row.boundary.systems), numeric=True, width=72),
        )  # fmt: skip

    def _on_next(self) -> None:
        for row in self._next.chosen()[-1:]:
            self._table.choose(None)  # One boundary is looked at, and Examine… is about that one.
            self.session.select([row.boundary.truster, row.boundary.trusted])

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Who trusts", lambda row: self._name(row.truster), width=-1),
            Column("Whom", lambda row: self._name(row.trusted), width=-1),
            Column("State", lambda row: _SIGNS[row.state], lambda row: _ORDER.index(row.state), width=104, colour=self._colour),
            Column("Basis", lambda row: row.basis.value if row.basis else "", width=112, needs=760),
            Column("Reach", lambda row: "direct" if row.direct else "inherited", width=76, needs=600),
            Column("Depth", lambda row: str(row.depth), lambda row: row.depth, numeric=True, width=56),
            Column("Systems", lambda row: f"{len(row.systems)} of {len(self.session.answers.roots)}",
                   lambda row: len(row.systems), numeric=True, width=80),
            Column("Relations", lambda row: f"{len(row.relations):,}", lambda row: len(row.relations), numeric=True, width=76, needs=680,
                   tooltip=self._crossings),
        )  # fmt: skip

    def _colour(self, row: Boundary) -> QColor | None:
        theme = self.session.theme
        hues = {BoundaryState.EXAMINED: theme.good, BoundaryState.REFUSED: theme.bad, BoundaryState.LAPSED: theme.bad}
        return QColor(hues.get(row.state, theme.text))

    def _crossings(self, row: Boundary) -> str:
        relations = [self.session.snapshot.relations[number] for number in row.relations[:8]]
        more = f"\nand {len(row.relations) - 8} more" if len(row.relations) > 8 else ""
        return "\n".join(f"{each.source} {each.kind.value} {each.target}" for each in relations) + more

    def _name(self, identity: ComponentId) -> str:
        component = self.session.snapshot.component(identity)
        return component.name if component else identity

    def _on_selected(self) -> None:
        rows = self._table.chosen()
        if rows:
            self._next.choose(None)
            self.session.select([rows[-1].truster, rows[-1].trusted])

    def _examine_chosen(self) -> None:
        chosen = self._table.chosen() or [row.boundary for row in self._next.chosen()]
        if chosen:
            self._examine(chosen)

    def _examine(self, rows: list[Boundary]) -> None:
        known = {each.id: each for each in self.session.annotations}
        if len(rows) > 1:
            self.session.edit_requested.emit("trust in each", [(row.truster, row.trusted) for row in rows])
        elif rows[0].annotations:
            self.session.edit_requested.emit("edit", known[rows[0].annotations[0]])
        else:
            self.session.edit_requested.emit("trust", (rows[0].truster, rows[0].trusted))
