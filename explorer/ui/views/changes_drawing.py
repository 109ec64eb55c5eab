"""Two scans in one drawing whose layout stays: what came, what went and what changed, and how it is reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from explorer.domain.component import ComponentId
from explorer.graph.snapshot import Snapshot
from explorer.layout.change_signs import Sign
from explorer.layout.focus import Wishes
from explorer.layout.survey import Question
from explorer.pipeline.both_scans import BothScans, both_scans
from explorer.pipeline.changes import Changes
from explorer.pipeline.sentences import counted
from explorer.progress import Progress
from explorer.ui.canvas.composition import Composition, compose, opened
from explorer.ui.canvas.light import Moment
from explorer.ui.canvas.lineage_canvas import LineageCanvas
from explorer.ui.session import Session
from explorer.ui.views.honest_bar import bar_text
from explorer.ui.views.parts import row_of, told

LANE = "changes-drawing"

_MOMENTS = {Moment.BOTH: "&Both", Moment.BEFORE: "Be&fore", Moment.AFTER: "A&fter"}
_MOMENT_TIPS = {
    Moment.BOTH: "Show what came beside what went",
    Moment.BEFORE: "Show the earlier scan; what came since is faint, nothing moves",
    Moment.AFTER: "Show the later scan; what went is faint, nothing moves",
}


@dataclass(frozen=True, eq=False)
class Compared:
    """Two scans and what changed between them."""

    before: Snapshot
    after: Snapshot
    changes: Changes


@dataclass(frozen=True, eq=False)
class _Drawn:
    both: BothScans
    composition: Composition


class ChangesDrawing(QWidget):
    """The canvas, which moment it shows, and what its signs count; drawn when it is looked at."""

    chosen = Signal(object)
    """A tuple of identities that were chosen in the drawing."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._scans: Compared | None = None
        self._drawn: _Drawn | None = None
        self._is_asked = False
        self._expanded: frozenset[str] = frozenset()
        self.canvas = LineageCanvas(session.theme)
        self.canvas.setAccessibleName("Both scans in one drawing; the list of changes holds the same")
        self.canvas.selected.connect(self.chosen)
        self.canvas.expand_requested.connect(lambda identities: self._open(identities, True))
        self.canvas.collapse_requested.connect(lambda identities: self._open(identities, False))
        self._moments = QButtonGroup(self)
        self._only = QCheckBox("&Only what changed, and the ways to it")
        self._only.setToolTip("Leave out what is the same in both scans, unless a way to a change leads through it")
        self._only.setChecked(True)
        self._only.toggled.connect(lambda _: self._again())
        self._said = told("", "muted")
        self._said.setContentsMargins(16, 4, 16, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        above = QHBoxLayout()
        above.setContentsMargins(16, 8, 16, 0)
        above.addLayout(row_of("Show", *self._moment_buttons(), self._only))
        column.addLayout(above)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._said)

    def set_scans(self, scans: Compared | None) -> None:
        """Take two other scans; nothing is drawn of the old ones any more."""
        self._session.jobs.cancel(LANE)
        self._scans, self._drawn, self._is_asked, self._expanded = scans, None, False, frozenset()
        self.canvas.set_theme(self._session.theme)
        if self.isVisible():
            self._again()

    def choose(self, identities: Iterable[ComponentId]) -> None:
        """Light up what was chosen in the list."""
        if self._drawn is not None:
            self.canvas.set_selection(identities)

    def render_to(self, path: Path) -> None:
        """Write the drawing as PNG, SVG or PDF, drawn now where that was not done yet."""
        if self._drawn is None and self._scans is not None:
            self._is_asked = True
            self._show(self._drawing_of(self._scans)(Progress()))
        self.canvas.render_to(path)

    def showEvent(self, event: object) -> None:
        """Override QWidget.showEvent: the drawing is made when it is looked at."""
        super().showEvent(event)  # type: ignore[arg-type]
        if not self._is_asked:
            self._again()

    def _moment_buttons(self) -> list[QWidget]:
        buttons: list[QWidget] = []
        for moment, text in _MOMENTS.items():
            button = QRadioButton(text)
            button.setToolTip(_MOMENT_TIPS[moment])
            button.setAccessibleName(_MOMENT_TIPS[moment])
            button.setChecked(moment is Moment.BOTH)
            button.clicked.connect(lambda _, which=moment: self.canvas.set_moment(which))
            self._moments.addButton(button)
            buttons.append(button)
        return buttons

    def _again(self) -> None:
        """Draw in the background what is asked for now; the order stays where the question is the same."""
        if self._scans is None:
            return
        self._is_asked = True
        made = self._drawing_of(self._scans)
        self._session.jobs.start(LANE, made, self._show, self._session.tell_failure)

    def _drawing_of(self, scans: Compared) -> Callable[[Progress], _Drawn]:
        """How to draw them as things stand now, for a worker thread."""
        before, expanded, room, only = self._drawn, self._expanded, self.canvas.room(), self._only.isChecked()

        def made(progress: Progress) -> _Drawn:
            progress.step("Joining both scans")
            both = before.both if before else both_scans(scans.before, scans.after, scans.changes.difference)
            question = both.signs.question(both.snapshot.graph) if only else Question()
            kept = before.composition if before else None
            return _Drawn(
                both, compose(both.snapshot, question, Wishes(expanded), room, kept, progress, signs=both.signs)
            )

        return made

    def _show(self, drawn: _Drawn) -> None:
        before, self._drawn = self._drawn, drawn
        composition = drawn.composition
        same = before is not None and before.composition.question == composition.question
        self.canvas.set_scene(composition.scene, keep_view=same)
        self._said.setText(f"{_counts(drawn.both)} · {bar_text(composition.drawing.counts)}")

    def _open(self, identities: Iterable[ComponentId], wanted: bool) -> None:
        if self._drawn is None:
            return
        self._expanded = opened(self._drawn.composition, identities, self._expanded, wanted)
        self._again()


def _counts(both: BothScans) -> str:
    """What the signs count: components, and relations between those that stayed."""
    marks = {Sign.ADDED: "+", Sign.REMOVED: "−", Sign.CHANGED: "≠"}
    parts = [f"{marks[sign]} {both.count(sign):,} {sign.name.lower()}" for sign in marks if both.count(sign)]
    came, went = (int((both.signs.relations == sign).sum()) for sign in (Sign.ADDED, Sign.REMOVED))
    relations = f"{counted(came, 'relation')} came, {went:,} went" if came or went else ""
    return " · ".join([*parts, relations] if relations else parts) or "Nothing changed"
