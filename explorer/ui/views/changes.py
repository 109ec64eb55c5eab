"""What changed since the last time, and did it make anything worse?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from explorer.domain.annotation import Limit, ResidualRisk, Subject
from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId
from explorer.domain.correction import ChangeReview, Verdict
from explorer.graph.corrections import corrected
from explorer.graph.identity import family_subject
from explorer.pipeline.change_lines import ChangeLine, change_lines, reviews
from explorer.pipeline.changes import Delta, Direction, change_sentence, changes_between
from explorer.pipeline.portfolio import corrections_in
from explorer.pipeline.sentences import NOT_ASSESSED, percent
from explorer.pipeline.trend import Trend, trend
from explorer.progress import Progress
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session, author
from explorer.ui.views.base import View
from explorer.ui.views.changes_drawing import ChangesDrawing, Compared
from explorer.ui.views.parts import choice, column_of, push, row_of, told

LANE, TREND_LANE = "changes", "trend"

_SIGNS = {
    Direction.WORSE: "▲ worse",
    Direction.BETTER: "▼ better",
    Direction.SAME: "= same",
    Direction.UNKNOWN: f"? {NOT_ASSESSED}",
}
_VERDICTS = {Verdict.ACCEPTED: "✓ accepted", Verdict.RAISED: "! raised"}


class ChangesView(View):
    """Two scans to compare, the figures before and after, every change with its review."""

    name = "changes"
    tab = "Changes"
    group = "Judge"
    question = "What changed, and did it make anything worse?"
    help_text = (
        "Every scan of a system is kept. Two of them are compared: by identity, then by name without version, then, for what "
        "is left, by the last part of the name, so that a moved namespace shows as renamed. Figures before and after are "
        "both judged by today's annotations, so that only what was scanned makes the difference. Worse and better are seen "
        "from risk; what is not assessed on one side has no direction. Accept takes a change off the list of what is open; "
        "Raise writes down that it needs a decision and opens a residual risk for it. The drawing holds both scans in one layout, so "
        "that nothing moves between Before and After: plus is what came, minus and struck through what went, the unequal sign what "
        "changed its version, owner, maker, evidence or facts. A bundle never holds two of these."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._reviews = reviews(())
        self._said = "Reading what was kept."
        self._system: ComponentId | None = None
        self._chosen: ComponentId | None = None
        """The system that was chosen here; None while nobody chose."""
        self._whose = choice("Compare scans of this system")
        self._whose.activated.connect(lambda _: self._look_at(self._whose.currentData()))
        self._before, self._after = choice("Compare from this scan"), choice("to this scan")
        for box in (self._before, self._after):
            box.activated.connect(lambda _: self._compare())
        self._steps = (
            push("◀", "Compare the pair of scans one earlier"),
            push("▶", "Compare the pair of scans one later"),
        )
        for button, by in zip(self._steps, (-1, 1), strict=True):
            button.clicked.connect(lambda _=False, by=by: self._step(by))
        self._history = Table(_HISTORY, "Figures scan by scan")
        self._deltas = Table(self._delta_columns(), "Figures before and after")
        self._lines = Table(self._line_columns(), "Every change")
        self._lines.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self._accept = push("&Accept", "Accept the chosen changes: they are reviewed and may stay")
        self._raise = push("&Raise…", "Raise the chosen change: it needs a decision, as a residual risk")
        self._accept.clicked.connect(lambda: self._review(Verdict.ACCEPTED))
        self._raise.clicked.connect(self._raise_chosen)
        self._hint = told(
            "Only one scan is kept. Scan the system again (F5) after an upgrade, a new model or a new owner; what "
            "changed then stands here.",
            "muted",
        )
        above = QSplitter(Qt.Orientation.Horizontal)
        above.addWidget(column_of(told("Risk before and after", "section"), self._deltas, margins=(16, 8, 8, 8)))
        self._history_title = told("Scan by scan", "section")
        above.addWidget(column_of(self._history_title, self._history, margins=(8, 8, 16, 8)))
        above.setSizes([600, 300])
        below = column_of(
            told("Every change", "section"), self._lines, row_of(self._accept, self._raise), margins=(16, 8, 16, 16)
        )
        listed = QSplitter(Qt.Orientation.Vertical)
        listed.addWidget(above)
        listed.addWidget(below)
        listed.setSizes([280, 320])
        listed.setChildrenCollapsible(False)
        self._drawing = ChangesDrawing(session)
        self._drawing.chosen.connect(self._choose_lines)
        body = QTabWidget()
        body.setDocumentMode(True)
        for part in (body, body.tabBar()):
            part.setAccessibleName("Figures with every change, and both scans in one drawing")
        body.addTab(listed, "Figures and every change")
        body.addTab(self._drawing, "Both scans drawn")
        self._tabs = body
        page = column_of(
            row_of("Of", self._whose, "from", self._before, "to", self._after, *self._steps),
            self._hint,
            margins=(16, 4, 16, 0),
        )
        whole = column_of(page, body, margins=(0, 0, 0, 0), growing=body)
        self.set_pages(whole, None)

    def table(self) -> Table:
        """Override View.table."""
        return self._lines

    def headline(self) -> str:
        """Override View.headline."""
        return self._said

    def show_part(self, part: str) -> None:
        """Override View.show_part: `drawn` is the tab with both scans in one drawing."""
        self._tabs.setCurrentIndex(1 if part == "drawn" else 0)

    def render_picture(self, path: Path) -> None:
        """Override View.render_picture: both scans in one drawing."""
        self.bring_up_to_date()
        self._drawing.render_to(path)

    def refresh(self) -> None:
        """Override View.refresh."""
        self._fill_systems()
        self._fill_scans()
        self._ask_trend()
        self._compare()

    def chosen_system(self) -> ComponentId | None:
        """The system looked at: that of the scope, else the one chosen here, else of those scanned again the latest."""
        systems, workspace = self.session.systems, self.session.workspace
        known = {each.id for each in systems}
        for each in (self.session.scope, self._chosen):
            if each is not None and each in known:
                return each
        if workspace is None or not systems:
            return None
        return max(systems, key=lambda each: (len(workspace.snapshots(each.id)) > 1, each.taken)).id

    def _look_at(self, system: ComponentId) -> None:
        self._chosen = system
        self.refresh()

    def _fill_systems(self) -> None:
        """All systems to choose from; the one of the scope alone, where one is chosen."""
        scope = self.session.scope
        self._whose.clear()
        for each in self.session.systems:
            if scope is None or each.id == scope:
                self._whose.addItem(each.name, each.id)
        self._whose.setCurrentIndex(max(self._whose.findData(self.chosen_system()), 0))

    def _fill_scans(self) -> None:
        system, workspace = self.chosen_system(), self.session.workspace
        entries = workspace.snapshots(system) if workspace is not None and system is not None else []
        known = [self._before.itemData(place) for place in range(self._before.count())]
        if system == self._system and known == [each.id for each in entries]:
            return
        self._system = system
        for box, place in ((self._before, len(entries) - 2), (self._after, len(entries) - 1)):
            box.clear()
            for number, each in enumerate(entries, 1):
                box.addItem(f"{number} · {each.taken[:16].replace('T', ' ')}", each.id)
            box.setCurrentIndex(max(place, 0))

    def _ask_trend(self) -> None:
        system, workspace = self._system, self.session.workspace
        if workspace is None or system is None:
            self._history.set_rows(())
            return
        path, annotations = workspace.path, self.session.annotations
        self.session.jobs.start(
            TREND_LANE,
            lambda progress: _followed(path, system, annotations, progress),
            self._show_trend,
            self.session.tell_failure,
        )

    def _show_trend(self, found: Trend) -> None:
        left = found.kept - len(found.moments)
        self._history_title.setText(f"Scan by scan{f' ({left:,} older are kept)' if left else ''}")
        self._history.set_rows(found.moments[::-1])

    def _step(self, by: int) -> None:
        """Compare the pair of scans that lies one earlier or later, as far apart as these."""
        for box in (self._before, self._after):
            box.setCurrentIndex(box.currentIndex() + by)
        self._compare()

    def _enable_steps(self) -> None:
        places = [box.currentIndex() for box in (self._before, self._after)]
        for button in self._steps:
            button.setVisible(self._before.count() > 2)
        self._steps[0].setEnabled(min(places) > 0)
        self._steps[1].setEnabled(0 <= max(places) < self._before.count() - 1)

    def _compare(self) -> None:
        self._enable_steps()
        before, after, workspace = self._before.currentData(), self._after.currentData(), self.session.workspace
        several = self._before.count() > 1
        self._hint.setVisible(not several)
        name = next((each.name for each in self.session.systems if each.id == self._system), "")
        if workspace is None or before is None or not several:
            self._show(None, f"Only one scan of {name} is kept." if name else "Nothing was scanned yet.")
            return
        path, annotations = workspace.path, self.session.annotations
        self.session.jobs.start(
            LANE,
            lambda progress: _compared(path, before, after, annotations, progress),
            lambda found: self._show(found, f"{name}: {change_sentence(found.changes)}"),
            self.session.tell_failure,
        )

    def _show(self, found: Compared | None, said: str) -> None:
        self._said = said
        self._deltas.show_whole_words(found.changes.deltas if found else ())
        self._lines.set_rows(change_lines(found.changes) if found else ())
        self._drawing.set_scans(found)
        self._reviews = reviews(self.session.annotations)
        self.tell_headline()
        self._enable()

    def _delta_columns(self) -> tuple[Column, ...]:
        return (
            Column("Figure", lambda row: row.figure, width=-1),
            Column("Before", lambda row: _number(row.before), lambda row: row.before, numeric=True, width=76),
            Column("After", lambda row: _number(row.after), lambda row: row.after, numeric=True, width=76),
            Column("Risk", lambda row: _SIGNS[row.direction], width=92, colour=self._colour),
        )

    def _line_columns(self) -> tuple[Column, ...]:
        return (
            Column("Change", lambda row: row.change, width=112),
            Column("Of", lambda row: row.of, width=80, needs=700),
            Column("On", lambda row: row.name, width=176, tooltip=lambda row: row.subject),
            Column("What", lambda row: row.what, width=96, needs=760),
            Column("Before", lambda row: row.old, width=96),
            Column("After", lambda row: row.new, width=-1),
            Column("Review", self._verdict, width=92),
        )

    def _verdict(self, line: ChangeLine) -> str:
        review = self._reviews.get((line.subject, line.key))
        return _VERDICTS[review.verdict] if review else "open"

    def _colour(self, row: Delta) -> QColor | None:
        theme = self.session.theme
        hues = {Direction.WORSE: theme.bad, Direction.BETTER: theme.good}
        return QColor(hues.get(row.direction, theme.text))

    def _on_selected(self) -> None:
        subjects = [ComponentId(each.subject) for each in self._lines.chosen()]
        self._drawing.choose(subjects)
        self._tell_session(subjects)
        self._enable()

    def _choose_lines(self, identities: tuple[ComponentId, ...]) -> None:
        """Choose in the list what was chosen in the drawing."""
        chosen = {Subject(each) for each in identities}
        with QSignalBlocker(self._lines.selectionModel()):
            self._lines.choose(lambda row: isinstance(row, ChangeLine) and row.subject in chosen)
        self._tell_session(identities)
        self._enable()

    def _tell_session(self, identities: Iterable[ComponentId]) -> None:
        """Select what there still is; what is gone only one of the two scans has."""
        graph = self.session.snapshot.graph
        self.session.select(each for each in identities if graph.find(each) is not None)

    def _enable(self) -> None:
        chosen = bool(self._lines.chosen())
        self._accept.setEnabled(chosen)
        self._raise.setEnabled(chosen)

    def _review(self, verdict: Verdict) -> None:
        known = reviews(self.session.annotations)
        words: list[Annotation] = []
        for line in self._lines.chosen():
            old = known.get((line.subject, line.key))
            review = ChangeReview(line.subject, line.key, verdict, "", author())
            words.append(
                review if old is None else ChangeReview(line.subject, line.key, verdict, old.note, author(), old.id)
            )
        self.session.save_annotations(words)

    def _raise_chosen(self) -> None:
        chosen = self._lines.chosen()
        self._review(Verdict.RAISED)
        for line in chosen[:1]:
            title = f"{line.change}: {line.new or line.old or line.subject}"
            risk = ResidualRisk(
                family_subject(line.subject), title, Limit.UNDETECTED_COMPROMISE, owner=self.session.owner or author()
            )
            self.session.edit_requested.emit("new", risk)


_HISTORY = (
    Column("Scanned", lambda row: row.taken[:16].replace("T", " "), lambda row: row.taken, width=-1),
    Column("Deepest", lambda row: str(row.deepest), lambda row: row.deepest, numeric=True, width=68),
    Column("Beyond", lambda row: percent(row.beyond) if row.beyond is not None else NOT_ASSESSED, lambda row: row.beyond,
           numeric=True, width=68, needs=240, explanation="Share of what is upstream that is unknown"),
    Column("Examined", lambda row: f"{row.examined} of {row.boundaries}", lambda row: row.examined, numeric=True, width=76, needs=300,
           explanation="Boundaries between parties that are examined"),
    Column("Worst", lambda row: NOT_ASSESSED if row.worst is None else str(row.worst), lambda row: row.worst, numeric=True, width=88,
           needs=380, explanation="The worst residual risk, of 25"),
    Column("Components", lambda row: f"{row.components:,}", lambda row: row.components, numeric=True, width=88, needs=480),
)  # fmt: skip


def _compared(path: Path, before: int, after: int, annotations: tuple[Annotation, ...], progress: Progress) -> Compared:
    from explorer.storage.workspace import Workspace

    with Workspace.open(path) as workspace:
        laid_over = corrections_in(annotations)
        one, other = (corrected(workspace.load_snapshot(each), laid_over) for each in (before, after))
    return Compared(one, other, changes_between(one, other, annotations, datetime.now(UTC).date(), progress))


def _followed(path: Path, system: ComponentId, annotations: tuple[Annotation, ...], progress: Progress) -> Trend:
    from explorer.storage.workspace import Workspace

    with Workspace.open(path) as workspace:
        return trend(workspace, system, annotations, datetime.now(UTC).date(), progress)


def _number(value: float | None) -> str:
    if value is None:
        return NOT_ASSESSED
    return f"{value:,.0f}" if value == int(value) else f"{value:.3f}"
