"""What risk remains? The register, its heat map, and what reaches each system."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from explorer.analysis.residual_risk import RiskReach, SystemRisk
from explorer.domain.annotation import LIMIT_TITLES, Subject
from explorer.domain.component import ComponentId
from explorer.pipeline import sentences
from explorer.pipeline.sentences import NOT_ASSESSED
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.base import View
from explorer.ui.views.figures import HeatMap


class ResidualRiskView(View):
    """Register, systems, heat map."""

    name = "risk"
    tab = "Residual risk"
    group = "Judge"
    question = "What risk remains, and which systems does it reach?"
    help_text = (
        "Residual risks are what analysts have written down: likelihood times impact (1 to 5 each, so 1 to 25) before and "
        "after controls. A risk reaches every system that relies on the component it stands on; a system's figure is the "
        "worst open risk that reaches it, and a shared component counts once. A risk without scores is not assessed: it "
        "stands first and is never taken for zero. The tints of the heat map are by score: up to 4, up to 12, above."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._register = Table(self._columns(), "Residual risk register")
        self._register.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self._register.activated.connect(lambda index: self._edit(self._register.row_at(index)))
        self._systems = Table(self._system_columns(), "Residual risk per system")
        self._heat = HeatMap(session)
        self._empty = QLabel(
            "No residual risk is recorded. Select a component and choose Risk…, or press the button below: what no control "
            "removes belongs here, so that it is not forgotten.", objectName="muted",
        )  # fmt: skip
        self._empty.setWordWrap(True)
        add = QPushButton("Add risk…")
        add.setAccessibleName("Add a residual risk on what is selected")
        add.clicked.connect(self._add)
        foot = QHBoxLayout()
        foot.addWidget(QLabel("Enter edits the chosen risk.", objectName="muted"))
        foot.addStretch(1)
        foot.addWidget(add)
        above = QWidget()
        row = QHBoxLayout(above)
        row.setContentsMargins(16, 8, 16, 0)
        row.setSpacing(16)
        for title, widget, stretch in (("After controls", self._heat, 0), ("Per system", self._systems, 1)):
            part = QVBoxLayout()
            part.setSpacing(4)
            part.addWidget(QLabel(title, objectName="section"))
            part.addWidget(widget, 1)
            row.addLayout(part, stretch)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        column.addWidget(QLabel("Register", objectName="section"))
        column.addWidget(self._empty)
        column.addWidget(self._register, 1)
        column.addLayout(foot)
        body = QSplitter(Qt.Orientation.Vertical)
        body.addWidget(above)
        body.addWidget(below)
        body.setSizes([280, 320])
        body.setChildrenCollapsible(False)
        self.set_pages(body, None)

    def table(self) -> Table:
        """Override View.table."""
        return self._register

    def headline(self) -> str:
        """Override View.headline."""
        return sentences.risk_sentence(self.session.answers)

    def refresh(self) -> None:
        """Override View.refresh."""
        register = self.session.answers.risk
        self._register.set_rows(register.risks)
        self._systems.set_rows(register.systems)
        self._heat.show_cells(register.heat_map(), register.unassessed)
        self._empty.setVisible(not register.risks)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Risk", lambda row: row.risk.title, width=-1, tooltip=lambda row: row.risk.rationale or row.risk.title),
            Column("On", self._where, width=-1),
            Column("Limit", lambda row: row.risk.limit.value, width=56,
                   tooltip=lambda row: LIMIT_TITLES[row.risk.limit], explanation="The limit of controls, L1 to L8"),
            Column("Before", lambda row: _score(row.risk.score_before), lambda row: row.risk.score_before, numeric=True, width=88),
            Column("After", lambda row: _score(row.risk.score_after), lambda row: row.risk.score_after, numeric=True, width=88),
            Column("Treatment", lambda row: row.risk.treatment.value, width=84),
            Column("Systems", lambda row: f"{len(row.systems)} of {len(self.session.answers.roots)}",
                   lambda row: len(row.systems), numeric=True, width=72),
        )  # fmt: skip

    def _system_columns(self) -> tuple[Column, ...]:
        return (
            Column("System", self._system_name, width=-1),
            Column("Worst", lambda row: _score(row.worst), lambda row: row.worst, numeric=True, width=96),
            Column("Assessed", lambda row: str(row.assessed), lambda row: row.assessed, numeric=True, width=72),
            Column("Not assessed", lambda row: str(row.unassessed), lambda row: row.unassessed, numeric=True, width=96),
        )

    def _where(self, row: RiskReach) -> str:
        component = self.session.snapshot.component(ComponentId(row.risk.subject))
        gone = "" if row.nodes else " (no longer found)"
        return (component.name if component else row.risk.subject) + gone

    def _system_name(self, row: SystemRisk) -> str:
        component = self.session.snapshot.component(row.system)
        return component.name if component else row.system

    def _on_selected(self) -> None:
        rows = self._register.chosen()
        if rows:
            self.session.select(self.session.snapshot.graph.id_of(node) for node in rows[-1].nodes)

    def _edit(self, row: RiskReach) -> None:
        self.session.edit_requested.emit("edit", row.risk)

    def _add(self) -> None:
        chosen = self.session.selection or tuple(self.session.snapshot.systems()[:1])
        if chosen:
            self.session.edit_requested.emit("risk", Subject(chosen[-1]))
        else:
            self.session.message.emit("Scan something first; a risk stands on a component.")


def _score(score: int | None) -> str:
    return NOT_ASSESSED if score is None else str(score)
