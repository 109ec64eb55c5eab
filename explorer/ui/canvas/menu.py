"""What can be done with the marks that are selected: one list for the context menu and the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget


class Command(Enum):
    """A thing to do, with its words and its key."""

    FOCUS = ("&Focus here", "Return")
    EXPAND = ("&Expand", "E")
    COLLAPSE = ("&Collapse", "Shift+E")
    PIN = ("&Pin or unpin", "P")
    TRAIL = ("Show &path to system", "T")
    DELEGATION = ("Add trust &delegation…", "")
    RISK = ("Add residual &risk…", "")
    COPY = ("Copy &identity", "Ctrl+C")

    @property
    def text(self) -> str:
        """The words in the menu, with a mnemonic."""
        return self.value[0]

    @property
    def key(self) -> str:
        """The key on the canvas; empty where there is none."""
        return self.value[1]


_GROUPS = (
    (Command.FOCUS, Command.TRAIL),
    (Command.EXPAND, Command.COLLAPSE, Command.PIN),
    (Command.DELEGATION, Command.RISK),
    (Command.COPY,),
)


def context_menu(parent: QWidget, allowed: Callable[[Command], bool], run: Callable[[Command], None]) -> QMenu:
    """The menu; what is not allowed is shown but cannot be chosen. It deletes itself when closed."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    for number, group in enumerate(_GROUPS):
        if number:
            menu.addSeparator()
        for command in group:
            action = QAction(command.text, menu)
            action.setEnabled(allowed(command))
            if command.key:
                action.setShortcut(QKeySequence(command.key))
                action.setShortcutVisibleInContextMenu(True)
            action.triggered.connect(lambda _checked=False, chosen=command: run(chosen))
            menu.addAction(action)
    return menu
