"""Every kernel against networkx, each on thousands of random graphs with cycles, self-loops and parallel relations."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from explorer.graph import closure, cycle_groups, reach_counts
from explorer.graph.dominators import ROOT, UNREACHED, immediate_dominators
from explorer.graph.level_order import condensed
from explorer.graph.reach import chain_to, downstream, least_depths, longest_chains, upstream
from explorer.graph.reach_counts import exact_counts
from tests.graph.random_graphs import graph_from, oracle, random_graphs

MANY = 2000


def flagged(flags: np.ndarray) -> set[int]:
    return set(np.flatnonzero(flags).tolist())


def reached_over(plain: nx.DiGraph, seeds: set[int]) -> set[int]:
    return seeds.union(*(nx.descendants(plain, seed) for seed in seeds))


def test_that_groups_levels_and_both_directions_are_right():
    for graph, _ in random_graphs(MANY, 1):
        plain = oracle(graph)
        groups: dict[int, set[int]] = {}
        for node, group in enumerate(graph.group.tolist()):
            groups.setdefault(group, set()).add(node)
        assert {frozenset(each) for each in groups.values()} == set(
            map(frozenset, nx.strongly_connected_components(plain))
        )
        assert all(group == min(members) for group, members in groups.items())
        whole = nx.condensation(plain)
        longest = {}
        for node in nx.topological_sort(whole):
            longest[node] = max((longest[each] + 1 for each in whole.predecessors(node)), default=0)
        assert graph.level.tolist() == [longest[whole.graph["mapping"][node]] for node in range(len(graph))]
        for node in range(len(graph)):
            assert set(graph.up.neighbours(node).tolist()) == set(plain.successors(node))
            assert set(graph.down.neighbours(node).tolist()) == set(plain.predecessors(node))
            assert (graph.relation_target[graph.down.relations_of(node)] == node).all()
        assert {frozenset(each.tolist()) for each in graph.cycles()} == {
            frozenset(each) for each in groups.values() if len(each) > 1
        }


@pytest.mark.parametrize("by_level", [True, False])
def test_that_closures_are_those_of_networkx_also_over_some_relations_only(monkeypatch, by_level):
    monkeypatch.setattr(closure, "MOST_LEVELS", 10**9 if by_level else 0)
    for graph, random in random_graphs(MANY, 2):
        seeds = set(random.integers(0, len(graph), int(random.integers(1, 4))).tolist())
        plain = oracle(graph)
        assert flagged(upstream(graph, seeds)) == reached_over(plain, seeds)
        assert flagged(downstream(graph, seeds)) == reached_over(plain.reverse(), seeds)
        allowed = random.random(graph.relation_count) < 0.6
        part = nx.DiGraph()
        part.add_nodes_from(plain)
        part.add_edges_from(
            zip(graph.relation_source[allowed].tolist(), graph.relation_target[allowed].tolist(), strict=True)
        )
        assert flagged(upstream(graph, seeds, allowed)) == reached_over(part, seeds)
        assert flagged(downstream(graph, seeds, allowed)) == reached_over(part.reverse(), seeds)


def test_that_least_and_greatest_depths_are_those_of_networkx():
    for graph, random in random_graphs(MANY, 3):
        seed = int(random.integers(0, len(graph)))
        plain = oracle(graph)
        nearest = nx.single_source_shortest_path_length(plain, seed)
        assert least_depths(graph, [seed]).tolist() == [nearest.get(node, -1) for node in range(len(graph))]
        whole = nx.condensation(plain)
        place = whole.graph["mapping"]
        deepest = {place[seed]: 0}
        for group in nx.topological_sort(whole):
            for after in whole.successors(group):
                if group in deepest:
                    deepest[after] = max(deepest.get(after, 0), deepest[group] + 1)
        chains = longest_chains(graph, [seed])
        assert chains.depth.tolist() == [deepest.get(place[node], -1) for node in range(len(graph))]
        for node in np.flatnonzero(chains.depth >= 0).tolist():
            chain = chain_to(graph, chains, node)
            assert all(plain.has_edge(*each) for each in zip(chain, chain[1:], strict=False))


@pytest.mark.parametrize("upwards", [True, False])
def test_that_reach_is_counted_exactly(upwards):
    for graph, random in random_graphs(MANY, 4):
        plain = oracle(graph) if upwards else oracle(graph).reverse()
        expected = [len(nx.descendants(plain, node)) for node in range(len(graph))]
        found = reach_counts.reach_counts(graph, upwards)
        assert found.is_exact
        assert found.counts.tolist() == expected
        whole = condensed(graph)
        heads = np.flatnonzero(whole.size)[: int(random.integers(1, 70))]
        own = whole.size[heads] - 1
        assert (exact_counts(graph, whole, heads, upwards) + own).tolist() == [expected[head] for head in heads]


@pytest.mark.parametrize("upwards", [True, False])
def test_that_an_estimate_says_so_and_is_near_and_the_largest_are_counted(monkeypatch, upwards):
    monkeypatch.setattr(reach_counts, "COUNTED", 20)
    random = np.random.default_rng(5)
    edges = [(int(source), int(source * random.random() ** 2)) for source in random.integers(1, 1500, 6000)]
    graph = graph_from(1500, [*edges, (3, 1400), (3, 1300)])
    plain = oracle(graph) if upwards else oracle(graph).reverse()
    expected = np.array([len(nx.descendants(plain, node)) for node in range(len(graph))])
    found = reach_counts.reach_counts(graph, upwards, most_pairs=0)
    assert not found.is_exact
    assert (found.counts[found.exact] == expected[found.exact]).all()
    assert found.exact[np.argmax(expected)]
    large = ~found.exact & (expected > 20)
    error = np.abs(found.counts[large] - expected[large]) / expected[large]
    assert error.mean() < 0.2
    assert np.quantile(error, 0.95) < 0.4


def test_that_dominators_are_those_of_networkx_from_a_node_before_all_roots():
    for graph, random in random_graphs(MANY, 6):
        roots = set(random.integers(0, len(graph), int(random.integers(1, 4))).tolist())
        plain = oracle(graph)
        plain.add_edges_from((ROOT, root) for root in roots)
        known = nx.immediate_dominators(plain, ROOT)
        assert immediate_dominators(graph, roots).tolist() == [known.get(node, UNREACHED) for node in range(len(graph))]


@pytest.mark.parametrize("seed", range(4))
def test_that_a_large_core_of_cycles_is_grouped_as_networkx_does(monkeypatch, seed):
    monkeypatch.setattr(cycle_groups, "LARGE", 10)
    random = np.random.default_rng(seed)
    edges = random.integers(0, 400, (700 + 150 * seed, 2))
    ring = [(400 + number, 400 + (number + 1) % 600) for number in range(600)]
    graph = graph_from(1000, [*map(tuple, edges.tolist()), *ring, (5, 700)])
    found = {frozenset(np.flatnonzero(graph.group == group).tolist()) for group in set(graph.group.tolist())}
    assert found == set(map(frozenset, nx.strongly_connected_components(oracle(graph))))


def test_that_a_long_chain_and_a_wide_star_are_answered():
    chain = graph_from(10_000, [(number, number + 1) for number in range(9_999)])
    first, _last = chain.find("n0"), chain.find("n9999")
    assert longest_chains(chain, [first]).depth.max() == 9_999
    assert upstream(chain, [first]).all()
    star = graph_from(100_001, [(number, 0) for number in range(1, 100_001)])
    hub = star.find("n0")
    assert downstream(star, [hub]).all()
    counts = reach_counts.reach_counts(star).counts
    assert (counts[hub], counts.sum()) == (100_000, 100_000)
    assert set(immediate_dominators(star, np.flatnonzero(star.level == 0)).tolist()) == {ROOT}
