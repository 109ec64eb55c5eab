"""What strangers stumbled over on their first walk: each figure says what it counts, and two places never disagree."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QLabel

from explorer.analysis.dimensions import Dimension
from explorer.app import wait_until_idle
from explorer.domain.annotation import Basis, Subject, TrustDelegation, TrustStatus
from explorer.domain.component import Component, ComponentId, Kind
from explorer.ui.main_window import MainWindow
from explorer.ui.models.search import Row, rank_of
from explorer.ui.panels.judgement import annotation_line
from explorer.ui.views.summary import Card
from tests.ui.portfolio import ACME, CLAIMS, NUMPY, TORCH


def _texts(window: MainWindow) -> str:
    return "\n".join(each.text().replace("\u200b", "") for each in window.inspector.findChildren(QLabel))


def test_that_what_could_not_be_read_opens_its_own_tab(small_window: MainWindow) -> None:
    summary = small_window.views["summary"]
    card = next(each for each in summary.findChildren(Card) if each.property("question") == "What could not be read?")
    card.click()
    wait_until_idle(small_window.session)
    view = small_window.current_view()
    assert view.name == "findings"
    table = view.table()
    assert table is not None
    assert table.accessibleName() == "What could not be read"


def test_that_the_inspector_says_what_it_counts_and_heeds_the_system(small_window: MainWindow) -> None:
    session = small_window.session
    session.select([NUMPY])
    assert "at any distance: relies on 0 · 3 components rely on it" in _texts(small_window)  # claims, search, torch.
    session.set_scope(CLAIMS)
    wait_until_idle(session)
    assert "in claims, 2 components rely on it at any distance" in _texts(small_window)  # claims and torch.
    assert "Relied on directly by (2)" in _texts(small_window)  # claims and torch.


def test_that_the_inspector_says_what_else_is_selected(small_window: MainWindow) -> None:
    small_window.session.select([TORCH, NUMPY])
    assert "also selected: torch 2.4.1" in _texts(small_window)


def test_that_lapsed_trust_does_not_read_examined() -> None:
    trust = TrustDelegation(
        Subject(ACME), "claims", "acme", basis=Basis.AUDIT, status=TrustStatus.EXAMINED, review_by=date(2026, 1, 31)
    )
    assert annotation_line(trust, date(2026, 1, 31)) == "Trust: examined, audit, review by 2026-01-31"
    assert annotation_line(trust, date(2026, 2, 1)).startswith("Trust: lapsed, review was due by 2026-01-31")


def test_that_a_search_puts_the_party_first_then_the_name_then_the_rest() -> None:
    parts = [
        Component(ComponentId("pkg:pypi/openai-agents"), Kind.PACKAGE, "openai-agents"),
        Component(ComponentId("pkg:pypi/openai"), Kind.PACKAGE, "openai"),
        Component(ComponentId("party:openai"), Kind.PARTY, "OpenAI"),
    ]
    rank = rank_of("OpenAI kind:p")
    assert rank is not None
    ordered = sorted((Row(node, each, "", 1, 1) for node, each in enumerate(parts)), key=rank)
    assert [row.component.id for row in ordered] == ["party:openai", "pkg:pypi/openai", "pkg:pypi/openai-agents"]
    assert rank_of("kind:party") is None


def test_that_the_two_lists_of_boundaries_never_have_different_rows_chosen(small_window: MainWindow) -> None:
    small_window.show_view("boundaries")
    wait_until_idle(small_window.session)
    view = small_window.current_view()
    view._table.selectRow(0)
    view._next.selectRow(0)
    assert not view._table.chosen()
    view._table.selectRow(0)
    assert not view._next.chosen()
    assert small_window.session.selection[-1] == view._table.chosen()[0].trusted


def test_that_every_dimension_has_a_line_that_opens_it(small_window: MainWindow) -> None:
    small_window.show_view("concentration")
    wait_until_idle(small_window.session)
    view = small_window.current_view()
    rows = view._overview.table.rows_model.rows
    assert [row.dimension for row in rows] == list(Dimension)
    maker = next(row for row in rows if row.key == "V1")
    assert maker.holders[0].name == "Acme & Sons"  # The only model is made by Acme.
    view._tabs.setCurrentIndex(1)
    place = view._overview.table.rows_model.index(list(rows).index(rows[-1]), 0)
    view._overview.table.clicked.emit(place)
    wait_until_idle(small_window.session)
    assert view._tabs.currentIndex() == 0
    assert view._shown.dimension is rows[-1].dimension
