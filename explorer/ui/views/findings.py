"""What looks wrong, how far does it reach, and what could not be read: each with its reason, evidence and remedy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFileDialog, QSplitter, QTabWidget, QWidget

from explorer.analysis.finding_reviews import (
    FindingReview,
    Judged,
    Reviews,
    key_of,
    review_note,
    review_of,
    reviews_of,
    subject_of,
)
from explorer.analysis.findings import Finding, Findings
from explorer.domain.annotation import Limit, ResidualRisk, Subject
from explorer.domain.claim import Problem
from explorer.domain.evidence import Evidence
from explorer.graph.identity import family
from explorer.knowledge.finding_rules import Severity
from explorer.pipeline.findings import SETTING, findings_for
from explorer.pipeline.findings_table import advisory_sentence, findings_sentence, place_of
from explorer.pipeline.sentences import name_of
from explorer.progress import Progress
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session, author
from explorer.ui.views.base import View
from explorer.ui.views.findings_filter import FindingsFilter
from explorer.ui.views.parts import column_of, foot_of, push, scrolled, told

LANE = "findings"

_SIGNS = {Severity.HIGH: "▲ high", Severity.MEDIUM: "■ medium", Severity.LOW: "● low", Severity.NOTE: "○ note"}


class FindingsView(View):
    """A table of findings with the chosen one explained, and a table of what could not be read."""

    name = "findings"
    tab = "Findings"
    group = "Stress"
    question = "What looks wrong, and how far does it reach?"
    help_text = (
        "Facts of this graph that a rule looks for: names that float, pickles, missing digests, names that could be taken for "
        "another, remote code that is allowed, licence terms that are gone, bases that do not fit. Each has a severity with "
        "its reason, evidence, the systems that rely on it and a remedy. A similar name accuses nobody. You can accept a finding or "
        "say that it is not so, with the reason: it leaves the open ones, is counted apart, and is kept over scans. Vulnerabilities and "
        "malicious releases are assessed only from an offline copy of an OSV database that you name; without one they are not "
        "assessed. The second tab holds what the scan could not read; everything else was read."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._said = "Being looked for."
        self._found: Findings | None = None
        self._reviews: Reviews = {}
        self._filter = FindingsFilter()
        self._filter.changed.connect(self._fill)
        self._table = Table(self._columns(), "Findings")
        self._table.activated.connect(lambda index: self._open(self._table.row_at(index)))
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self._problems = Table(_PROBLEM_COLUMNS, "What could not be read")
        self._problems.activated.connect(lambda index: self._open_problem(self._problems.row_at(index)))
        self._detail = told("", "")
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._advisories = told("", "muted")
        copy = push("Ad&visories…", "Name an offline copy of an OSV database; nothing is fetched")
        copy.clicked.connect(self._ask_copy)
        self._accept = push("A&ccept…", "It is so and may stay so: write the reason")
        self._accept.clicked.connect(lambda: self._decide(Judged.ACCEPTED))
        self._refute = push("&Not so…", "The rule is mistaken here: write the reason")
        self._refute.clicked.connect(lambda: self._decide(Judged.NOT_SO))
        self._raise = push("Write as &risk…", "Write the chosen finding into the register of residual risks")
        self._raise.clicked.connect(self._write_risk)
        decide = foot_of(told("Why, and what to do", "section"), self._accept, self._refute, self._raise)
        below = QSplitter(Qt.Orientation.Vertical)
        foot = foot_of(self._advisories, copy)
        below.addWidget(column_of(self._filter, self._table, foot, margins=(16, 8, 16, 8)))
        head = column_of(decide, margins=(16, 8, 16, 0))
        whole = column_of(head, scrolled(self._detail), margins=(0, 0, 0, 0))
        below.addWidget(whole)
        below.setSizes([380, 160])
        below.setChildrenCollapsible(False)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        for part in (self._tabs, self._tabs.tabBar()):
            part.setAccessibleName("Findings, and what could not be read")
        self._tabs.addTab(below, "Looks wrong")
        self._tabs.addTab(column_of(self._problems, margins=(16, 8, 16, 16)), "Could not be read")
        self.set_pages(self._tabs, None)

    def table(self) -> Table:
        """Override View.table."""
        return self._problems if self._tabs.currentIndex() else self._table

    def headline(self) -> str:
        """Override View.headline."""
        return self._said

    def show_part(self, part: str) -> None:
        """Override View.show_part: `unread` is the tab of what could not be read."""
        self._tabs.setCurrentIndex(1 if part == "unread" else 0)

    def refresh(self) -> None:
        """Override View.refresh."""
        snapshot, answers, path = self.session.snapshot, self.session.answers, self.session.setting(SETTING)

        def found(progress: Progress) -> Findings:
            progress.step("Looking for what looks wrong")
            return findings_for(snapshot, answers, path, progress)

        self.session.jobs.start(LANE, found, self._show, self.session.tell_failure)

    def use_copy(self, path: Path) -> None:
        """Assess vulnerabilities from this offline copy from now on."""
        if self.session.set_setting(SETTING, str(path)):
            self.refresh()

    def _show(self, found: Findings) -> None:
        self._found, self._reviews = found, reviews_of(self.session.annotations)
        self._said = findings_sentence(self.session.snapshot, found, self._reviews)
        self._filter.offer(found.findings)
        self._problems.set_rows(found.problems)
        self._tabs.setTabText(1, f"Could not be read ({len(found.problems):,})")
        self._advisories.setText(advisory_sentence(found, self.session.answers.today))
        self.tell_headline()
        self._fill()

    def _fill(self) -> None:
        """Show what the filter lets through; the tab says how many of how many."""
        known = self._found.findings if self._found is not None else ()
        shown = [each for each in known if self._filter.accepts(each, self._review(each), self._name(each))]
        self._table.show_whole_words(shown)
        part = f"{len(shown):,}" if len(shown) == len(known) else f"{len(shown):,} of {len(known):,}"
        self._tabs.setTabText(0, f"Looks wrong ({part})")
        self._on_selected()

    def _review(self, each: Finding) -> FindingReview | None:
        snapshot = self.session.snapshot
        return review_of(snapshot, each.sign, self._reviews) if each.sign.node < len(snapshot.components) else None

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Severity", lambda row: _SIGNS[row.severity], lambda row: row.severity.rank, width=92, colour=self._colour),
            Column("Finding", lambda row: row.rule.title, width=-1),
            Column("On", lambda row: self._name(row), width=-1),
            Column("What", lambda row: row.sign.says, width=-1, tooltip=lambda row: row.sign.says, needs=620),
            Column("Systems", lambda row: f"{len(row.systems)} of {len(self.session.answers.roots)}", lambda row: -len(row.systems),
                   numeric=True, width=76),
            Column("Rely on it", lambda row: f"{row.reach:,}", lambda row: -row.reach, numeric=True, width=80, needs=520,
                   explanation="Components that rely on it, at any distance"),
            Column("Decided", lambda row: review.judged.value if (review := self._review(row)) else "open", width=84, needs=700),
        )  # fmt: skip

    def _colour(self, row: Finding) -> QColor:
        theme = self.session.theme
        return QColor({Severity.HIGH: theme.bad, Severity.MEDIUM: theme.warning}.get(row.severity, theme.text))

    def _name(self, row: Finding) -> str:
        snapshot = self.session.snapshot
        return name_of(snapshot, row.sign.node) if row.sign.node < len(snapshot.components) else ""

    def _on_selected(self) -> None:
        rows = self._table.chosen()
        for button in (self._accept, self._refute, self._raise):
            button.setEnabled(bool(rows))
        if not rows:
            self._detail.setText(
                "Choose a finding to read its reason and remedy; Enter opens the file where it was seen."
            )
            return
        each: Finding = rows[-1]
        graph = self.session.snapshot.graph
        review = self._review(each)
        systems = ", ".join(name_of(self.session.snapshot, node) for node in each.systems) or "none in scope"
        self._detail.setText(
            f"{each.sign.says}\n\nWhy {each.severity.value}: {each.why}\nWhat to do: {each.rule.remedy}\n"
            f"Seen at: {place_of(each)}\nSystems: {systems}\nThe rule's source: {each.rule.source}"
            + (f"\nDecided: {review.words}" if review else "")
        )
        self.session.select([graph.id_of(each.sign.node)])

    def _open(self, each: Finding) -> None:
        for found in each.sign.evidence[:1]:
            self.session.edit_requested.emit("source", found)

    def _open_problem(self, problem: Problem) -> None:
        found = Evidence(problem.source, problem.location, problem.line, "", problem.message)
        self.session.edit_requested.emit("source", found)

    def _decide(self, judged: Judged) -> None:
        """Ask for the reason; the note holds the decision, and one decided before is written anew."""
        for each in self._table.chosen()[-1:]:
            before, subject = self._review(each), subject_of(self.session.snapshot, each.sign)
            reason, identity = (before.reason, before.id) if before else ("", "")
            note = review_note(subject, key_of(each.sign), judged, reason, author(), identity)
            self.session.edit_requested.emit("new", note)

    def _write_risk(self) -> None:
        for each in self._table.chosen()[-1:]:
            subject = Subject(family(self.session.snapshot.graph.id_of(each.sign.node)))
            reason = f"{each.sign.says}. {each.why} Remedy: {each.rule.remedy}"
            risk = ResidualRisk(subject, each.rule.title, Limit.UNDETECTED_COMPROMISE, rationale=reason, owner=author())
            self.session.edit_requested.emit("new", risk)

    def _ask_copy(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "An offline copy of an OSV database", "", "Archives (*.zip *.tar *.tar.gz *.tgz);;All files (*)"
        )
        if name:
            self.use_copy(Path(name))


_PROBLEM_COLUMNS = (
    Column("What happened", lambda row: row.message, width=-1, tooltip=lambda row: row.message),
    Column("What to do", lambda row: row.advice, width=-1, tooltip=lambda row: row.advice),
    Column("File", lambda row: row.location, width=180),
    Column("Line", lambda row: str(row.line or ""), lambda row: row.line or 0, numeric=True, width=56),
    Column("Reader", lambda row: row.source, width=110, needs=700),
)
