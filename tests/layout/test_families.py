"""Families: every cell in exactly one, counted as by walking up by hand."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given

from explorer.graph.example import example_graph
from explorer.graph.supply_graph import SupplyGraph
from explorer.layout.families import families
from explorer.layout.forest import Reading
from explorer.layout.strata import largest_first, strata
from tests.layout.columns import alone, chain, lineage, star
from tests.layout.test_strata import check, graphs


@given(graph=graphs())
def test_that_every_cell_is_in_the_family_that_walking_up_leads_to(graph: SupplyGraph) -> None:
    placed = strata(graph, Reading.DESCENT)
    found = families(placed)
    counted: Counter[int] = Counter()
    for cell in range(len(placed)):
        root = cell
        while placed.parent[root] >= 0:
            root = int(placed.parent[root])
        assert found.of[cell] == root
        counted[root] += 1
    assert dict(zip(found.roots.tolist(), found.members.tolist(), strict=True)) == {
        root: count for root, count in counted.items() if count > 1
    }
    assert (np.diff(found.members) <= 0).all()


@pytest.mark.parametrize(
    ("graph", "members", "deepest"),
    [(star(100), [2], [1]), (chain(50), [51], [50]), (alone(9), [], [])],
    ids=["star", "chain", "alone"],
)
def test_that_extremes_are_counted(graph: SupplyGraph, members: list[int], deepest: list[int]) -> None:
    found = families(strata(graph, Reading.DESCENT))
    assert (found.members.tolist(), found.deepest.tolist()) == (members, deepest)


@given(graph=graphs())
def test_that_the_largest_stands_first_and_nothing_is_lost(graph: SupplyGraph) -> None:
    placed = largest_first(graph, Reading.DESCENT)
    check(graph, placed)
    width = placed.right - placed.left
    for cell in range(1, len(placed)):
        if placed.parent[cell] >= 0 and placed.parent[cell] == placed.parent[cell - 1]:
            assert width[cell] <= width[cell - 1] + 1e-9


def test_that_a_merge_is_counted_once() -> None:
    graph = example_graph("merge->left merge->right other->right")
    found = families(strata(graph, Reading.DESCENT))
    assert len(found.of) == 4
    assert int(np.bincount(found.of).sum()) == 4
    whole = families(strata(lineage(5_000), Reading.DESCENT))
    assert int(np.bincount(whole.of).sum()) == 5_000
