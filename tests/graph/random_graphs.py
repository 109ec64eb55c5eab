"""Random graphs with cycles, self-loops and parallel relations, and what networkx makes of them."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import numpy as np

from explorer.graph.columns import NodeColumns, RelationColumns, in_level_order
from explorer.graph.supply_graph import SupplyGraph
from explorer.graph.text_column import TextColumn


def graph_from(nodes: int, edges: list[tuple[int, int]], seed: int = 0) -> SupplyGraph:
    """A graph of these relations; kinds are drawn, so that some of them are parallel."""
    random = np.random.default_rng(seed)
    ends = np.array(edges, np.int32).reshape(-1, 2)
    zeros = np.zeros(len(ends), np.uint8)
    columns = NodeColumns(
        TextColumn.of(f"n{number}" for number in range(nodes)),
        TextColumn.of(f"name {number}" for number in range(nodes)), TextColumn.empty(nodes),
        random.integers(0, 5, nodes).astype(np.uint8), random.integers(0, 4, nodes).astype(np.uint8), np.full(nodes, -1, np.int32),
    )  # fmt: skip
    kinds = random.integers(0, 2, len(ends)).astype(np.uint8)
    return in_level_order(columns, RelationColumns(ends[:, 0], ends[:, 1], kinds, zeros, zeros)).graph


def random_graphs(count: int, seed: int, most: int = 14) -> Iterator[tuple[SupplyGraph, np.random.Generator]]:
    """So many graphs: from empty of relations to dense, some acyclic, some of long chains."""
    random = np.random.default_rng(seed)
    for number in range(count):
        nodes = int(random.integers(1, most))
        edges = random.integers(0, nodes, (int(random.integers(0, 3 * nodes)), 2))
        if number % 3 == 0:
            edges = np.sort(edges, axis=1)
        if number % 7 == 0:
            chain = np.arange(nodes - 1)
            edges = np.concatenate([edges[: nodes // 2], np.stack([chain, chain + 1], axis=1)])
        yield graph_from(nodes, [tuple(edge) for edge in edges.tolist()], number), random


def oracle(graph: SupplyGraph) -> nx.DiGraph:
    """The same graph in networkx, parallel relations as one."""
    plain = nx.DiGraph()
    plain.add_nodes_from(range(len(graph)))
    plain.add_edges_from(zip(graph.relation_source.tolist(), graph.relation_target.tolist(), strict=True))
    return plain
