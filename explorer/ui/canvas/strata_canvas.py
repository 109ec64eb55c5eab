"""The strata canvas: the whole graph at any size, walked through by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from explorer.domain.component import ComponentId
from explorer.layout.strata import Flags
from explorer.layout.strata_bundles import RelationBundles
from explorer.ui.canvas import strata_commands, strata_keyboard
from explorer.ui.canvas.export import render_to
from explorer.ui.canvas.menu import Command
from explorer.ui.canvas.palette import palette_of
from explorer.ui.canvas.pointed import PointedCanvas
from explorer.ui.canvas.speech import announce, tooltip
from explorer.ui.canvas.strata_camera import StrataCamera
from explorer.ui.canvas.strata_census import StrataCensus, census
from explorer.ui.canvas.strata_frame import StrataFrame, bounds_of, columns_seen
from explorer.ui.canvas.strata_hint import paint_hint
from explorer.ui.canvas.strata_light import StrataLight, strata_light
from explorer.ui.canvas.strata_marks import trail_of
from explorer.ui.canvas.strata_minimap import StrataMinimap
from explorer.ui.canvas.strata_mouse import StrataMouse
from explorer.ui.canvas.strata_painting import Brushes, paint_strata
from explorer.ui.canvas.strata_picking import cell_at, cells_in_box, cells_in_loop, others_at
from explorer.ui.canvas.strata_picture import StrataPicture
from explorer.ui.canvas.strata_scene import StrataScene
from explorer.ui.canvas.strata_shading import Shading, shading
from explorer.ui.canvas.strata_shape import Shape, Sheet, sheet_of
from explorer.ui.canvas.strata_viewport import StrataViewport
from explorer.ui.theme import Theme

MOST_KEPT = 1_000_000
"""Cells of which a canvas keeps the shading while nobody sees it: 16 bytes each."""


class StrataCanvas(PointedCanvas):
    """Shows one scene. Knows no session, no analysis and no storage; says by signals what the user wants."""

    selected = Signal(object)
    """A tuple of component identities."""
    activated = Signal(object)
    """The identity that is to be put in focus."""
    edit_requested = Signal(str, object)
    """`trust` or `risk`, and the identity that it is about."""
    counted = Signal(object)
    """A `StrataCensus` of what is seen now, whenever the view has come to rest."""
    told = Signal(str)
    """Something that the user should know about what was just done."""
    looping = Signal(bool)
    """Whether the next drag draws a loop."""
    announced = Signal(str)
    """What assistive technology was told."""

    def __init__(self, theme: Theme, scene: StrataScene, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Strata drawing")
        self.setMinimumSize(240, 160)
        self._palette = palette_of(theme)
        self._scene = scene
        self._shading: Shading | None = None
        self._light: StrataLight | None = None
        self._passes: Flags | None = None
        self._bundles: RelationBundles | None = None
        self._selected: tuple[int, ...] = ()
        self._focused: int | None = None
        self._pinned: tuple[ComponentId, ...] = ()
        self._trail = False
        self._shape = Shape.ICICLE
        self._frame: StrataFrame | None = None
        self._picture = StrataPicture()
        self._mouse: StrataMouse = StrataMouse(self)
        self.minimap = StrataMinimap()
        self.viewport = StrataViewport(self)
        self.viewport.changed.connect(lambda: self.update())
        self.viewport.rested.connect(lambda: self.counted.emit(self.census()))
        self.set_scene(scene, keep_view=False)

    # What is shown

    @property
    def scene(self) -> StrataScene:
        """What is shown."""
        return self._scene

    def set_scene(self, scene: StrataScene, keep_view: bool, shaded: Shading | None = None) -> None:
        """Show other strata or another colouring; of the same graph, selection and camera can stay.

        `shaded` is the scene's shading where a worker has made it already.
        """
        selected = [self._scene.identity(cell) for cell in self._selected]
        focused = [] if self._focused is None else [self._scene.identity(self._focused)]
        same_strata = scene.strata is self._scene.strata
        self._scene, self._hovered = scene, None
        self._shading = shaded if shaded is not None and shaded.theme is self._palette.theme else None
        if not same_strata:
            self._light, self._bundles = None, None
            self._passes = self._passes if self._passes is not None and len(self._passes) == len(scene) else None
            self._selected = tuple(scene.cells_of(selected))
            self._focused = next(iter(scene.cells_of(focused)), None)
        self.setAccessibleDescription(scene.description(self._shape))
        self._picture.forget()
        self.viewport.set_bounds(bounds_of(scene, self.sheet), keep=keep_view)
        self._changed()

    @property
    def shape(self) -> Shape:
        """How the strata are laid on the view."""
        return self._shape

    def set_shape(self, shape: Shape) -> None:
        """Draw icicle, sunburst or radial; what was in view stays in view."""
        if shape is self._shape:
            return
        before, fitted = self.viewport.span(), self.viewport.fitted
        self._shape = shape
        self.setAccessibleDescription(self._scene.description(shape))
        self.viewport.set_bounds(bounds_of(self._scene, self.sheet), keep=False)
        if not fitted:
            self.viewport.show_span(*before)
        self._changed()

    @property
    def sheet(self) -> Sheet:
        """The strip that the strata are drawn on, at this size."""
        return sheet_of(self._shape, self.view())

    def set_theme(self, theme: Theme) -> None:
        """Draw with the colours of another theme."""
        self._palette = palette_of(theme)
        if self._shading is not None and self._shading.theme is not self._palette.theme:
            self._shading = None  # Otherwise millions of cells keep what was worked out for them.
        self._changed()

    def set_filter(self, passes: Flags | None) -> None:
        """Let only these nodes keep their colour; None lets all."""
        self._passes, self._light = passes, None
        self._changed()

    def set_bundles(self, bundles: RelationBundles | None) -> None:
        """Draw the heaviest streams of relations, or none."""
        self._bundles = bundles
        self._changed()

    def census(self) -> StrataCensus:
        """Where every component has gone, now."""
        return census(self.frame())

    # Selection

    def selection(self) -> tuple[ComponentId, ...]:
        """The identities of everything selected."""
        return tuple(self._scene.identity(cell) for cell in self._selected)

    def set_selection(self, identities: Iterable[ComponentId], reveal: bool = True) -> None:
        """Select these components, without a signal; `reveal` moves the first into view."""
        self._selected, self._light = tuple(self._scene.cells_of(identities)), None
        if self._selected:
            self._focused = self._selected[0]
            if reveal:
                self.reveal(self._selected[0])
        self._changed()

    def select_cells(self, cells: Iterable[int]) -> None:
        """Select cells as the user does, with a signal."""
        self._selected, self._light = tuple(dict.fromkeys(cells)), None
        self._changed()
        self.selected.emit(self.selection())
        self._announce(self._scene.chosen_words(len(self._selected), self.frame().light))

    def select_box(self, box: QRectF, adding: bool) -> None:
        """Select what a rectangle of the view touches; the widest where it holds too many."""
        strata_commands.select_many(self, "box", cells_in_box(self.frame(), box), adding)

    @property
    def draws_loop(self) -> bool:
        """Whether the next drag of the mouse draws a loop around what it selects."""
        return self._mouse.loops

    def draw_loop(self, wanted: bool) -> None:
        """Let the next drag of the mouse draw a loop around what it selects, or not."""
        if wanted != self.draws_loop:
            self._mouse.set_loops(wanted)
            self._announce("Draw a loop around what to select." if wanted else "No loop.")
            self.looping.emit(wanted)

    def select_loop(self, corners: Sequence[QPointF], adding: bool) -> None:
        """Select what a closed line of the view goes around; the widest where it holds too many."""
        strata_commands.select_many(self, "loop", cells_in_loop(self.frame(), corners), adding)

    @property
    def selected_cells(self) -> tuple[int, ...]:
        """The cells that are selected, in the order chosen."""
        return self._selected

    @property
    def focused(self) -> int | None:
        """The cell that the keyboard stands on."""
        return self._focused

    def set_focused(self, cell: int, reveal: bool = True) -> None:
        """Put the keyboard on a cell, bring it into view and announce it."""
        self._focused = cell
        if reveal:
            self.reveal(cell)
        self._announce(self._scene.spoken(cell))
        self.update()

    @property
    def pinned(self) -> tuple[ComponentId, ...]:
        """What has a pin, in the order of the alphabet."""
        return self._pinned

    def set_pinned(self, identities: Iterable[ComponentId]) -> None:
        """Put a pin on these components: they are marked and named at every zoom."""
        self._pinned = tuple(sorted(identities))
        self._changed()

    @property
    def trail_shown(self) -> bool:
        """Whether the way to what is selected is drawn."""
        return self._trail

    def set_trail(self, shown: bool) -> None:
        """Draw the way by which the component selected last hangs on the first row, or draw it no more."""
        self._trail = shown
        if shown and self._selected:
            self._announce(self._scene.way_words(trail_of(self._scene, self._selected[-1])))
        self._changed()

    def run(self, command: Command) -> None:
        """Do what the menu or the keyboard asks with what is selected."""
        strata_commands.run(self, command)

    def activate(self, cell: int) -> None:
        """Ask for the focus view of a cell."""
        self.activated.emit(self._scene.identity(cell))

    # The camera

    @property
    def camera(self) -> StrataCamera:
        """What part of the strata is seen."""
        return self.viewport.camera

    def reveal(self, cell: int) -> None:
        """Move so that a cell is seen."""
        strata = self._scene.strata
        self.viewport.reveal(float(strata.left[cell]), float(strata.right[cell]), strata.row_of(cell))

    def focus_point(self) -> QPointF | None:
        """Where on the strip the cell that the keyboard stands on is seen; None where it is not."""
        return None if self._focused is None else self.strip_point(self._focused)

    def strip_point(self, cell: int) -> QPointF | None:
        """The middle of what is seen of a cell, on the strip; None where nothing is."""
        strata, row, paper = self._scene.strata, self._scene.strata.row_of(cell), self.sheet.paper
        rect = self.camera.rect(float(strata.left[cell]), float(strata.right[cell]), row)
        return rect.intersected(paper).center() if rect.intersects(paper) else None

    def cell_at(self, point: QPointF) -> int | None:
        """The cell under a point of the view: exact also where many share a pixel."""
        return cell_at(self.frame(), point)

    # Painting

    def frame(self) -> StrataFrame:
        """How the strata are looked at now."""
        if self._frame is None:
            self._frame = self._look(self.view(), self.devicePixelRatioF() * self.enlargement())
        return self._frame

    def paint_scene(self, painter: QPainter, rect: QRectF) -> None:
        """Paint what is seen now into a rectangle of another painter."""
        size = self.view()
        share = min(rect.width() / max(size.width(), 1), rect.height() / max(size.height(), 1))
        painter.save()
        painter.translate(rect.topLeft())
        painter.scale(share, share)
        frame = self._look(size, max(painter.device().devicePixelRatio() * share, 1.0), rings=False)
        paint_strata(painter, frame, Brushes())
        painter.restore()

    def render_to(self, path: Path | str) -> None:
        """Write what is seen now as a PNG, SVG or PDF file."""
        render_to(Path(path), QSizeF(self.size()), self.accessibleDescription(), self.paint_scene)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, and what lies over it."""
        del event
        painter = QPainter(self)
        painter.scale(self.enlargement(), self.enlargement())
        self.paint_now(painter)
        painter.end()

    def paint_now(self, painter: QPainter) -> None:
        """Paint one frame as the screen gets it."""
        frame = self.frame()
        self._picture.draw(painter, frame, self.viewport.resting)
        if len(self._scene):
            self.minimap.paint(painter, frame)
            paint_hint(painter, frame, self._mouse.beyond)
        self._mouse.paint(painter, self._palette)

    def forget_picture(self) -> None:
        """Paint the next frame truly, whatever is remembered."""
        self._picture.forget()

    def _look(self, view: QRectF, ratio: float, rings: bool = True) -> StrataFrame:
        scene, sheet = self._scene, sheet_of(self._shape, view)
        if self._shading is None:
            self._shading = shading(scene.strata, scene.colouring, self._palette)
        if self._light is None:
            self._light = strata_light(scene, self._selected, self._passes)
        return StrataFrame(
            scene, self.camera, view, sheet, columns_seen(scene, self.camera, sheet, ratio), self._shading, self._light,
            self._palette, self.font(), ratio, self._selected,
            focused=self._focused if rings and self.hasFocus() else None,
            hovered=self._hovered if rings else None,
            bundles=self._bundles,
            pinned=tuple(self._scene.cells_of(self._pinned)),
            trail=trail_of(scene, self._selected[-1]) if self._trail and self._selected else (),
        )  # fmt: skip

    # Events

    def fit_to_room(self) -> None:
        """Override PointedCanvas.fit_to_room: keep in view what was in view."""
        self._frame = None
        self.viewport.set_bounds(bounds_of(self._scene, self.sheet), keep=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Override QWidget.hideEvent: how millions of cells look is worked out again when they are seen again."""
        super().hideEvent(event)
        if len(self._scene) > MOST_KEPT:
            self._shading = self._light = self._frame = None
            self._picture.forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the strata."""
        if not strata_keyboard.handle(self, event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu for what is under the mouse, or for where the keyboard stands."""
        strata_commands.open_menu(self, event)

    def event(self, event: QEvent) -> bool:
        """Tooltips, and two fingers."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tooltip_at(QPointF(event.pos()) / self.enlargement()), self)
            return True
        if event.type() == QEvent.Type.NativeGesture and isinstance(event, QNativeGestureEvent):
            return self._mouse.pinch(event)
        return super().event(event)

    def tooltip_at(self, point: QPointF) -> str:
        """What there is to say about the cell under a point; empty where there is none."""
        cell = self.cell_at(point)
        return "" if cell is None else tooltip(self._scene.told(cell, others_at(self.frame(), point)))

    def update(self) -> None:
        """Override QWidget.update: the frame is looked at anew."""
        self._frame = None
        super().update()

    def focusInEvent(self, event: QEvent) -> None:
        """Show where the keyboard stands."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        """Hide where the keyboard stands."""
        super().focusOutEvent(event)
        self.update()

    def _announce(self, text: str) -> None:
        announce(self, text)
        self.announced.emit(text)

    def _changed(self) -> None:
        self.update()
        self.counted.emit(self.census())
