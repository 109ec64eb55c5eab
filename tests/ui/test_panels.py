from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.domain.annotation import Note, Subject
from explorer.domain.component import Component, ComponentClass, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.freezing import freeze
from explorer.pipeline.keeping import keep_scan
from explorer.pipeline.scan import scan
from explorer.progress import Progress
from explorer.storage.workspace import Workspace
from explorer.ui.component_filter import ComponentFilter
from explorer.ui.panels import inventory_rows
from explorer.ui.panels.inspector import InspectorPanel
from explorer.ui.panels.inventory import InventoryPanel
from explorer.ui.panels.portfolio import PortfolioPanel
from explorer.ui.session import Session
from tests.ui.portfolio import ACME, CLAIMS, DATA, HOSTILE, LINUX, MODEL, NUMPY, SEARCH, TORCH


def _texts(widget: QWidget) -> str:
    """Everything that is written in a widget, without the places where it may wrap."""
    return "\n".join(label.text().replace("\u200b", "") for label in widget.findChildren(QLabel))


def _button(widget: QWidget, name: str) -> QAbstractButton:
    found = [each for each in widget.findChildren(QAbstractButton) if each.accessibleName() == name]
    assert len(found) == 1, [each.accessibleName() for each in widget.findChildren(QAbstractButton)]
    return found[0]


@pytest.fixture
def inspector(small_session: Session, qtbot: QtBot) -> Iterator[InspectorPanel]:
    panel = InspectorPanel(small_session)
    qtbot.addWidget(panel)
    panel.resize(280, 700)
    panel.show()
    return panel


@pytest.fixture
def inventory(small_session: Session, qtbot: QtBot) -> InventoryPanel:
    panel = InventoryPanel(small_session)
    qtbot.addWidget(panel)
    panel.resize(280, 700)
    panel.show()
    return panel


@pytest.fixture
def portfolio(small_session: Session, qtbot: QtBot) -> PortfolioPanel:
    panel = PortfolioPanel(small_session)
    qtbot.addWidget(panel)
    panel.show()
    return panel


# The inspector


def test_that_an_empty_inspector_says_what_would_be_there_and_how(inspector: InspectorPanel) -> None:
    assert "Nothing is selected" in _texts(inspector)
    assert "press / to search" in _texts(inspector)


def test_that_a_component_is_told_with_what_is_known_and_how_well(
    inspector: InspectorPanel, small_session: Session
) -> None:
    small_session.select([TORCH])
    text = _texts(inspector)
    assert "torch 2.4.1" in text
    assert "package, class C4 (packages)" in text
    assert "Declared: its maker or a file says so; nobody checked." in text
    assert "licence: sources disagree: BSD-3-Clause or MIT" in text
    assert "Depth 1\n" in text
    assert "at any distance: relies on 2 · 2 components rely on it, systems included" in text
    assert "Relies directly on (2)" in text
    assert "Relied on directly by (2)" in text
    assert "Nobody has written anything about it yet." in text


def test_that_the_depth_of_a_shared_component_is_an_interval(inspector: InspectorPanel, small_session: Session) -> None:
    small_session.select([NUMPY])
    assert "Least depth 1, greatest 2" in _texts(inspector)
    assert "Verified: a digest" in _texts(inspector)


def test_that_what_lies_outside_the_scope_says_so(inspector: InspectorPanel, small_session: Session) -> None:
    small_session.set_scope(SEARCH)
    wait_until_idle(small_session)
    small_session.select([MODEL])
    assert "Not upstream of what is looked at" in _texts(inspector)


def test_that_links_lead_to_the_other_end_and_to_the_supplier(
    inspector: InspectorPanel, small_session: Session
) -> None:
    small_session.select([TORCH])
    _button(inspector, "supplier: The Linux Foundation").click()
    assert small_session.selection == (LINUX,)
    small_session.select([MODEL])
    _button(inspector, "training data of acme/claims-7b").click()
    assert small_session.selection == (DATA,)


