"""What can be done with the cells that are selected, by menu and by key: the same commands as on the lineage canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QContextMenuEvent, QGuiApplication

from explorer.ui.canvas.menu import Command, context_menu
from explorer.ui.canvas.strata_picking import widest_of

if TYPE_CHECKING:
    from explorer.ui.canvas.strata_canvas import StrataCanvas


def run(canvas: StrataCanvas, command: Command) -> None:
    """Do it with what is selected, or else with where the keyboard stands."""
    focused = () if canvas.focused is None else (canvas.focused,)
    cells = canvas.selected_cells or focused
    if not cells:
        return
    identities = tuple(canvas.scene.identity(cell) for cell in cells)
    if command is Command.COPY:
        QGuiApplication.clipboard().setText("\n".join(identities))
    elif command is Command.FOCUS:
        canvas.activate(cells[0])
    elif command is Command.PIN:
        pinned = frozenset(canvas.pinned)
        canvas.set_pinned(pinned - set(identities) if pinned.issuperset(identities) else pinned | set(identities))
    elif command is Command.TRAIL:
        canvas.set_trail(not canvas.trail_shown)
    elif command is Command.EXPAND:
        spread(canvas, cells[0])
    elif command is Command.COLLAPSE:
        draw_in(canvas, cells[0])
    else:
        canvas.edit_requested.emit("trust" if command is Command.DELEGATION else "risk", identities[0])


def allowed(canvas: StrataCanvas, command: Command) -> bool:
    """Whether it can be done now."""
    if command in (Command.DELEGATION, Command.RISK):
        return len(canvas.selected_cells) == 1
    return command is not Command.EXPAND or any(canvas.scene.hanging(cell) > 1 for cell in canvas.selected_cells)


def select_many(canvas: StrataCanvas, by: str, found: np.ndarray, adding: bool) -> None:
    """Select what a box or a loop holds; the widest where it holds too many."""
    found, said = widest_of(canvas.scene.strata, found, by)
    if said:
        canvas.told.emit(said)
    canvas.select_cells([*(canvas.selected_cells if adding else ()), *found.tolist()])


def open_menu(canvas: StrataCanvas, event: QContextMenuEvent) -> None:
    """Select what the menu is asked for, and open it there."""
    by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
    cell = canvas.focused if by_key else canvas.cell_at(QPointF(event.pos()) / canvas.enlargement())
    if cell is None:
        return
    if cell not in canvas.selected_cells:
        canvas.select_cells([cell])
    canvas.set_focused(cell, reveal=False)
    strip = canvas.strip_point(cell)
    where = (
        event.pos() if not by_key or strip is None else (canvas.sheet.to_view(strip) * canvas.enlargement()).toPoint()
    )
    menu = context_menu(canvas, lambda command: allowed(canvas, command), canvas.run)
    menu.popup(canvas.mapToGlobal(where))


def spread(canvas: StrataCanvas, cell: int) -> None:
    """Let what hangs on a cell fill the view from left to right."""
    strata = canvas.scene.strata
    canvas.viewport.show_span(float(strata.left[cell]), float(strata.right[cell]), animate=True)


def draw_in(canvas: StrataCanvas, cell: int) -> None:
    """Step back to what the cell that fills the view hangs on; in the end everything."""
    strata = canvas.scene.strata
    left, right = canvas.viewport.span()
    above = int(strata.parent[cell])
    while above >= 0 and strata.right[above] - strata.left[above] <= (right - left) * 1.01:
        above = int(strata.parent[above])
    if above < 0:
        canvas.viewport.fit()
    else:
        spread(canvas, above)
