"""The models of a graph with what they were made from: the part that a lineage atlas shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from explorer.domain.component import ComponentClass, Kind
from explorer.domain.relation import LINEAGE, RelationKind
from explorer.graph.adjacency import Int32
from explorer.graph.columns import NodeColumns, RelationColumns, in_level_order
from explorer.graph.picked import Picked, PickedIndex
from explorer.graph.supply_graph import Flags, SupplyGraph

MADE_FROM = LINEAGE - {RelationKind.TRAINED_ON}
"""A model descends from a model; the data that it learnt from is another question."""

_MODELS = tuple(kind for kind in Kind if kind.component_class in (ComponentClass.MODEL, ComponentClass.ADAPTATION))


@dataclass(frozen=True, eq=False)
class LineagePart:
    """A part of a graph as a graph of its own, with k nodes, whose texts are those of the whole."""

    graph: SupplyGraph
    nodes: Int32
    """(k,): the node of the whole graph behind each node of the part."""


def lineage_part(graph: SupplyGraph) -> LineagePart:
    """Models and adapters, whatever they were made from, and the relations that say so.

    >>> from explorer.graph.example import example_snapshot
    >>> kinds = {"tuned": Kind.MODEL, "base": Kind.MODEL, "app": Kind.SYSTEM}
    >>> words = {"tuned->base": RelationKind.FINE_TUNED_FROM}
    >>> part = lineage_part(example_snapshot("app->tuned->base", kinds, words).graph)
    >>> list(part.graph.ids), part.graph.relation_count
    (['tuned', 'base'], 1)
    """
    inside = graph.has_kind(*_MODELS)
    made = graph.relation_has_kind(*MADE_FROM) & inside[graph.relation_source]
    inside[graph.relation_target[made]] = True
    if inside.all() and made.all():
        return LineagePart(graph, np.arange(len(graph), dtype=np.int32))
    nodes = np.flatnonzero(inside).astype(np.int32)
    # Nobody holds on to the columns that are put in order, so that they are not there twice.
    found = _columns(graph, nodes, made)
    ordered = in_level_order(found.pop(), found.pop(), graph.level[nodes], lambda order: _index(graph, nodes[order]))
    picked = ordered.graph.ids
    assert isinstance(picked, Picked), "its identities are picked from those of the whole"
    return LineagePart(ordered.graph, picked.rows)


def _columns(graph: SupplyGraph, nodes: Int32, made: Flags) -> list[Any]:
    """Relations and nodes of the part, to be taken away."""
    place = _places(graph, nodes)
    columns = NodeColumns(
        Picked(graph.ids, nodes), Picked(graph.names, nodes), graph.versions.take(nodes), graph.kind[nodes],
        graph.knowledge[nodes], place[graph.supplier[nodes]],
    )  # fmt: skip
    relations = RelationColumns(
        place[graph.relation_source[made]], place[graph.relation_target[made]], graph.relation_kind[made],
        graph.relation_knowledge[made], graph.relation_scope[made],
    )  # fmt: skip
    return [relations, columns]


def _index(graph: SupplyGraph, nodes: Int32) -> PickedIndex:
    return PickedIndex(graph.index, graph.ids, _places(graph, nodes))


def _places(graph: SupplyGraph, nodes: Int32) -> Int32:
    """(n + 1,): where each node of the graph stands among these, -1 where it does not; the last is that of no node, -1."""
    place = np.full(len(graph) + 1, -1, np.int32)
    place[nodes] = np.arange(len(nodes), dtype=np.int32)
    return place
