from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.component import Kind
from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot
from explorer.layout.drawing import Drawing
from explorer.layout.focus import draw, focus_on
from explorer.layout.ordering import Layers, count_crossings
from explorer.layout.streams import Streams, confluent, streams
from explorer.layout.survey import Question, survey
from tests.layout.strategies import snapshots


def _drawing(snapshot: Snapshot) -> Drawing:
    return draw(focus_on(survey(snapshot.graph, Question()), few=0, many=30))


def _pieces_of(flow: Streams, link: int) -> list[tuple[int, int]]:
    return [
        (int(flow.source[piece]), int(flow.target[piece]))
        for piece in range(len(flow.source))
        if link in flow.piece_links[flow.piece_offsets[piece] : flow.piece_offsets[piece + 1]]
    ]


def _alone(drawing: Drawing) -> Streams:
    return streams(drawing, np.ones(len(drawing.source), bool))


def _any_order(flow: Streams, seed: int) -> np.ndarray:
    """Places within the layers by chance."""
    order = np.lexsort((np.random.default_rng(seed).random(len(flow.layer)), flow.layer))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return place - np.searchsorted(flow.layer[order], flow.layer)


def _crossings(flow: Streams, place: np.ndarray) -> int:
    nothing = np.zeros(len(flow.layer))
    return count_crossings(Layers(flow.layer, nothing > 0, nothing, flow.source, flow.target), place)


@given(snapshots(25), st.integers(0, 2), st.integers(0, 1000))
def test_that_the_pieces_of_a_link_lead_from_its_source_to_its_target(snapshot: Snapshot, way: int, seed: int) -> None:
    """Where links flow together at once, where each runs alone, and where they are joined afterwards."""
    drawing = _drawing(snapshot)
    flow = streams(drawing) if way == 0 else _alone(drawing)
    if way == 2:
        flow, _ = confluent(flow, _any_order(flow, seed))
    for link in range(len(drawing.source)):
        steps = dict(_pieces_of(flow, link))
        here, seen = int(drawing.source[link]), 0
        while here != drawing.target[link]:
            here, seen = steps[here], seen + 1
        assert seen == len(steps)


@given(snapshots(25))
def test_that_a_piece_spans_at_most_one_gap_between_strata(snapshot: Snapshot) -> None:
    flow = streams(_drawing(snapshot))
    assert (np.abs(flow.layer[flow.source] - flow.layer[flow.target]) <= 1).all()


@given(snapshots(25))
def test_that_everything_behind_a_waypoint_leads_to_one_mark(snapshot: Snapshot) -> None:
    drawing = _drawing(snapshot)
    flow = streams(drawing)
    for piece in np.flatnonzero(flow.target >= flow.marks):
        links = flow.piece_links[flow.piece_offsets[piece] : flow.piece_offsets[piece + 1]]
        assert set(drawing.target[links].tolist()) == {int(flow.leads_to[flow.target[piece]])}


def test_that_long_links_to_the_same_hub_flow_together() -> None:
    text = "app->a->b->c " + " ".join(f"app->m{i} m{i}->hub" for i in range(3))
    graph = example_snapshot(text, {"hub": Kind.HUB}).graph
    flow = streams(draw(focus_on(survey(graph, Question()))))
    assert int(flow.links.max()) == 3


def test_that_a_link_between_neighbours_has_no_waypoint() -> None:
    flow = streams(_drawing(example_snapshot("app->a->b")))
    assert len(flow.layer) == flow.marks == 3


@given(snapshots(25))
def test_that_links_alone_share_no_waypoint(snapshot: Snapshot) -> None:
    flow = _alone(_drawing(snapshot))
    assert (flow.links[(flow.source >= flow.marks) | (flow.target >= flow.marks)] == 1).all()
    assert (np.bincount(flow.source, minlength=len(flow.layer))[flow.marks :] == 1).all()


@given(snapshots(25), st.integers(0, 1000))
def test_that_streams_are_joined_without_a_crossing_and_in_the_same_order(snapshot: Snapshot, seed: int) -> None:
    drawing = _drawing(snapshot)
    alone = _alone(drawing)
    before = _any_order(alone, seed)
    flow, place = confluent(alone, before)
    assert _crossings(flow, place) <= _crossings(alone, before)
    assert len(flow.layer) <= len(alone.layer)
    for layer in range(len(drawing.bands)):
        marks = np.flatnonzero(drawing.layer == layer)
        assert np.argsort(place[marks]).tolist() == np.argsort(before[marks]).tolist()
        assert sorted(place[flow.layer == layer].tolist()) == list(range(int((flow.layer == layer).sum())))


@given(snapshots(25), st.integers(0, 1000))
def test_that_no_two_streams_to_one_mark_run_side_by_side_to_its_end(snapshot: Snapshot, seed: int) -> None:
    alone = _alone(_drawing(snapshot))
    flow, place = confluent(alone, _any_order(alone, seed))
    order = np.lexsort((place, flow.layer))
    after = dict(zip(flow.source.tolist(), flow.target.tolist(), strict=True))
    for upper, lower in zip(order.tolist(), order[1:].tolist(), strict=False):
        if flow.layer[upper] == flow.layer[lower] and min(upper, lower) >= flow.marks:
            assert after[upper] != after[lower]
