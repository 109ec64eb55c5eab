"""Ways in the window: the same as on the command line, through and around what one says."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from explorer.analysis.why import why
from explorer.app import wait_until_idle
from explorer.domain.component import ComponentId
from explorer.pipeline.suggested_goal import suggested_goal
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
