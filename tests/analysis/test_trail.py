"""Walking step by step: branches are the neighbours, walks are ways, and the shortest is as short as it gets."""

from __future__ import annotations

import networkx
from hypothesis import assume, given
from hypothesis import strategies as st

from explorer.analysis.trail import Walk, branches, ground, relations_between, walk_along, walk_to
from explorer.graph.example import example_graph
from explorer.graph.snapshot import Snapshot
from tests.layout.strategies import snapshots


def _oracle(snapshot: Snapshot, upwards: bool) -> networkx.DiGraph:
    graph = snapshot.graph
    found = networkx.DiGraph()
    found.add_nodes_from(range(len(graph)))
    found.add_edges_from(zip(graph.relation_source.tolist(), graph.relation_target.tolist(), strict=True))
    return found if upwards else found.reverse()


@given(snapshots(20), st.booleans())
def test_that_branches_are_the_neighbours_with_what_lies_behind_each(snapshot: Snapshot, upwards: bool) -> None:
    oracle, found = _oracle(snapshot, upwards), ground(snapshot.graph, [], upwards)
    for node in range(len(snapshot.graph)):
        choice = branches(found, node)
        assert set(choice.nodes.tolist()) == set(oracle.successors(node)) - {node}
        assert choice.behind.tolist() == [len(networkx.descendants(oracle, each)) for each in choice.nodes.tolist()]
        assert choice.onward.tolist() == [len(set(oracle.successors(each))) for each in choice.nodes.tolist()]
        assert choice.behind.tolist() == sorted(choice.behind.tolist(), reverse=True)


@given(snapshots(20), st.booleans())
def test_that_the_walk_to_a_component_is_a_shortest_way(snapshot: Snapshot, upwards: bool) -> None:
    assume(len(snapshot.graph))
    oracle, found = _oracle(snapshot, upwards), ground(snapshot.graph, [0, len(snapshot.graph) - 1], upwards)
    lengths = {
        node: min(
            (networkx.shortest_path_length(oracle, start, node) for start in set(found.starts)
             if networkx.has_path(oracle, start, node)), default=None,
        )
        for node in oracle
    }  # fmt: skip
    for node, length in lengths.items():
        steps = walk_to(found, node).steps
        assert steps[-1] == node
        if length is None:
            assert steps == (node,)
        else:
            assert len(steps) == length + 1
            assert steps[0] in found.starts
            assert all(oracle.has_edge(*pair) for pair in zip(steps, steps[1:], strict=False))
            assert walk_along(found, steps) is not None


def test_that_what_is_no_way_is_no_walk() -> None:
    graph = example_graph("app->a->b app->c")
    app, a, b, c = (graph.find(each) or 0 for each in ("app", "a", "b", "c"))
    found = ground(graph, [app])
    assert walk_along(found, [app, b]) is None
    assert walk_along(found, [a, c]) is None
    assert walk_along(found, []) is None
    assert walk_along(found, [b]) == Walk((b,))
    assert relations_between(found, b, a) == []


def test_that_a_step_leaves_what_lay_behind_and_never_runs_in_a_circle() -> None:
    walk = Walk().stepped(0, 1).stepped(1, 2).stepped(2, 3)
    assert walk.steps == (1, 2, 3)
    assert walk.stepped(1, 4).steps == (1, 4)
    assert walk.stepped(3, 2).steps == (1, 2)
    assert walk.back().back().steps == (1,)
    assert Walk().back().steps == ()
