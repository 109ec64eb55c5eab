"""Strata: every component in one cell, cells that never overlap, nothing lost, the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.graph.supply_graph import SupplyGraph
from explorer.layout.forest import Reading
from explorer.layout.strata import Strata, strata
from explorer.layout.strata_bundles import heaviest
from tests.graph.random_graphs import graph_from
from tests.layout.columns import alone, chain, lineage, ring, star

nodes = st.integers(1, 14)


@st.composite
def graphs(draw: st.DrawFn) -> SupplyGraph:
    count = draw(nodes)
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    return graph_from(count, draw(st.lists(ends, max_size=3 * count)), draw(st.integers(0, 99)))


def check(graph: SupplyGraph, found: Strata) -> None:
    """What must hold of any strata."""
    assert sorted(found.node.tolist()) == list(range(len(graph)))
    assert (found.cell[found.node] == np.arange(len(graph))).all()
    assert found.starts[0] == 0
    assert found.starts[-1] == len(graph)
    assert (found.right > found.left).all()
    for row in range(found.rows):
        first, last = int(found.starts[row]), int(found.starts[row + 1])
        assert last > first
        assert (found.left[first + 1 : last] >= found.right[first : last - 1] - 1e-9).all()
    for cell, parent in enumerate(found.parent.tolist()):
        if parent < 0:
            assert found.row_of(cell) == 0
            continue
        assert found.row_of(parent) == found.row_of(cell) - 1
        assert found.left[parent] - 1e-9 <= found.left[cell] < found.right[cell] <= found.right[parent] + 1e-9


@given(graph=graphs(), reading=st.sampled_from(list(Reading)))
def test_that_every_component_has_one_cell_inside_the_one_it_hangs_on(graph: SupplyGraph, reading: Reading) -> None:
    check(graph, strata(graph, reading))


@given(graph=graphs())
def test_that_the_layout_is_the_same_every_time_and_settles_where_it_was(graph: SupplyGraph) -> None:
    first, again = strata(graph), strata(graph)
    assert (first.node == again.node).all()
    assert (first.left == again.left).all()
    kept = strata(graph, saved=first.shares())
    check(graph, kept)
    assert (kept.node == first.node).all()


@given(graph=graphs())
def test_that_bundles_count_every_relation_that_the_rows_do_not_show(graph: SupplyGraph) -> None:
    found = strata(graph)
    shown = 0
    pairs = zip(found.cell[graph.relation_source].tolist(), found.cell[graph.relation_target].tolist(), strict=True)
    for one, other in pairs:
        shown += found.parent[one] == other or found.parent[other] == one or one == other
    bundles = heaviest(graph, found, 1_000)
    assert bundles.total == graph.relation_count - shown
    assert bundles.drawn == bundles.total == int(bundles.count.sum())


@given(graph=graphs())
def test_that_every_relation_goes_down_except_on_a_cycle(graph: SupplyGraph) -> None:
    found = strata(graph, Reading.RELIANCE)
    row = np.repeat(np.arange(found.rows), np.diff(found.starts))[found.cell]
    source, target = graph.relation_source, graph.relation_target
    down = row[target] > row[source]
    assert (down == (graph.group[source] != graph.group[target])).all()


@pytest.mark.parametrize(
    ("graph", "rows"),
    [(star(2_000), 2), (chain(500), 501), (alone(50), 1)],
    ids=["star", "chain", "alone"],
)
def test_that_extremes_are_laid_out(graph: SupplyGraph, rows: int) -> None:
    found = strata(graph)
    check(graph, found)
    assert found.rows == rows


def test_that_a_ring_is_cut_open_and_loses_nobody() -> None:
    graph = ring(40)
    check(graph, strata(graph))


def test_that_nothing_is_laid_out_as_nothing() -> None:
    from explorer.graph.snapshot import empty_snapshot

    found = strata(empty_snapshot().graph)
    assert len(found) == found.rows == 0


def test_that_a_place_leads_to_its_cell_and_a_gap_to_none() -> None:
    graph = lineage(3_000)
    found = strata(graph, Reading.DESCENT)
    check(graph, found)
    for cell in range(0, len(found), 37):
        assert found.at(found.row_of(cell), found.centre_of(cell)) == cell
    assert found.at(0, found.total + 1) is None
    assert found.at(found.rows, 0.0) is None


def test_that_a_row_is_as_wide_as_what_hangs_below() -> None:
    graph = lineage(2_000)
    found = strata(graph, Reading.DESCENT)
    children = np.bincount(
        found.parent[found.parent >= 0], weights=(found.right - found.left)[found.parent >= 0], minlength=len(found)
    )
    width = found.right - found.left
    inner = children > 0
    assert np.allclose(width[inner], children[inner])
    assert np.allclose(width[~inner], 1.0)
