"""The graph kernels against networkx, on random graphs with cycles, self-loops and parallel relations."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import Draft
from explorer.graph.paths import exclusive_upstream
from explorer.graph.reach import chain_to, downstream, least_depths, longest_chains, upstream
from explorer.graph.snapshot import snapshot_of
from explorer.graph.supply_graph import SupplyGraph

SOME_KINDS = (RelationKind.USES, RelationKind.REQUIRES)


def graph_of(nodes: int, edges: list[tuple[int, int, int]]) -> SupplyGraph:
    draft = Draft()
    for node in range(nodes):
        draft.add(Component(ComponentId(f"n{node:02}"), Kind.PACKAGE, f"n{node}"))
    for source, target, kind in edges:
        draft.add(Relation(ComponentId(f"n{source:02}"), ComponentId(f"n{target:02}"), SOME_KINDS[kind]))
    return snapshot_of(draft, "now").graph


@st.composite
def graphs(draw: st.DrawFn, most: int = 12) -> SupplyGraph:
    nodes = draw(st.integers(1, most))
    end = st.integers(0, nodes - 1)
    return graph_of(nodes, draw(st.lists(st.tuples(end, end, st.integers(0, 1)), max_size=3 * most)))


def oracle(graph: SupplyGraph) -> nx.DiGraph:
    plain = nx.DiGraph()
    plain.add_nodes_from(range(len(graph)))
    plain.add_edges_from(zip(graph.relation_source.tolist(), graph.relation_target.tolist(), strict=True))
    return plain


@given(graphs())
def test_that_cycle_groups_are_the_strongly_connected_components(graph: SupplyGraph) -> None:
    expected = {frozenset(group) for group in nx.strongly_connected_components(oracle(graph))}
    groups: dict[int, set[int]] = {}
    for node, group in enumerate(graph.group.tolist()):
        groups.setdefault(group, set()).add(node)
    assert {frozenset(group) for group in groups.values()} == expected


@given(graphs())
def test_that_every_relation_between_groups_goes_to_a_greater_level(graph: SupplyGraph) -> None:
    sources, targets = graph.relation_source, graph.relation_target
    between = graph.group[sources] != graph.group[targets]
    assert (graph.level[sources[between]] < graph.level[targets[between]]).all()
    assert (np.diff(graph.level) >= 0).all()


@given(graphs(), st.data())
def test_that_closures_are_descendants_and_ancestors(graph: SupplyGraph, data: st.DataObject) -> None:
    seed = data.draw(st.integers(0, len(graph) - 1))
    plain = oracle(graph)
    assert set(np.flatnonzero(upstream(graph, [seed])).tolist()) == nx.descendants(plain, seed) | {seed}
    assert set(np.flatnonzero(downstream(graph, [seed])).tolist()) == nx.ancestors(plain, seed) | {seed}


@given(graphs(), st.data())
def test_that_least_depth_is_the_shortest_path_length(graph: SupplyGraph, data: st.DataObject) -> None:
    seed = data.draw(st.integers(0, len(graph) - 1))
    expected = nx.single_source_shortest_path_length(oracle(graph), seed)
    assert least_depths(graph, [seed]).tolist() == [expected.get(node, -1) for node in range(len(graph))]


@given(graphs(), st.data())
def test_that_greatest_depth_is_the_longest_path_of_the_condensation(graph: SupplyGraph, data: st.DataObject) -> None:
    seed = data.draw(st.integers(0, len(graph) - 1))
    condensed = nx.condensation(oracle(graph))
    place = condensed.graph["mapping"]
    longest = {place[seed]: 0}
    for group in nx.topological_sort(condensed):
        for after in condensed.successors(group):
            if group in longest:
                longest[after] = max(longest.get(after, 0), longest[group] + 1)
    chains = longest_chains(graph, [seed])
    assert chains.depth.tolist() == [longest.get(place[node], -1) for node in range(len(graph))]


@given(graphs(), st.data())
def test_that_greatest_depth_under_several_is_the_greatest_under_each(graph: SupplyGraph, data: st.DataObject) -> None:
    """All roots at once are answered by the levels, others by a sweep; both must agree with asking one by one."""
    roots = np.flatnonzero(graph.level == 0).tolist()
    some = data.draw(st.lists(st.integers(0, len(graph) - 1), max_size=4, unique=True))
    for seeds in (roots, [*roots, *some], some):
        alone = [longest_chains(graph, [seed]).depth for seed in seeds]
        expected = np.max(alone, axis=0).tolist() if alone else [-1] * len(graph)
        chains = longest_chains(graph, seeds)
        assert chains.depth.tolist() == expected
        for node in range(len(graph)):
            if chains.depth[node] >= 0:
                chain = chain_to(graph, chains, node)
                assert {graph.group[chain[0]]} <= {graph.group[seed] for seed in seeds}


@given(graphs(), st.data())
def test_that_the_longest_chain_walks_relations_and_is_as_long_as_it_says(
    graph: SupplyGraph, data: st.DataObject
) -> None:
    seed = data.draw(st.integers(0, len(graph) - 1))
    chains = longest_chains(graph, [seed])
    plain = oracle(graph)
    for node in np.flatnonzero(chains.depth >= 0).tolist():
        chain = chain_to(graph, chains, node)
        assert chain[-1] == node
        assert graph.group[chain[0]] == graph.group[seed]
        assert all(plain.has_edge(*step) for step in zip(chain, chain[1:], strict=False))
        crossings = sum(graph.group[a] != graph.group[b] for a, b in zip(chain, chain[1:], strict=False))
        assert crossings == chains.depth[node]


@given(graphs(8), st.data())
def test_that_exclusive_upstream_is_what_vanishes_with_the_node(graph: SupplyGraph, data: st.DataObject) -> None:
    root, node = (data.draw(st.integers(0, len(graph) - 1)) for _ in range(2))
    plain = oracle(graph)
    before = nx.descendants(plain, root) | {root}
    without = plain.copy()
    without.remove_node(node)
    after = (nx.descendants(without, root) | {root}) if root != node else set()
    expected = before - after if node in before else set()
    assert set(np.flatnonzero(exclusive_upstream(graph, node, [root])).tolist()) == expected


@given(graphs(), st.randoms())
def test_that_the_order_of_claims_does_not_matter(graph: SupplyGraph, random: object) -> None:
    edges = list(
        zip(graph.relation_source.tolist(), graph.relation_target.tolist(), graph.relation_kind.tolist(), strict=True)
    )
    identities = list(graph.ids)
    kinds = [
        SOME_KINDS[0] if graph.relation_kind_of(number) is SOME_KINDS[0] else SOME_KINDS[1]
        for number in range(len(edges))
    ]
    order = list(range(len(edges)))
    random.shuffle(order)  # type: ignore[attr-defined]
    draft = Draft()
    for number in order:
        source, target, _ = edges[number]
        draft.add(Relation(ComponentId(identities[source]), ComponentId(identities[target]), kinds[number]))
    for identity in reversed(identities):
        draft.add(Component(ComponentId(identity), Kind.PACKAGE, identity))
    again = snapshot_of(draft, "now").graph
    assert list(again.ids) == identities
    assert again.relation_target.tolist() == graph.relation_target.tolist()
    assert again.relation_kind.tolist() == graph.relation_kind.tolist()


def test_that_identities_are_found_and_strangers_are_not() -> None:
    graph = graph_of(5, [(0, 1, 0)])
    assert [graph.find(identity) for identity in graph.ids] == [0, 1, 2, 3, 4]
    assert graph.find("n99") is None


def test_that_an_empty_graph_answers() -> None:
    graph = graph_of(0, [])
    assert len(graph) == 0
    assert graph.level_starts.tolist() == [0]
    assert upstream(graph, []).tolist() == []
    assert longest_chains(graph, []).depth.tolist() == []
