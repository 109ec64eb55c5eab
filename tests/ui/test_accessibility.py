from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QHeaderView, QLabel, QSplitterHandle, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.domain.annotation import Limit, Note, ResidualRisk, Subject, TrustDelegation
from explorer.ui.main_window import MainWindow
from explorer.ui.models.table import Table
from explorer.ui.theme import ThemeChoice
from explorer.ui.views import VIEWS
from tests.ui.portfolio import TORCH

_INNER = ("qt_scrollarea_viewport", "qt_spinbox_lineedit", "qt_calendar")
"""Parts of Qt's own widgets, which speak for their owners."""


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def _takes_keyboard(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()


def _nameless(root: QWidget) -> list[str]:
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        inner = widget.objectName().startswith(_INNER) or isinstance(widget, QSplitterHandle)
        if not inner and _takes_keyboard(widget) and not _name(widget):
            found.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}")
    return found


@pytest.fixture
def judged(small_window: MainWindow) -> MainWindow:
    """The window with something selected and something written about it."""
    session = small_window.session
    subject = Subject("pkg:pypi/torch")
    session.save_annotation(Note(subject, "x"))
    session.save_annotation(TrustDelegation(subject, "", "party:acme"))
    session.save_annotation(ResidualRisk(subject, "y", Limit.OTHER))
    session.select([TORCH])
    wait_until_idle(session)
    return small_window


@pytest.mark.parametrize("view", [view.name for view in VIEWS])
def test_that_everything_that_takes_the_keyboard_has_a_name(judged: MainWindow, view: str) -> None:
    judged.show_view(view)
    wait_until_idle(judged.session)
    assert _nameless(judged) == []
    judged.current_view().show_table(True)
    wait_until_idle(judged.session)
    assert _nameless(judged) == []


def test_that_the_start_page_has_names(empty_window: MainWindow) -> None:
    assert _nameless(empty_window) == []


def test_that_every_dialog_has_a_title_and_names(judged: MainWindow) -> None:
    session, editing, files = judged.session, judged.editing, judged.files
    openers = [
        *(lambda word=what: session.edit_requested.emit(word, "pkg:pypi/torch") for what in ("trust", "risk", "note")),
        lambda: files.ask_scan(["x"]),
        editing.show_judgements,
        editing.show_journal,
        lambda: editing.show_help("Question?", "Answer."),
        lambda: editing.show_source(session.snapshot.components[0].evidence[0]),
        judged.actions_._palette,
        judged.actions_._preferences,
    ]
    for opener in openers:
        before = set(judged.findChildren(QDialog))
        opener()
        dialogs = [each for each in judged.findChildren(QDialog) if each not in before]
        assert len(dialogs) == 1, opener
        assert dialogs[0].windowTitle()
        assert _nameless(dialogs[0]) == []
        dialogs[0].reject()
        QApplication.processEvents()


def _tab_order(window: MainWindow) -> Iterator[QWidget]:
    """The widgets in the order in which Tab reaches them."""
    widget = window.nextInFocusChain()
    while widget is not window:
        if _takes_keyboard(widget):
            yield widget
        widget = widget.nextInFocusChain()


def test_that_tab_goes_from_left_to_right(judged: MainWindow) -> None:
    order = list(_tab_order(judged))
    places = [
        next(place for place, widget in enumerate(order) if part is widget or part.isAncestorOf(widget))
        for part in (judged.portfolio, judged.inventory, judged.tabs.tabBar(), judged.current_view(), judged.inspector)
    ]
    assert places == sorted(places)


def test_that_tab_reaches_everything_and_comes_back(judged: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitActive(judged):
        judged.activateWindow()
    judged.inventory.search.setFocus()
    reached = []
    for _ in range(200):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
        if reached[-1] is judged.inventory.search:
            break
    assert reached[-1] is judged.inventory.search
    for part in (judged.portfolio.table, judged.inventory.table, judged.tabs.tabBar()):
        assert part in reached
    assert any(judged.inspector.isAncestorOf(each) for each in reached)
    assert any(judged.current_view().isAncestorOf(each) for each in reached)


def test_that_what_has_the_keyboard_is_seen_to_have_it(judged: MainWindow, qtbot: QtBot) -> None:
    """The accent shows on the border of whatever is focused, so the picture changes when the keyboard arrives."""
    judged.show_view("summary")
    with qtbot.waitActive(judged):
        judged.activateWindow()
    unchanged = []
    for widget in list(_tab_order(judged)):
        owner: QWidget = widget.parentWidget() if isinstance(widget, QTabBar) else widget
        judged.menuBar().setFocus()
        QApplication.processEvents()
        before = owner.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if widget.hasFocus() and owner.grab().toImage() == before:
            unchanged.append(f"{type(widget).__name__} {_name(widget)}")
    assert unchanged == []


def test_that_labels_never_take_text_for_markup(judged: MainWindow) -> None:
    risky = []
    for view in VIEWS:
        judged.show_view(view.name)
        wait_until_idle(judged.session)
        risky += [
            label.text()
            for label in judged.findChildren(QLabel)
            if label.textFormat() is not Qt.TextFormat.PlainText and "<" in label.text()
        ]
    assert risky == []


def _needed(header: QHeaderView, section: int) -> int:
    text = str(header.model().headerData(section, Qt.Orientation.Horizontal))
    return header.fontMetrics().horizontalAdvance(text) + 16


@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_that_no_heading_of_a_table_is_cut(judged: MainWindow, scale: float) -> None:
    judged.appearance.set_scale(scale)
    cut = []
    for view in VIEWS:
        judged.show_view(view.name)
        wait_until_idle(judged.session)
        for table in judged.current_view().findChildren(Table):
            header = table.horizontalHeader()
            cut += [
                (view.name, table.accessibleName(), str(table.model().headerData(at, Qt.Orientation.Horizontal)))
                for at in range(header.count())
                if not table.isColumnHidden(at) and header.sectionSize(at) < _needed(header, at)
            ]
    judged.appearance.set_scale(1.0)
    assert cut == []


@pytest.mark.parametrize("scale", [0.8, 1.3])
def test_that_nothing_needs_more_than_a_small_screen(judged: MainWindow, scale: float) -> None:
    judged.appearance.set_scale(scale)
    for view in VIEWS:
        judged.show_view(view.name)
        QApplication.processEvents()
    hint = judged.minimumSizeHint()
    assert hint.width() <= 1280
    assert hint.height() <= 800
    judged.appearance.set_scale(1.0)


def test_that_the_theme_can_be_changed_while_everything_is_open(judged: MainWindow) -> None:
    for choice in (ThemeChoice.DARK, ThemeChoice.LIGHT):
        judged.appearance.choose_theme(choice)
        for view in VIEWS:
            judged.show_view(view.name)
            wait_until_idle(judged.session)
        ground = judged.current_view().grab().toImage().pixelColor(2, 2).name()
        assert ground.upper() == judged.session.theme.background
