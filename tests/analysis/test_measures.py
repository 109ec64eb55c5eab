"""Sight, frontier, chokepoints and ancestors: worked by hand, and against brute force on random graphs."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.ancestors import ancestors
from explorer.analysis.chokepoints import chokepoints_to
from explorer.analysis.depth import depth
from explorer.analysis.frontier import Fact, frontier
from explorer.analysis.path_counts import log_paths_from, share_through_sets, shares_of_paths
from explorer.analysis.reliance import reliance, resting_on
from explorer.analysis.visibility import KnowledgeShares, visibility
from explorer.domain.component import ComponentClass, Kind
from explorer.domain.relation import RelationKind
from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import SupplyGraph
from tests.graph.test_kernels import graphs
from tests.layout.strategies import snapshots

KINDS = {
    "llama": Kind.MODEL, "vicuna": Kind.MODEL, "tune": Kind.MODEL, "meta": Kind.PARTY, "nvidia": Kind.PARTY,
    "data": Kind.UNKNOWN, "deps": Kind.UNKNOWN, "h100": Kind.HARDWARE, "a100": Kind.HARDWARE,
}  # fmt: skip
WORDS = {
    "llama->meta": RelationKind.MADE_BY, "llama->data": RelationKind.TRAINED_ON, "torch->deps": RelationKind.REQUIRES,
    "vicuna->llama": RelationKind.FINE_TUNED_FROM, "tune->llama": RelationKind.FINE_TUNED_FROM,
    "h100->nvidia": RelationKind.MADE_BY, "a100->nvidia": RelationKind.MADE_BY, "cuda->nvidia": RelationKind.MADE_BY,
}  # fmt: skip


def portfolio(text: str, unknown: str = "data deps") -> Snapshot:
    return example_snapshot(text, KINDS, WORDS, unknown)


def roots_of(graph: SupplyGraph) -> list[int]:
    return [int(node) for node in graph.systems]


def dag_paths(graph: SupplyGraph, start: int, goal: int) -> list[list[int]]:
    """Every path of the graph in which each cycle is one place, named by the group's node."""
    plain = nx.DiGraph()
    plain.add_nodes_from(set(graph.group.tolist()))
    ends = zip(graph.group[graph.relation_source].tolist(), graph.group[graph.relation_target].tolist(), strict=True)
    plain.add_edges_from((one, two) for one, two in ends if one != two)
    first, last = int(graph.group[start]), int(graph.group[goal])
    return [[first]] if first == last else [list(path) for path in nx.all_simple_paths(plain, first, last)]


@given(graphs(9), st.data())
def test_that_paths_are_counted_as_if_they_were_listed(graph: SupplyGraph, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(graph) - 1))
    counts = np.exp(log_paths_from(graph, [start]))
    assert counts == pytest.approx([len(dag_paths(graph, start, node)) for node in range(len(graph))])


@given(graphs(8), st.data())
def test_that_shares_of_paths_are_those_of_listed_paths(graph: SupplyGraph, data: st.DataObject) -> None:
    node = st.integers(0, len(graph) - 1)
    start = data.draw(node)
    goals = data.draw(st.lists(node, min_size=1, max_size=3))
    distinct = {int(graph.group[goal]) for goal in goals}
    paths = [path for goal in distinct for path in dag_paths(graph, start, goal)]
    expected = [
        sum(int(graph.group[each]) in path for path in paths) / len(paths) if paths else 0.0
        for each in range(len(graph))
    ]
    assert shares_of_paths(graph, [start], goals).tolist() == pytest.approx(expected)
    members = np.zeros(len(graph), bool)
    members[data.draw(st.lists(node, min_size=1, max_size=3))] = True
    groups = set(graph.group[members].tolist())
    meeting = sum(bool(groups & set(path)) for path in paths) / len(paths) if paths else 0.0
    assert share_through_sets(graph, [start], goals, [members]).tolist() == pytest.approx([meeting])
    several = data.draw(st.lists(node, min_size=2, max_size=4))
    alone = [float(share_through_sets(graph, [each], goals, [members])[0]) for each in several]
    reaching = [
        share for share, each in zip(alone, several, strict=True) if shares_of_paths(graph, [each], goals).any()
    ]
    assert share_through_sets(graph, several, goals, [members]).tolist() == pytest.approx([np.mean(reaching or [0.0])])


