"""Whom do we trust, and did anyone look? Every boundary between parties, with its state."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from explorer.analysis.trust import Boundary, BoundaryState
from explorer.domain.component import ComponentId
from explorer.pipeline import sentences
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.base import View

_ORDER = tuple(BoundaryState)
_SIGNS = {
    BoundaryState.EXAMINED: "✓ examined",
    BoundaryState.PROPOSED: "… proposed",
    BoundaryState.LAPSED: "⌛ lapsed",
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
        "known cross nothing: they are beyond sight, not trusted."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._table = Table(self._columns(), "Trust boundaries")
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self._table.doubleClicked.connect(lambda index: self._examine(self._table.row_at(index)))
        self._table.activated.connect(lambda index: self._examine(self._table.row_at(index)))
        self._add = QPushButton("Examine…")
        self._add.setAccessibleName("Record a trust delegation for the chosen boundary")
        self._add.clicked.connect(self._examine_chosen)
        self._empty = QLabel("Boundaries appear here once something with known makers is scanned.", objectName="muted")
        foot = QHBoxLayout()
        told = QLabel("Enter or Examine… records whom you trust, on what basis, until when.", objectName="muted")
        told.setWordWrap(True)
        foot.addWidget(told, 1)
        foot.addWidget(self._add)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        column.addWidget(self._empty)
        column.addWidget(self._table, 1)
        column.addLayout(foot)
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
            self.session.select([rows[-1].truster, rows[-1].trusted])

    def _examine_chosen(self) -> None:
        for row in self._table.chosen()[-1:]:
            self._examine(row)

    def _examine(self, row: Boundary) -> None:
        if row.annotations:
            known = {each.id: each for each in self.session.annotations}
            self.session.edit_requested.emit("edit", known[row.annotations[0]])
        else:
            self.session.edit_requested.emit("trust", (row.truster, row.trusted))
