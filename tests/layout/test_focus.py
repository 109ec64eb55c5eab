from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.component import ComponentClass, Kind
from explorer.domain.relation import RelationKind
from explorer.graph.example import example_snapshot
from explorer.graph.reach import least_depths
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import RELATION_KINDS
from explorer.layout.drawing import CLASSES, Drawing
from explorer.layout.focus import Focus, Wishes, draw, focus_on
from explorer.layout.survey import Question, survey
from tests.layout.strategies import snapshots
from tests.layout.synthetic import chain, empty, portfolio, star


def _focus(snapshot: Snapshot, few: int = 60, many: int = 90, **question: object) -> Focus:
    return focus_on(survey(snapshot.graph, Question(**question)), few=few, many=many)  # type: ignore[arg-type]


@given(snapshots(), st.integers(0, 10), st.sampled_from([None, 1, 3]), st.sets(st.integers(0, 39)), st.booleans())
def test_that_every_component_of_the_scope_is_shown_bundled_or_hidden(
    snapshot: Snapshot, many: int, limit: int | None, expanded: set[int], filtered: bool
) -> None:
    focus = _focus(snapshot, 0, many, depth_limit=limit)
    keys = frozenset(one.key for position, one in enumerate(focus.grouping.groups) if position in expanded)
    passes = (snapshot.graph.kind % 2 == 0) if filtered else None
    drawing = draw(focus, Wishes(keys, frozenset(), passes))
    counts = drawing.counts
    assert counts.shown + counts.bundled + counts.hidden == counts.total
    assert counts.shown == int((drawing.bundle < 0).sum())
    assert counts.bundled == sum(len(bundle.members) for bundle in drawing.bundles)


@given(snapshots(), st.integers(0, 10))
def test_that_every_link_joins_two_different_marks_and_stands_for_relations(snapshot: Snapshot, many: int) -> None:
    drawing = draw(_focus(snapshot, 0, many))
    assert ((drawing.source >= 0) & (drawing.source < len(drawing))).all()
    assert ((drawing.target >= 0) & (drawing.target < len(drawing))).all()
    assert (drawing.source != drawing.target).all()
    graph = snapshot.graph
    ends = {
        (int(drawing.mark_of[a]), int(drawing.mark_of[b]))
        for a, b in zip(graph.relation_source, graph.relation_target, strict=True)
    }
    assert set(zip(drawing.source.tolist(), drawing.target.tolist(), strict=True)) == {
        (a, b) for a, b in ends if a != b and a >= 0 and b >= 0
    }


@given(snapshots(), st.integers(0, 10))
def test_that_mark_of_and_members_agree(snapshot: Snapshot, many: int) -> None:
    drawing = draw(_focus(snapshot, 0, many))
    for mark in range(len(drawing)):
        assert (drawing.mark_of[drawing.members(mark)] == mark).all()


@given(snapshots())
def test_that_relations_of_links_add_up(snapshot: Snapshot) -> None:
    drawing = draw(_focus(snapshot, 0, 5))
    assert int(drawing.relations.sum()) == int((drawing.link_of >= 0).sum())


def _marks(snapshot: Snapshot, drawing: Drawing) -> dict[str, int]:
    return {snapshot.graph.id_of(int(node)): mark for mark, node in enumerate(drawing.node) if node >= 0}


def test_that_a_bundle_opens_and_closes_by_its_key() -> None:
    focus = _focus(star(500))
    closed = draw(focus)
    assert (len(closed), closed.counts.bundled) == (2, 500)
    opened = draw(focus, Wishes(expanded=frozenset([closed.bundles[0].key])))
    assert (len(opened), opened.counts.bundles) == (501, 0)


def test_that_an_opened_bundle_never_draws_more_than_the_limit() -> None:
    focus = _focus(star(5000))
    opened = draw(focus, Wishes(expanded=frozenset([focus.grouping.groups[0].key])))
    assert len(opened) <= 2000
    (rest,) = opened.bundles
    assert not rest.expandable
    assert rest.label == f"{5001 - opened.counts.shown:,} more packages"
    assert opened.counts.shown + opened.counts.bundled == 5001


def test_that_pinned_components_leave_their_bundle() -> None:
    snapshot = star(500)
    node = snapshot.graph.find("pkg:pypi/leaf00042@1")
    assert node is not None
    drawing = draw(_focus(snapshot), Wishes(apart=frozenset([node])))
    assert drawing.bundle[drawing.mark_of[node]] == -1
    assert drawing.counts.bundled == 499


