from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot
from explorer.layout.drawing import Drawing
from explorer.layout.focus import Focus, Wishes, draw, focus_on
from explorer.layout.layered import Placement, baseline_of, lay_out
from explorer.layout.legibility import Labels
from explorer.layout.measures import Room, folded_width, label_width
from explorer.layout.survey import Question, survey
from tests.layout.strategies import snapshots
from tests.layout.synthetic import chain, empty, portfolio, small, star


def _focus(snapshot: Snapshot, few: int = 60, many: int = 90) -> Focus:
    return focus_on(survey(snapshot.graph, Question()), few=few, many=many)


def _place(drawing: Drawing, room: Room | None = None) -> Placement:
    return lay_out(drawing, _labels(drawing), room)


def _labels(drawing: Drawing) -> Labels:
    return Labels.of(drawing, [f"a-name-of-{mark % 17}-signs" for mark in range(len(drawing))])


@given(snapshots(), st.integers(0, 20))
def test_that_no_two_marks_stand_on_each_other(snapshot: Snapshot, many: int) -> None:
    drawing = draw(_focus(snapshot, 0, many))
    place = _place(drawing)
    for first in range(len(drawing)):
        dx, dy = np.abs(place.x - place.x[first]), np.abs(place.y - place.y[first])
        apart = (dx >= 18 + 7) | (dy >= place.row_height - 1e-6)
        apart[first] = True
        assert apart.all()


@given(snapshots(), st.integers(0, 20))
def test_that_the_same_drawing_is_placed_the_same_every_time(snapshot: Snapshot, many: int) -> None:
    first, second = (_place(draw(_focus(snapshot, 0, many))) for _ in range(2))
    assert np.array_equal(first.x, second.x)
    assert np.array_equal(first.y, second.y)
    assert np.array_equal(first.knots, second.knots)


@given(snapshots(), st.integers(0, 20))
def test_that_every_mark_lies_in_its_own_stratum(snapshot: Snapshot, many: int) -> None:
    drawing = draw(_focus(snapshot, 0, many))
    place = _place(drawing)
    assert (place.x > place.left[drawing.layer]).all()
    assert (place.x < place.right[drawing.layer]).all()
    assert (np.diff(place.left) > 0).all()
    assert np.allclose(place.left[1:], place.right[:-1])


@given(snapshots(), st.integers(0, 20))
def test_that_the_horizon_parts_the_known_from_the_unknown(snapshot: Snapshot, many: int) -> None:
    drawing = draw(_focus(snapshot, 0, many))
    place = _place(drawing)
    horizon = place.horizon[drawing.layer]
    assert (place.y[drawing.beyond] > horizon[drawing.beyond]).all()
    known = ~drawing.beyond & np.isfinite(horizon)
    assert (place.y[known] < horizon[known]).all()


@given(snapshots())
def test_that_lines_begin_and_end_at_their_marks(snapshot: Snapshot) -> None:
    drawing = draw(_focus(snapshot, 0, 30))
    place = _place(drawing)
    flow = place.streams
    forward = flow.layer[flow.source] < flow.layer[flow.target]
    from_mark = np.flatnonzero(forward & (flow.source < flow.marks))
    to_mark = np.flatnonzero(forward & (flow.target < flow.marks))
    assert np.allclose(place.knots[from_mark, 0, 1], place.y[flow.source[from_mark]])
    assert np.allclose(place.knots[to_mark, 5, 1], place.y[flow.target[to_mark]])
    assert (place.knots[to_mark, 5, 0] < place.x[flow.target[to_mark]]).all()


@given(snapshots())
def test_that_lines_between_strata_never_turn_back(snapshot: Snapshot) -> None:
    place = _place(draw(_focus(snapshot, 0, 30)))
    flow = place.streams
    between = flow.layer[flow.source] != flow.layer[flow.target]
    assert (np.diff(place.knots[between][:, :, 0], axis=1) >= -1e-6).all()


def _rank(drawing: Drawing, place: Placement) -> dict[tuple[int, ...], float]:
    return {tuple(drawing.members(mark).tolist()): float(place.y[mark]) for mark in range(len(drawing))}