def test_that_a_name_keeps_its_ampersand(inspector: InspectorPanel, small_session: Session) -> None:
    small_session.select([MODEL])
    link = next(each for each in inspector.findChildren(QAbstractButton) if each.accessibleName() == "Acme & Sons")
    assert link.text() == "Acme && Sons"
    link.click()
    assert small_session.selection == (ACME,)


def test_that_a_hostile_name_is_shown_as_the_text_it_is(inspector: InspectorPanel, small_session: Session) -> None:
    small_session.select([HOSTILE])
    assert "<b>gpj\\u202etxt</b>" in _texts(inspector)
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText for label in inspector.findChildren(QLabel) if label.text()
    )


def test_that_an_identity_is_copied_as_it_is(inspector: InspectorPanel, small_session: Session) -> None:
    small_session.select([MODEL])
    _button(inspector, f"Copy {MODEL}").click()
    assert QGuiApplication.clipboard().text() == MODEL


def test_that_evidence_is_a_link_to_its_place(inspector: InspectorPanel, small_session: Session, qtbot: QtBot) -> None:
    small_session.select([NUMPY])
    with qtbot.waitSignal(inspector.source_requested) as asked:
        _button(inspector, "Open evidence requirements.txt:2").click()
    assert asked.args == [Evidence("requirements", "requirements.txt", 2, "", "numpy==2.1.0")]


def test_that_a_relation_tells_why_it_is_there(inspector: InspectorPanel, small_session: Session) -> None:
    small_session.select([TORCH])
    _button(inspector, "Evidence for numpy 2.1.0 (optional)").click()
    assert small_session.relation is not None
    text = _texts(inspector)
    assert "torch 2.4.1 requires numpy 2.1.0" in text
    assert "relation, optional" in text
    assert "requirements: torch==2.4.1" in text
    _button(inspector, "to numpy 2.1.0").click()
    assert small_session.relation is None
    assert small_session.selection == (NUMPY,)


def test_that_a_relation_is_judged_for_all_versions(
    inspector: InspectorPanel, small_session: Session, qtbot: QtBot
) -> None:
    relation = next(each for each in small_session.snapshot.relations if (each.source, each.target) == (TORCH, NUMPY))
    small_session.look_at_relation(relation)
    with qtbot.waitSignal(small_session.edit_requested) as asked:
        _button(inspector, "Add a note on torch 2.4.1 requires numpy 2.1.0").click()
    subject = "relation:pkg:pypi/torch|requires|pkg:pypi/numpy"
    assert asked.args == ["note", subject]
    small_session.save_annotation(Note(Subject(subject), "checked"))
    assert _button(inspector, "Note: checked")


def test_that_annotations_on_any_version_stand_on_the_component(
    inspector: InspectorPanel, small_session: Session, qtbot: QtBot
) -> None:
    note = Note(Subject("pkg:pypi/torch"), "keep an eye on it")
    small_session.select([TORCH])
    small_session.save_annotation(note)
    with qtbot.waitSignal(small_session.edit_requested) as asked:
        _button(inspector, "Note: keep an eye on it").click()
    assert asked.args == ["edit", note]


def test_that_the_keyboard_stays_in_the_inspector_when_a_link_is_followed(
    inspector: InspectorPanel, small_session: Session, qtbot: QtBot
) -> None:
    small_session.select([TORCH])
    link = _button(inspector, "supplier: The Linux Foundation")
    with qtbot.waitActive(inspector):
        inspector.activateWindow()
    link.setFocus()
    qtbot.keyClick(link, Qt.Key.Key_Space)
    assert small_session.selection == (LINUX,)
    assert inspector.hasFocus()


# The inventory


def _names(inventory: InventoryPanel) -> list[str]:
    return [row.component.name for row in inventory.table.rows_model.rows]


def test_that_the_inventory_holds_what_is_upstream_of_the_scope(
    inventory: InventoryPanel, small_session: Session
) -> None:
    assert len(_names(inventory)) == 9
    small_session.set_scope(SEARCH)
    wait_until_idle(small_session)
    # numpy is there, because the torch that both systems share requires it.
    assert sorted(_names(inventory)) == ["The Linux Foundation", "numpy", "search", "torch"]


