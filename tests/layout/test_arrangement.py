"""Which way links take: together where drawings are dense, alone where they are nearly a forest."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot
from explorer.layout.arrangement import Known, arranged, layers_of
from explorer.layout.drawing import Drawing
from explorer.layout.focus import draw, focus_on
from explorer.layout.ordering import count_crossings, order_points
from explorer.layout.streams import streams
from explorer.layout.survey import Question, survey
from tests.layout.strategies import snapshots


def _drawing(snapshot: Snapshot) -> Drawing:
    return draw(focus_on(survey(snapshot.graph, Question())))


@given(snapshots(25))
def test_that_the_crossings_told_are_those_of_the_arrangement(snapshot: Snapshot) -> None:
    drawing = _drawing(snapshot)
    found = arranged(drawing)
    assert found.crossings == count_crossings(layers_of(drawing, found.streams), found.place)


@given(snapshots(25))
def test_that_what_was_known_keeps_its_order(snapshot: Snapshot) -> None:
    drawing = _drawing(snapshot)
    first = arranged(drawing)
    again = arranged(drawing, Known(first.place[: len(drawing)].astype(float), first.alone))
    assert again.alone == first.alone
    for layer in range(len(drawing.bands)):
        marks = np.flatnonzero(drawing.layer == layer)
        assert np.argsort(again.place[marks]).tolist() == np.argsort(first.place[marks]).tolist()


def test_that_a_far_line_does_not_cross_a_whole_family() -> None:
    """Two families on one base; the first and the last member rely on the base itself, one between on the other family.

    Drawn by hand: the two lines to the base run along the outer edges, the third where the families meet. Were the
    lines to the base one from the start, they would cross.
    """
    first = " ".join(f"a{i}->a a->mid mid->low low->base" for i in range(6))
    second = " ".join(f"b{i}->b b->deep deep->under under->base" for i in range(6))
    drawing = _drawing(example_snapshot(f"{first} {second} a0->base b0->base a3->under"))
    assert arranged(drawing).crossings == 0
    assert order_points(layers_of(drawing, streams(drawing)))[1] > 0