@pytest.mark.parametrize("size", [200, 1500])
def test_that_expanding_a_bundle_shuffles_nothing_else(size: int) -> None:
    focus = _focus(portfolio(4, size))
    before = draw(focus)
    first = _place(before)
    baseline = baseline_of(before, first)
    biggest = max(before.bundles, key=lambda bundle: len(bundle.members))
    after = draw(focus, Wishes(expanded=frozenset([biggest.key])))
    second = lay_out(after, _labels(after), None, baseline)
    _assert_same_order(before, first, after, second)


def test_that_a_filter_shuffles_nothing_that_stays() -> None:
    snapshot = portfolio(4, 1500)
    focus = _focus(snapshot)
    before = draw(focus)
    first = _place(before)
    passes = snapshot.graph.kind != 6
    after = draw(focus, Wishes(passes=passes))
    second = lay_out(after, _labels(after), None, baseline_of(before, first))
    _assert_same_order(before, first, after, second)


def _assert_same_order(before: Drawing, first: Placement, after: Drawing, second: Placement) -> None:
    """Of two marks of one stratum, the one that stood higher before stands no lower after."""
    old, new = _rank(before, first), _rank(after, second)
    compared = 0
    for band in range(len(after.bands)):
        marks = np.flatnonzero((after.layer == band) & ~after.beyond).tolist()
        keys = [key for key in (tuple(after.members(mark).tolist()) for mark in marks) if key in old]
        keys.sort(key=lambda key: old[key])
        for upper, lower in zip(keys, keys[1:], strict=False):
            if old[upper] < old[lower] - 1e-6:
                assert new[upper] <= new[lower] + 1e-6
                compared += 1
    assert compared > 20


def test_that_a_wide_stratum_is_wrapped_into_columns() -> None:
    focus = _focus(star(5000))
    drawing = draw(focus, Wishes(expanded=frozenset([focus.grouping.groups[0].key])))
    place = _place(drawing)
    assert len(np.unique(place.x[drawing.layer == 1])) > 5
    assert place.width / place.bottom < 4


def test_that_a_chain_is_a_straight_line() -> None:
    place = _place(draw(_focus(chain(60))))
    assert np.allclose(place.y, place.y[0])
    assert (np.diff(place.x) > 0).all()


def test_that_a_tree_has_no_crossings() -> None:
    text = " ".join(f"app->a{i} a{i}->b{i}{j} b{i}{j}->c{i}{j}" for i in range(4) for j in range(3))
    assert _place(draw(_focus(example_snapshot(text)))).crossings == 0


def test_that_the_fifteen_components_cross_at_most_twice() -> None:
    assert _place(draw(_focus(small()))).crossings <= 2


def test_that_nothing_has_no_size() -> None:
    place = _place(draw(_focus(empty())))
    assert (place.width, place.bottom, len(place.x)) == (0.0, 0.0, 0)


def test_that_a_cycle_leads_back_by_a_line_of_its_own() -> None:
    snapshot = example_snapshot("app->a->b->c->a")
    drawing = draw(_focus(snapshot))
    assert len(drawing.source) == 4
    flow = _place(drawing).streams
    assert len(flow.source) >= 4


def test_that_labels_need_less_room_on_two_lines() -> None:
    assert folded_width("insurance-7b-instruct") < label_width("insurance-7b-instruct") * 0.7
    assert folded_width("numpy") == label_width("numpy")


def test_that_long_labels_are_given_no_more_room_than_22_characters() -> None:
    assert label_width("x" * 22) == label_width("x" * 500)


def test_that_a_drawing_made_to_be_seen_whole_is_not_small() -> None:
    """A label is 12 pixels high at a zoom of 1: what is shown whole is shown at about 0.7 of that at the least.

    Made to be read piece by piece, it is about as high as the room when it is 0.8 as large as life.
    """
    seen = set()
    for room in (Room(640, 420), Room(1000, 620), Room(1500, 900)):
        for snapshot in (small(), chain(12), portfolio(2, 60), portfolio(4, 1500)):
            place = _place(draw(_focus(snapshot)), room)
            seen.add(place.whole)
            if place.whole:
                assert room.zoom(place.width, place.bottom) >= 0.65
            else:
                assert place.bottom * 0.8 <= room.height * 1.4
    assert seen == {True, False}
