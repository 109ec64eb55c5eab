"""From components and relations, as scans make them, to the frozen graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from explorer.domain.component import Component
from explorer.domain.relation import Relation
from explorer.graph.columns import NodeColumns, Ordered, RelationColumns, in_level_order
from explorer.graph.supply_graph import KINDS, KNOWLEDGE, RELATION_KINDS, SCOPES, SupplyGraph, UInt8
from explorer.graph.text_column import TextColumn


def freeze(
    components: Sequence[Component], relations: Sequence[Relation]
) -> tuple[SupplyGraph, list[Component], list[Relation]]:
    """The graph of these components and relations, and both lists in the graph's own order.

    Every relation end must be among the components. Nodes are ordered by level, then identity, so that the same
    claims in any order give the same graph.
    """
    ordered = ordered_columns(components, relations)
    return (
        ordered.graph,
        [components[position] for position in ordered.nodes.tolist()],
        [relations[position] for position in ordered.relations.tolist()],
    )


def ordered_columns(components: Sequence[Component], relations: Sequence[Relation]) -> Ordered:
    """The graph of these components and relations, and where in both lists its nodes and relations stand."""
    positions = {component.id: position for position, component in enumerate(components)}
    suppliers = (positions.get(component.supplier, -1) if component.supplier else -1 for component in components)
    nodes = NodeColumns(
        ids=TextColumn.of(component.id for component in components),
        names=TextColumn.of(component.name for component in components),
        versions=TextColumn.of(component.version for component in components),
        kind=_codes((component.kind for component in components), KINDS),
        knowledge=_codes((component.knowledge for component in components), KNOWLEDGE),
        supplier=np.fromiter(suppliers, np.int32, len(components)),
    )
    ends = RelationColumns(
        source=np.fromiter((positions[relation.source] for relation in relations), np.int32, len(relations)),
        target=np.fromiter((positions[relation.target] for relation in relations), np.int32, len(relations)),
        kind=_codes((relation.kind for relation in relations), RELATION_KINDS),
        knowledge=_codes((relation.knowledge for relation in relations), KNOWLEDGE),
        scope=_codes((relation.scope for relation in relations), SCOPES),
    )
    return in_level_order(nodes, ends)


def _codes(values: Iterable[object], meaning: Sequence[object]) -> UInt8:
    code = {value: number for number, value in enumerate(meaning)}
    return np.fromiter((code[value] for value in values), np.uint8)
