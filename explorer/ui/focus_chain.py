"""In which order the Tab key goes through widgets, asked without harm.

PySide 6.11 takes what `nextInFocusChain` returns for a child of the widget that was asked. When Qt then deletes that widget,
as it does with the lists of boxes whenever the style changes, everything that C++ made under its supposed child is given up
too: the actions of a menu, for one, which are still there and about to be used. So whoever walks the chain has to tell
PySide the true parents again; asking each parent for its children does.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def focus_chain(start: QWidget) -> list[QWidget]:
    """The widgets of a window in the order of the Tab key, from one on and once round."""
    chain = [start]
    while (following := chain[-1].nextInFocusChain()) is not start:
        chain.append(following)
    _tell_true_parents(chain)
    return chain


def put_after(before: QWidget, part: QWidget) -> None:
    """Let the Tab key come to a widget and what is in it right after another: what comes late would otherwise be last."""
    inside = [each for each in focus_chain(part) if each is part or part.isAncestorOf(each)]
    for each in inside:
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus:  # Qt does nothing for one that cannot have the keyboard.
            QWidget.setTabOrder(before, each)
            before = each


def _tell_true_parents(widgets: list[QWidget]) -> None:
    parents = {id(parent): parent for widget in widgets if (parent := widget.parentWidget()) is not None}
    for parent in parents.values():
        parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
