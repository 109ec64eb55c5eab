"""Of a large graph the answers come after the drawing; until then nothing says that nothing is upstream."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.domain.component import ComponentId
from explorer.errors import InputError
from explorer.pipeline import portfolio
from explorer.pipeline.answers import answer, unanswered
from explorer.ui.answering import COUNTING, LANE, NOT_COUNTED
from explorer.ui.main_window import MainWindow
from explorer.ui.session import Session
from tests.ui.portfolio import CLAIMS, SEARCH, TORCH, claims_snapshot


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every graph counts as large."""
    monkeypatch.setattr(portfolio, "LARGE", 1)


@pytest.fixture
def opening(large: None, empty_window: MainWindow, small_file: Path, qtbot: QtBot) -> MainWindow:
    """A window that shows a snapshot whose answers are held up, as those of a hub are by their number."""
    session = empty_window.session
    session.jobs.start("hold", _held_up, lambda _: None, session.tell_failure)
    asked = session.answering.ask
    session.answering.ask = lambda *what: asked(*what[:3], after=("hold",))  # type: ignore[method-assign]
    empty_window.open_path(small_file)
    qtbot.waitUntil(lambda: len(session.snapshot.graph) > 0)
    return empty_window


def _held_up(progress) -> None:
    while True:
        progress.step("held up")


def _let_go(window: MainWindow) -> None:
    window.session.jobs.cancel("hold")
    wait_until_idle(window.session)


def _said(window: MainWindow, view: str) -> str:
    return window.views[view].accessibleDescription()


def test_that_every_place_of_an_answer_says_that_it_is_counted(opening: MainWindow) -> None:
    session = opening.session
    assert not session.answering.is_complete
    for view in ("summary", "depth", "horizon", "boundaries", "risk", "lineage"):
        opening.show_view(view)
        assert _said(opening, view) == COUNTING
    assert opening.inventory._count.text() == COUNTING
    assert opening.inventory.table.rows_model.rowCount() == 0
    assert opening.inventory._facet_room.isHidden()
    session.select([TORCH])
    assert any("not counted yet" in each.text() for each in _labels(opening.inspector))
    _let_go(opening)
    assert session.answering.is_complete
    assert _said(opening, "lineage").startswith("2 systems rely on")
    assert opening.inventory.table.rows_model.rowCount() == len(session.snapshot.graph)
    assert not any("not counted yet" in each.text() for each in _labels(opening.inspector))
    opening.show_view("summary")
    assert _said(opening, "summary").startswith("2 systems (")


def _labels(widget):
    from PySide6.QtWidgets import QLabel

    return widget.findChildren(QLabel)


def test_that_the_answers_are_those_that_a_small_graph_gets_at_once(opening: MainWindow) -> None:
    session = opening.session
    _let_go(opening)
    once = answer(session.snapshot, session.annotations, None, session.answers.today)
    assert session.answers.roots == once.roots
    assert session.answers.depth.longest_chain == once.depth.longest_chain
    assert session.answers.visibility.shares == once.visibility.shares
    assert session.answers.boundaries == once.boundaries


def test_that_the_depth_map_does_not_wait(opening: MainWindow, qtbot: QtBot) -> None:
    opening.show_view("depth-map")
    view = opening.views["depth-map"]
    qtbot.waitUntil(lambda: len(view.canvas.scene) == len(opening.session.snapshot.graph))
    assert not opening.session.answering.is_complete
    assert "components in" in _said(opening, "depth-map")
    _let_go(opening)


def test_that_a_table_asked_for_meanwhile_comes_with_the_answers(opening: MainWindow) -> None:
    opening.show_view("depth")
    view = opening.views["depth"]
    view.show_table(True)
    assert view.table() is not None
    assert not view.table().isVisible()
    _let_go(opening)
    assert view.shows_table()
    assert view.table().isVisible()


def test_that_no_page_and_no_picture_is_written_of_what_is_not_answered(opening: MainWindow, tmp_path: Path) -> None:
    opening.show_view("summary")
    with pytest.raises(InputError, match="Counting"):
        opening.views["summary"].render_picture(tmp_path / "summary.png")
    told: list[str] = []
    opening.session.failed.connect(lambda what, _: told.append(what))
    opening.files.write_graph(tmp_path / "report.html")
    opening.actions_._first_unknown()
    assert told == [COUNTING]
    _let_go(opening)
    assert list(tmp_path.glob("*.html")) == list(tmp_path.glob("*.png")) == []


def test_that_a_scope_chosen_meanwhile_is_answered(opening: MainWindow) -> None:
    opening.session.set_scope(SEARCH)
    assert not opening.session.answering.is_complete
    _let_go(opening)
    assert opening.session.answers.scope == SEARCH


def test_that_counting_that_was_cancelled_is_said_and_taken_up_again(opening: MainWindow) -> None:
    opening.show_view("summary")
    opening.session.jobs.cancel_all()
    assert _said(opening, "summary") == NOT_COUNTED
    assert opening.inventory._count.text() == NOT_COUNTED
    assert not opening.session.jobs.is_running(LANE)
    opening.show_view("horizon")
    wait_until_idle(opening.session)
    assert opening.session.answering.is_complete
    assert _said(opening, "horizon").startswith("At least")


def test_that_answers_come_with_a_small_graph(session: Session, small_file: Path) -> None:
    known: list[bool] = []
    session.snapshot_changed.connect(lambda _: known.append(session.answering.is_complete))
    session.open_workspace(small_file)
    wait_until_idle(session)
    assert all(known)


def test_that_what_stands_in_the_place_of_answers_is_as_long_as_the_graph() -> None:
    snapshot = claims_snapshot()
    nothing = unanswered(snapshot, date(2026, 1, 1))
    assert snapshot.graph.find(ComponentId(CLAIMS)) is not None
    assert (
        len(nothing.depth.least) == len(nothing.depth.greatest) == len(nothing.visibility.beyond) == len(snapshot.graph)
    )
    assert nothing.depth.reached == 0
    assert nothing.roots == ()


@pytest.mark.parametrize("view", ["summary", "depth", "depth-map", "lineage", "atlas"])
def test_that_the_answers_come_whatever_view_is_in_front(
    large: None, empty_window: MainWindow, small_file: Path, view: str
) -> None:
    session = empty_window.session
    empty_window.open_path(small_file)
    empty_window.show_view(view)
    wait_until_idle(session, 20)
    assert session.answering.is_complete
    empty_window.open_path(small_file)
    wait_until_idle(session, 20)
    assert session.answering.is_complete
    assert len(session.answers.roots) == 2


def test_that_an_answer_wanted_while_a_snapshot_comes_is_of_that_snapshot(
    large: None, empty_window: MainWindow, small_file: Path
) -> None:
    session = empty_window.session
    session.snapshot_changed.connect(lambda _: session.answering.want())
    empty_window.open_path(small_file)
    wait_until_idle(session, 20)
    assert session.answering.is_complete
    assert len(session.answers.roots) == 2
