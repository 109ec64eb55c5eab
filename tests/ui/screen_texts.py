"""Every text that a window shows or says: labels, buttons, rows, tooltips, names for assistive technology, drawings."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from explorer.ui.models.table_model import TableModel

ROLES = (
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole, Qt.ItemDataRole.WhatsThisRole, Qt.ItemDataRole.StatusTipRole,
)  # fmt: skip


def texts_of(widget: QWidget, behind: bool = False) -> Iterator[tuple[str, str]]:
    """Each text with where it stands, of a widget and of everything visible in it; `behind`: also of other tabs and pages."""
    for action in widget.findChildren(QAction):
        for text in (action.text(), action.toolTip()):
            yield "QAction", text
    for part in (widget, *widget.findChildren(QWidget)):
        if part is widget or behind or part.isVisible():
            place = f"{type(part).__name__} {part.objectName()}".strip()
            for text in _own(part):
                if text:
                    yield place, html.unescape(re.sub(r"<[^>]+>", "", text)) if text.startswith("<") else text


def _own(part: QWidget) -> Iterator[str]:
    yield from (
        part.toolTip(),
        part.accessibleName(),
        part.accessibleDescription(),
        part.statusTip(),
        part.windowTitle(),
    )
    if isinstance(part, QLabel | QAbstractButton):
        yield part.text()
    if isinstance(part, QLineEdit):
        yield from (QLineEdit.displayText(part), part.placeholderText())
    if isinstance(part, QTextEdit | QPlainTextEdit):
        yield part.document().toPlainText()
    if isinstance(part, QComboBox):
        yield from _entries(part)
    if isinstance(part, QTabBar | QTabWidget):
        for place in range(part.count()):
            yield from (part.tabText(place), part.tabToolTip(place))
    if isinstance(part, QGroupBox | QMenu):
        yield part.title()
    if isinstance(part, QAbstractItemView):
        yield from _cells(part)


def _entries(box: QComboBox) -> Iterator[str]:
    for place in range(box.count()):
        for role in ROLES:
            yield str(box.itemData(place, role) or "")


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if not isinstance(model, TableModel | QStandardItemModel):
        return  # The lists of a completer, whose texts are those of its box.
    for row in range(model.rowCount(QModelIndex())):
        for column in range(model.columnCount(QModelIndex())):
            for role in ROLES:
                yield str(model.index(row, column).data(role) or "")
    for column in range(model.columnCount(QModelIndex())):
        for role in ROLES:
            yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")


def texts_in_svg(path: Path) -> str:
    """What is written in a drawing."""
    return html.unescape(re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8")))


@cache
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, longest_first))})(?![a-z0-9])")


def names_in(text: str, names: frozenset[str]) -> set[str]:
    """The names that stand in a text as words of their own, whatever their case."""
    return set(_pattern(names).findall(text.casefold()))
