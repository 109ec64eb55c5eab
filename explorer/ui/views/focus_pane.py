"""The focus drawing behind a drawing of the whole: what is under the mouse as nodes and lines, and the way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.domain.annotation import component_subject
from explorer.domain.component import ComponentId
from explorer.layout.focus import Wishes
from explorer.layout.survey import Question
from explorer.ui.canvas.camera import Camera, fitting
from explorer.ui.canvas.composition import Composition, compose, opened
from explorer.ui.canvas.frame import inner
from explorer.ui.canvas.lineage_canvas import LineageCanvas
from explorer.ui.canvas.motion import reduced_motion
from explorer.ui.session import Session
from explorer.ui.views.honest_bar import bar_text
from explorer.ui.views.lineage import IN_BACKGROUND
from explorer.ui.views.parts import foot_of, push, told

LANE = "focus"

OUT = 0.72
"""A drawing that is zoomed out below this share of being seen whole gives way to the whole again."""


class FocusPane(QWidget):
    """Shows what is up- and downstream of one component. Says when it is ready, and when one wants out of it."""

    ready = Signal()
    left = Signal()
    counted = Signal(str)
    """The honest bar."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._composition: Composition | None = None
        self._question = Question()
        self._expanded: frozenset[str] = frozenset()
        self._pinned: frozenset[ComponentId] = frozenset()
        self._least = 0.0
        self.canvas = LineageCanvas(session.theme)
        self.canvas.setAccessibleName("Focus drawing")
        self.back = push("Back to the whole", "Back to the drawing of the whole, where one was (Backspace)")
        self.back.clicked.connect(self.left)
        self.lineage = push("Open in Lineage", "Show the same components in the Lineage view")
        self.lineage.clicked.connect(lambda: session.view_requested.emit("lineage"))
        self._title = told("", "muted")
        # The canvas stands where that of the whole stood, so that nothing jumps; what is added stands below it.
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.canvas, 1)
        column.addLayout(foot_of(self._title, self.back, self.lineage))
        self._connect()

    def ask(self, identity: ComponentId, at: QPointF) -> None:
        """Draw what is around a component whose glyph is to appear at a point of the canvas; `ready` tells when."""
        node = self._session.snapshot.graph.find(identity)
        if node is None:
            return
        self._question, self._expanded = Question(around=(node,)), frozenset()
        self._compose(lambda made: self._enter(made, node, at))

    def fit_to(self, size: QSize) -> None:
        """Take the size that it will be shown in, so that the drawing is laid out for it."""
        self.resize(size)
        if (layout := self.layout()) is not None:
            layout.activate()

    def settle(self) -> None:
        """Move the drawing to where it is seen whole, so that the eye can follow."""
        if not reduced_motion():
            self.canvas.viewport.fit()

    def forget(self) -> None:
        """Draw nothing of a snapshot that is gone."""
        self._session.jobs.cancel(LANE)
        self._composition, self._least = None, 0.0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Backspace lead out, once nothing is selected any more."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        canvas, session = self.canvas, self._session
        canvas.selected.connect(session.select)
        canvas.relation_selected.connect(lambda number: session.look_at_relation(session.snapshot.relations[number]))
        canvas.activated.connect(self._on_activated)
        canvas.expand_requested.connect(self._on_expand)
        canvas.collapse_requested.connect(self._on_collapse)
        canvas.pin_requested.connect(self._on_pin)
        canvas.trail_requested.connect(lambda _: canvas.set_trail(not canvas.trail_shown))
        canvas.delegation_requested.connect(lambda ids: session.edit_requested.emit("trust", component_subject(ids[0])))
        canvas.risk_requested.connect(lambda ids: session.edit_requested.emit("risk", component_subject(ids[0])))
        canvas.viewport.changed.connect(self._on_moved)
        session.filter_changed.connect(lambda _: self._again())
        session.selection_changed.connect(self._on_selected)

    def _compose(self, show: Callable[[Composition], None]) -> None:
        session = self._session
        snapshot, question, before, room = session.snapshot, self._question, self._composition, self.canvas.room()
        graph = snapshot.graph
        apart = frozenset(node for each in self._pinned if (node := graph.find(each)) is not None)
        wishes = Wishes(self._expanded, apart | frozenset(question.around), session.filter.passes(graph))
        if max(len(graph), graph.relation_count // 2) <= IN_BACKGROUND:
            show(compose(snapshot, question, wishes, room, before))
            return
        session.jobs.start(
            LANE,
            lambda progress: compose(snapshot, question, wishes, room, before, progress),
            show,
            session.tell_failure,
        )

    def _enter(self, made: Composition, node: int, at: QPointF) -> None:
        """Show a drawing as large as it fits, moved so that the glyph of the node is where its cell was."""
        if made.snapshot is not self._session.snapshot:
            return  # Another one was read in the meantime.
        self._least = 0.0
        self._show(made, keep_view=False)
        viewport, place, mark = self.canvas.viewport, made.scene.placement, int(made.drawing.mark_of[node])
        scale = viewport.camera.scale
        x, y = float(place.x[mark]), float(place.y[mark])
        viewport.look_from(Camera(scale, at.x() - x * scale, at.y() - y * scale))
        self.canvas.set_focused(mark, reveal=False)
        whole = fitting(place.width, place.bottom, inner(viewport.rect))
        self._least = min(whole.scale, scale) * OUT
        self.ready.emit()

    def _again(self) -> None:
        if self._composition is not None and self.isVisible():
            self._compose(lambda made: self._show(made, keep_view=True))

    def _show(self, made: Composition, keep_view: bool) -> None:
        self._composition = made
        self.canvas.set_theme(self._session.theme)
        self.canvas.set_scene(made.scene, keep_view=keep_view)
        self.canvas.set_pinned(self._pinned)
        self.canvas.set_selection(self._session.selection, reveal=False)
        self._title.setText("Up- and downstream of what was under the mouse. Zoom out for the whole.")
        self.counted.emit(f"Focus: {bar_text(made.drawing.counts)}")

    def _on_moved(self) -> None:
        if self.canvas.camera.scale < self._least:
            self._least = 0.0
            self.left.emit()

    def _on_selected(self, chosen: tuple[ComponentId, ...]) -> None:
        if self._composition is not None:
            self.canvas.set_selection(chosen, reveal=self.isVisible())

    def _on_activated(self, identities: tuple[ComponentId, ...]) -> None:
        mark = self.canvas.focused
        if mark is not None and self._composition is not None:
            place = self._composition.scene.placement
            at = self.canvas.camera.see(QPointF(float(place.x[mark]), float(place.y[mark])))
            self.ask(identities[0], at)

    def _on_expand(self, identities: tuple[ComponentId, ...]) -> None:
        if self._composition is not None:
            self._expanded = opened(self._composition, identities, self._expanded)
            self._again()

    def _on_collapse(self, identities: tuple[ComponentId, ...]) -> None:
        if self._composition is not None:
            self._expanded = opened(self._composition, identities, self._expanded, wanted=False)
            self._again()

    def _on_pin(self, identities: tuple[ComponentId, ...]) -> None:
        chosen = frozenset(identities)
        self._pinned = self._pinned - chosen if chosen <= self._pinned else self._pinned | chosen
        self._again()
