"""Walks of many seeds at once against those of each seed by itself, and against networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from explorer.analysis import reliance
from explorer.graph import reach_pairs, spread_in_turns
from explorer.graph.reach import upstream
from explorer.graph.reach_pairs import TooManyPairs, counts_upon
from explorer.graph.spread import reached_pairs, spread_up, spread_up_each
from explorer.graph.spread_in_turns import Turns
from explorer.graph.supply_graph import SupplyGraph
from tests.graph.random_graphs import oracle, random_graphs


def drawn(graph: SupplyGraph, random: np.random.Generator) -> tuple[list[int], np.ndarray, np.ndarray]:
    """Some seeds, some nodes, some relations."""
    seeds = random.integers(0, len(graph), random.integers(0, 5)).tolist()
    return seeds, random.random(len(graph)) < 0.5, random.random(graph.relation_count) < 0.7


def test_that_many_spread_as_each_by_itself() -> None:
    for graph, random in random_graphs(200, 1):
        seeds, among, allowed = drawn(graph, random)
        found = spread_up_each(graph, seeds, allowed)
        alone = [spread_up(graph, [seed], allowed) for seed in seeds]
        step = np.full((len(seeds), len(graph)), -1)
        by = step.copy()
        for distance, (places, relations, came_from) in enumerate(found.rounds):
            step.flat[places], by.flat[places] = distance, relations
            if distance:
                before = found.rounds[distance - 1][0][came_from] % len(graph)
                assert (before == graph.relation_source[relations]).all()
        assert step.tolist() == [each.step.tolist() for each in alone]
        assert by.tolist() == [each.by.tolist() for each in alone]
        assert found.reached(len(seeds), among).tolist() == [int((among & each.reached).sum()) for each in alone]


def test_that_pairs_are_counted_as_closures_of_each_seed_have_them() -> None:
    for graph, random in random_graphs(200, 2):
        seeds, among, allowed = drawn(graph, random)
        seeds = sorted(set(seeds))
        expected = sum(int((upstream(graph, [seed], allowed) & among).sum()) for seed in seeds)
        assert reached_pairs(graph, seeds, among, allowed) == expected


def test_that_more_seeds_than_a_word_has_bits_are_told_apart() -> None:
    for graph, _ in random_graphs(3, 3, most=200):
        everything = np.ones(len(graph), bool)
        pairs = sum(len(nx.descendants(oracle(graph), node)) + 1 for node in range(len(graph)))
        allowed = np.ones(graph.relation_count, bool)
        assert reached_pairs(graph, range(len(graph)), everything, allowed) == pairs


def test_that_what_rests_on_a_node_is_it_and_its_ancestors_in_scope() -> None:
    for graph, random in random_graphs(200, 4):
        scope, wanted = random.random(len(graph)) < 0.5, random.random(len(graph)) < 0.5
        plain, everything = oracle(graph), np.ones(len(graph), bool)
        expected = np.array([scope[[node, *nx.ancestors(plain, node)]].sum() for node in range(len(graph))])
        assert counts_upon(graph, scope, everything, 10_000).tolist() == expected.tolist()
        assert counts_upon(graph, scope, wanted, 10_000)[wanted].tolist() == expected[wanted].tolist()


def test_that_more_pairs_than_there_is_room_for_are_refused_and_counted_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    graph = next(each for each, _ in random_graphs(50, 5) if len(each.level_starts) > 4)
    scope, nodes = np.ones(len(graph), bool), list(range(len(graph)))
    with pytest.raises(TooManyPairs):
        counts_upon(graph, scope, scope, 1)
    expected = counts_upon(graph, scope, np.ones(len(graph), bool), 10_000).tolist()
    monkeypatch.setattr(reliance, "FEW", 0)
    monkeypatch.setattr(reliance, "MOST_PAIRS", 1)
    assert reliance.resting_on(graph, nodes, scope).tolist() == expected


def test_that_what_rests_on_a_node_is_the_same_whatever_is_put_in_order_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for graph, random in random_graphs(50, 6):
        scope = random.random(len(graph)) < 0.5
        expected = counts_upon(graph, scope, np.ones(len(graph), bool), 10_000).tolist()
        for most in (1, 3, 10):
            monkeypatch.setattr(reach_pairs, "AT_ONCE", most)
            assert counts_upon(graph, scope, np.ones(len(graph), bool), 10_000).tolist() == expected
        monkeypatch.undo()


def test_that_each_is_reached_in_its_turn_by_the_fewest_relations_and_the_first_of_these(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for graph, random in random_graphs(80, 7):
        turn = random.integers(0, 4, graph.relation_count).astype(np.uint8)
        starts = random.permutation(len(graph))[:5].tolist()
        for at_once in (1, 2 * len(graph), 1 << 22):
            monkeypatch.setattr(spread_in_turns, "AT_ONCE", at_once)
            found = list(Turns(graph, turn, 3).spreads(starts))
            assert len(found) == len(starts)
            for start, each in zip(starts, found, strict=True):
                turns, by = _one_by_one(graph, start, turn.tolist())
                assert each.turn.tolist() == [turns.get(node, 3) for node in range(len(graph))]
                assert each.by.tolist() == [by.get(node, -1) for node in range(len(graph))]


def _one_by_one(graph: SupplyGraph, start: int, turn: list[int]) -> tuple[dict[int, int], dict[int, int]]:
    """The same with nothing but loops: the turn of each node that is reached, and the relation that reaches it."""
    turns, by = {start: 0}, dict[int, int]()
    for now in range(3):
        frontier = sorted(turns)
        while frontier:
            new: dict[int, int] = {}
            for node in frontier:
                for relation in graph.up.relations_of(node).tolist():
                    target = int(graph.relation_target[relation])
                    if turn[relation] <= now and target not in turns:
                        new.setdefault(target, relation)
            turns |= dict.fromkeys(new, now)
            by |= new
            frontier = sorted(new)
    return turns, by