@given(graphs(), st.data())
def test_that_reliance_of_many_is_that_of_each(graph: SupplyGraph, data: st.DataObject) -> None:
    seeds = data.draw(st.lists(st.integers(0, len(graph) - 1), min_size=1, max_size=70))
    plain = nx.DiGraph()
    plain.add_nodes_from(range(len(graph)))
    plain.add_edges_from(zip(graph.relation_source.tolist(), graph.relation_target.tolist(), strict=True))
    found = reliance(graph, seeds)
    for place, seed in enumerate(seeds):
        assert set(np.flatnonzero(found.reached_by(place)).tolist()) == nx.descendants(plain, seed) | {seed}
    for node in range(len(graph)):
        below = nx.ancestors(plain, node) | {node}
        assert found.places(node) == [place for place, seed in enumerate(seeds) if seed in below]
        assert resting_on(graph, [node], np.ones(len(graph), bool)).tolist() == [len(below)]


@given(graphs(), st.data())
def test_that_many_counts_of_what_rests_on_each_are_those_of_networkx(graph: SupplyGraph, data: st.DataObject) -> None:
    node = st.integers(0, len(graph) - 1)
    nodes = data.draw(st.lists(node, max_size=70))
    scope = np.zeros(len(graph), bool)
    scope[data.draw(st.lists(node, max_size=9))] = True
    peer = nx.DiGraph(zip(graph.relation_source.tolist(), graph.relation_target.tolist(), strict=True))
    peer.add_nodes_from(range(len(graph)))
    expected = [int(scope[[each, *nx.ancestors(peer, each)]].sum()) for each in nodes]
    assert resting_on(graph, nodes, scope).tolist() == expected


def test_that_tiers_count_by_the_shortest_way_and_cycles_are_named() -> None:
    graph = portfolio("app->vicuna->llama app->llama app->b->c->d->b").graph
    answer = depth(graph, roots_of(graph))
    assert answer.tiers[ComponentClass.MODEL] == (0, 2, 0, 0)
    assert answer.histogram[ComponentClass.MODEL] == (0, 1, 1)
    assert [(cycle.name, len(cycle.nodes)) for cycle in answer.cycles] == [("b, c and 1 other", 3)]


def test_that_a_cycle_nobody_relies_on_is_not_upstream() -> None:
    graph = portfolio("app->llama b->c->b").graph
    assert depth(graph, roots_of(graph)).cycles == ()


def test_that_sight_ends_per_class_where_the_unknown_stands_for_it() -> None:
    graph = portfolio("app->vicuna->llama->data app->torch->numpy torch->deps").graph
    sight = visibility(graph, roots_of(graph))
    assert (sight.sight[ComponentClass.DATA].first_unknown, sight.sight[ComponentClass.DATA].last_seen) == (3, None)
    assert (sight.sight[ComponentClass.LIBRARY].first_unknown, sight.sight[ComponentClass.LIBRARY].last_seen) == (2, 2)
    assert sight.sight[ComponentClass.MODEL].first_unknown is None
    assert sight.by_expected_class[ComponentClass.DATA].unknown == 1
    assert sight.relations == KnowledgeShares(0, 6, 0, 0)


def test_that_each_system_has_its_own_horizon() -> None:
    graph = portfolio("app1->llama->data app2->torch").graph
    first, second = visibility(graph, roots_of(graph)).by_system
    assert (first.components.unknown, first.components.total, first.first_unknown) == (1, 2, 2)
    assert (second.components.unknown, second.components.total, second.first_unknown) == (0, 1, None)


@given(snapshots(20))
def test_that_the_parts_of_sight_add_up(snapshot: Snapshot) -> None:
    graph = snapshot.graph
    sight = visibility(graph, roots_of(graph))
    assert sum(each.total for each in sight.by_expected_class.values()) == sight.shares.total
    assert sum(each.unknown for each in sight.by_expected_class.values()) == sight.shares.unknown
    assert sum(each.total for each in sight.by_class.values()) == sight.shares.total


def test_that_the_most_revealing_ask_comes_first_and_says_whom_to_ask() -> None:
    # llama: 2 systems, 2 paths, 3 models rest on it: 12. torch: 1 system, 1 path, itself: 1.
    graph = portfolio("app1->vicuna->llama->meta llama->data app2->tune->llama app2->torch->deps").graph
    answer = frontier(graph, roots_of(graph), {Fact.TRAINING_DATA, Fact.DEPENDENCIES})
    assert [(graph.id_of(ask.component), ask.fact) for ask in answer.asks] == [
        ("llama", Fact.TRAINING_DATA), ("torch", Fact.DEPENDENCIES),
    ]  # fmt: skip
    first, second = answer.asks
    assert (first.systems, first.paths, first.resting) == (2, 2, 3)
    assert (second.systems, second.paths, second.resting, second.addressee) == (1, 1, 1, None)
    assert first.is_maker and graph.id_of(first.addressee or 0) == "meta"
    assert [each[0] for each in answer.by_addressee()] == [first.addressee, None]


