"""Ways in the window: the same as on the command line, through and around what one says."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from explorer.analysis.why import why
from explorer.app import wait_until_idle
from explorer.domain.component import ComponentId
from explorer.layout.focus import focus_on
from explorer.pipeline.suggested_goal import suggested_goal
from explorer.ui.canvas import composition
from explorer.ui.main_window import MainWindow
from explorer.ui.views.why import WhyView

TORCH = "pkg:pypi/torch@"


@pytest.fixture
def asked(window: MainWindow) -> WhyView:
    """Why claims-lora relies on the hardware maker."""
    window.session.select([ComponentId("party:nvidia")])
    window.show_view("why")
    wait_until_idle(window.session)
    view = window.current_view()
    assert isinstance(view, WhyView)
    view._start.setCurrentIndex(view._start.findData("system:claims-lora"))
    view._ask()
    wait_until_idle(window.session)
    return view


def test_that_the_ways_are_those_of_the_kernel(asked: WhyView) -> None:
    graph = asked.session.snapshot.graph
    expected = why(graph, graph.find("system:claims-lora") or 0, graph.find("party:nvidia") or 0, 50)
    assert [row.nodes for row in asked.table().rows_model.rows] == list(expected.paths)
    assert f"{expected.count:,} ways" in asked.headline()


def test_that_through_and_around_split_the_ways(asked: WhyView) -> None:
    session, graph = asked.session, asked.session.snapshot.graph
    torch = next(identity for identity in graph.ids if identity.startswith(TORCH))
    node, every = graph.find(torch), asked._answer
    session.select([torch])
    asked._narrow(asked._via)
    wait_until_idle(session)
    through = [row.nodes for row in asked.table().rows_model.rows]
    assert through
    assert all(node in path for path in through)
    assert "through torch" in asked._asked.text()
    assert asked._answer is not None
    count_through = asked._answer.count
    asked._begin_anew()
    session.select([torch])
    asked._narrow(asked._avoid)
    wait_until_idle(session)
    around = [row.nodes for row in asked.table().rows_model.rows]
    assert all(node not in path for path in around)
    assert every is not None
    assert asked._answer.count is not None
    assert every.count == (count_through or 0) + asked._answer.count
    assert set(every.paths) <= set(through) | set(around)


def test_that_a_chosen_way_shows_its_links_with_evidence(asked: WhyView, qtbot: QtBot) -> None:
    asked.table().selectRow(1)
    path = asked.table().rows_model.rows[1].nodes
    links = asked._links.rows_model.rows
    assert len(links) >= len(path) - 1
    assert all(link.relation.evidence for link in links)
    assert {asked.session.snapshot.graph.find(each) for each in asked.session.selection} == set(path)


def test_that_what_is_not_relied_on_is_said_so(asked: WhyView) -> None:
    asked._start.setCurrentIndex(asked._start.findData("system:ops-agent"))
    asked._goal = ComponentId("system:claims-rag")
    asked._ask()
    wait_until_idle(asked.session)
    assert "does not rely on" in asked.headline()


def test_that_ways_keep_to_the_relations_that_are_ticked(asked: WhyView) -> None:
    by = {each.text(): each for each in asked._kinds.menu().actions()}
    by["distributed-by"].trigger()
    asked._kinds.menu().aboutToHide.emit()
    wait_until_idle(asked.session)
    assert asked._answer is not None
    assert asked._answer.paths == ()
    by["distributed-by"].trigger()
    asked._kinds.menu().aboutToHide.emit()
    wait_until_idle(asked.session)
    assert asked._answer.paths


def test_that_it_starts_from_a_system_that_relies_on_what_is_selected(asked: WhyView) -> None:
    graph = asked.session.snapshot.graph
    asked._start.setCurrentIndex(asked._start.findData("system:claims-lora"))
    only_elsewhere = next(
        graph.id_of(node)
        for node in graph.up.neighbours(graph.find("system:ops-agent") or 0)
        if not why(graph, graph.find("system:claims-lora") or 0, int(node), 1).paths
    )
    asked.session.select([only_elsewhere])
    asked._to_selected()
    wait_until_idle(asked.session)
    assert asked._start.currentData() != "system:claims-lora"
    assert asked._answer is not None
    assert asked._answer.paths


def test_that_a_suggestion_is_shown_as_one_until_something_is_selected(window: MainWindow) -> None:
    window.session.select([])
    window.show_view("why")
    wait_until_idle(window.session)
    view = window.current_view()
    assert isinstance(view, WhyView)
    wanted = suggested_goal(window.session.snapshot, window.session.answers)
    assert wanted is not None
    assert view._answer is not None
    assert view._answer.goal == wanted.node
    assert view._answer.paths
    assert view._asked.text().startswith("A suggestion, as nothing is selected")
    view.table().selectRow(0)
    wait_until_idle(window.session)
    assert view._answer.goal == wanted.node, "its own ways are no other question"
    window.session.select([ComponentId("party:nvidia")])
    wait_until_idle(window.session)
    assert view._answer.goal == window.session.snapshot.graph.find(ComponentId("party:nvidia"))
    assert "suggestion" not in view._asked.text()


def test_that_a_system_that_is_selected_too_is_where_it_starts(window: MainWindow) -> None:
    for start in ("system:claims-lora", "system:gpu-serving"):
        window.session.select([ComponentId(start), ComponentId("party:nvidia")])
        window.show_view("why")
        view = window.current_view()
        assert isinstance(view, WhyView)
        view._to_selected()
        wait_until_idle(window.session)
        assert view._start.currentData() == start


def test_that_the_drawing_holds_what_lies_on_any_way_and_rings_what_lies_on_all(asked: WhyView) -> None:
    asked._drawing.look()
    wait_until_idle(asked.session)
    answer, canvas = asked._answer, asked._drawing.canvas
    assert answer is not None
    drawn = canvas.scene.identities(range(len(canvas.scene.drawing)))
    graph = asked.session.snapshot.graph
    assert {graph.find(each) for each in drawn} == set(answer.nodes)
    ringed = canvas.scene.identities(sorted(canvas._ringed))
    assert {graph.find(each) for each in ringed} == set(answer.chokepoints)
    assert f"of {len(answer.nodes):,} on any way" in asked._drawing._said.text()


def test_that_a_chokepoint_is_ringed_with_how_many_ways_it_cuts(window: MainWindow) -> None:
    """The suggested component of the sample hangs on models that no way leads around."""
    window.session.select([])
    window.show_view("why")
    wait_until_idle(window.session)
    view = window.current_view()
    assert isinstance(view, WhyView)
    assert view._answer is not None
    assert view._answer.chokepoints
    assert len(view._drawing.canvas._ringed) == len(view._answer.chokepoints)
    assert f"ringed: each cuts all {view._answer.count:,} ways" in view._drawing._said.text()
    mark = min(view._drawing.canvas._ringed)
    view._drawing.canvas.select_marks([mark])
    assert window.session.selection == view._drawing.canvas.scene.identities([mark])


def test_that_the_picture_of_the_ways_is_drawn_without_being_looked_at(asked: WhyView, tmp_path: Path) -> None:
    asked._tabs.setCurrentIndex(1)
    asked._ask()
    wait_until_idle(asked.session)
    asked.render_picture(tmp_path / "ways.svg")
    assert "claims-lora" in (tmp_path / "ways.svg").read_text(encoding="utf-8")


def test_that_bundles_in_the_drawing_open_and_close(asked: WhyView, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many ways that most of what lies on them is drawn in bundles."""
    monkeypatch.setattr("explorer.layout.focus.FEW", 2)
    monkeypatch.setattr(composition, "_marks_for", lambda room: 4)
    monkeypatch.setattr(composition, "focus_on", lambda found, apart, many: focus_on(found, apart, 2, many))
    asked._drawing.set_answer(asked.session.snapshot, asked._answer)
    asked._drawing.look()
    wait_until_idle(asked.session)
    canvas = asked._drawing.canvas
    bundles = [mark for mark in range(len(canvas.scene.drawing)) if canvas.scene.expandable(mark)]
    assert bundles
    before = len(canvas.scene.drawing)
    members = canvas.scene.identities(bundles[:1])
    asked._drawing._open(members, True)
    wait_until_idle(asked.session)
    assert len(canvas.scene.drawing) > before
    asked._drawing._open(members, False)
    wait_until_idle(asked.session)
    assert len(canvas.scene.drawing) == before