def test_that_the_inventory_of_a_whole_hub_lists_the_first_hits_of_all(
    session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten models descend from a base, a hundred from nothing; no system relies on any."""
    table = tmp_path / "hub.csv"
    lines = [*(f"acme/tune-{place},acme/base" for place in range(10)), *(f"acme/lone-{place}," for place in range(100))]
    table.write_text("id,base_model\n" + "\n".join(lines) + "\n", encoding="utf-8")
    with Workspace.create(tmp_path / "hub.catchment") as workspace:
        keep_scan(workspace, [str(table)], scan([f"hub-dump:{table}"], None), Progress())
    monkeypatch.setattr(inventory_rows, "MOST_LISTED", 5)
    session.open_workspace(tmp_path / "hub.catchment")
    inventory = InventoryPanel(session)
    qtbot.addWidget(inventory)
    wait_until_idle(session)
    assert _names(inventory)[0] == "acme/base"
    assert inventory._count.text() == "112 components that no system relies on, 5 are listed"
    session.set_filter(ComponentFilter(text="tune-"))
    wait_until_idle(session)
    assert inventory._count.text() == "10 components that no system relies on, 5 are listed"
    assert all(name.startswith("acme/tune-") for name in _names(inventory))
    session.set_filter(ComponentFilter(classes=frozenset({ComponentClass.SYSTEM})))
    wait_until_idle(session)
    assert inventory._count.text() == "1 component that no system relies on"


@given(
    relations=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30),
    passing=st.lists(st.booleans(), min_size=12, max_size=12),
    most=st.integers(1, 14),
)
def test_that_of_many_those_on_which_most_rely_are_listed(relations, passing, most) -> None:
    """By sorting all of them; equal ones stand as in the graph."""
    components = [Component(ComponentId(f"pkg:pypi/n{node}"), Kind.PACKAGE, f"n{node}") for node in range(12)]
    drawn = [Relation(components[one].id, components[two].id, RelationKind.REQUIRES) for one, two in set(relations)]
    graph = freeze(components, drawn)[0]
    degree = graph.down.degree().tolist()
    chosen = sorted((node for node in range(12) if passing[node]), key=lambda node: (-degree[node], node))
    found = inventory_rows.most_relied_on(graph, np.array(passing), most)
    assert found.tolist() == chosen[:most]


def test_that_typing_searches_after_a_moment(inventory: InventoryPanel, small_session: Session, qtbot: QtBot) -> None:
    qtbot.keyClicks(inventory.search, "kind:model")
    assert small_session.filter.text == ""
    qtbot.waitUntil(lambda: small_session.filter.text == "kind:model")
    assert _names(inventory) == ["acme/claims-7b"]
    assert inventory._count.text() == "1 of 9 components"


def test_that_enter_goes_to_the_first_hit_at_once(
    inventory: InventoryPanel, small_session: Session, qtbot: QtBot
) -> None:
    qtbot.keyClicks(inventory.search, "numpy")
    qtbot.keyClick(inventory.search, Qt.Key.Key_Return)
    assert small_session.selection == (NUMPY,)


def test_that_facets_count_classes_and_knowledge_apart(inventory: InventoryPanel) -> None:
    """The class and the knowledge that are called unknown are equal as texts; only one component is unknown."""
    assert _button(inventory, "Show only unknown: 1")
    assert _button(inventory, "Show only packages: 3")
    assert _button(inventory, "Show only verified: 1")
    assert not any(
        each.isVisible() for each in inventory.findChildren(QAbstractButton) if "adapters" in each.accessibleName()
    )


def test_that_facets_filter_and_show_a_filter_set_elsewhere(inventory: InventoryPanel, small_session: Session) -> None:
    _button(inventory, "Show only packages: 3").click()
    _button(inventory, "Show only verified: 1").click()
    assert small_session.filter == ComponentFilter(frozenset({ComponentClass.LIBRARY}), frozenset({Knowledge.VERIFIED}))
    assert _names(inventory) == ["numpy"]
    small_session.set_filter(ComponentFilter(frozenset({ComponentClass.UNKNOWN})))
    assert not _button(inventory, "Show only packages: 3").isChecked()
    assert not _button(inventory, "Show only unknown: 1").isChecked()
    assert _names(inventory) == ["training data of acme/claims-7b"]


def test_that_a_party_is_chosen_by_its_name(inventory: InventoryPanel, small_session: Session) -> None:
    place = inventory.parties.findData("The Linux Foundation")
    assert inventory.parties.itemText(place) == "The Linux Foundation 2"
    inventory.parties.setCurrentIndex(place)
    inventory.parties.activated.emit(place)
    assert small_session.filter.text == 'party:"The Linux Foundation"'
    assert sorted(_names(inventory)) == ["The Linux Foundation", "torch"]
    small_session.set_filter(ComponentFilter())
    assert inventory.parties.currentIndex() == 0


def test_that_the_inventory_follows_a_selection_made_elsewhere(
    inventory: InventoryPanel, small_session: Session
) -> None:
    small_session.select([MODEL, NUMPY])
    assert {row.component.id for row in inventory.table.chosen()} == {MODEL, NUMPY}
    assert small_session.selection == (MODEL, NUMPY)


def test_that_a_wider_inventory_shows_more_columns(inventory: InventoryPanel, qtbot: QtBot) -> None:
    hidden = [inventory.table.isColumnHidden(column) for column in range(6)]
    assert hidden == [False, False, True, True, True, True]
    inventory.resize(800, 700)
    qtbot.waitUntil(lambda: not any(inventory.table.isColumnHidden(column) for column in range(6)))


# The portfolio


def test_that_the_portfolio_lists_systems_with_size_and_day(portfolio: PortfolioPanel) -> None:
    # Search counts numpy too, which only the scan of claims knows to be behind their torch: as every view does.
    assert _rows(portfolio) == [
        ["All 2 systems", "7", ""],
        ["claims", "7", "2026-01-02"],
        ["search", "3", "2026-02-03"],
    ]


def test_that_a_size_stays_when_one_looks_at_one_system_and_is_forgotten_with_the_graph(
    portfolio: PortfolioPanel, small_session: Session
) -> None:
    small_session.set_scope(SEARCH)
    wait_until_idle(small_session)
    assert [row[1] for row in _rows(portfolio)] == ["7", "7", "3"]
    small_session.snapshot_changed.emit(small_session.snapshot)
    assert [row[1] for row in _rows(portfolio)] == ["…", "…", "3"]


def _rows(portfolio: PortfolioPanel) -> list[list[str]]:
    model = portfolio.table.rows_model
    return [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]


def test_that_choosing_a_system_is_the_scope_and_the_other_way_round(
    portfolio: PortfolioPanel, small_session: Session
) -> None:
    assert not _button(portfolio, "Scan the chosen system again").isEnabled()
    portfolio.table.selectRow(2)
    assert small_session.scope == SEARCH
    assert _button(portfolio, "Scan the chosen system again").isEnabled()
    small_session.set_scope(CLAIMS)
    assert portfolio.chosen() == CLAIMS
    small_session.set_scope(None)
    assert portfolio.chosen() is None


def test_that_its_buttons_speak_of_the_chosen_system(
    portfolio: PortfolioPanel, small_session: Session, qtbot: QtBot
) -> None:
    small_session.set_scope(CLAIMS)
    with qtbot.waitSignal(portfolio.rescan_requested) as asked:
        _button(portfolio, "Scan the chosen system again").click()
    assert asked.args == [CLAIMS]


def test_that_a_slip_of_the_finger_is_told_what_resembles_it(window) -> None:
    window.session.set_filter(ComponentFilter(text="langgrph"))
    wait_until_idle(window.session)
    assert window.inventory.table.rows_model.rowCount() == 0
    assert "langgraph" in window.inventory._count.text()