def test_that_what_something_unknown_is_is_asked_of_itself_and_once() -> None:
    graph = portfolio("app1->mystery app2->mystery app2->torch", "mystery").graph
    asks = frontier(graph, roots_of(graph), {Fact.IDENTITY}).asks
    assert [(graph.id_of(ask.component), ask.systems) for ask in asks] == [("mystery", 2)]


def test_that_what_an_index_publishes_is_no_question_to_anybody_and_comes_last() -> None:
    # On torch rest three systems, on tune one: torch would come first if its index did not list what it depends on.
    torch, rest = "pkg:pypi/torch", "pkg:generic/rest"
    kinds = {torch: Kind.PACKAGE, rest: Kind.PACKAGE, "d1": Kind.UNKNOWN, "d2": Kind.UNKNOWN, "data": Kind.UNKNOWN}
    kinds |= {"tune": Kind.MODEL, "hub:pypi": Kind.HUB, "own": Kind.HUB, "meta": Kind.PARTY}
    served = {f"{torch}->hub:pypi": RelationKind.DISTRIBUTED_BY, f"{rest}->own": RelationKind.DISTRIBUTED_BY}
    words = served | {f"{torch}->meta": RelationKind.MADE_BY, "tune->data": RelationKind.TRAINED_ON}
    words |= {f"{torch}->d1": RelationKind.REQUIRES, f"{rest}->d2": RelationKind.REQUIRES}
    text = (
        f"app1->{torch} app2->{torch} app3->{torch} {torch}->d1 {torch}->hub:pypi {torch}->meta app1->tune tune->data"
    )
    snapshot = example_snapshot(f"{text} app1->{rest} {rest}->d2 {rest}->own", kinds, words, "d1 d2 data")
    graph = snapshot.graph
    facts = {Fact.TRAINING_DATA, Fact.DEPENDENCIES}
    asks = frontier(graph, [graph.find(f"app{number}") or 0 for number in (1, 2, 3)], facts).asks
    assert [(graph.id_of(ask.component), ask.is_public) for ask in asks] == [
        (rest, False), ("tune", False), (torch, True),
    ]  # fmt: skip
    assert graph.id_of(asks[2].addressee or 0) == "hub:pypi"  # Not meta, which made it.
    assert not asks[2].is_maker


def test_that_what_ones_own_organisation_knows_comes_after_what_others_must_tell() -> None:
    # llama would come first: two systems by three paths rely on it; but meta is one's own.
    graph = portfolio("app1->vicuna->llama->meta llama->data app2->tune->llama app2->torch->deps").graph
    us = graph.find("meta")
    assert us is not None
    facts = {Fact.TRAINING_DATA, Fact.DEPENDENCIES}
    asks = frontier(graph, roots_of(graph), facts, own=frozenset({us})).asks
    assert [(graph.id_of(ask.component), ask.is_own) for ask in asks] == [("torch", False), ("llama", True)]


def test_that_a_base_model_that_nobody_states_is_asked_for_and_one_that_is_stated_is_not() -> None:
    graph = portfolio("app->vicuna->llama->meta").graph
    asks = frontier(graph, roots_of(graph), {Fact.BASE_MODEL}).asks
    assert [graph.id_of(ask.component) for ask in asks] == ["llama"]
    assert asks[0].unknown == ()


def test_that_builders_and_makers_are_asked_for_only_when_wanted() -> None:
    graph = portfolio("app->torch").graph
    assert frontier(graph, roots_of(graph)).asks == ()
    wider = frontier(graph, roots_of(graph), frozenset(Fact)).asks
    assert {ask.fact for ask in wider} == {Fact.BUILDER, Fact.MAKER}


@given(snapshots(20))
def test_that_every_unknown_behind_something_known_is_asked_for(snapshot: Snapshot) -> None:
    graph = snapshot.graph
    sight, asked = visibility(graph, roots_of(graph)), frontier(graph, roots_of(graph), frozenset(Fact))
    # Of a system that is unknown itself nothing can be asked.
    expected = {
        int(target)
        for source, target in zip(graph.relation_source.tolist(), graph.relation_target.tolist(), strict=True)
        if graph.knowledge[source] != 3 and graph.knowledge[target] == 3 and (source in sight.frontier)
    }
    assert {node for ask in asked.asks for node in ask.unknown} >= expected & set(np.flatnonzero(sight.beyond).tolist())
    ranks = [round(ask.log_reveal, 9) for ask in asked.asks]
    assert ranks == sorted(ranks, reverse=True)


def test_that_a_party_is_a_chokepoint_though_none_of_its_products_is() -> None:
    snapshot = portfolio("app->x->h100->nvidia app->y->a100->nvidia app->z->h100")
    graph = snapshot.graph
    answer = chokepoints_to(graph, roots_of(graph), ComponentClass.COMPUTE)
    assert [(graph.id_of(each.node), round(each.share, 3)) for each in answer.components] == [("h100", 0.667)]
    (party,) = answer.parties
    assert (graph.id_of(party.node), party.share, len(party.every_path)) == ("nvidia", 1.0, 1)
    assert party.is_goal


