"""Whom do we trust? Every place where the chain passes from one party to another, and whether anyone examined it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from explorer.analysis.reliance import Reliance, reliance
from explorer.domain.annotation import (
    Basis,
    TrustDelegation,
    TrustStatus,
    component_subject,
    relation_subject,
    subject_of,
)
from explorer.domain.component import ComponentId, Kind
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.graph_columns import GraphColumns
from explorer.graph.identity import family
from explorer.graph.kept import kept
from explorer.graph.reach import UNREACHED, least_depths
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KINDS, SupplyGraph


class BoundaryState(StrEnum):
    """What is known of our trust across a boundary, worst last."""

    EXAMINED = "examined"
    PROPOSED = "proposed"
    LAPSED = "lapsed"
    REFUSED = "refused"
    UNEXAMINED = "unexamined"


@dataclass(frozen=True, slots=True)
class Boundary:
    """A place where reliance passes from one party to another."""

    truster: ComponentId
    trusted: ComponentId
    relations: tuple[int, ...]
    """The relations that cross it."""
    systems: tuple[ComponentId, ...]
    """The systems whose chains cross it."""
    direct: bool
    """Whether one of the systems itself crosses it; otherwise the trust is inherited."""
    depth: int
    """The least depth of the far side."""
    state: BoundaryState
    basis: Basis | None
    """On what an examined trust rests; None where not examined."""
    annotations: tuple[str, ...]
    """Identities of the trust delegations that cover it."""


@dataclass(frozen=True, slots=True)
class Boundaries:
    """All trust boundaries upstream of the systems."""

    boundaries: tuple[Boundary, ...]
    """Those that most systems cross first, then the nearest."""

    def count(self, state: BoundaryState) -> int:
        """How many boundaries are in this state."""
        return sum(boundary.state is state for boundary in self.boundaries)

    @property
    def examined_share(self) -> float | None:
        """The share of boundaries with an examined, unlapsed basis, 0 to 1; None where there is none to examine."""
        return self.count(BoundaryState.EXAMINED) / len(self.boundaries) if self.boundaries else None


def boundaries(
    snapshot: Snapshot, roots: Sequence[int], delegations: Iterable[TrustDelegation], today: date
) -> Boundaries:
    """Where the chains of the systems `roots` pass from one party to another.

    A component belongs to its supplier, or to the one party that it is made or operated by; a system to its owner.
    Components whose party is not known belong to nobody and cross nothing: they are beyond sight, not trusted.

    >>> from explorer.graph.example import example_snapshot
    >>> kinds = {"llama": Kind.MODEL, "meta": Kind.PARTY}
    >>> snapshot = example_snapshot("app->llama->meta", kinds, {"llama->meta": RelationKind.MADE_BY})
    >>> answer = boundaries(snapshot, [snapshot.graph.find("app")], [], date(2026, 1, 1))
    >>> [(each.truster, each.trusted, each.state.value, each.direct) for each in answer.boundaries]
    [('app', 'meta', 'unexamined', True)]
    """
    graph = snapshot.graph
    parties = party_of_nodes(graph)
    crossing = _crossings(graph, parties)
    reach = reliance(graph, roots)
    depths = least_depths(graph, roots)
    covers = by_subject(delegations)
    found = []
    for (truster, trusted), relations in crossing.items():
        inside = [relation for relation in relations if depths[graph.relation_source[relation]] != UNREACHED]
        if inside:
            found.append(_boundary(snapshot, truster, trusted, inside, reach, depths, covers, today))
    return Boundaries(
        tuple(sorted(found, key=lambda each: (-len(each.systems), each.depth, each.truster, each.trusted)))
    )


@kept
def party_of_nodes(graph: SupplyGraph) -> np.ndarray:
    """(n,) int32: the node of the party (or system) that answers for each node; -1 where nobody is known to.

    Systems and parties answer for themselves. `made-by` and `operated-by` lead to a party, if need be over a cloud or
    hub; where several do, the supplier decides, otherwise the first by identity.
    """
    return answering_parties(graph, np.flatnonzero(graph.relation_has_kind(*_NAMING)))


def answering_parties(graph: GraphColumns, naming: np.ndarray) -> np.ndarray:
    """(n,) int32: what `party_of_nodes` tells; `naming` are the relations that name a party, in the order of a graph."""
    is_party = graph.has_kind(Kind.PARTY)
    party = np.where((graph.supplier >= 0) & is_party[graph.supplier], graph.supplier, -1).astype(np.int32)
    own = is_party | graph.has_kind(Kind.SYSTEM)
    party[own] = np.flatnonzero(own)
    source, target = graph.relation_source[naming], graph.relation_target[naming]
    open_to_all, plain = ~own & (graph.supplier < 0), _named_by_parties_alone(len(graph), source, target, own)
    _take_first(party, source[plain], target[plain], open_to_all)
    pairs = list(zip(source[~plain][::-1].tolist(), target[~plain][::-1].tolist(), strict=True))
    for _ in range(_MOST_STEPS_TO_A_PARTY if pairs else 0):
        for here, there in pairs:
            if party[there] >= 0 and (party[here] < 0 or open_to_all[here]):
                party[here] = party[there]
    return party


def _named_by_parties_alone(count: int, source: np.ndarray, target: np.ndarray, own: np.ndarray) -> np.ndarray:
    """(naming,): relations of nodes that only parties or systems answer for, and that answer for no other node.

    What these come to is told by their own relations alone, so that they need no walk one after the other.
    """
    led_on = np.zeros(count, bool)
    led_on[source[~own[target]]] = True
    led_on[target] = True
    plain: np.ndarray = ~led_on[source]
    return plain


def _take_first(party: np.ndarray, source: np.ndarray, target: np.ndarray, open_to_all: np.ndarray) -> None:
    """Give nodes the first party that is named; those whose supplier is no party the last, as a walk from the end would."""
    free = open_to_all[source]
    party[source[free][::-1]] = target[free][::-1]
    asked = ~free & (party[source] < 0)
    party[source[asked]] = target[asked]


_NAMING = (RelationKind.MADE_BY, RelationKind.OPERATED_BY)


_MOST_STEPS_TO_A_PARTY = 3
"""A machine type is operated by a cloud, a cloud by a party: through so many hands a party is looked for."""


def crossing(graph: GraphColumns, parties: np.ndarray) -> np.ndarray:
    """The relations that lead from one party to another, ascending; `parties` (n,) answer for the nodes."""
    truster, trusted = parties[graph.relation_source], parties[graph.relation_target]
    across = (truster >= 0) & (trusted >= 0) & (truster != trusted)
    # A component's own link to its maker names the party; it is the reliance on the component that crosses over.
    is_party = graph.has_kind(Kind.PARTY)
    return np.flatnonzero(across & (~is_party[graph.relation_target] | is_party[graph.relation_source]))


def _crossings(graph: SupplyGraph, parties: np.ndarray) -> Mapping[tuple[int, int], list[int]]:
    table: dict[tuple[int, int], list[int]] = defaultdict(list)
    found = crossing(graph, parties)
    pairs = zip(
        parties[graph.relation_source[found]].tolist(), parties[graph.relation_target[found]].tolist(), strict=True
    )
    for pair, relation in zip(pairs, found.tolist(), strict=True):
        table[pair].append(relation)
    return table


def _boundary(
    snapshot: Snapshot,
    truster: int,
    trusted: int,
    relations: list[int],
    reach: Reliance,
    depths: np.ndarray,
    covers: Mapping[str, list[TrustDelegation]],
    today: date,
) -> Boundary:
    graph = snapshot.graph
    sources, targets = graph.relation_source[relations], graph.relation_target[relations]
    systems = tuple(graph.id_of(reach.roots[place]) for place in reach.places_upon(sources))
    covering = _covering(snapshot, graph.id_of(truster), graph.id_of(trusted), relations, covers)
    state, basis = _state(covering, today)
    return Boundary(
        graph.id_of(truster),
        graph.id_of(trusted),
        tuple(relations),
        systems,
        bool((graph.kind[sources] == KINDS.index(Kind.SYSTEM)).any()),
        int(depths[targets].min()),
        state,
        basis,
        tuple(delegation.id for delegation in covering),
    )


def by_subject(delegations: Iterable[TrustDelegation]) -> Mapping[str, list[TrustDelegation]]:
    """Delegations by what they are about."""
    table: dict[str, list[TrustDelegation]] = defaultdict(list)
    for delegation in delegations:
        table[delegation.subject].append(delegation)
    return table


def _covering(
    snapshot: Snapshot,
    truster: ComponentId,
    trusted: ComponentId,
    relations: list[int],
    covers: Mapping[str, list[TrustDelegation]],
) -> list[TrustDelegation]:
    """The delegations about the trusted party, or about every component and relation by which the boundary is crossed.

    A delegation on one of several components does not examine the whole boundary.
    """
    on_party = [each for each in covers.get(component_subject(trusted), []) if speaks_for(each.delegator, truster)]
    if on_party or not covers:
        return on_party
    per_crossing = [_on_crossing(snapshot.relations[relation], covers) for relation in relations]
    return [each for crossing in per_crossing for each in crossing] if all(per_crossing) else []


def _on_crossing(relation: Relation, covers: Mapping[str, list[TrustDelegation]]) -> list[TrustDelegation]:
    target = family(relation.target)
    families = relation_subject(family(relation.source), relation.kind, target)
    subjects = {subject_of(relation), families, component_subject(relation.target), component_subject(target)}
    return [each for subject in sorted(subjects) for each in covers.get(subject, [])]


def speaks_for(delegator: str, truster: ComponentId) -> bool:
    """Whether a delegation by `delegator` speaks for `truster`; one that names no delegator speaks for all."""
    return delegator in ("", truster)


def examines(delegation: TrustDelegation, today: date) -> bool:
    """Whether it stands for an examination that has not lapsed."""
    return _state([delegation], today)[0] is BoundaryState.EXAMINED


def _state(covering: Sequence[TrustDelegation], today: date) -> tuple[BoundaryState, Basis | None]:
    """The worst that is said of it: a refusal outweighs, then a lapse; only then does an examination count."""
    if not covering:
        return BoundaryState.UNEXAMINED, None
    if any(each.status is TrustStatus.REFUSED for each in covering):
        return BoundaryState.REFUSED, None
    if any(each.lapsed(today) for each in covering):
        return BoundaryState.LAPSED, None
    if any(each.status is TrustStatus.PROPOSED or each.basis is Basis.NONE for each in covering):
        return BoundaryState.PROPOSED, None
    return BoundaryState.EXAMINED, covering[0].basis
