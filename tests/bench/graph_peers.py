"""The same questions to networkx and rustworkx, on the same graph in the same run, and how many times as long they take.

Every peer gets the graph as it is, without cycles, in its own form; building that is not counted. What a peer answers
is compared with what we answer first: a fast wrong answer is no measurement.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np

from explorer.graph.supply_graph import SupplyGraph
from tests.bench.measures import Figure

LEAST_OF_NETWORKX = 50.0
LEAST_OF_RUSTWORKX = 1.0
BARRED = (100_000, 1_000_000)
"""The sizes for which the bars are meant: smaller graphs are answered in microseconds, which are calls, not work."""

MOST = 1_000_000
"""No peer is run on a larger graph: networkx needs minutes and gigabytes."""

QUESTIONS = ("closure of the largest hub", "depth of all", "condensation", "reach of all")


class Peer(Protocol):
    """A library that answers the questions, each as one plain value."""

    def closure(self, hub: int) -> int:
        """How many rely on the hub, itself included."""

    def depths(self) -> list[int]:
        """The longest chain to each node."""

    def condensation(self) -> int:
        """How many nodes are left when cycles are drawn together."""

    def reach(self) -> list[int]:
        """How many rely on each node."""


class Ours:
    """Our kernels."""

    def __init__(self, graph: SupplyGraph) -> None:
        self._graph = graph
        self._roots = np.flatnonzero(graph.down.degree() == 0)

    def closure(self, hub: int) -> int:
        """By levels."""
        from explorer.graph.reach import downstream

        return int(np.count_nonzero(downstream(self._graph, [hub])))

    def depths(self) -> Any:
        """Under all roots at once the levels, which the graph is numbered by, are the answer."""
        from explorer.graph.reach import longest_chains

        return longest_chains(self._graph, self._roots).depth

    def condensation(self) -> int:
        """By peeling."""
        from explorer.graph.condensation import condense

        group = condense(self._graph.up, self._graph.down).group
        return int(np.count_nonzero(group == np.arange(len(group))))

    def reach(self) -> Any:
        """By pairs."""
        from explorer.graph.reach_counts import reach_counts

        return reach_counts(self._graph).counts


class NetworkX:
    """networkx."""

    def __init__(self, graph: SupplyGraph) -> None:
        self._nx: Any = import_module("networkx")
        self._graph = self._nx.DiGraph()
        self._graph.add_nodes_from(range(len(graph)))
        self._graph.add_edges_from(_pairs(graph))

    def closure(self, hub: int) -> int:
        """`ancestors`."""
        return len(self._nx.ancestors(self._graph, hub)) + 1

    def depths(self) -> list[int]:
        """`topological_generations`: the number of its generation is the longest chain to a node."""
        return _numbered(self._nx.topological_generations(self._graph), len(self._graph))

    def condensation(self) -> int:
        """`condensation`."""
        return len(self._nx.condensation(self._graph))

    def reach(self) -> list[int]:
        """`ancestors` of each."""
        return [len(self._nx.ancestors(self._graph, node)) for node in range(len(self._graph))]


class RustworkX:
    """rustworkx."""

    def __init__(self, graph: SupplyGraph) -> None:
        self._rx: Any = import_module("rustworkx")
        self._graph = self._rx.PyDiGraph()
        self._graph.add_nodes_from(range(len(graph)))
        self._graph.add_edges_from_no_data(list(_pairs(graph)))

    def closure(self, hub: int) -> int:
        """`ancestors`."""
        return len(self._rx.ancestors(self._graph, hub)) + 1

    def depths(self) -> list[int]:
        """`topological_generations`."""
        return _numbered(self._rx.topological_generations(self._graph), self._graph.num_nodes())

    def condensation(self) -> int:
        """`condensation`."""
        return int(self._rx.condensation(self._graph).num_nodes())

    def reach(self) -> list[int]:
        """`ancestors` of each."""
        return [len(self._rx.ancestors(self._graph, node)) for node in range(self._graph.num_nodes())]


PEERS: dict[str, tuple[Callable[[SupplyGraph], Peer], float]] = {
    "networkx": (NetworkX, LEAST_OF_NETWORKX),
    "rustworkx": (RustworkX, LEAST_OF_RUSTWORKX),
}


def peer_figures(graph: SupplyGraph, hub: int, at: str) -> list[Figure]:
    """Ratios for each library that is installed; for one that is not, a line that says so."""
    ours = Ours(graph)
    mine = dict(zip(QUESTIONS, _timed(ours, hub, (31, 7, 7, 5)), strict=True))
    figures = [Figure(f"condensation, {at}", mine["condensation"][0], "ms")]
    for name, (make, least) in PEERS.items():
        if find_spec(name) is None:
            figures.append(Figure(f"{name} is not installed: not measured, {at}", None, ""))
            continue
        bar = least if len(graph) in BARRED else None
        theirs = _timed(make(graph), hub, (5, 1, 1, 1) if len(graph) > 10_000 else (9, 5, 3, 1))
        for question, (spent, answer) in zip(QUESTIONS, theirs, strict=True):
            if not np.array_equal(answer, mine[question][1]):
                raise AssertionError(f"{name} answers {question} otherwise, {at}.")
            ratio = spent / max(mine[question][0], 1e-3)
            figures.append(
                Figure(f"{name} takes so many times as long: {question}, {at}", ratio, "×", bar, is_least=True)
            )
    return figures


def _timed(peer: Peer, hub: int, times: Iterable[int]) -> list[tuple[float, Any]]:
    work: tuple[Callable[[], Any], ...] = (lambda: peer.closure(hub), peer.depths, peer.condensation, peer.reach)
    return [median_time(each, count) for each, count in zip(work, times, strict=True)]


def median_time(work: Callable[[], Any], times: int) -> tuple[float, Any]:
    """The median of the process CPU in milliseconds, and the answer."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        answer = work()
        spent.append((time.process_time() - began) * 1000)
    return statistics.median(spent), answer


def _pairs(graph: SupplyGraph) -> Iterable[tuple[int, int]]:
    return zip(graph.relation_source.tolist(), graph.relation_target.tolist(), strict=True)


def _numbered(generations: Iterable[Iterable[int]], count: int) -> list[int]:
    depths = [0] * count
    for depth, generation in enumerate(generations):
        for node in generation:
            depths[node] = depth
    return depths
