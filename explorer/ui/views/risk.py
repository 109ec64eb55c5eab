"""What risk remains? The register, its heat map, and what reaches each system."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from explorer.analysis.residual_risk import RiskReach
from explorer.analysis.risk_rollup import RULE_TEXTS, RolledUp, Rule, roll_up
from explorer.domain.annotation import LIMIT_TITLES, Subject
from explorer.exports.report import Section
from explorer.pipeline import sentences
from explorer.pipeline.judgement_settings import kept_scale
from explorer.pipeline.register_page import register_sections
from explorer.pipeline.rollup_table import entries_text, name_of_row, open_text, value_text
from explorer.pipeline.sentences import NOT_ASSESSED
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.base import View
from explorer.ui.views.figures import HeatMap
from explorer.ui.views.parts import choice, column_of, foot_of, push, row_of, told
from explorer.ui.views.suggested_risks import SuggestedRisks


class ResidualRiskView(View):
    """Register, systems, heat map."""

    name = "risk"
    tab = "Residual risk"
    group = "Judge"
    question = "What risk remains, and which systems does it reach?"
    help_text = (
        "Residual risks are what analysts have written down: likelihood times impact (1 to 5 each, so 1 to 25) before and "
        "after controls. A risk reaches every system that relies on the component it stands on, and counts once in it, however "
        "many paths lead there. How several risks become one figure is yours to choose: the worst path, noisy-or (the chance "
        "that at least one happens, if they were independent), or their count. A risk without scores is not assessed: it "
        "stands first and is never taken for zero. Suggested: what the horizon, the concentration and the kinds of upstream "
        "components speak for; nobody has judged it until you accept it. The tints of the heat map are by score: up to 4, up to 12, above."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._register = Table(self._columns(), "Residual risk register")
        self._register.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self._register.activated.connect(lambda index: self._edit(self._register.row_at(index)))
        self._systems = Table(self._system_columns(), "Residual risk per system")
        self._systems.activated.connect(lambda index: self._look_at(self._systems.row_at(index)))
        self._systems.selectionModel().selectionChanged.connect(lambda *_: self._on_system())
        self._heat = HeatMap(session)
        self._suggested = SuggestedRisks(session)
        self._rule = choice("How risks add up", "How several risks become one figure")
        for rule in Rule:
            self._rule.addItem(rule.value, rule)
        self._rule.currentIndexChanged.connect(lambda _: self._roll_up())
        self._rule_text = told("", "muted")
        scale = push("Scale…", "Name the steps of likelihood and impact, and what chance each stands for")
        scale.clicked.connect(lambda: session.edit_requested.emit("scale", None))
        self._empty = told(
            "No residual risk is recorded. Select a component and choose Risk…, or press the button below: what no control "
            "removes belongs here, so that it is not forgotten.", "muted",
        )  # fmt: skip
        add = push("Add risk…", "Add a residual risk on what is selected")
        add.clicked.connect(self._add)
        foot = foot_of(told("Enter edits the chosen risk.", "muted"), add)
        rule_row = row_of("by", self._rule, scale)
        systems = column_of(
            told("Per system", "section"), rule_row, self._systems, self._rule_text, margins=(8, 0, 16, 0)
        )
        above = QSplitter(Qt.Orientation.Horizontal)
        above.addWidget(
            column_of(told("After controls", "section"), self._heat, margins=(16, 0, 8, 0), growing=self._heat)
        )
        above.addWidget(systems)
        above.setSizes([260, 420])
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName("Register and suggestions")
        self._tabs.tabBar().setAccessibleName("Register and suggestions")
        self._tabs.addTab(column_of(self._empty, self._register, foot, margins=(16, 8, 16, 16)), "Register")
        self._tabs.addTab(self._suggested, "Suggested")
        self._suggested.counted.connect(self._tell_suggested)
        body = QSplitter(Qt.Orientation.Vertical)
        body.addWidget(above)
        body.addWidget(self._tabs)
        body.setSizes([310, 290])
        body.setChildrenCollapsible(False)
        self.set_pages(body, None)

    def table(self) -> Table:
        """Override View.table."""
        return self._register

    def sections(self) -> tuple[Section, ...]:
        """Override View.sections: every risk with its reason and owner, and the roll-up by the chosen rule."""
        session = self.session
        return register_sections(session.snapshot, session.answers, self._chosen_rule(), kept_scale(session.workspace))

    def headline(self) -> str:
        """Override View.headline."""
        return sentences.risk_sentence(self.session.answers)

    def refresh(self) -> None:
        """Override View.refresh."""
        register = self.session.answers.risk
        self._register.show_whole_words(register.risks)
        self._roll_up()
        self._suggested.refresh()
        self._heat.show_cells(register.heat_map(), register.unassessed)
        self._empty.setVisible(not register.risks)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Risk", lambda row: row.risk.title, width=-1, tooltip=lambda row: row.risk.rationale or row.risk.title),
            Column("On", self._where, width=-1),
            Column("Limit", lambda row: row.risk.limit.value, width=56,
                   tooltip=lambda row: LIMIT_TITLES[row.risk.limit], explanation="The limit of controls, L1 to L8"),
            Column("Before", lambda row: _score(row.risk.score_before), lambda row: row.risk.score_before, numeric=True, width=104),
            Column("After", lambda row: _score(row.risk.score_after), lambda row: row.risk.score_after, numeric=True, width=104),
            Column("Treatment", lambda row: row.risk.treatment.value, width=84),
            Column("Systems", lambda row: f"{len(row.systems)} of {len(self.session.answers.roots)}",
                   lambda row: len(row.systems), numeric=True, width=72),
        )  # fmt: skip

    def _system_columns(self) -> tuple[Column, ...]:
        return (
            Column("System", lambda row: name_of_row(self.session.snapshot, row), width=-1),
            Column("Risk", lambda row: value_text(row.value, self._chosen_rule()), lambda row: row.value, numeric=True, width=96,
                   tooltip=lambda row: f"Made of: {entries_text(row)}"),
            Column("Assessed", lambda row: str(row.assessed), lambda row: row.assessed, numeric=True, width=72),
            Column("Not assessed", open_text, lambda row: row.unassessed, width=104),
            Column("Per limit", lambda row: ", ".join(f"{limit.value} {count}" for limit, count in row.by_limit), width=120, needs=620,
                   explanation="Open risks in each limit of controls, L1 to L8"),
        )  # fmt: skip

    def _roll_up(self) -> None:
        rule = self._chosen_rule()
        rows = roll_up(self.session.answers.risk, rule, kept_scale(self.session.workspace))
        self._systems.set_rows(rows)
        self._tell_made_of(rows[-1])

    def _tell_made_of(self, row: RolledUp) -> None:
        """Say by which rule a figure is made, and of which entries."""
        name = name_of_row(self.session.snapshot, row)
        self._rule_text.setText(f"{RULE_TEXTS[self._chosen_rule()]} In it for {name}: {entries_text(row)}.")

    def _on_system(self) -> None:
        for row in self._systems.chosen()[-1:]:
            self._tell_made_of(row)

    def _chosen_rule(self) -> Rule:
        return Rule(self._rule.currentData())  # Qt gives back a plain text.

    def _look_at(self, row: RolledUp) -> None:
        self.session.set_scope(row.system)

    def _tell_suggested(self, count: int) -> None:
        self._tabs.setTabText(1, f"Suggested ({count:,})")

    def _where(self, row: RiskReach) -> str:
        gone = "" if row.nodes else " (no longer found)"
        return sentences.subject_words(self.session.snapshot, row.risk.subject, row.nodes) + gone

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
