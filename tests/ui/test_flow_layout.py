"""Buttons that do not fit beside each other go on in the next line, and none is cut off."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from explorer.ui.flow_layout import GAP, flowing


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    """Four buttons of 100 pixels in a window of its own."""
    parts = [QPushButton(str(number)) for number in range(4)]
    for part in parts:
        part.setFixedSize(100, 30)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(flowing(*parts))
    column.addStretch(1)
    window.show()
    return window


@pytest.mark.parametrize(
    ("width", "lines"), [(4 * 100 + 3 * GAP, [4]), (4 * 100 + 3 * GAP - 1, [3, 1]), (208, [2, 2]), (150, [1, 1, 1, 1])]
)
def test_that_a_line_holds_as_many_as_fit(holder: QWidget, width: int, lines: list[int], qtbot: QtBot) -> None:
    holder.resize(width, 400)
    qtbot.waitUntil(lambda: holder.width() == width)
    parts = holder.findChildren(QPushButton)
    tops = [part.mapTo(holder, part.rect().topLeft()).y() for part in parts]
    assert [tops.count(top) for top in sorted(set(tops))] == lines
    assert all(part.mapTo(holder, part.rect().bottomRight()).x() < width for part in parts)
    assert sorted(set(tops)) == [line * (30 + GAP) for line in range(len(lines))]


def test_that_what_is_hidden_takes_no_room(holder: QWidget, qtbot: QtBot) -> None:
    holder.resize(208, 400)
    parts = holder.findChildren(QPushButton)
    for part in parts[:2]:
        part.hide()
    qtbot.waitUntil(lambda: parts[2].mapTo(holder, parts[2].rect().topLeft()).y() == 0)
    assert parts[3].mapTo(holder, parts[3].rect().topLeft()).y() == 0
