"""A few components and relations laid over a snapshot of millions, which stays as it lies: columns, and rows on demand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, overload

import numpy as np

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.adjacency import Int32
from explorer.graph.appended import Appended
from explorer.graph.columns import NodeColumns, Ordered, RelationColumns, in_level_order
from explorer.graph.joined_claims import joined_components, joined_relations
from explorer.graph.merge import Draft, report_self_loops
from explorer.graph.own_places import OwnPlaces, own_places
from explorer.graph.rows import Rows
from explorer.graph.snapshot import Snapshot, problem_place
from explorer.graph.supply_graph import KINDS, KNOWLEDGE, RELATION_KINDS, SCOPES
from explorer.graph.tail_column import laid_over, taken, with_others
from explorer.graph.text_column import TextColumn

Row = TypeVar("Row")
Key = tuple[ComponentId, ComponentId, RelationKind]


def joined(snapshots: Sequence[Snapshot], large: int, taken: str) -> Snapshot:
    """Several snapshots as one, as `together` makes it of claims; the one of this number is not made into objects.

    A supplier that a component of the large one names, and that only another snapshot has, is not found.
    """
    whole, places = snapshots[large], own_places(snapshots)
    draft = Draft()
    for claim in _claims(snapshots[:large], places[:large]):
        draft.add(claim)
    for identity, component in draft.components.items():
        known = whole.component(identity)
        draft.components[identity] = component if known is None else joined_components([component, known])
    for key, relation in draft.relations.items():
        stated = relation_number(whole, key)
        draft.relations[key] = relation if stated is None else joined_relations([relation, whole.relations[stated]])
    for problem in whole.problems:
        draft.add(problem)
    for claim in (*places[large].instead, *_claims(snapshots[large + 1 :], places[large + 1 :])):
        _add_beside(draft, whole, claim)
    report_self_loops(draft)  # A place of one's own may be the system of which it is said now.
    return overlaid(whole, draft, taken, gone_relations=places[large].gone)


def _claims(snapshots: Sequence[Snapshot], places: Sequence[OwnPlaces]) -> Iterator[Claim]:
    for snapshot, own in zip(snapshots, places, strict=True):
        yield from own.claims_of(snapshot)


def _add_beside(draft: Draft, whole: Snapshot, claim: Claim) -> None:
    """Add a claim to what the large snapshot says of the same thing."""
    if isinstance(claim, Component) and claim.id not in draft.components:
        known = whole.component(claim.id)
        if known is not None:
            draft.add(known)
    if isinstance(claim, Relation) and claim.key not in draft.relations:
        stated = relation_number(whole, claim.key)
        if stated is not None:
            draft.add(whole.relations[stated])
    draft.add(claim)


def relation_number(snapshot: Snapshot, key: Key) -> int | None:
    """The number of the relation of this key; None where the snapshot has none."""
    graph = snapshot.graph
    source, target = graph.find(key[0]), graph.find(key[1])
    if source is None or target is None:
        return None
    numbers = graph.up.relations_of(source)
    same = (graph.relation_target[numbers] == target) & (graph.relation_kind[numbers] == RELATION_KINDS.index(key[2]))
    found = numbers[same]
    return int(found[0]) if len(found) else None


def overlaid(
    whole: Snapshot, draft: Draft, taken: str, gone: Iterable[ComponentId] = (), gone_relations: Iterable[Key] = ()
) -> Snapshot:
    """The large snapshot with the draft's components and relations in place of its own, or beside them.

    What is `gone` is left out; no relation that stays may end there. The problems are the draft's.
    """
    graph = whole.graph
    places: dict[str, int] = {}
    components: dict[int, Component] = {}
    count = len(graph)
    for component in draft.components.values():
        known = graph.find(component.id)
        places[component.id] = count if known is None else known
        components[places[component.id]] = component
        count += known is None
    relations: dict[int, Relation] = {}
    number = graph.relation_count
    for key, relation in draft.relations.items():
        stated = relation_number(whole, key)
        relations[number if stated is None else stated] = relation
        number += stated is None
    kept = _kept(count, (graph.find(each) for each in gone))
    kept_relations = _kept(number, (relation_number(whole, key) for key in gone_relations))
    found = [_relations(whole, relations, places, number), _nodes(whole, components, places, count)]
    ordered = _in_order(found, kept, kept_relations, graph.level)
    if len(kept) == count:
        _look_up_ends(whole, ordered)
    return Snapshot(
        ordered.graph,
        _Overlaid(whole.components, components, kept[ordered.nodes]),
        _Overlaid(whole.relations, relations, kept_relations[ordered.relations]),
        tuple(sorted(draft.problems.values(), key=problem_place)),
        taken,
    )


def _look_up_ends(whole: Snapshot, ordered: Ordered) -> None:
    """Let the rows below find identities in the new graph, so that nobody needs those of the old one any more."""
    relations = whole.relations
    while isinstance(relations, _Overlaid):
        relations = relations.below
    if isinstance(relations, Rows) and relations.ends is not None:
        places = np.empty(len(ordered.nodes), np.int32)
        places[ordered.nodes] = np.arange(len(places), dtype=np.int32)
        relations.ends.look_up_in(whole.graph.ids, ordered.graph.ids, places)


def _kept(count: int, gone: Iterable[int | None]) -> Int32:
    """The places that stay, ascending."""
    stays = np.ones(count, bool)
    stays[[each for each in gone if each is not None]] = False
    return np.flatnonzero(stays).astype(np.int32)


def _in_order(found: list[Any], kept: Int32, kept_relations: Int32, levels: Int32) -> Ordered:
    """The graph of those of relations and nodes that stay; they are taken away, so that they are not there twice."""
    if len(kept) == len(found[1].kind) and len(kept_relations) == len(found[0].kind):
        return in_level_order(found.pop(), found.pop(), levels)
    nodes, ends = found.pop(), found.pop()
    ids = nodes.ids.take(kept)
    place = np.full(len(nodes.kind) + 1, -1, np.int32)  # The last for a supplier that is not known.
    place[kept] = np.arange(len(kept), dtype=np.int32)
    return in_level_order(
        NodeColumns(
            ids, taken(nodes.names, ids, kept), nodes.versions.take(kept), nodes.kind[kept],
            nodes.knowledge[kept], place[nodes.supplier[kept]],
        ),
        RelationColumns(
            place[ends.source[kept_relations]], place[ends.target[kept_relations]], ends.kind[kept_relations],
            ends.knowledge[kept_relations], ends.scope[kept_relations],
        ),
        levels[kept[kept < len(levels)]],
    )  # fmt: skip


def _place_of(whole: Snapshot, places: Mapping[str, int], identity: str | None) -> int:
    """Where a component stands; -1 where nobody has it."""
    if not identity:
        return -1
    known = places[identity] if identity in places else whole.graph.find(identity)
    return -1 if known is None else known


def _nodes(whole: Snapshot, components: Mapping[int, Component], places: Mapping[str, int], count: int) -> NodeColumns:
    graph = whole.graph
    changed = sorted(components)
    some = [components[place] for place in changed]
    fresh = [each.id for place, each in zip(changed, some, strict=True) if place >= len(graph)]
    ids = Appended(graph.ids, TextColumn.of(fresh))
    return NodeColumns(
        ids,
        laid_over(graph.names, ids, changed, [each.name for each in some]),
        with_others(graph.versions, changed, [each.version for each in some], count),
        _codes(graph.kind, changed, [KINDS.index(each.kind) for each in some], count),
        _codes(graph.knowledge, changed, [KNOWLEDGE.index(each.knowledge) for each in some], count),
        _codes(graph.supplier, changed, [_place_of(whole, places, each.supplier) for each in some], count),
    )


def _relations(
    whole: Snapshot, relations: Mapping[int, Relation], places: Mapping[str, int], count: int
) -> RelationColumns:  # fmt: skip
    graph = whole.graph
    changed = sorted(relations)
    some = [relations[place] for place in changed]
    return RelationColumns(
        _codes(graph.relation_source, changed, [_place_of(whole, places, each.source) for each in some], count),
        _codes(graph.relation_target, changed, [_place_of(whole, places, each.target) for each in some], count),
        _codes(graph.relation_kind, changed, [RELATION_KINDS.index(each.kind) for each in some], count),
        _codes(graph.relation_knowledge, changed, [KNOWLEDGE.index(each.knowledge) for each in some], count),
        _codes(graph.relation_scope, changed, [SCOPES.index(each.scope) for each in some], count),
    )


def _codes(column: Any, places: list[int], values: list[int], count: int) -> Any:
    """The column, longer, with these values at these places."""
    longer = np.append(column, np.zeros(count - len(column), column.dtype))
    longer[places] = values
    return longer


class _Overlaid(Sequence[Row]):
    """Rows in another order, some of them others."""

    def __init__(self, rows: Sequence[Row], others: Mapping[int, Row], order: Int32) -> None:
        self.below, self._others, self._order = rows, others, order

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        place = int(self._order[index])
        other = self._others.get(place)
        return self.below[place] if other is None else other
