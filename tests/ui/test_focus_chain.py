"""Walking through the Tab order leaves PySide's idea of who belongs to whom as it was."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from explorer.ui.focus_chain import focus_chain


@pytest.fixture
def neighbours(qtbot: QtBot) -> tuple[QWidget, QLineEdit, QAction, QMenu]:
    """A window in which a button with a menu comes after a line; the menu's action was made by C++."""
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    line, button = QLineEdit(), QPushButton("button")
    menu = QMenu(button)
    action = menu.addAction("action")
    button.setMenu(menu)
    layout.addWidget(line)
    layout.addWidget(button)
    return window, line, action, menu


def test_that_the_chain_goes_once_round(neighbours: tuple[QWidget, QLineEdit, QAction, QMenu]) -> None:
    window, line, _, menu = neighbours
    assert focus_chain(window) == [window, line, menu.parentWidget()]
    assert focus_chain(line)[0] is line
    alone = QLabel()
    assert focus_chain(alone) == [alone]


def test_that_actions_outlive_the_neighbour_of_their_button(
    neighbours: tuple[QWidget, QLineEdit, QAction, QMenu],
) -> None:
    window, line, action, menu = neighbours
    focus_chain(window)
    line.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not shiboken6.isValid(line)
    assert shiboken6.isValid(action)
    assert menu.actions() == [action]
