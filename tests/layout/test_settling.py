"""Settling: what was there keeps its order after a rescan, new components stand beside their relatives."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.graph.example import example_graph
from explorer.graph.supply_graph import SupplyGraph
from explorer.graph.text_column import TextColumn
from explorer.layout.settling import carried_over, earlier_shares, keys_of
from explorer.layout.strata import Strata, strata
from tests.layout.columns import star

BEFORE = "app->a app->b app->c app->d a->x b->y c->z"


def earlier(graph: SupplyGraph, old_graph: SupplyGraph, old: Strata) -> np.ndarray | None:
    return earlier_shares(keys_of(old_graph.ids), old.shares(), keys_of(graph.ids))


def order(graph: SupplyGraph, found: Strata, row: int) -> list[str]:
    """The identities of a row from left to right."""
    return [graph.id_of(int(node)) for node in found.node[found.starts[row] : found.starts[row + 1]]]


@given(texts=st.lists(st.text(max_size=12), unique=True, max_size=30))
def test_that_different_texts_have_different_keys_wherever_they_stand(texts: list[str]) -> None:
    keys = keys_of(TextColumn.of(texts))
    assert len(set(keys.tolist())) == len(texts)
    assert (keys_of(TextColumn.of(texts[::-1])) == keys[::-1]).all()


def test_that_shares_follow_their_component_and_new_ones_have_none() -> None:
    old, new = keys_of(TextColumn.of(["a", "b"])), keys_of(TextColumn.of(["new", "b", "a"]))
    shares = carried_over(old, np.array([0.25, 0.75]), new)
    assert np.isnan(shares[0])
    assert shares[1:].tolist() == [0.75, 0.25]


def test_that_siblings_keep_their_order_when_something_is_added() -> None:
    graph, again = example_graph(BEFORE), example_graph(f"{BEFORE} app->fresh fresh->z d->w")
    before = strata(graph)
    after = strata(again, saved=earlier(again, graph, before))
    kept = [each for each in order(again, after, 1) if each != "fresh"]
    assert kept == order(graph, before, 1)


def test_that_a_reversed_order_is_kept_too() -> None:
    graph = example_graph(BEFORE)
    found = strata(graph, saved=1.0 - strata(graph).shares())
    assert order(graph, found, 1) == order(graph, strata(graph), 1)[::-1]
    assert order(graph, strata(graph, saved=earlier(graph, graph, found)), 1) == order(graph, found, 1)


def test_that_a_new_component_settles_beside_what_it_is_related_to() -> None:
    graph = example_graph("app->a app->b app->c a->p b->q c->r")
    before = strata(graph)
    last = order(graph, before, 1)[-1]
    leaf = {"a": "p", "b": "q", "c": "r"}[last]
    again = example_graph(f"app->a app->b app->c a->p b->q c->r app->fresh fresh->{leaf}")
    after = strata(again, saved=earlier(again, graph, before))
    row = order(again, after, 1)
    assert abs(row.index("fresh") - row.index(last)) == 1


def test_that_another_graph_is_laid_out_anew() -> None:
    graph, other = example_graph(BEFORE), example_graph("site->m site->n m->o app->m")
    assert earlier(other, graph, strata(graph)) is None


def test_that_many_siblings_keep_an_order_finer_than_any_rounding() -> None:
    """A hub with as many children as the largest hubs have; a rounded share would let neighbours change places."""
    graph = star(300_000)
    mixed = np.random.default_rng(3).permutation(len(graph)) / len(graph)
    found = strata(graph, saved=mixed)
    wanted = np.argsort(mixed[1:]) + 1
    assert (found.node[1:] == wanted).all()
    again = strata(graph, saved=found.shares())
    assert (again.node == found.node).all()
