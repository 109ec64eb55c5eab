"""A walk to look at and to go on with, by mouse and keyboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from explorer.ui.canvas.export import render_to
from explorer.ui.canvas.speech import announce, tooltip
from explorer.ui.canvas.trail_painting import TrailFrame, paint_trail
from explorer.ui.canvas.trail_places import CARD, SPACE, Card, TrailPlaces, places_of
from explorer.ui.canvas.trail_scene import TrailScene
from explorer.ui.theme import Theme

Key = Qt.Key

USUAL_TEXT = 13
"""Pixels of the text for which the cards are made."""


class TrailCanvas(QWidget):
    """Shows one scene; says by signals which card was chosen."""

    stepped = Signal(int, int)
    """The column and the component that was chosen in it."""
    back_wanted = Signal()
    """The last step is to be taken back."""
    pointed = Signal(str)
    """The card in words to which the mouse or the keyboard came; empty when they leave."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scene: TrailScene | None = None
        self._cursor: Card | None = None
        self._hovered: Card | None = None
        self.places: TrailPlaces = places_of((), 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 160)
        self.setAccessibleName("Trail, column by column; the table holds the same")

    @property
    def scene(self) -> TrailScene | None:
        """What is shown; None before anything was set."""
        return self._scene

    @property
    def cursor_card(self) -> Card | None:
        """The card that the keyboard stands on."""
        return self._cursor

    def show_scene(self, scene: TrailScene) -> None:
        """Show a walk with the column ahead of it in view; columns that stay keep how far they were scrolled."""
        before, old = self._scene, self.places
        self._scene, self._hovered = scene, None
        counts = tuple(len(column) for column in scene.columns)
        places = places_of(counts, *self._room())
        for number, column in enumerate(scene.columns):
            if (
                before is not None
                and number < len(before.columns)
                and before.columns[number].came_from == column.came_from
            ):
                places = places.with_scroll(number, old.scrolled[number])
            if column.chosen is not None:
                places = places.showing((number, column.chosen))
        self.places = places.moved(places.furthest)
        last = len(scene.columns) - 1
        self._cursor = (last, scene.columns[last].chosen or 0) if last >= 0 and counts[last] else None
        self.setAccessibleDescription(f"{len(counts):,} columns. Up and down choose, right steps on, left goes back.")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of another theme."""
        self._theme = theme
        self.update()

    def go_to(self, card: Card) -> None:
        """Put the keyboard on a card, bring it into view and say it."""
        self._cursor = card
        self.places = self.places.showing(card)
        words = self.words_at(card)
        self.pointed.emit(words)
        announce(self, words)
        self.update()

    def words_at(self, card: Card) -> str:
        """A card in words."""
        return self._scene.spoken(*card) if self._scene is not None else ""

    def step_to(self, card: Card) -> None:
        """Choose a card as the next step of the walk."""
        if self._scene is not None:
            self._cursor = card
            self.stepped.emit(card[0], self._scene.node(*card))

    def render_to(self, path: Path) -> None:
        """Write the whole trail, also the columns that are out of sight, as PNG, SVG or PDF."""
        width, height = self._room()
        places = self.places.sized(max(self.places.extent, width), height)
        whole = places.sized(max(places.extent, places.width), height)  # Wide views have wide columns.

        def painted(painter: QPainter, rect: QRectF) -> None:
            if self._scene is not None:
                painter.translate(rect.topLeft())
                paint_trail(painter, TrailFrame(self._scene, whole, self._theme, self.font(), None, None))

        render_to(path, QSizeF(whole.width, whole.height), self.accessibleName(), painted)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QWidget.paintEvent."""
        del event
        painter = QPainter(self)
        if self._scene is None:
            painter.fillRect(self.rect(), self.palette().window())
        else:
            cursor = self._cursor if self.hasFocus() else None
            painter.scale(self._zoom(), self._zoom())
            paint_trail(painter, TrailFrame(self._scene, self.places, self._theme, self.font(), cursor, self._hovered))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: what was at the right edge stays there."""
        super().resizeEvent(event)
        self._fit_to_room()

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: cards grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_to_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: up and down choose, right steps on, left goes back."""
        if self._scene is None or self._cursor is None or not self._walk(Key(event.key())):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override QWidget.mousePressEvent: step to what was clicked."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        card = self.places.at(event.position() / self._zoom())
        if card is not None and event.button() == Qt.MouseButton.LeftButton:
            self.step_to(card)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Override QWidget.mouseMoveEvent: say what is pointed at."""
        self._hover(self.places.at(event.position() / self._zoom()))

    def leaveEvent(self, event: QEvent) -> None:
        """Override QWidget.leaveEvent: forget what was pointed at."""
        super().leaveEvent(event)
        self._hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Override QWidget.wheelEvent: scroll the column under the mouse; sideways, or with Shift, all of them."""
        turn, slide = event.angleDelta(), event.pixelDelta()
        column = self.places.column_at(event.position() / self._zoom())
        sideways = event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turn.x()) > abs(turn.y())
        if sideways or column is None:
            self.places = self.places.moved(self.places.x - (slide.x() or slide.y() or turn.x() or turn.y()))
        else:
            self.places = self.places.with_scroll(column, -(slide.y() or round(turn.y() / 120 * 2 * (CARD + SPACE))))
        self._hover(self.places.at(event.position() / self._zoom()))
        self.update()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Override QWidget.event: a card is told whole, because its words may be shortened."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            card = self.places.at(event.pos().toPointF() / self._zoom())
            QToolTip.showText(event.globalPos(), tooltip(self.words_at(card)) if card is not None else "", self)
            return True
        return super().event(event)

    def _zoom(self) -> float:
        """How much larger than usual everything is drawn, so that it goes with the size of the text."""
        return max(self.fontInfo().pixelSize() / USUAL_TEXT, 1.0)

    def _room(self) -> tuple[int, int]:
        """The width and height that the cards have, in pixels at the usual size."""
        return round(self.width() / self._zoom()), round(self.height() / self._zoom())

    def _fit_to_room(self) -> None:
        at_end = self.places.x == self.places.furthest
        self.places = self.places.sized(*self._room())
        if at_end:
            self.places = self.places.moved(self.places.furthest)
        self.update()

    def _walk(self, key: Key) -> bool:
        assert self._cursor is not None, "a key is for where the keyboard stands"
        column, row = self._cursor
        last = self.places.counts[column] - 1
        rows = {Key.Key_Up: row - 1, Key.Key_Down: row + 1, Key.Key_Home: 0, Key.Key_End: last,
                Key.Key_PageUp: row - 8, Key.Key_PageDown: row + 8}  # fmt: skip
        if key in rows:
            self.go_to((column, min(max(rows[key], 0), last)))
        elif key in (Key.Key_Right, Key.Key_Return, Key.Key_Enter, Key.Key_Space, Key.Key_BracketLeft):
            self._go_on(self._cursor)
        elif key in (Key.Key_Left, Key.Key_BracketRight):
            self._go_back(column)
        elif key == Key.Key_Backspace:
            self.back_wanted.emit()
        else:
            return False
        return True

    def _go_on(self, card: Card) -> None:
        """Into the next column where the card is chosen already; otherwise step to it."""
        assert self._scene is not None, "a card is of a scene"
        column, row = card
        if self._scene.columns[column].chosen == row and column + 1 < len(self._scene.columns):
            self.go_to((column + 1, self._scene.columns[column + 1].chosen or 0))
        else:
            self.step_to(card)

    def _go_back(self, column: int) -> None:
        assert self._scene is not None, "a card is of a scene"
        if column:
            self.go_to((column - 1, self._scene.columns[column - 1].chosen or 0))

    def _hover(self, card: Card | None) -> None:
        if card != self._hovered:
            self._hovered = card
            self.setCursor(Qt.CursorShape.ArrowCursor if card is None else Qt.CursorShape.PointingHandCursor)
            said = card if card is not None else self._cursor if self.hasFocus() else None
            self.pointed.emit(self.words_at(said) if said is not None else "")
            self.update()
