"""What is upstream of my systems, how deep does it go, and where does sight end? The drawing and its table twin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from explorer.domain.annotation import component_subject
from explorer.domain.component import ComponentClass, ComponentId, Knowledge
from explorer.graph.supply_graph import KNOWLEDGE
from explorer.layout.drawing import CLASS_OF_KIND, CLASSES
from explorer.layout.focus import Wishes
from explorer.layout.survey import Question
from explorer.pipeline import sentences
from explorer.ui.canvas.composition import Composition, compose, opened
from explorer.ui.canvas.controls import Controls
from explorer.ui.canvas.legend import Legend
from explorer.ui.canvas.lineage_canvas import LineageCanvas
from explorer.ui.canvas.twin import COLUMNS, TwinRow, twin_rows
from explorer.ui.component_filter import ComponentFilter
from explorer.ui.models.table import Table
from explorer.ui.session import Session
from explorer.ui.text import plain
from explorer.ui.views.base import View
from explorer.ui.views.honest_bar import bar_text

IN_BACKGROUND = 5_000
"""Graphs with more components or relations than this are laid out in the background."""

ROWS_AT_ONCE = 20_000
"""A table with more rows than this is filled when it is first looked at."""

MOST_REVEALED = 12
"""So many components selected elsewhere are taken out of their bundles; of more, the bundles light up."""


class Lineage(View):
    """The canvas with its controls, legend, honest bar and table."""

    name = "lineage"
    tab = "Lineage"
    question = "What is upstream of my systems, how deep, and where does sight end?"
    help_text = (
        "Each stratum is a depth: the longest way, in relations, from your systems to a component. Lines point to what "
        "is relied on; those that lead to the same component over several strata flow together. Many components that "
        "play the same part are one bundle with their number; press E to open it. Bundles stand at the depth of their "
        "nearest member. What nobody describes lies on hatched paper beyond the visibility horizon; how much more is "
        "behind it, nobody can count. Hubs, clouds, hardware and parties lie under everything else. "
        "The bar below the drawing says where every component of the scope has gone. Drag with Shift for a box, or press L and draw a "
        "loop, to select several; with Ctrl they are added. Arrow keys walk, [ and ] follow relations, P pins, T shows the way to the "
        "system, Shift+E closes a bundle, F shows everything."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._question = Question()
        self._history: list[tuple[Question, frozenset[str]]] = []
        self._expanded: frozenset[str] = frozenset()
        self._pinned: frozenset[ComponentId] = frozenset()
        self._revealed: frozenset[ComponentId] = frozenset()
        self._in_sight = False
        self._seeks = False
        """Whether what is selected is still to be brought into view."""
        self._composition: Composition | None = None
        self._selecting = False
        self._twin_stale = True
        self.canvas = LineageCanvas(session.theme)
        self.controls = Controls()
        self.legend = Legend(session.theme)
        self.bar = QLabel()
        self.bar.setObjectName("muted")
        self.bar.setTextFormat(Qt.TextFormat.PlainText)
        self.bar.setContentsMargins(16, 4, 16, 8)
        self.bar.setWordWrap(True)
        self.bar.setAccessibleName("Where every component of the scope has gone")
        self.twin = Table(COLUMNS, "Components of the drawing")
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.controls)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.legend)
        layout.addWidget(self.bar)
        self.set_pages(body, self.twin)
        self._connect()

    def headline(self) -> str:
        """How much is upstream, how deep, and how much of it is beyond sight."""
        answers = self.session.answers
        total = answers.visibility.shares.total
        if sentences.relies_on_nothing(self.session.snapshot, answers):
            return sentences.scope_sentence(self.session.snapshot, answers)
        if not total:
            return "Nothing is known to be upstream yet; scan a folder or import a bill of materials to begin."
        systems = len(answers.roots)
        limit = self._question.depth_limit
        if self._in_sight and limit is not None:
            within = int((answers.depth.least[answers.depth.least > 0] <= limit).sum())
            return f"{within:,} components are up to {limit:,} away; what is farther away is not shown yet."
        who = f"{systems:,} systems rely" if systems != 1 else f"{self._system_name(answers.roots[0])} relies"
        unknown = answers.visibility.shares.unknown
        sight = f"{unknown:,} of them beyond sight" if unknown else "none of them beyond sight"
        if self._in_sight:  # A story asks for sight on a slide of its own.
            return f"{who} on {total:,} components, up to {answers.depth.deepest:,} relations deep."
        return f"{who} on {total:,} components, up to {answers.depth.deepest:,} relations deep; {sight}."

    def refresh(self) -> None:
        """Draw the session's snapshot and scope."""
        self.canvas.set_theme(self.session.theme)
        self.legend.set_theme(self.session.theme)
        before = self._composition
        if before is None or before.snapshot is not self.session.snapshot or self._roots() != self._question.roots:
            self._history, self._expanded, self._revealed = [], frozenset(), frozenset()
            self._question = Question(roots=self._roots(), depth_limit=None)
        self._compose()

    def show_table(self, wanted: bool) -> None:
        """Override View.show_table: a large table is filled when it is first looked at."""
        if wanted:
            self._fill_twin()
        super().show_table(wanted)

    def render_picture(self, path: Path) -> None:
        """Write what the canvas shows as PNG, SVG or PDF, by the same painting."""
        self.bring_up_to_date()
        self.canvas.render_to(path)

    def focus_on(self, identities: Iterable[ComponentId], only_paths: bool = False) -> None:
        """Show only what is up- and downstream of these components."""
        nodes = self._nodes(identities)
        if nodes:
            self._ask(replace(self._question, around=tuple(nodes), only_paths=only_paths))

    def uncover(self, depth: int | None) -> None:
        """Override View.uncover: as the slider does, the whole drawing in sight, so that the new step is, until None."""
        self.bring_up_to_date()
        self._in_sight = depth is not None
        deepest = int(self.session.answers.depth.least.max(initial=1))
        limit = None if depth is None or depth >= deepest else depth
        self._ask(replace(self._question, depth_limit=limit, by_steps=depth is not None), False)
        self.tell_headline()

    def uncovered(self) -> int | None:
        """Override View.uncovered."""
        return self._question.depth_limit

    def go_back(self) -> bool:
        """Override View.go_back: the drawing before this one."""
        if not self._history:
            return False
        self._question, self._expanded = self._history.pop()
        self._compose()
        return True

    # From the canvas and the controls

    def _connect(self) -> None:
        canvas, controls = self.canvas, self.controls
        canvas.selected.connect(self._on_canvas_selected)
        canvas.viewport.room_changed.connect(self._on_room)
        canvas.relation_selected.connect(self._on_relation)
        canvas.activated.connect(self.focus_on)
        canvas.expand_requested.connect(self._on_expand)
        canvas.collapse_requested.connect(self._on_collapse)
        canvas.pin_requested.connect(self._on_pin)
        canvas.trail_requested.connect(self._on_trail)
        canvas.delegation_requested.connect(lambda ids: self._edit("trust", ids))
        canvas.risk_requested.connect(lambda ids: self._edit("risk", ids))
        controls.depth_chosen.connect(
            lambda limit: self._ask(replace(self._question, depth_limit=limit), remember=False)
        )
        controls.paths_only_chosen.connect(self._on_paths_only)
        controls.collapse_chosen.connect(self._on_collapse_all)
        controls.everything_chosen.connect(lambda: self._ask(replace(self._question, around=(), only_paths=False)))
        controls.back_chosen.connect(self.go_back)
        controls.fit_chosen.connect(canvas.fit)
        self.legend.classes_chosen.connect(lambda chosen: self._filter(classes=chosen))
        self.legend.knowledge_chosen.connect(lambda chosen: self._filter(knowledge=chosen))
        self.twin.selectionModel().selectionChanged.connect(self._on_twin_selected)
        self.session.selection_changed.connect(self._on_selection)
        self.session.filter_changed.connect(lambda _: self._on_filter())

    def _on_canvas_selected(self, identities: tuple[ComponentId, ...]) -> None:
        self._tell_session(identities)
        self._select_in_twin()

    def _on_room(self) -> None:
        """Lay out anew for a much larger or smaller window; bundles and order stay."""
        composition, room = self._composition, self.canvas.room()
        if composition is None or not self.isVisible():
            return
        if not composition.room.is_like(room):
            self._compose()
        elif self._in_sight:
            self.canvas.viewport.fit(animate=False)

    def _on_relation(self, number: int) -> None:
        self.session.look_at_relation(self.session.snapshot.relations[number])

    def _on_twin_selected(self) -> None:
        if not self._selecting:
            identities = [row.id for row in self.twin.chosen()]
            self._tell_session(identities)
            self.canvas.set_selection(identities)

    def _tell_session(self, identities: Iterable[ComponentId]) -> None:
        self._selecting = True
        self.session.select(identities)
        self._selecting = False

    def _on_selection(self, identities: tuple[ComponentId, ...]) -> None:
        if self._selecting or self._composition is None:
            return
        self._take_out(identities)
        self.canvas.set_selection(identities)
        self._select_in_twin()

    def _take_out(self, identities: tuple[ComponentId, ...]) -> bool:
        """Draw those that are in bundles beside these, where they are few; whether there was anything to do."""
        hidden = [one for one in identities if self._is_in_bundle(one)]
        if not hidden or len(hidden) > MOST_REVEALED:
            return False
        self._revealed = frozenset(hidden)
        self._compose()
        return True

    def _on_filter(self) -> None:
        if self.isVisible() and self._composition is not None:
            self._compose()
        else:
            self._stale = True

    def _on_expand(self, identities: tuple[ComponentId, ...]) -> None:
        if self._composition is not None:
            self._expanded = opened(self._composition, identities, self._expanded)
            self._compose()

    def _on_collapse(self, identities: tuple[ComponentId, ...]) -> None:
        if self._composition is not None:
            self._revealed -= frozenset(identities)
            self._expanded = opened(self._composition, identities, self._expanded, wanted=False)
            self._compose()

    def _on_collapse_all(self) -> None:
        self._expanded, self._revealed = frozenset(), frozenset()
        self._compose()

    def _on_pin(self, identities: tuple[ComponentId, ...]) -> None:
        chosen = frozenset(identities)
        self._pinned = self._pinned - chosen if chosen <= self._pinned else self._pinned | chosen
        self._compose()

    def _on_trail(self, identities: tuple[ComponentId, ...]) -> None:
        shown = not (self.canvas.trail_shown and self.canvas.selection() == identities)
        self.canvas.set_selection(identities)
        self._tell_session(identities)
        self.canvas.set_trail(shown)

    def _on_paths_only(self, wanted: bool) -> None:
        if wanted and self.session.selection:
            self.focus_on(self.session.selection, only_paths=True)
        elif not wanted and self._question.only_paths:
            self._ask(replace(self._question, around=(), only_paths=False))
        else:
            self.session.message.emit("Select something first; then only the paths to it are shown.")
            self._show_state()

    def _edit(self, what: str, identities: tuple[ComponentId, ...]) -> None:
        self.session.edit_requested.emit(what, component_subject(identities[0]))

    def _filter(
        self, classes: frozenset[ComponentClass] | None = None, knowledge: frozenset[Knowledge] | None = None
    ) -> None:
        now = self.session.filter
        wanted = ComponentFilter(
            now.classes if classes is None else classes, now.knowledge if knowledge is None else knowledge, now.text
        )
        self.session.set_filter(wanted)

    # Drawing

    def _ask(self, question: Question, remember: bool = True) -> None:
        if question == self._question:
            return
        if remember:
            self._history.append((self._question, self._expanded))
        self._question = question
        self._compose()

    def _compose(self) -> None:
        """Lay the drawing out: at once where it is small, otherwise in the background."""
        snapshot, question, before = self.session.snapshot, self._question, self._composition
        wishes, room = self._wishes(), self.canvas.room()
        graph = snapshot.graph
        if max(len(graph), graph.relation_count // 2) <= IN_BACKGROUND:
            self._show(compose(snapshot, question, wishes, room, before))
            return
        self.session.jobs.start(
            "layout",
            lambda progress: compose(snapshot, question, wishes, room, before, progress),
            self._show,
            self._on_failed,
        )

    def _show(self, composition: Composition) -> None:
        before, self._composition = self._composition, composition
        same = (
            before is not None and before.snapshot is composition.snapshot and before.question == composition.question
        )
        self.canvas.set_scene(composition.scene, keep_view=same)
        if self._in_sight:
            self.canvas.viewport.fit(animate=False)
        self.canvas.set_pinned(self._pinned)
        self._selecting = True
        self.canvas.set_selection(self.session.selection, reveal=False)
        self._selecting = False
        self._seeks |= not same
        if not same and self._take_out(self.session.selection):
            return  # It is shown again with what was taken out.
        if self._seeks and self.canvas.selected_marks:
            self.canvas.reveal(self.canvas.selected_marks[0], animate=False)
        self._seeks = False
        self._twin_stale = True
        if self.shows_table() or len(composition.snapshot.graph) <= ROWS_AT_ONCE:
            self._fill_twin()
        self.bar.setText(bar_text(composition.drawing.counts, self._question.depth_limit))
        self.tell_headline()
        self._show_state()

    def _fill_twin(self) -> None:
        composition, depth = self._composition, self.session.answers.depth
        if composition is None or not self._twin_stale:
            return
        self._twin_stale = False
        self._selecting = True
        self.twin.set_rows(twin_rows(composition.snapshot, composition.drawing, depth.least, depth.greatest))
        self._selecting = False
        self._select_in_twin()

    def _show_state(self) -> None:
        composition, question = self._composition, self._question
        reached = self.session.answers.depth.least
        deepest = int(reached.max(initial=1))
        self.controls.show_state(
            deepest, question.depth_limit, question.only_paths, bool(question.around), bool(self._history)
        )
        self.controls.collapse.setEnabled(bool(self._expanded or self._revealed))
        chosen = self.session.filter
        self.legend.set_chosen(chosen.classes, chosen.knowledge)
        if composition is not None:
            graph, scope = composition.snapshot.graph, composition.focus.survey.scope
            classes = np.bincount(CLASS_OF_KIND[graph.kind[scope]], minlength=len(CLASSES))
            knowledge = np.bincount(graph.knowledge[scope], minlength=len(KNOWLEDGE))
            self.legend.set_counts(
                {one: int(count) for one, count in zip(CLASSES, classes, strict=True)},
                {one: int(count) for one, count in zip(KNOWLEDGE, knowledge, strict=True)},
            )

    def _wishes(self) -> Wishes:
        graph, chosen = self.session.snapshot.graph, self.session.filter
        apart = frozenset(self._nodes(self._pinned | self._revealed))
        return Wishes(self._expanded, apart, chosen.passes(graph))

    def _select_in_twin(self) -> None:
        if self._twin_stale:
            return
        chosen = set(self.session.selection)
        self._selecting = True
        self.twin.choose((lambda row: isinstance(row, TwinRow) and row.id in chosen) if chosen else None)
        self._selecting = False

    def _on_failed(self, error: BaseException) -> None:
        raise error

    def _roots(self) -> tuple[int, ...]:
        return () if self.session.scope is None else tuple(self._nodes([self.session.scope]))

    def _nodes(self, identities: Iterable[ComponentId]) -> list[int]:
        graph = self.session.snapshot.graph
        return [node for node in (graph.find(identity) for identity in identities) if node is not None]

    def _is_in_bundle(self, identity: ComponentId) -> bool:
        node = self.session.snapshot.graph.find(identity)
        if node is None or self._composition is None or node >= len(self._composition.drawing.mark_of):
            return False
        mark = int(self._composition.drawing.mark_of[node])
        return mark < 0 or int(self._composition.drawing.bundle[mark]) >= 0

    def _system_name(self, node: int) -> str:
        return plain(self.session.snapshot.graph.names[node])
