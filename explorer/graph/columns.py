"""From columns in any order to the graph in level order: nobody needs an object per node for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int32
from explorer.graph.appended import Appended
from explorer.graph.condensation import condense
from explorer.graph.counting import counting
from explorer.graph.merged_order import merged_order
from explorer.graph.picked import Picked
from explorer.graph.sorting import stable_order
from explorer.graph.supply_graph import RELATION_KINDS, SupplyGraph, UInt8
from explorer.graph.tail_column import Texts, taken
from explorer.graph.text_column import TextColumn
from explorer.graph.text_index import TextIndex
from explorer.graph.text_words import text_order
from explorer.graph.uniform import uniform

_RANK = np.argsort(np.argsort(np.array(RELATION_KINDS))).astype(np.int64)
"""Relations between the same two nodes are ordered by the word of their kind."""


@dataclass(frozen=True, eq=False)
class NodeColumns:
    """What is known of n nodes, in any order; identities are distinct."""

    ids: TextColumn | Appended
    """With some appended only where the order of the others is known."""
    names: Texts
    """Where they are tails, those of `ids`."""
    versions: TextColumn
    kind: UInt8
    knowledge: UInt8
    supplier: Int32
    """The position of the supplying party among these nodes, -1 where none is known."""


@dataclass(frozen=True, eq=False)
class RelationColumns:
    """m relations between nodes, in any order; source and target are positions among the nodes."""

    source: Int32
    target: Int32
    kind: UInt8
    knowledge: UInt8
    scope: UInt8


@dataclass(frozen=True, eq=False)
class Ordered:
    """A graph, and from where its nodes and relations came."""

    graph: SupplyGraph
    nodes: Int32
    """(n,): the position of each node in the columns that were given."""
    relations: Int32
    """(m,): the position of each relation there."""


def in_level_order(
    nodes: NodeColumns,
    relations: RelationColumns,
    levels: Int32 | None = None,
    index: Callable[[Int32], TextIndex] | None = None,
) -> Ordered:
    """The graph of these columns: nodes by level, then identity; relations by source, target and kind.

    The same columns in any order give the same graph. Who holds on to neither of them saves the memory of one. Where the
    first of the nodes are those of a graph in its order, `levels` are theirs in it: only those that change are put in order.
    `index` makes that of the identities from the order of the nodes, where there is a shorter way than from the texts.
    """
    count = len(nodes.kind)
    condensed = condense(
        Adjacency.of(count, relations.source, relations.target), Adjacency.of(count, relations.target, relations.source)
    )
    if levels is None and isinstance(nodes.ids, TextColumn):
        node_order = text_order(nodes.ids, condensed.level)
    else:
        node_order = merged_order(nodes.ids, condensed.level, np.zeros(0, np.int32) if levels is None else levels)
    place = np.empty(count, np.int32)
    place[node_order] = np.arange(count, dtype=np.int32)
    group, level = _shared(_least_places(place, condensed.group)[node_order]), condensed.level[node_order]
    del condensed
    source, target = place[relations.source], place[relations.target]
    relation_order = _relation_order(source, target, relations.kind)
    source, target = source[relation_order], target[relation_order]
    words = (relations.kind[relation_order], relations.knowledge[relation_order], relations.scope[relation_order])
    del relations
    supplier = np.where(nodes.supplier >= 0, place[nodes.supplier], np.int32(-1)) if count else nodes.supplier
    del place
    ids = nodes.ids.moved(node_order) if isinstance(nodes.ids, Picked) else nodes.ids.take(node_order)
    nodes = _taken(nodes, ids, node_order, supplier)
    graph = SupplyGraph(
        ids=ids,
        names=nodes.names,
        versions=nodes.versions,
        kind=nodes.kind,
        knowledge=uniform(nodes.knowledge),
        supplier=uniform(nodes.supplier),
        level=level,
        group=group,
        relation_source=source,
        relation_target=target,
        relation_kind=words[0],
        relation_knowledge=uniform(words[1]),
        relation_scope=uniform(words[2]),
        up=Adjacency.of(count, source, target),
        down=Adjacency.of(count, target, source),
        index=TextIndex.of(ids) if index is None else index(node_order),
    )
    return Ordered(graph, node_order, relation_order)


def _taken(nodes: NodeColumns, ids: TextColumn, order: Int32, supplier: Int32) -> NodeColumns:
    """The nodes in another order, in which their identities are already."""
    return NodeColumns(
        ids,
        _moved(nodes.names, nodes.ids, ids, order)
        if isinstance(nodes.names, Picked)
        else taken(nodes.names, ids, order),
        nodes.versions.take(order),
        nodes.kind[order],
        nodes.knowledge[order],
        supplier[order],
    )


def _moved(names: Picked, before: TextColumn | Appended, ids: TextColumn, order: Int32) -> Picked:
    """Names that were picked, in another order: by the same rows as the identities where they had the same before."""
    same = isinstance(before, Picked) and isinstance(ids, Picked) and before.rows is names.rows
    return Picked(names.whole, ids.rows) if same and isinstance(ids, Picked) else names.moved(order)


def _shared(group: Int32) -> Int32:
    """The groups; where no two nodes are in one, the numbers that are there already."""
    numbers = counting(len(group))
    return numbers if np.array_equal(group, numbers) else group


def _least_places(place: Int32, group: Int32) -> Int32:
    """A group is named by the first of its nodes in the new order."""
    least = np.full(len(place), len(place), np.int32)
    alone = group == counting(len(group))
    least[alone] = place[alone]
    others = np.flatnonzero(~alone)
    np.minimum.at(least, group[others], place[others])
    return least[group]


def _relation_order(source: Int32, target: Int32, kind: npt.NDArray[np.uint8]) -> Int32:
    by_kind = stable_order(_RANK[kind])
    by_target = by_kind[stable_order(target[by_kind])]
    return by_target[stable_order(source[by_target])]
