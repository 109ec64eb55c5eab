"""Paths with filters against networkx, on random graphs with cycles and parallel relations."""

from __future__ import annotations

from collections import Counter

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.path_counts import exact_count
from explorer.analysis.why import why
from explorer.domain.relation import RelationKind
from explorer.graph.example import example_graph, example_snapshot
from explorer.graph.supply_graph import SupplyGraph
from tests.graph.test_kernels import graphs


def oracle(graph: SupplyGraph, kind: RelationKind | None = None) -> nx.DiGraph:
    plain = nx.DiGraph()
    plain.add_nodes_from(range(len(graph)))
    chosen = [
        number for number in range(graph.relation_count) if kind is None or graph.relation_kind_of(number) is kind
    ]
    plain.add_edges_from((int(graph.relation_source[each]), int(graph.relation_target[each])) for each in chosen)
    return plain


def every_path(plain: nx.DiGraph, start: int, goal: int) -> list[tuple[int, ...]]:
    if start == goal:
        return [(start,)]
    return [tuple(path) for path in nx.all_simple_paths(plain, start, goal)]


@settings(max_examples=300)
@given(graphs(8), st.data())
def test_that_paths_with_filters_are_the_first_of_all_that_pass_them(graph: SupplyGraph, data: st.DataObject) -> None:
    node = st.integers(0, len(graph) - 1)
    start, goal = data.draw(node), data.draw(node)
    via, avoid = data.draw(st.lists(node, max_size=2)), data.draw(st.lists(node, max_size=2))
    kind = data.draw(st.sampled_from([None, RelationKind.USES]))
    expected = [
        path for path in every_path(oracle(graph, kind), start, goal) if set(via) <= {*path} and not {*avoid} & {*path}
    ]
    answer = why(graph, start, goal, 4, via, avoid, None if kind is None else [kind])
    assert set(answer.paths) <= set(expected)
    assert Counter(map(len, answer.paths)) == Counter(sorted(map(len, expected))[:4])
    assert answer.count in (len(expected), None)
    assert answer.at_least <= len(expected)
    if answer.count is None:
        assert answer.bounded
    assert {each for path in expected for each in path} <= set(answer.nodes)


@given(graphs(8), st.data())
def test_that_what_every_path_runs_through_is_found_without_trying_each_node(
    graph: SupplyGraph, data: st.DataObject
) -> None:
    start, goal = (data.draw(st.integers(0, len(graph) - 1)) for _ in range(2))
    every = [set(path) for path in every_path(oracle(graph), start, goal)]
    expected = set.intersection(*every) - {start, goal} if every else set()
    assert set(why(graph, start, goal).chokepoints) == expected


def ladder(rungs: int) -> SupplyGraph:
    """Each rung doubles the number of ways."""
    steps = " ".join(f"n{rung}->a{rung}->n{rung + 1} n{rung}->b{rung}->n{rung + 1}" for rung in range(rungs))
    return example_graph(steps)


def test_that_more_paths_than_a_float_can_count_are_counted_exactly() -> None:
    graph = ladder(1100)
    start, goal = graph.find("n0"), graph.find("n1100")
    assert start is not None and goal is not None
    assert exact_count(graph, start, goal) == 2**1100
    answer = why(graph, start, goal, 3)
    assert answer.count == 2**1100
    assert len(answer.paths) == 3
    assert len(answer.chokepoints) == 1099


def test_that_a_cycle_between_makes_the_count_a_lower_bound() -> None:
    graph = example_graph("app->a->b->a b->c a->c app->c")
    start, goal = graph.find("app"), graph.find("c")
    assert start is not None and goal is not None
    answer = why(graph, start, goal, 1)
    assert (answer.count, answer.bounded) == (None, True)
    assert 2 <= answer.at_least <= 3
    everything = why(graph, start, goal, 10)
    assert (everything.count, everything.bounded, len(everything.paths)) == (3, False, 3)


def test_that_a_relation_filter_may_undo_a_cycle() -> None:
    words = {"b->a": RelationKind.REQUIRES}
    graph = example_snapshot("app->a->b->a b->c", relations=words).graph
    start, goal = graph.find("app"), graph.find("c")
    assert start is not None and goal is not None
    answer = why(graph, start, goal, 1, kinds=[RelationKind.USES])
    assert answer.count == 1


def test_that_what_hangs_on_the_goal_alone_is_named() -> None:
    graph = example_graph("app->a->b->c app->c")
    start, goal = graph.find("app"), graph.find("a")
    assert start is not None and goal is not None
    answer = why(graph, start, goal)
    assert {graph.id_of(node) for node in answer.exclusive_nodes} == {"a", "b"}
    assert answer.exclusive == 2
