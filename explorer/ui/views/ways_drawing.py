"""All ways between two components in one drawing: what lies on any of them, ringed what lies on every one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from explorer.analysis.why import Why
from explorer.domain.component import ComponentId
from explorer.graph.snapshot import Snapshot
from explorer.layout.focus import Wishes
from explorer.layout.survey import Question
from explorer.pipeline.sentences import counted
from explorer.progress import Progress
from explorer.ui.canvas.composition import Composition, compose, opened
from explorer.ui.canvas.lineage_canvas import LineageCanvas
from explorer.ui.session import Session
from explorer.ui.views.parts import column_of, told

LANE = "why-drawing"

LEAST_HEIGHT = 120
"""Pixels of the drawing below the list of ways, which comes first in a low window."""


class WaysDrawing:
    """The page: the canvas, and a line that says what its rings mean; drawn when it is looked at."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._asked: tuple[Snapshot, Why] | None = None
        self._composition: Composition | None = None
        self._expanded: frozenset[str] = frozenset()
        self._is_drawn = False
        self.canvas = LineageCanvas(session.theme)
        self.canvas.setMinimumHeight(LEAST_HEIGHT)
        self.canvas.setAccessibleName("All ways in one drawing; the list of ways holds the same")
        self.canvas.selected.connect(session.select)
        self.canvas.relation_selected.connect(
            lambda number: session.look_at_relation(session.snapshot.relations[number])
        )
        self.canvas.expand_requested.connect(lambda identities: self._open(identities, True))
        self.canvas.collapse_requested.connect(lambda identities: self._open(identities, False))
        self._said = told("", "muted")
        self.page = column_of(self.canvas, self._said, margins=(0, 0, 0, 8), growing=self.canvas)
        self._said.setContentsMargins(16, 0, 16, 0)

    def set_answer(self, snapshot: Snapshot, answer: Why | None) -> None:
        """Take another answer; what stood there is none any more."""
        self._asked = (snapshot, answer) if answer is not None and answer.paths else None
        self._is_drawn, self._composition, self._expanded = False, None, frozenset()
        self.canvas.set_theme(self._session.theme)
        if self.page.isVisible():
            self.look()

    def look(self) -> None:
        """Draw, where that was not done yet."""
        if self._is_drawn or self._asked is None:
            return
        self._is_drawn = True
        snapshot, answer = self._asked
        wishes, room, before = self._wishes(snapshot, answer), self.canvas.room(), self._composition

        def made(progress: Progress) -> Composition:
            return compose(snapshot, _question(answer), wishes, room, before, progress)

        self._session.jobs.start(LANE, made, self._show, self._session.tell_failure)

    def render_to(self, path: Path) -> None:
        """Write the drawing as PNG, SVG or PDF, drawn now where that was not done yet."""
        if self._asked is not None and self._composition is None:
            snapshot, answer = self._asked
            self._is_drawn = True
            self._show(compose(snapshot, _question(answer), self._wishes(snapshot, answer), self.canvas.room()))
        self.canvas.render_to(path)

    def _show(self, composition: Composition) -> None:
        if self._asked is None or composition.snapshot is not self._asked[0]:
            return
        snapshot, answer = self._asked
        keep = self._composition is not None
        self._composition = composition
        self.canvas.set_scene(composition.scene, keep_view=keep)
        self.canvas.set_ringed(snapshot.graph.id_of(node) for node in answer.chokepoints)
        counts = composition.drawing.counts
        parts = [f"Shown {counts.shown:,} of {len(answer.nodes):,} on any way"]
        if counts.bundles:
            parts.append(f"{counted(counts.bundles, 'bundle')} with {counts.bundled:,}, E opens one")
        if answer.chokepoints:
            cut = (
                "every way" if answer.count is None else f"all {answer.count:,} ways" if answer.count > 1 else "the way"
            )
            parts.append(f"ringed: each cuts {cut}")
        self._said.setText(" · ".join(parts))

    def _wishes(self, snapshot: Snapshot, answer: Why) -> Wishes:
        """Only what lies on the ways that were asked for; their ends and what lies on all of them never in a bundle."""
        on_ways = np.zeros(len(snapshot.graph), bool)
        on_ways[list(answer.nodes)] = True
        return Wishes(self._expanded, frozenset({answer.start, answer.goal, *answer.chokepoints}), on_ways)

    def _open(self, identities: Iterable[ComponentId], wanted: bool) -> None:
        if self._composition is None or self._asked is None:
            return
        self._expanded = opened(self._composition, identities, self._expanded, wanted)
        self._is_drawn = False
        self.look()


def _question(answer: Why) -> Question:
    return Question(roots=(answer.start,), around=(answer.goal,), only_paths=True)
