"""The lineage canvas: a drawing that can be walked through by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from explorer.domain.component import ComponentId
from explorer.graph.supply_graph import SupplyGraph
from explorer.layout.drawing import Drawing
from explorer.layout.layered import Baseline
from explorer.layout.measures import Room
from explorer.ui.canvas import keyboard
from explorer.ui.canvas.camera import Camera
from explorer.ui.canvas.chosen import Chosen
from explorer.ui.canvas.export import is_vector, render_to
from explorer.ui.canvas.frame import Frame, inner
from explorer.ui.canvas.hover import Hover, tooltip_at
from explorer.ui.canvas.light import Light, Moment, at_moment, light
from explorer.ui.canvas.menu import Command, context_menu
from explorer.ui.canvas.minimap import Minimap
from explorer.ui.canvas.mouse import Mouse
from explorer.ui.canvas.painting import paint
from explorer.ui.canvas.palette import palette_of
from explorer.ui.canvas.picking import Picker
from explorer.ui.canvas.picture import Picture
from explorer.ui.canvas.pointed import PointedCanvas
from explorer.ui.canvas.scene import Scene, empty_scene, scene_of
from explorer.ui.canvas.speech import announce
from explorer.ui.canvas.viewport import Viewport
from explorer.ui.theme import Theme


class LineageCanvas(PointedCanvas):
    """Shows one scene. Knows no session, no analysis and no storage; says by signals what the user wants."""

    selected = Signal(object)
    """A tuple of component identities; those inside a bundle all together."""
    relation_selected = Signal(object)
    """The graph's number of the first relation behind a line that was clicked."""
    activated = Signal(object)
    """The same for what is to be put in focus."""
    context_requested = Signal(object, QPoint)
    """The identities and the place on the screen, just before the menu opens."""
    expand_requested = Signal(object)
    collapse_requested = Signal(object)
    pin_requested = Signal(object)
    trail_requested = Signal(object)
    delegation_requested = Signal(object)
    risk_requested = Signal(object)
    announced = Signal(str)
    """What assistive technology was told."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Lineage drawing")
        self.setMinimumSize(240, 180)
        self._palette = palette_of(theme)
        self._scene = empty_scene()
        self._picker = Picker(*self._scene.boxes.T)
        self._chosen = Chosen()
        self._pinned: frozenset[int] = frozenset()
        self._ringed: frozenset[int] = frozenset()
        self._focused: int | None = None
        self._trail = False
        self._moment = Moment.BOTH
        self._light: Light | None = None
        self._picture, self._hover = Picture(), Hover()
        self._go_on = QTimer(self)
        self._go_on.setSingleShot(True)
        self._go_on.timeout.connect(self._paint_on)
        self._minimap = Minimap()
        self._mouse = Mouse(self)
        self.viewport = Viewport(self)
        self.viewport.changed.connect(self.update)
        self.setAccessibleDescription(self._scene.description)

    # What is shown

    @property
    def scene(self) -> Scene:
        """What is shown; an empty scene before anything was set."""
        return self._scene

    def set_drawing(
        self, drawing: Drawing, graph: SupplyGraph, baseline: Baseline | None = None, keep_view: bool = False
    ) -> None:
        """Lay a drawing out for the room there is, and show it."""
        self.set_scene(scene_of(graph, drawing, self.room(), baseline), keep_view)

    def set_scene(self, scene: Scene, keep_view: bool = False) -> None:
        """Show a scene that was laid out already.

        Selection and keyboard focus stay with their components. With `keep_view` the camera stays as well, and the
        mark in focus (or else the first one selected) stays where it was on the screen.
        """
        before, anchor = self._scene, self._anchor()
        focused = before.nodes_of(() if self._focused is None else (self._focused,))
        self._scene = scene
        self._picker = Picker(*scene.boxes.T)
        self._hovered, self._light, self._ringed = None, None, frozenset()
        self._picture.forget()
        same = before.graph is scene.graph
        self._chosen = Chosen.of(scene, self._chosen.nodes) if same else Chosen()
        found = scene.drawing.marks_of(focused[:1]) if same else np.zeros(0, np.int32)
        self._focused = int(found[0]) if len(found) else None
        self.viewport.show(scene.placement)
        if keep_view and same and not self.viewport.fitted:
            self._hold(anchor)
        else:
            self.viewport.fit(animate=False, first=True)
        self.setAccessibleDescription(self._scene.description)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw with the colours of another theme."""
        self._palette = palette_of(theme)
        self._picture.forget()
        self.update()

    def set_pinned(self, identities: Iterable[ComponentId]) -> None:
        """Put a pin on these components."""
        self._pinned = frozenset(self._scene.marks_of(identities))
        self._changed()

    def set_ringed(self, identities: Iterable[ComponentId]) -> None:
        """Put a ring around these components, until another scene is shown."""
        self._ringed = frozenset(self._scene.marks_of(identities))
        self._changed()

    def set_moment(self, moment: Moment) -> None:
        """Which of two scans is looked at; nothing moves."""
        self._moment, self._light = moment, None
        self._changed()

    def set_trail(self, shown: bool) -> None:
        """Whether the shortest way from a root to what is selected is drawn heavier."""
        self._trail, self._light = shown, None
        self._changed()

    @property
    def trail_shown(self) -> bool:
        """Whether it is."""
        return self._trail

    def room(self) -> Room:
        """The space for a drawing, for whoever lays it out."""
        space = inner(self.view())
        return Room(max(space.width(), 300.0), max(space.height(), 200.0))

    # Selection

    def selection(self) -> tuple[ComponentId, ...]:
        """The identities of everything selected."""
        return self._chosen.identities(self._scene)

    def set_selection(self, identities: Iterable[ComponentId], reveal: bool = True) -> None:
        """Select these components in the marks that hold them, without a signal; `reveal` moves them into view."""
        self._chosen, self._light = Chosen.named(self._scene, identities), None
        if self._chosen.marks:
            self._focused = self._chosen.marks[0]
            if reveal:
                self.reveal(self._chosen.marks[0])
        self._changed()

    def select_marks(self, marks: Iterable[int]) -> None:
        """Select marks as the user does, with a signal."""
        self._chosen, self._light = self._chosen.with_marks(self._scene, marks), None
        self._changed()
        self.selected.emit(self.selection())

    @property
    def draws_loop(self) -> bool:
        """Whether the next drag of the mouse draws a loop around what it selects."""
        return self._mouse.loops

    def draw_loop(self, wanted: bool) -> None:
        """Let the next drag of the mouse draw a loop around what it selects, or not."""
        self._mouse.set_loops(wanted)
        announce(self, "Draw a loop around what to select." if wanted else "No loop.")

    @property
    def selected_marks(self) -> tuple[int, ...]:
        """The marks that are selected, ascending."""
        return self._chosen.marks

    @property
    def focused(self) -> int | None:
        """The mark that the keyboard stands on."""
        return self._focused

    def set_focused(self, mark: int | None, reveal: bool = True) -> None:
        """Put the keyboard on a mark, bring it into view and announce it."""
        self._focused = mark
        if mark is not None:
            if reveal:
                self.reveal(mark)
            text = self._scene.spoken(mark)
            announce(self, text)
            self.announced.emit(text)
        self.update()

    def run(self, command: Command) -> None:
        """Do what the menu or the keyboard asks with what is selected, or else with what is in focus."""
        self._run(command, self._chosen.marks or (() if self._focused is None else (self._focused,)))

    def run_at(self, command: Command, mark: int) -> None:
        """Do it with one mark, or with all that are selected where it is one of them."""
        self._run(command, self._chosen.marks if mark in self._chosen.marks else (mark,))

    def _run(self, command: Command, marks: tuple[int, ...]) -> None:
        if not marks:
            return
        identities = self.selection() if marks == self._chosen.marks else self._scene.identities(marks)
        if command is Command.COPY:
            QGuiApplication.clipboard().setText("\n".join(identities))
            return
        {
            Command.FOCUS: self.activated,
            Command.EXPAND: self.expand_requested,
            Command.COLLAPSE: self.collapse_requested,
            Command.PIN: self.pin_requested,
            Command.TRAIL: self.trail_requested,
            Command.DELEGATION: self.delegation_requested,
            Command.RISK: self.risk_requested,
        }[command].emit(identities)

    # The camera

    @property
    def camera(self) -> Camera:
        """What part of the drawing is seen."""
        return self.viewport.camera

    def fit(self) -> None:
        """Show everything."""
        self.viewport.fit()

    def reveal(self, mark: int, animate: bool = True) -> None:
        """Move as little as needed so that a mark is seen."""
        left, top, right, bottom = self._scene.boxes[mark].tolist()
        self.viewport.reveal(QRectF(left, top, right - left, bottom - top), animate)

    def mark_at(self, point: QPointF) -> int | None:
        """The mark under a point of the view."""
        if not self.frame().paper.contains(point):
            return None
        where = self.camera.find(point)
        return self._picker.at(where.x(), where.y(), 3.0 / self.camera.scale)

    def marks_in(self, rect: QRectF) -> list[int]:
        """The marks that touch a rectangle of the view."""
        window = self.camera.window(rect)
        return self._picker.inside(window.left(), window.top(), window.right(), window.bottom())

    # Painting

    def frame(self) -> Frame:
        """How the scene is looked at now."""
        scene = self._scene
        if self._light is None:
            seen = light(scene, self._chosen.marks, self._trail, self._chosen.nodes)
            self._light = at_moment(seen, scene, self._moment)
        return Frame(
            scene=scene,
            camera=self.camera,
            view=self.view(),
            detail=self.viewport.detail,
            light=self._light,
            palette=self._palette,
            font=self.font(),
            resting=self.viewport.resting,
            ratio=self.devicePixelRatioF() * self.enlargement(),
            selected=self._chosen.marks,
            parts=self._chosen.parts,
            pinned=self._pinned,
            ringed=self._ringed,
            focused=self._focused if self.hasFocus() else None,
            hovered=self._hovered,
            moment=self._moment,
        )

    def paint_scene(self, painter: QPainter, rect: QRectF) -> None:
        """Paint what is seen now into a rectangle of another painter."""
        frame = replace(self.frame(), resting=True, vector=is_vector(painter), focused=None, hovered=None)
        share = min(rect.width() / max(frame.view.width(), 1), rect.height() / max(frame.view.height(), 1))
        painter.save()
        painter.translate(rect.topLeft())
        painter.scale(share, share)
        paint(painter, replace(frame, ratio=max(painter.device().devicePixelRatio() * share, 1.0)))
        painter.restore()

    def render_to(self, path: Path | str) -> None:
        """Write what is seen now as a PNG, SVG or PDF file."""
        render_to(Path(path), QSizeF(self.size()), self.accessibleDescription(), self.paint_scene)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, from memory where only hovering changed, and what lies over it."""
        del event
        frame = self.frame()
        painter = QPainter(self)
        painter.scale(self.enlargement(), self.enlargement())
        self._picture.draw(painter, frame, at_once=not self.isVisible())
        self._hover.paint(painter, frame)
        self._minimap.paint(painter, frame)
        self._mouse.paint(painter, self._palette)
        painter.end()
        if self._picture.unfinished:
            self._go_on.start()

    def _paint_on(self) -> None:
        """A few steps of a picture that takes more than one turn of the event loop."""
        if self._picture.go_on():
            self.update()
        elif self._picture.unfinished:
            self._go_on.start()

    # Events

    def fit_to_room(self) -> None:
        """Override PointedCanvas.fit_to_room: keep the whole drawing in view where it was."""
        self.viewport.resize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the drawing."""
        if not keyboard.handle(self, event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tooltips, and the Tab key as long as there is somewhere to go inside."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            point = QPointF(event.pos()) / self.enlargement()
            QToolTip.showText(event.globalPos(), tooltip_at(self.frame(), self.mark_at(point), point), self)
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and keyboard.handle_tab(self, event):
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu for what is under the mouse, or for what the keyboard stands on."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        mark = self._focused if by_key else self.mark_at(QPointF(event.pos()) / self.enlargement())
        if mark is None:
            return
        if mark not in self._chosen.marks:
            self.select_marks([mark])
        self._focused = mark
        where = self.mapToGlobal((self._seen(mark) * self.enlargement()).toPoint()) if by_key else event.globalPos()
        self.context_requested.emit(self.selection(), where)
        context_menu(self, self._allowed, self.run).popup(where)

    @property
    def minimap(self) -> Minimap:
        """The small picture in the corner."""
        return self._minimap

    def _allowed(self, command: Command) -> bool:
        if command is Command.EXPAND:
            return any(self._scene.expandable(mark) for mark in self._chosen.marks)
        if command in (Command.DELEGATION, Command.RISK):
            return len(self.selection()) == 1
        return True

    def _changed(self) -> None:
        self._picture.forget()
        self.update()

    def _anchor(self) -> tuple[int, QPointF] | None:
        """A node of the graph and where it is seen."""
        mark = self._focused if self._focused is not None else next(iter(self._chosen.marks), None)
        if mark is None:
            return None
        return int(self._scene.drawing.members(mark)[0]), self._seen(mark)

    def _hold(self, anchor: tuple[int, QPointF] | None) -> None:
        """Move the paper so that a node of the graph is seen where it was before."""
        mark = -1 if anchor is None else int(self._scene.drawing.mark_of[anchor[0]])
        if anchor is not None and mark >= 0:
            now = self._seen(mark)
            self.viewport.pan(anchor[1].x() - now.x(), anchor[1].y() - now.y())
        self.viewport.come_to_rest()

    def _seen(self, mark: int) -> QPointF:
        """Where the middle of a mark is seen."""
        place = self.scene.placement
        return self.camera.see(QPointF(float(place.x[mark]), float(place.y[mark])))
