from __future__ import annotations

import numpy as np
from hypothesis import given

from explorer.domain.component import Kind
from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot
from explorer.layout.drawing import Drawing
from explorer.layout.focus import draw, focus_on
from explorer.layout.streams import Streams, streams
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


@given(snapshots(25))
def test_that_the_pieces_of_a_link_lead_from_its_source_to_its_target(snapshot: Snapshot) -> None:
    drawing = _drawing(snapshot)
    flow = streams(drawing)
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
