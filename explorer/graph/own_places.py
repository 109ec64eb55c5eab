"""A place that one system's files name for what they fetch is no place from which other systems fetch it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from explorer.domain.claim import Claim
from explorer.domain.component import ComponentId, Kind
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.adjacency import Int32
from explorer.graph.joined_claims import joined_relations
from explorer.knowledge.hubs import is_default_hub

if TYPE_CHECKING:
    from explorer.graph.snapshot import Snapshot

Key = tuple[ComponentId, ComponentId, RelationKind]

SERVED = "packages it is named for"
"""The attribute that says for which components, by identity, a system's own files name the place."""

MANY = 50_000
"""From so many relations to places on, only those of components that other snapshots have too are looked at."""


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """What changes in one snapshot when it is laid beside the others."""

    gone: frozenset[Key] = frozenset()
    """Relations from a component that others have too to the place that this snapshot alone knows it to come from."""
    instead: tuple[Relation, ...] = field(default=())
    """Relations from the system itself to these places."""

    def claims_of(self, snapshot: Snapshot) -> Iterator[Claim]:
        """Everything in the snapshot, with these relations in place of those that are gone."""
        for claim in snapshot.claims():
            if not isinstance(claim, Relation) or claim.key not in self.gone:
                yield claim
        yield from self.instead


def claims_beside(snapshots: Sequence[Snapshot]) -> Iterator[Iterator[Claim]]:
    """The claims of each snapshot as they are to be merged with those of the others."""
    return (own.claims_of(snapshot) for snapshot, own in zip(snapshots, own_places(snapshots), strict=True))


def own_places(snapshots: Sequence[Snapshot]) -> list[OwnPlaces]:
    """For each snapshot what must be said of its system and not of what it shares.

    One application fetches with an extra index, another one does not; both use numpy, which is one component. Said of
    numpy, the second would seem to rely on the first one's index. Nothing changes where all that have the component
    agree on the place, where it is the usual one, or where a snapshot is not of exactly one system.
    """
    if len(snapshots) < 2:
        return [OwnPlaces() for _ in snapshots]
    named = [_named(snapshot, snapshots) for snapshot in snapshots]
    apart = {key for stated in named for key in stated if _is_apart(key, snapshots, named)}
    return [_own(snapshot, stated, apart) for snapshot, stated in zip(snapshots, named, strict=True)]


def _named(snapshot: Snapshot, snapshots: Sequence[Snapshot]) -> Mapping[Key, int]:
    """The relations to places that are not the usual ones, by key."""
    graph = snapshot.graph
    numbers = np.flatnonzero(graph.relation_has_kind(RelationKind.DISTRIBUTED_BY)).astype(np.int32)
    if len(numbers) >= MANY:
        numbers = numbers[np.isin(graph.relation_source[numbers], _shared(snapshot, snapshots))]
    sources = graph.ids.texts(graph.relation_source[numbers])
    targets = graph.ids.texts(graph.relation_target[numbers])
    return {
        (ComponentId(source), ComponentId(target), RelationKind.DISTRIBUTED_BY): number
        for number, source, target in zip(numbers.tolist(), sources, targets, strict=True)
        if not is_default_hub(source, target)
    }


def _shared(snapshot: Snapshot, snapshots: Sequence[Snapshot]) -> Int32:
    others = (identity for each in snapshots if each is not snapshot for identity in each.graph.ids)
    found = {node for identity in others if (node := snapshot.graph.find(identity)) is not None}
    return np.array(sorted(found), np.int32)


def _is_apart(key: Key, snapshots: Sequence[Snapshot], named: Sequence[Mapping[Key, int]]) -> bool:
    """Whether some have the component without the place, and each that names the place is of one system."""
    is_shared = False
    for snapshot, stated in zip(snapshots, named, strict=True):
        if key in stated:
            if len(snapshot.graph.systems) != 1 or snapshot.graph.kind_of(_node(snapshot, key)) is Kind.SYSTEM:
                return False
        elif snapshot.graph.find(key[0]) is not None:
            is_shared = True
    return is_shared


def _node(snapshot: Snapshot, key: Key) -> int:
    node = snapshot.graph.find(key[0])
    assert node is not None  # The relation of this key ends there.
    return node


def _own(snapshot: Snapshot, stated: Mapping[Key, int], apart: set[Key]) -> OwnPlaces:
    gone = [key for key in stated if key in apart]
    if not gone:
        return OwnPlaces()
    system = snapshot.systems()[0]
    found: dict[ComponentId, list[Key]] = {}
    for key in gone:
        found.setdefault(key[1], []).append(key)
    relations = (_of_system(snapshot, system, stated, keys) for keys in found.values())
    return OwnPlaces(frozenset(gone), tuple(relations))


def _of_system(snapshot: Snapshot, system: ComponentId, stated: Mapping[Key, int], keys: Sequence[Key]) -> Relation:
    """The relations to one place as one of the system.

    What is fetched there comes under the pins of the components; where one is asked for without, or where the system
    itself comes from there, the relation says that it is not pinned.
    """
    served = " ".join(sorted(key[0] for key in keys))
    lifted: list[Relation] = []
    is_loose = (system, keys[0][1], RelationKind.DISTRIBUTED_BY) in stated
    for relation in (snapshot.relations[stated[key]] for key in keys):
        is_loose |= relation.attributes.get("pinned", "").startswith("no")
        lifted.append(replace(relation, source=system, attributes={}))
    # None is missing: a place stands here only because a relation leads to it.
    return replace(joined_relations(lifted), attributes={SERVED: served} | ({"pinned": "no"} if is_loose else {}))
