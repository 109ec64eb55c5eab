"""A matrix that can be scrolled, pointed at and walked through cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from explorer.ui.canvas import grid_keyboard
from explorer.ui.canvas.grid_painting import Cell, GridFrame, name_width, paint_grid
from explorer.ui.canvas.grid_places import LINE, GridPlaces
from explorer.ui.canvas.grid_scale import Scale
from explorer.ui.canvas.grid_scene import GridScene
from explorer.ui.canvas.pointed import enlargement_of
from explorer.ui.canvas.speech import announce
from explorer.ui.theme import Theme

ZOOM_STEP = 1.25
WIDEST_NAME = 180
"""Pixels of a column's name; longer ones are shortened in the middle."""


class GridCanvas(QAbstractScrollArea):
    """Shows one scene; says by signals what is pointed at and chosen."""

    pointed = Signal(str)
    """A cell in words, when the mouse or the keyboard comes to another; empty when they leave."""
    chosen = Signal(int, int)
    """The row and the column of a cell that was clicked or chosen by key, in the order shown."""
    opened = Signal(int, int)
    """The same for a double click."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scene: GridScene | None = None
        self._scale = Scale(())
        self._cursor: Cell | None = None
        self._hovered: Cell | None = None
        self._selected: frozenset[int] = frozenset()
        self.places = GridPlaces(0, 0, 0, 0, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerWidget(QWidget())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 160)
        self.setAccessibleName("Matrix; the table holds the same")
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._on_scrolled)
            bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def scene(self) -> GridScene | None:
        """What is shown; None before anything was set."""
        return self._scene

    @property
    def cursor_cell(self) -> Cell | None:
        """The row and column where the keyboard stands."""
        return self._cursor

    def show_scene(self, scene: GridScene, scale: Scale) -> None:
        """Show another matrix from its beginning, or the same in another order."""
        self._scene, self._scale = scene, scale
        self._cursor = self._hovered = None
        size, (rows, columns) = self._room(), scene.value.shape
        head = name_width(self.font(), scene.row_names, max(size.width(), 600) / 3) + 16
        names = name_width(self.font(), scene.column_names, WIDEST_NAME)
        self.look(GridPlaces(size.width(), size.height(), rows, columns, head, names).readable())
        self.setAccessibleDescription(f"{rows:,} rows, {columns:,} columns. Arrow keys move from cell to cell.")

    def set_theme(self, theme: Theme, scale: Scale) -> None:
        """Draw in the colours of another theme."""
        self._theme, self._scale = theme, scale
        self.viewport().update()

    def set_selected(self, nodes: Iterable[int]) -> None:
        """Mark the names of what is selected anywhere."""
        self._selected = frozenset(nodes)
        self.viewport().update()

    def look(self, places: GridPlaces) -> None:
        """Look from elsewhere."""
        self.places = places
        across, down = places.furthest
        for bar, furthest, now, step, page in (
            (self.horizontalScrollBar(), across, places.x, places.cell_width, places.cells.width()),
            (self.verticalScrollBar(), down, places.y, places.cell_height, places.cells.height()),
        ):
            bar.blockSignals(True)
            bar.setRange(0, furthest)
            bar.setSingleStep(step)
            bar.setPageStep(max(round(page), 1))
            bar.setValue(now)
            bar.blockSignals(False)
        self.viewport().update()

    def go_to(self, cell: Cell) -> None:
        """Put the keyboard on a cell, bring it into view and say it."""
        self._cursor = cell
        self.look(self.places.showing(*cell))
        words = self.words_at(cell)
        self.pointed.emit(words)
        announce(self, words)

    def words_at(self, cell: Cell) -> str:
        """A cell in a sentence."""
        return self._scene.words(*cell) if self._scene is not None else ""

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Larger or smaller cells about a point, the middle by default."""
        self.look(self.places.zoomed(factor, about or self.places.cells.center()))

    def fit(self) -> None:
        """Show everything, as far as cells can be so small."""
        self.look(self.places.whole())

    def make_readable(self) -> None:
        """Show rows that can be read."""
        self.look(self.places.readable())

    def frame_now(self) -> GridFrame | None:
        """How the scene is looked at now; None before anything was set."""
        if self._scene is None:
            return None
        cursor = self._cursor if self.hasFocus() else None
        return GridFrame(
            self._scene, self.places, self._scale, self._theme, self.font(), cursor, self._hovered, self._selected
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QAbstractScrollArea.paintEvent."""
        del event
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self.palette().window())
        frame = self.frame_now()
        if frame is not None:
            painter.scale(enlargement_of(self), enlargement_of(self))
            paint_grid(painter, frame)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QAbstractScrollArea.resizeEvent: columns take what room there is, unless they were zoomed."""
        super().resizeEvent(event)
        self._fit_to_room()

    def changeEvent(self, event: QEvent) -> None:
        """Override QAbstractScrollArea.changeEvent: with larger text there is less room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_to_room()

    def _fit_to_room(self) -> None:
        size, before = self._room(), self.places
        untouched = before == before.readable()
        places = before.in_view(size.width(), size.height())
        self.look(places.readable() if untouched and self._scene is not None else places)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QAbstractScrollArea.keyPressEvent: walk from cell to cell."""
        if not grid_keyboard.handle(self, event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override QAbstractScrollArea.mousePressEvent: choose a cell."""
        cell = self.places.at(event.position() / enlargement_of(self))
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._cursor = cell
            self.viewport().update()
            self.chosen.emit(*cell)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Override QAbstractScrollArea.mouseDoubleClickEvent: open a cell."""
        cell = self.places.at(event.position() / enlargement_of(self))
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(*cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Override QAbstractScrollArea.mouseMoveEvent: say what is pointed at."""
        self._hover(self.places.at(event.position() / enlargement_of(self)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Override QAbstractScrollArea.wheelEvent: scroll, or zoom with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(
                ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP, event.position() / enlargement_of(self)
            )
            event.accept()
            return
        turn, slide = event.angleDelta(), event.pixelDelta()
        sideways = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) and not turn.x()
        across = slide.x() or round(turn.x() / 120 * 3 * LINE)
        down = slide.y() or round(turn.y() / 120 * 3 * LINE)
        if sideways:
            across, down = down, 0
        self.look(self.places.scrolled(self.places.x - across, self.places.y - down))
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Override QAbstractScrollArea.viewportEvent: forget what was pointed at."""
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return super().viewportEvent(event)

    def _room(self) -> QSize:
        """The room that there is, in pixels at the usual size of text: all is drawn larger with larger text."""
        return self.viewport().size() / enlargement_of(self)

    def _hover(self, cell: Cell | None) -> None:
        if cell != self._hovered:
            self._hovered = cell
            said = cell if cell is not None else self._cursor
            self.pointed.emit(self.words_at(said) if said is not None else "")
            self.viewport().update()

    def _on_scrolled(self) -> None:
        x, y = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self.places = replace(self.places, x=x, y=y)
        self.viewport().update()
