"""The gaps in the window: chosen one by one, their components listed and selected for everyone."""

from __future__ import annotations

from explorer.app import wait_until_idle
from explorer.ui.main_window import MainWindow
from explorer.ui.views.unassessed import Unassessed


def shown(window: MainWindow) -> Unassessed:
    window.show_view("unassessed")
    wait_until_idle(window.session)
    view = window.current_view()
    assert isinstance(view, Unassessed)
    return view


def test_that_a_chosen_gap_lists_its_components_and_one_of_them_is_selected_everywhere(window: MainWindow) -> None:
    view = shown(window)
    gaps = view.table().rows_model.rows
    place = next(number for number, gap in enumerate(gaps) if gap.key == "vulnerabilities")
    view.table().selectRow(place)
    wait_until_idle(window.session)
    rows = view._listed.rows_model.rows
    assert len(rows) == gaps[place].open > 0
    view._listed.selectRow(0)
    assert window.session.selection == (rows[0][-1],)


def test_that_the_first_gap_is_listed_without_a_click(window: MainWindow) -> None:
    view = shown(window)
    first = view.table().rows_model.rows[0]
    assert len(view._listed.rows_model.rows) == first.open
    assert "not assessed" in view.headline()
