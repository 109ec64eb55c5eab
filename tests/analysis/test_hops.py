"""Distances among some components are those of breadth-first search; the nearest are the nearest."""

from __future__ import annotations

import networkx
import numpy as np
from hypothesis import assume, given

from explorer.analysis.hops import hops, nearest
from explorer.domain.component import Knowledge
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KNOWLEDGE
from tests.layout.strategies import snapshots


def _oracle(snapshot: Snapshot) -> networkx.DiGraph:
    graph = snapshot.graph
    found = networkx.DiGraph()
    found.add_nodes_from(range(len(graph)))
    found.add_edges_from(zip(graph.relation_source.tolist(), graph.relation_target.tolist(), strict=True))
    return found


@given(snapshots())
def test_that_distances_are_those_of_breadth_first_search(snapshot: Snapshot) -> None:
    graph, oracle = snapshot.graph, _oracle(snapshot)
    nodes = list(range(0, len(graph), 2))
    found = hops(graph, nodes)
    unknown = set(np.flatnonzero(graph.knowledge == KNOWLEDGE.index(Knowledge.UNKNOWN)).tolist())
    for row, node in enumerate(nodes):
        lengths = networkx.single_source_shortest_path_length(oracle, node)
        assert found.count[row].tolist() == [lengths.get(other, 0) for other in nodes]
        assert found.ends_unseen[row] == bool(unknown & set(lengths))


@given(snapshots())
def test_that_the_nearest_are_the_nearest_in_either_direction(snapshot: Snapshot) -> None:
    graph, oracle = snapshot.graph, _oracle(snapshot)
    assume(len(graph))
    node, most = len(graph) // 2, 4
    away = dict(networkx.single_source_shortest_path_length(oracle.reverse(), node))
    for other, length in networkx.single_source_shortest_path_length(oracle, node).items():
        away[other] = min(length, away.get(other, length))
    found, every = nearest(graph, node, most)
    assert every == len(away)
    assert len(found) == min(most, every)
    assert sorted(away[other] for other in found) == sorted(away.values())[:most]
