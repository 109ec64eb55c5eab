"""Horizon, concentration, chokepoints, ancestors and substitution in the window: what is shown is what is so."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.domain.annotation import Note, Subject
from explorer.domain.component import ComponentClass
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.pipeline.chokepoints_table import strongest_place
from explorer.storage.workspace import Workspace
from explorer.ui.link import Link
from explorer.ui.main_window import MainWindow
from explorer.ui.models.table import Table
from explorer.ui.views.ancestors import AncestorsView
from explorer.ui.views.answer_tables import ReachView
from explorer.ui.views.base import View
from explorer.ui.views.chokepoints import ChokepointsView
from explorer.ui.views.concentration import ConcentrationView
from explorer.ui.views.depth import DepthProfile
from explorer.ui.views.horizon import Horizon
from explorer.ui.views.outage import OutageView
from explorer.ui.views.substitution import NOTHING, SubstitutionView
from tests.ui.portfolio import ACME, CLAIMS, DATA, LINUX, MODEL, NUMPY, TORCH, claims_snapshot

Shown = TypeVar("Shown", bound=View)


@pytest.fixture
def lone_window(empty_window: MainWindow, tmp_path: Path) -> MainWindow:
    """A window on a workspace of one system."""
    return lone(empty_window, tmp_path, claims_snapshot())


def lone(window: MainWindow, folder: Path, snapshot: Snapshot) -> MainWindow:
    """The window on a workspace of this one snapshot."""
    path = folder / "lone.catchment"
    with Workspace.create(path) as workspace:
        workspace.save_snapshot(CLAIMS, "claims", ["."], snapshot)
    window.open_path(path)
    wait_until_idle(window.session)
    return window


def shown(window: MainWindow, name: str, kind: type[Shown]) -> Shown:
    window.show_view(name)
    wait_until_idle(window.session)
    view = window.views[name]
    assert isinstance(view, kind)
    return view


def names(table: Table) -> list[str]:
    """What the first column says, from top to bottom."""
    model = table.rows_model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_that_the_shortest_way_counts_by_tier(small_window: MainWindow) -> None:
    view = shown(small_window, "depth", DepthProfile)
    counts = {row.title: row.counts for row in view._table.rows_model.rows}
    assert counts["Packages"] == (0, 2, 1)  # numpy lies behind torch by the longest way.
    view._way.setCurrentIndex(1)
    tiers = {row.title: row.counts for row in view._table.rows_model.rows}
    assert tiers["Packages"][:2] == (0, 3)  # claims names it directly, too.


def test_that_a_cycle_is_named_and_selects_its_components(empty_window: MainWindow, tmp_path: Path) -> None:
    back = Relation(NUMPY, TORCH, RelationKind.REQUIRES, evidence=(Evidence("requirements"),))
    made = claims_snapshot()
    lone(empty_window, tmp_path, snapshot_of(merge([*made.components, *made.relations, back]), "2026-01-02T03:04:05Z"))
    view = shown(empty_window, "depth", DepthProfile)
    (cycle,) = [each for each in view._chain.findChildren(Link) if "numpy" in each.text() and "torch" in each.text()]
    cycle.click()
    assert set(empty_window.session.selection) == {NUMPY, TORCH}


def test_that_the_horizon_asks_the_maker_for_the_training_data(small_window: MainWindow) -> None:
    view = shown(small_window, "horizon", Horizon)
    assert "unknown" in view.headline()
    (ask,) = [each for each in view._asks.rows_model.rows if "training data" in each.fact.value]
    graph = small_window.session.snapshot.graph
    assert graph.id_of(ask.component) == MODEL
    place = list(view._asks.rows_model.rows).index(ask)
    assert names(view._asks)[place] == "Acme & Sons"
    view._asks.selectRow(place)
    assert set(small_window.session.selection) == {MODEL, DATA}


def test_that_a_bar_of_the_horizon_selects_what_is_unknown_of_its_class(small_window: MainWindow) -> None:
    view = shown(small_window, "horizon", Horizon)
    (place,) = [at for at, row in enumerate(view._bars._rows) if row.title == "Data"]
    assert view._bars._rows[place].words.startswith("1, 1 of them unknown (100 %)")
    view._bars.chosen.emit(place)
    assert small_window.session.selection == (DATA,)


def test_that_the_horizon_asks_builders_too_where_wanted(small_window: MainWindow) -> None:
    view = shown(small_window, "horizon", Horizon)
    before = len(view._asks.rows_model.rows)
    view._facts.setCurrentIndex(1)
    wait_until_idle(small_window.session)
    assert len(view._asks.rows_model.rows) > before


def test_that_a_bar_counts_the_systems_and_the_part_behind_it_is_named(small_window: MainWindow) -> None:
    view = shown(small_window, "concentration", ConcentrationView)
    view._dimension.setCurrentIndex(view._dimension.findData("V1"))
    wait_until_idle(small_window.session)
    (bar,) = view._bars._rows
    assert (bar.title, bar.words) == ("Acme & Sons", "1 of 2 systems · share 100 %")
    assert [part.component.id for part in view._parts.rows_model.rows] == [MODEL]
    view._parts.selectRow(0)
    assert small_window.session.selection == (MODEL,)


def test_that_a_dimension_without_holders_says_so(small_window: MainWindow) -> None:
    view = shown(small_window, "concentration", ConcentrationView)
    view._dimension.setCurrentIndex(view._dimension.findData("V2"))
    wait_until_idle(small_window.session)
    assert not view._bars._rows
    assert "Nothing of this dimension was found" in view._note.text()
    assert not view._parts.rows_model.rows


def test_that_every_dimension_and_weight_can_be_chosen(small_window: MainWindow) -> None:
    view = shown(small_window, "concentration", ConcentrationView)
    assert view._dimension.findData("attribute:licence") >= 0
    for weight in range(view._weight.count()):
        view._weight.setCurrentIndex(weight)
        for axis in range(view._dimension.count()):
            view._dimension.setCurrentIndex(axis)
            wait_until_idle(small_window.session)
            assert view._shown is not None
            assert view._shown.key == view._dimension.currentData()
            assert len(view._bars._rows) == len(view._shown.holders)
            assert view._bars._rows or view._note.text()


def test_that_every_path_to_the_models_runs_through_their_maker(small_window: MainWindow) -> None:
    view = shown(small_window, "chokepoints", ChokepointsView)
    view._goal.setCurrentIndex(view._goal.findData(ComponentClass.MODEL.value))
    (bar,) = view._parties._rows
    assert (bar.title, bar.words) == ("Acme & Sons", "100 % of paths · every path of 1 of 1")
    view._parties.chosen.emit(0)
    assert set(small_window.session.selection) == {ACME, MODEL}


def test_that_the_least_share_is_chosen_and_measured_anew(small_window: MainWindow) -> None:
    view = shown(small_window, "chokepoints", ChokepointsView)
    view._goal.setCurrentIndex(view._goal.findData(ComponentClass.MODEL.value))
    before = len(view._table.rows_model.rows)
    view._least.setCurrentIndex(view._least.findData(5))
    wait_until_idle(small_window.session)
    assert len(view._table.rows_model.rows) >= before
    assert all(row.found.least_share == 0.05 for row in view._table.rows_model.rows)


def test_that_the_strongest_place_is_shown_first_and_a_choice_is_kept(small_window: MainWindow) -> None:
    view = shown(small_window, "chokepoints", ChokepointsView)
    strongest = strongest_place(list(view._all.values()))
    assert strongest is not None
    assert view._goal.currentData() == strongest[0].goal.value
    view._goal.setCurrentIndex(view._goal.findData(ComponentClass.COMPUTE.value))
    view.refresh()
    wait_until_idle(small_window.session)
    assert view._goal.currentData() == ComponentClass.COMPUTE.value


def test_that_no_path_to_compute_is_said_and_not_shown_as_safe(small_window: MainWindow) -> None:
    view = shown(small_window, "chokepoints", ChokepointsView)
    view._goal.setCurrentIndex(view._goal.findData(ComponentClass.COMPUTE.value))
    assert "None of the systems relies on any" in view.headline()
    assert view._no_party.isVisible()
    assert not view._parties.isVisible()


def test_that_two_systems_share_torch_and_its_maker(small_window: MainWindow) -> None:
    view = shown(small_window, "ancestors", AncestorsView)
    (pair,) = view._bars._rows
    assert "claims" in pair.title
    assert "search" in pair.title
    graph = small_window.session.snapshot.graph
    assert {graph.id_of(row.node) for row in view._shared.rows_model.rows} >= {TORCH, LINUX}
    view._hidden.setChecked(True)
    hidden = {graph.id_of(row.node) for row in view._shared.rows_model.rows}
    assert LINUX in hidden
    assert TORCH not in hidden  # Both name it.
    # By tests/ui/portfolio.py: numpy is named by one of them, torch by both.
    direct = "numpy 2.1.0 (used directly by claims), torch 2.4.1 (used directly by claims, search)"
    assert view._open.text() == f"Not hidden: {direct}."
    view._choose_open.click()
    assert not view._hidden.isChecked()
    assert {row.node for row in view._shared.chosen()} == {
        row.node for row in view._shared.rows_model.rows if not row.is_hidden
    }


def test_that_a_system_alone_shares_nothing_and_says_what_to_do(lone_window: MainWindow) -> None:
    view = shown(lone_window, "ancestors", AncestorsView)
    assert "scan another" in view._more.text()
    assert not view._bars._rows


def test_that_taking_a_model_away_takes_its_maker_and_data_with_it(small_window: MainWindow) -> None:
    view = shown(small_window, "substitution", SubstitutionView)
    view._old.setCurrentText(MODEL)
    view._new.setCurrentText(NOTHING)
    view._compare.click()
    wait_until_idle(small_window.session)
    assert view._answer is not None
    gone = {piece.id for piece in view._pieces.rows_model.rows}
    assert {ACME, DATA} <= gone
    assert NUMPY not in gone
    assert view._figures.rows_model.rows
    assert small_window.session.snapshot.graph.find(MODEL) is not None  # Only the comparison lacks it.


def test_that_what_is_not_known_is_told_and_not_guessed(small_window: MainWindow) -> None:
    view = shown(small_window, "substitution", SubstitutionView)
    view._old.setCurrentText("nobody knows this")
    view._compare.click()
    assert "is nothing upstream" in view._outcome.text()
    view._old.setCurrentText(MODEL)
    view._new.setCurrentText("who is this")
    view._compare.click()
    assert "is not known here" in view._outcome.text()
    view._new.setCurrentText(NOTHING)
    view._goal.setCurrentText("nonsense")
    view._search.click()
    assert view._outcome.text()
    assert view._answer is None


def test_that_without_a_swap_the_fewest_are_looked_for_among_what_the_largest_hold(small_window: MainWindow) -> None:
    view = shown(small_window, "substitution", SubstitutionView)
    view._clear.click()
    offered = [view._goal.itemText(place) for place in range(view._goal.count())]
    assert any(each.startswith("V1<") and "Model vendor: HHI, now at most 1" in each for each in offered)
    view._goal.setCurrentText("V1<0.9")  # One model, of Acme alone: another vendor in its place is as alone.
    view._search.click()
    wait_until_idle(small_window.session)
    assert "brings V1 under 0.9" in view._outcome.text() or "not bring V1 under 0.9" in view._outcome.text()
    view._goal.setCurrentText("depth<2")
    view._search.click()
    wait_until_idle(small_window.session)
    assert "Nobody can say what could be replaced to bring depth down" in view._outcome.text()


def test_that_swaps_are_kept_together_and_forgotten_together(small_window: MainWindow) -> None:
    view = shown(small_window, "substitution", SubstitutionView)
    for identity in (MODEL, NUMPY):
        view._old.setCurrentText(identity)
        view._new.setCurrentText(NOTHING)
        view._also.click()
    assert len(view._swaps) == 2
    assert view._chosen.isVisible()
    view._clear.click()
    assert not view._swaps
    assert not view._chosen.isVisible()


def test_that_bars_are_walked_and_chosen_by_keyboard(small_window: MainWindow, qtbot: QtBot) -> None:
    view = shown(small_window, "horizon", Horizon)
    rows = [row.title for row in view._bars._rows]
    qtbot.keyClick(view._bars, Qt.Key.Key_Home)
    for _ in range(rows.index("claims")):
        qtbot.keyClick(view._bars, Qt.Key.Key_Down)
    assert view._bars.accessibleDescription().startswith("claims: ")
    qtbot.keyClick(view._bars, Qt.Key.Key_Return)
    assert small_window.session.selection == (CLAIMS,)


def test_that_a_row_of_an_answer_selects_what_it_is_about(small_window: MainWindow) -> None:
    view = shown(small_window, "reach", ReachView)
    table = view.table()
    row = next(at for at, cells in enumerate(table.rows_model.rows) if str(cells[0]).startswith("torch"))
    table.selectRow(row)
    assert small_window.session.selection == (TORCH,)


def test_that_ones_own_party_is_named_as_such_and_left_out_only_by_choice(small_window: MainWindow) -> None:
    view = shown(small_window, "concentration", ConcentrationView)
    assert not view._others.isEnabled() and "Nobody is called your own" in view._others.toolTip()
    small_window.session.save_annotation(Note(Subject(ACME), "That is us.", ("own party",), "ada", "us"))
    wait_until_idle(small_window.session)
    view._dimension.setCurrentIndex(view._dimension.findData("company"))
    wait_until_idle(small_window.session)
    assert "Acme & Sons (our own)" in [row.title for row in view._bars._rows]
    assert any("(our own)" in view._overview._largest(row) for row in view._overview.table.rows_model.rows)
    assert "Without our own" not in view.headline()
    view._others.setChecked(True)
    wait_until_idle(small_window.session)
    assert "Acme & Sons (our own)" not in [row.title for row in view._bars._rows]
    said = "Without our own Acme & Sons: 1 component of company behind anything left out."
    assert view.headline().startswith("Without our own Acme & Sons: ") and said in view._figures.text()
    assert "1 component of model vendor" in view._overview._hint.text()
    small_window.session.undo()
    wait_until_idle(small_window.session)
    assert not view._others.isChecked() and "Acme & Sons" in [row.title for row in view._bars._rows]


def test_that_an_outage_of_ones_own_party_is_named_as_such(small_window: MainWindow) -> None:
    small_window.session.save_annotation(Note(Subject(ACME), "That is us.", ("own party",), "ada", "us"))
    wait_until_idle(small_window.session)
    view = shown(small_window, "outage", OutageView)
    assert "Acme & Sons (our own)" in [row.title for row in view._bars._rows]
    assert "Acme & Sons (our own)" in names(view._table)
    assert not any("(our own)" in row.title for row in view._bars._rows if not row.title.startswith("Acme"))
