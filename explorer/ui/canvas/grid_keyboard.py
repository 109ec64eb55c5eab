"""What the keys do on a matrix: walk from cell to cell, choose, zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from explorer.ui.canvas.grid_canvas import GridCanvas

Key = Qt.Key
_STEPS = {Key.Key_Left: (0, -1), Key.Key_Right: (0, 1), Key.Key_Up: (-1, 0), Key.Key_Down: (1, 0)}
_ZOOM_STEP = 1.25


def handle(canvas: GridCanvas, event: QKeyEvent) -> bool:
    """Do what a key says; False where it says nothing here."""
    key, control = Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return _walk(canvas, key, control) or (not control and (_choose(canvas, key) or _look(canvas, key)))


def _walk(canvas: GridCanvas, key: Key, control: bool) -> bool:
    places, here = canvas.places, canvas.cursor_cell
    if not places.rows or not places.columns:
        return False
    row, column = here or (places.seen_rows().start, places.seen_columns().start)
    page = max(round(places.cells.height()) // places.cell_height - 1, 1)
    if key in _STEPS:
        down, across = _STEPS[key] if here is not None else (0, 0)
        row, column = row + down, column + across
    elif key in (Key.Key_PageUp, Key.Key_PageDown):
        row += page if key == Key.Key_PageDown else -page
    elif key in (Key.Key_Home, Key.Key_End):
        column = 0 if key == Key.Key_Home else places.columns - 1
        row = row if not control else 0 if key == Key.Key_Home else places.rows - 1
    else:
        return False
    canvas.go_to((min(max(row, 0), places.rows - 1), min(max(column, 0), places.columns - 1)))
    return True


def _choose(canvas: GridCanvas, key: Key) -> bool:
    if canvas.cursor_cell is None or key not in (Key.Key_Space, Key.Key_Return, Key.Key_Enter):
        return False
    signal = canvas.chosen if key == Key.Key_Space else canvas.opened
    signal.emit(*canvas.cursor_cell)
    return True


def _look(canvas: GridCanvas, key: Key) -> bool:
    if key in (Key.Key_Plus, Key.Key_Equal):
        canvas.zoom(_ZOOM_STEP)
    elif key == Key.Key_Minus:
        canvas.zoom(1 / _ZOOM_STEP)
    elif key == Key.Key_0:
        canvas.make_readable()
    elif key == Key.Key_F:
        canvas.fit()
    else:
        return False
    return True
