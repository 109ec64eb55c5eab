"""What the keys do on the canvas: walk, select, open, look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from explorer.ui.canvas import walking
from explorer.ui.canvas.menu import Command

if TYPE_CHECKING:
    from explorer.ui.canvas.lineage_canvas import LineageCanvas

Key = Qt.Key
ZOOM_STEP = 1.25

_ARROWS = {Key.Key_Left: walking.LEFT, Key.Key_Right: walking.RIGHT, Key.Key_Up: walking.UP, Key.Key_Down: walking.DOWN}
_COMMANDS = {
    Key.Key_Return: Command.FOCUS,
    Key.Key_Enter: Command.FOCUS,
    Key.Key_P: Command.PIN,
    Key.Key_T: Command.TRAIL,
}


def handle(canvas: LineageCanvas, event: QKeyEvent) -> bool:
    """Do what a key says; False where it says nothing here."""
    key = Key(event.key())
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        if key == Key.Key_C:
            canvas.run(Command.COPY)
            return True
        return _all(canvas) if key == Key.Key_A else False
    return _look(canvas, key) or _walk(canvas, key) or _act(canvas, key, event.modifiers())


def handle_tab(canvas: LineageCanvas, event: QKeyEvent) -> bool:
    """The next mark of the stratum; False behind the last one, so that the focus can leave the canvas."""
    if event.key() not in (Key.Key_Tab, Key.Key_Backtab) or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return False
    scene = canvas.scene
    if canvas.focused is None:
        return False
    mark = walking.next_in_layer(scene, canvas.focused, 1 if event.key() == Key.Key_Tab else -1)
    if mark is None:
        return False
    canvas.set_focused(mark)
    return True


def _look(canvas: LineageCanvas, key: Key) -> bool:
    if key in (Key.Key_Plus, Key.Key_Equal):
        canvas.viewport.zoom(ZOOM_STEP)
    elif key == Key.Key_Minus:
        canvas.viewport.zoom(1 / ZOOM_STEP)
    elif key == Key.Key_0:
        canvas.viewport.zoom_to_life()
    elif key == Key.Key_F:
        canvas.fit()
    elif key == Key.Key_L:
        canvas.draw_loop(True)
    else:
        return False
    return True


def _walk(canvas: LineageCanvas, key: Key) -> bool:
    scene = canvas.scene
    if key not in (*_ARROWS, Key.Key_BracketLeft, Key.Key_BracketRight, Key.Key_Home):
        return False
    here = canvas.focused
    if here is None or key == Key.Key_Home:
        goal = walking.first(scene)
    elif key in _ARROWS:
        goal = walking.nearest(scene, here, _ARROWS[key])
    else:
        goal = walking.along(scene, here, upstream=key == Key.Key_BracketLeft)
    if goal is not None:
        canvas.set_focused(goal)
    return True


def _act(canvas: LineageCanvas, key: Key, modifiers: Qt.KeyboardModifier) -> bool:
    if key == Key.Key_Escape and canvas.draws_loop:
        canvas.draw_loop(False)
        return True
    if key == Key.Key_Escape and canvas.selected_marks:
        canvas.select_marks([])
        return True
    if canvas.focused is None:
        return False
    if key == Key.Key_Space:
        adding = modifiers & Qt.KeyboardModifier.ShiftModifier
        before = set(canvas.selected_marks) if adding else set(canvas.selected_marks) & {canvas.focused}
        canvas.select_marks(before ^ {canvas.focused})
        return True
    command = _COMMANDS.get(key)
    if key == Key.Key_E:
        command = Command.COLLAPSE if modifiers & Qt.KeyboardModifier.ShiftModifier else Command.EXPAND
    if command is None:
        return False
    canvas.run_at(command, canvas.focused)
    return True


def _all(canvas: LineageCanvas) -> bool:
    canvas.select_marks(range(len(canvas.scene.drawing)))
    return True