def test_that_pinned_components_pass_every_filter() -> None:
    snapshot = star(500)
    node = snapshot.graph.find("pkg:pypi/leaf00042@1")
    assert node is not None
    drawing = draw(_focus(snapshot), Wishes(apart=frozenset([node]), passes=np.zeros(501, bool)))
    assert drawing.node.tolist() == [node]
    assert drawing.counts.filtered == 500


def test_that_a_pin_on_something_out_of_scope_is_no_fault() -> None:
    snapshot = example_snapshot("app->a app2->b")
    root, other = snapshot.graph.find("app"), snapshot.graph.find("b")
    assert root is not None
    assert other is not None
    drawing = draw(_focus(snapshot, roots=(root,)), Wishes(apart=frozenset([other])))
    assert drawing.mark_of[other] == -1


def test_that_the_bands_name_systems_depths_and_bedrock() -> None:
    kinds = {"hub": Kind.HUB, "aws": Kind.CLOUD, "h": Kind.HARDWARE, "p": Kind.PARTY}
    drawing = draw(_focus(example_snapshot("app->a->b app->hub->p app->aws->h", kinds)))
    titles = [band.title for band in drawing.bands]
    assert titles == ["Your systems", "Depth 1", "Depth 2", "Hubs and clouds", "Hardware", "Parties"]
    assert [band.depth for band in drawing.bands] == [0, 1, 2, None, None, None]


def test_that_a_band_counts_what_is_inside_its_bundles() -> None:
    snapshot = example_snapshot(" ".join(f"app->p{i}" for i in range(10)), unknown="p0 p1 p2 p3")
    drawing = draw(_focus(snapshot, few=0))
    assert [(band.components, band.unknown) for band in drawing.bands] == [(1, 0), (10, 4)]
    assert drawing.counts.beyond_horizon == 4


def test_that_a_start_without_a_system_is_not_called_a_system() -> None:
    drawing = draw(_focus(example_snapshot("a->b")))
    assert drawing.bands[0].title == "Where it starts"


def test_that_a_link_for_several_relations_shows_the_word_of_lineage() -> None:
    snapshot = example_snapshot(
        "app->m m->base", {"m": Kind.MODEL, "base": Kind.MODEL}, {"m->base": RelationKind.FINE_TUNED_FROM}
    )
    drawing = draw(_focus(snapshot))
    marks = _marks(snapshot, drawing)
    link = int(np.flatnonzero(drawing.target == marks["base"])[0])
    assert RELATION_KINDS[drawing.link_kind[link]] is RelationKind.FINE_TUNED_FROM
    assert bool(drawing.link_lineage[link])


def test_that_a_bundle_is_known_as_most_of_its_members_are() -> None:
    drawing = draw(_focus(star(500)))
    assert CLASSES[drawing.component_class[1]] is ComponentClass.LIBRARY
    assert drawing.knowledge[1] == 1


def test_that_nothing_is_drawn_of_nothing() -> None:
    drawing = draw(_focus(empty()))
    assert (len(drawing), drawing.bands, drawing.counts.total) == (0, (), 0)


def test_that_a_chain_of_sixty_has_a_band_for_each_depth() -> None:
    assert len(draw(_focus(chain(60))).bands) == 61


@pytest.mark.parametrize(("systems", "components"), [(2, 200), (4, 1500), (6, 20_000)])
def test_that_a_portfolio_of_any_size_starts_with_a_number_of_marks_that_can_be_read(
    systems: int, components: int
) -> None:
    drawing = draw(_focus(portfolio(systems, components)))
    assert len(drawing) <= 150


@given(snapshots(), st.integers(0, 10), st.integers(1, 4))
def test_that_counted_by_steps_each_column_holds_what_is_so_many_steps_away(
    snapshot: Snapshot, many: int, limit: int
) -> None:
    focus = _focus(snapshot, 0, many, depth_limit=limit, by_steps=True)
    drawing, steps = draw(focus), least_depths(snapshot.graph, focus.survey.roots)
    for position, band in enumerate(drawing.bands):
        marks = np.flatnonzero(drawing.layer == position)
        held = {int(steps[node]) for mark in marks.tolist() for node in drawing.members(mark)}
        assert held == {band.depth}, "no bundle reaches over two columns, and none lies beyond the last that is shown"
        assert band.components == int((steps == band.depth).sum())
        assert band.depth is not None and band.depth <= limit
        assert not band.depth or band.title == f"{band.depth} away"