def test_that_systems_that_do_not_reach_the_class_are_no_part_of_the_share() -> None:
    graph = portfolio("app1->x->h100 app2->torch").graph
    answer = chokepoints_to(graph, roots_of(graph), ComponentClass.COMPUTE)
    assert (len(answer.systems), answer.asked) == (1, 2)
    assert answer.components[0].share == 1.0
    assert chokepoints_to(graph, roots_of(graph), ComponentClass.DATA).systems == ()


@settings(max_examples=150)
@given(snapshots(14), st.sampled_from([ComponentClass.COMPUTE, ComponentClass.LIBRARY, ComponentClass.MODEL]))
def test_that_without_a_chokepoint_of_every_path_nothing_is_reached(snapshot: Snapshot, goal: ComponentClass) -> None:
    graph = snapshot.graph
    plain = nx.DiGraph()
    plain.add_nodes_from(range(len(graph)))
    plain.add_edges_from(zip(graph.relation_source.tolist(), graph.relation_target.tolist(), strict=True))
    goals = [node for node in range(len(graph)) if graph.kind_of(node).component_class is goal]
    answer = chokepoints_to(graph, roots_of(graph), goal, 0.5)
    named = {each.node: each for each in answer.components}
    for node in set(range(len(graph))) - set(answer.systems):
        rest = plain.copy()
        rest.remove_node(node)
        cut = {root for root in answer.systems if not (nx.descendants(rest, root) | {root}) & set(goals)}
        if node in named:
            assert set(named[node].every_path) == cut
        elif cut and len(answer.systems) == 1:
            # Its group is left out only where it is counted with one of the systems on a cycle.
            assert graph.group[node] in graph.group[list(answer.systems)]


def test_that_two_assistants_that_name_nothing_in_common_share_what_lies_deeper() -> None:
    graph = portfolio("app1->vicuna->llama->meta app2->tune->llama app2->torch").graph
    answer = ancestors(graph, roots_of(graph))
    (pair,) = answer.pairs
    assert (pair.shared, pair.together, pair.looks_independent) == (2, 5, True)
    assert [(graph.id_of(each.node), each.is_hidden, each.resting) for each in answer.ancestors] == [
        ("meta", True, 4), ("llama", True, 3),
    ]  # fmt: skip
    assert answer.diversity == pytest.approx(4 / (2 + 2 * 2 / 5))


def test_that_systems_that_share_nothing_count_in_full_and_the_same_ones_count_once() -> None:
    apart = portfolio("app1->vicuna app2->torch").graph
    assert ancestors(apart, roots_of(apart)).diversity == 2.0
    alike = portfolio("app1->torch app2->torch").graph
    answer = ancestors(alike, roots_of(alike))
    assert answer.diversity == 1.0
    assert not answer.pairs[0].looks_independent
    assert not answer.ancestors[0].is_hidden


def test_that_the_unknown_may_only_lower_diversity() -> None:
    graph = portfolio("app1->llama->data app2->torch->deps").graph
    answer = ancestors(graph, roots_of(graph))
    assert answer.diversity == 2.0
    # The training data cannot be a package; unknown dependencies might be nothing that app1 has. Both may be nothing new.
    assert answer.pairs[0].matches == 0
    assert answer.diversity_least is not None and answer.diversity_least <= answer.diversity


@given(snapshots(16))
def test_that_diversity_lies_between_one_and_the_number_of_systems(snapshot: Snapshot) -> None:
    roots = roots_of(snapshot.graph)
    answer = ancestors(snapshot.graph, roots)
    if not roots:
        assert answer.diversity is None
        return
    assert answer.diversity is not None and answer.diversity_least is not None
    assert 1 - 1e-9 <= answer.diversity_least <= answer.diversity + 1e-9 <= len(roots) + 2e-9


@given(snapshots(16))
def test_that_pairs_share_what_both_reach(snapshot: Snapshot) -> None:
    graph = snapshot.graph
    roots = roots_of(graph)
    plain = nx.DiGraph()
    plain.add_nodes_from(range(len(graph)))
    plain.add_edges_from(zip(graph.relation_source.tolist(), graph.relation_target.tolist(), strict=True))
    above = {root: {each for each in nx.descendants(plain, root) if each not in roots} for root in roots}
    found = {(pair.first, pair.second): pair for pair in ancestors(graph, roots).pairs}
    for one, two in combinations(roots, 2):
        pair = found[one, two]
        assert (pair.shared, pair.together) == (len(above[one] & above[two]), len(above[one] | above[two]))
