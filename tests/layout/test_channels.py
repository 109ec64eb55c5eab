"""Streams between the rows of a wrapped stratum: joined by what they lead to, and nothing else moves."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.layout.arrangement import Arrangement, arranged, layers_of
from explorer.layout.channels import through_rows
from explorer.layout.columns import Columns
from explorer.layout.drawing import Drawing
from explorer.layout.focus import draw, focus_on
from explorer.layout.legibility import Labels, fitted_columns
from explorer.layout.measures import Room
from explorer.layout.ordering import count_crossings
from explorer.layout.survey import Question, survey
from tests.bench.generator import hub_lineage
from tests.layout.synthetic import chain

Laid = tuple[Drawing, Arrangement, Columns, Arrangement]


@pytest.fixture(scope="module")
def laid() -> Laid:
    """Two hundred models of a hub, whose first strata are wrapped."""
    graph = hub_lineage(200).graph()
    drawing = draw(focus_on(survey(graph, Question()), few=1000, many=1000))
    order = arranged(drawing)
    assert order.alone
    grid = _columns(drawing, order)
    assert grid.count.max() > 1
    return drawing, order, grid, through_rows(drawing, order, grid)


def _columns(drawing: Drawing, order: Arrangement) -> Columns:
    labels = Labels.of(drawing, [f"model-{mark}" for mark in range(len(drawing))])
    lanes = np.bincount(order.streams.layer[len(drawing) :], minlength=len(drawing.bands))
    return fitted_columns(drawing, order.place[: len(drawing)], labels, lanes, Room(1400, 800))[0]


def test_that_no_mark_changes_places_and_fewer_lines_pass(laid: Laid) -> None:
    drawing, order, _, led = laid
    for band in range(len(drawing.bands)):
        marks = np.flatnonzero(drawing.layer == band)
        assert np.argsort(led.place[marks]).tolist() == np.argsort(order.place[marks]).tolist()
        inside = led.streams.layer == band
        assert sorted(led.place[inside].tolist()) == list(range(int(inside.sum())))
    assert len(led.place) < len(order.place)
    assert led.crossings == count_crossings(layers_of(drawing, led.streams), led.place)


def test_that_every_link_still_leads_from_its_source_to_its_target(laid: Laid) -> None:
    drawing, _, _, led = laid
    flow = led.streams
    steps: dict[int, dict[int, int]] = {}
    for piece in range(len(flow.source)):
        for link in flow.piece_links[flow.piece_offsets[piece] : flow.piece_offsets[piece + 1]].tolist():
            steps.setdefault(link, {})[int(flow.source[piece])] = int(flow.target[piece])
    for link, way in steps.items():
        here = int(drawing.source[link])
        for _ in range(len(way)):
            here = way[here]
        assert here == drawing.target[link]


def test_that_between_two_rows_no_two_lines_lead_to_the_same_point(laid: Laid) -> None:
    _, _, grid, led = laid
    flow = led.streams
    after = dict(zip(flow.source.tolist(), flow.target.tolist(), strict=True))
    order = np.lexsort((led.place, flow.layer))
    for band in np.flatnonzero(grid.count > 1).tolist():
        row, seen = -1, set()
        for point in order[(flow.layer[order] == band) & ~led.sunken[order]].tolist():
            if point < flow.marks:
                if grid.row[point] != row:
                    row, seen = int(grid.row[point]), set()
            else:
                assert after[point] not in seen
                seen.add(after[point])


def test_that_what_is_not_wrapped_stays_as_it_is() -> None:
    drawing = draw(focus_on(survey(chain(12).graph, Question())))
    order = arranged(drawing)
    assert through_rows(drawing, order, _columns(drawing, order)) is order
