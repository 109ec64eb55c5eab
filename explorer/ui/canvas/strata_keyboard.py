"""What the keys do on the strata: walk, select, open, look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from explorer.ui.canvas.menu import Command
from explorer.ui.canvas.strata_scene import StrataScene

if TYPE_CHECKING:
    from explorer.ui.canvas.strata_canvas import StrataCanvas

Key = Qt.Key
_COMMANDS = {
    Key.Key_Return: Command.FOCUS, Key.Key_Enter: Command.FOCUS, Key.Key_E: Command.EXPAND, Key.Key_P: Command.PIN,
    Key.Key_T: Command.TRAIL,
}  # fmt: skip
ZOOM_STEP = 1.6


def handle(canvas: StrataCanvas, event: QKeyEvent) -> bool:
    """Do what a key says; False where it says nothing here."""
    key = Key(event.key())
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        if key != Key.Key_C:
            return False
        QGuiApplication.clipboard().setText("\n".join(canvas.selection()))
        return True
    return _look(canvas, key) or _walk(canvas, key) or _act(canvas, key, event.modifiers())


def neighbour(scene: StrataScene, cell: int, key: Key) -> int | None:
    """The cell that a key leads to: beside, above, below, or along a relation; None where there is none."""
    strata = scene.strata
    row = strata.row_of(cell)
    if key == Key.Key_Left:
        return cell - 1 if cell > strata.starts[row] else None
    if key == Key.Key_Right:
        return cell + 1 if cell + 1 < strata.starts[row + 1] else None
    if key == Key.Key_Up:
        return int(strata.parent[cell]) if strata.parent[cell] >= 0 else None
    if key == Key.Key_Down:
        return _widest_below(scene, cell, row)
    rows = scene.graph.up if key == Key.Key_BracketLeft else scene.graph.down
    others = rows.neighbours(int(strata.node[cell]))
    return int(strata.cell[others[0]]) if len(others) else None


def _widest_below(scene: StrataScene, cell: int, row: int) -> int | None:
    """Of the cells that hang on this one, the widest."""
    strata = scene.strata
    if row + 1 >= strata.rows:
        return None
    first, last = int(strata.starts[row + 1]), int(strata.starts[row + 2])
    begin = first + int(np.searchsorted(strata.left[first:last], strata.left[cell]))
    end = first + int(np.searchsorted(strata.left[first:last], strata.right[cell]))
    if begin >= end:
        return None
    return begin + int(np.argmax(strata.right[begin:end] - strata.left[begin:end]))


def _look(canvas: StrataCanvas, key: Key) -> bool:
    if key in (Key.Key_Plus, Key.Key_Equal):
        if not canvas.viewport.zoom(ZOOM_STEP, canvas.focus_point()) and canvas.focused is not None:
            canvas.activate(canvas.focused)
    elif key == Key.Key_Minus:
        canvas.viewport.zoom(1 / ZOOM_STEP, canvas.focus_point())
    elif key in (Key.Key_0, Key.Key_F):
        canvas.viewport.fit()
    elif key == Key.Key_L:
        canvas.draw_loop(True)
    else:
        return False
    return True


_STEPS = (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_BracketLeft, Key.Key_BracketRight)


def _walk(canvas: StrataCanvas, key: Key) -> bool:
    if key not in (*_STEPS, Key.Key_Home) or not len(canvas.scene):
        return False
    here = canvas.focused
    goal = 0 if here is None or key == Key.Key_Home else neighbour(canvas.scene, here, key)
    if goal is not None:
        canvas.set_focused(goal)
    return True


def _act(canvas: StrataCanvas, key: Key, modifiers: Qt.KeyboardModifier) -> bool:
    if key == Key.Key_Escape and canvas.draws_loop:
        canvas.draw_loop(False)
        return True
    if key == Key.Key_Escape and canvas.selected_cells:
        canvas.select_cells([])
        return True
    if canvas.focused is None:
        return False
    if key == Key.Key_Space:
        adding = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        before = list(canvas.selected_cells)
        kept = [each for each in before if each != canvas.focused] if adding else []
        canvas.select_cells(kept if canvas.focused in before else [*kept, canvas.focused])
        return True
    if key == Key.Key_E and modifiers & Qt.KeyboardModifier.ShiftModifier:
        canvas.run(Command.COLLAPSE)
    elif (command := _COMMANDS.get(key)) is not None:
        canvas.run(command)
    else:
        return False
    return True
