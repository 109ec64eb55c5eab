"""That every view can be used in the smallest window, and with larger text: nothing is cut, nothing lies over anything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLayout,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.ui.headline import USUAL_LINES, Headline
from explorer.ui.main_window import MainWindow
from explorer.ui.panel_room import HOW_TO_OPEN, TIGHT
from explorer.ui.views import VIEWS

SMALLEST, USUAL = (1024, 700), (1280, 800)
"""Pixels of the smallest window that is supported, and of the one that opens."""

SLACK = 2
"""Pixels by which a hint may be greater than the text needs: a frame that grows where the keyboard is."""

OF_QT = ("qt_", "ScrollLeftButton", "ScrollRightButton")
"""Widgets that Qt makes inside others begin so."""


def _shown(view: QWidget) -> Iterator[QWidget]:
    for widget in view.findChildren(QWidget):
        if widget.isVisible() and not widget.objectName().startswith(OF_QT) and not _in_table(widget):
            yield widget


def _in_table(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), QAbstractItemView) or isinstance(
        widget.parentWidget() and widget.parentWidget().parentWidget(), QAbstractItemView
    )


def _words(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return (
        f"{type(widget).__name__} {text() if callable(text) else widget.accessibleName()!r} {widget.size().toTuple()}"
    )


def cut(view: QWidget) -> list[str]:
    """Every button, label and box of choices that is smaller than its text."""
    found = []
    for widget in _shown(view):
        width, height = widget.width(), widget.height()
        if isinstance(widget, Headline):
            is_cut = height < max(USUAL_LINES, len(widget.lines(width))) * widget.fontMetrics().lineSpacing()
        elif isinstance(widget, QLabel) and widget.text():
            needs = widget.heightForWidth(width) if widget.wordWrap() else widget.sizeHint().height()
            is_cut = height < needs - SLACK or (not widget.wordWrap() and width < widget.sizeHint().width() - SLACK)
        elif isinstance(widget, QAbstractButton):
            grows = widget.hasHeightForWidth()  # A card: its words wrap.
            needs = widget.heightForWidth(width) if grows else widget.sizeHint().height()
            is_cut = height < needs - SLACK or (not grows and width < widget.sizeHint().width() - SLACK)
        elif isinstance(widget, QComboBox) and not widget.isEditable():
            longest = widget.fontMetrics().horizontalAdvance(widget.currentText())
            is_cut = width < min(longest + 24, widget.sizeHint().width(), widget.maximumWidth())
        elif isinstance(widget, QLineEdit):
            is_cut = width < widget.fontMetrics().horizontalAdvance(widget.placeholderText()) + 12
        else:
            continue
        if is_cut:
            found.append(f"{_words(widget)} needs {widget.sizeHint().toTuple()}")
    return found


def overlapping(view: QWidget) -> list[str]:
    """Pairs of widgets of one parent that lie over each other, and widgets that stand out of their parent."""
    found = []
    for parent in (view, *_shown(view)):
        if parent.layout() is None:
            continue
        parts = [each for each in _placed(parent.layout()) if each.isVisible()]
        for place, one in enumerate(parts):
            found += [f"{_words(one)} | {_words(two)}" for two in parts[place + 1 :] if _meet(one, two)]
            if not parent.rect().contains(one.geometry()):
                found.append(f"{_words(one)} stands out of {_words(parent)}")
    return found


def _placed(layout: QLayout) -> Iterator[QWidget]:
    """The widgets that a layout places, those of the layouts inside it too."""
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item.widget() is not None:
            yield item.widget()
        elif item.layout() is not None:
            yield from _placed(item.layout())


def scrolled_sideways(view: QWidget) -> list[str]:
    """Columns of words that are wider than the view; a drawing may be."""
    areas = [area for area in view.findChildren(QScrollArea) if area.isVisible() and area.objectName() != "drawing"]
    return [_words(area) for area in areas if area.horizontalScrollBar().maximum()]


def _meet(one: QWidget, two: QWidget) -> bool:
    shared: QRect = one.geometry() & two.geometry()
    return shared.width() > 0 and shared.height() > 0


def _settled(window: MainWindow, name: str) -> QWidget:
    window.show_view(name)
    wait_until_idle(window.session)
    for _ in range(3):
        QApplication.processEvents()
    return window.views[name]


@pytest.mark.parametrize("selecting", [False, True], ids=["nothing selected", "something selected"])
@pytest.mark.parametrize(
    ("size", "scale"), [(SMALLEST, 1.0), (USUAL, 1.5), (SMALLEST, 1.5)], ids=["smallest", "larger text", "both"]
)
def test_that_nothing_is_cut(window: MainWindow, size: tuple[int, int], scale: float, selecting: bool) -> None:
    window.appearance.set_scale(scale)
    window.resize(*size)
    chain = window.session.answers.depth.longest_chain
    wrong = {}
    for each in VIEWS:
        view = _settled(window, each.name)
        if selecting:
            window.session.select([window.session.snapshot.graph.id_of(chain[2])])
            view = _settled(window, each.name)
        assert window.size().toTuple() == size
        wrong[each.name] = cut(view) + overlapping(view) + scrolled_sideways(view)
    assert {name: found for name, found in wrong.items() if found} == {}
    assert window.right.isVisible() is (selecting and size[0] / scale > TIGHT)


def test_that_large_text_in_the_smallest_window_leaves_the_room_to_the_view(window: MainWindow) -> None:
    said: list[str] = []
    window.session.message.connect(said.append)
    window.appearance.set_scale(1.5)
    window.resize(*SMALLEST)
    _settled(window, "lineage")
    window.session.select([window.session.snapshot.graph.id_of(window.session.answers.depth.longest_chain[2])])
    assert not window.right.isVisible()
    assert said == [HOW_TO_OPEN]
    window.right.show()
    window.session.select([window.session.snapshot.graph.id_of(window.session.answers.depth.longest_chain[1])])
    assert window.right.isVisible()  # Whoever opened it keeps it.


def test_that_a_headline_without_room_for_its_last_line_says_that_it_is_cut(qtbot: QtBot) -> None:
    headline = Headline()
    qtbot.addWidget(headline)
    headline.setText("3 of 4 systems rely on 3 components of Mistral AI; trust in it is examined at 0 of 3 boundaries.")
    width = headline.fontMetrics().horizontalAdvance(headline.text()) * 2 // 5
    line = headline.fontMetrics().lineSpacing()
    assert len(headline.lines(width)) == 3
    headline.resize(width, 2 * line + 2)
    headline.show()
    picture = headline.grab().toImage()
    headline.setText(" ".join(headline.lines(width, 2)))
    assert headline.text().endswith("…")
    assert headline.grab().toImage() == picture  # Two lines are drawn, and the second says that it is cut.
