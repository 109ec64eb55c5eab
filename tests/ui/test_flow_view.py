"""The flow by keyboard: from bar to bar, and a company is selected by Enter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.layout.sankey import Bar
from explorer.ui.main_window import MainWindow
from explorer.ui.views.flow import FlowView, next_bar


@pytest.fixture
def flow(window: MainWindow) -> FlowView:
    """The flow of the sample portfolio in front."""
    window.show_view("flow")
    wait_until_idle(window.session)
    view = window.views["flow"]
    assert isinstance(view, FlowView)
    return view


def test_that_the_keyboard_goes_to_a_company_and_selects_it(flow: FlowView, qtbot: QtBot) -> None:
    drawing, graph = flow._drawing, flow.session.snapshot.graph
    drawing.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(drawing, key)
    bar = next(bar for bar in drawing._sankey.bars if bar.name == drawing._hovered)
    assert bar.column == 2
    names = {bar.name for bar in drawing._sankey.bars if bar.column == 2}
    for _ in names:
        qtbot.keyClick(drawing, Qt.Key.Key_Up)
    while drawing._hovered != "NVIDIA":
        before = drawing._hovered
        qtbot.keyClick(drawing, Qt.Key.Key_Down)
        assert drawing._hovered != before, "every company is come by on the way down"
    qtbot.keyClick(drawing, Qt.Key.Key_Return)
    assert [graph.names[graph.find(each) or 0] for each in flow.session.selection] == ["NVIDIA"]
    assert not drawing.grab().isNull()


def test_that_there_is_no_way_beyond_the_edges() -> None:
    bars = [Bar(0, "one", 0.0, 0.4, 4), Bar(0, "two", 0.5, 1.0, 5), Bar(1, "far", 0.6, 1.0, 5)]
    assert next_bar(bars, None, 0, 1).name == "one"
    assert next_bar(bars, bars[0], 0, -1).name == "one"
    assert next_bar(bars, bars[2], 1, 0).name == "far"
