"""How many trust boundaries there would be after some swaps, and how many of them nobody has examined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from explorer.analysis.places import Places
from explorer.analysis.rewired_columns import RewiredColumns
from explorer.analysis.rewiring_plan import STAND_IN
from explorer.analysis.trust import answering_parties, by_subject, crossing, examines, speaks_for
from explorer.domain.annotation import RELATION_PREFIX, TrustDelegation
from explorer.graph.adjacency import Int64
from explorer.graph.identity import family
from explorer.graph.supply_graph import RELATION_KINDS, Flags


def boundary_counts(after: RewiredColumns, delegations: Sequence[TrustDelegation], today: date) -> tuple[int, int]:
    """How many boundaries there are, and across how many of them trust is not examined, as `boundaries` has it."""
    parties = answering_parties(after, after.naming)
    relations = crossing(after, parties)
    sides = parties[after.relation_source[relations]].astype(np.int64) * max(len(after), 1)
    sides += parties[after.relation_target[relations]]
    pairs, of_pair = np.unique(sides, return_inverse=True)
    if not delegations:
        return len(pairs), len(pairs)
    covered, holds = _on_relations(after, relations, delegations, today)
    examined = np.bincount(of_pair[~(covered & holds)], minlength=len(pairs)) == 0
    known = by_subject(delegations)
    trusters, trusted = (after.identities(each) for each in (pairs // len(after), pairs % len(after)))
    for place, (truster, party) in enumerate(zip(trusters, trusted, strict=True)):
        on_party = [each for each in known.get(party, ()) if speaks_for(each.delegator, truster)]
        if on_party:
            examined[place] = all(examines(each, today) for each in on_party)
    return len(pairs), int((~examined).sum())


def _on_relations(
    after: RewiredColumns, relations: Int64, delegations: Sequence[TrustDelegation], today: date
) -> tuple[Flags, Flags]:
    """(relations,) twice: whether any delegation is about the relation or its target, and whether all that are hold."""
    ends, of_relation = (np.zeros(len(after), bool), np.ones(len(after), bool)), []
    for delegation in delegations:
        if delegation.subject.startswith(RELATION_PREFIX):
            of_relation.append(delegation)
            continue
        nodes = [node for node, _ in _alike(after, delegation.subject)]
        ends[0][nodes] = True
        ends[1][nodes] &= examines(delegation, today)
    covered, holds = (each[after.relation_target[relations]] for each in ends)
    for delegation in of_relation:
        about = _about(after, relations, delegation.subject)
        covered |= about
        holds &= ~about | examines(delegation, today)
    return covered, holds


def _about(after: RewiredColumns, relations: Int64, subject: str) -> Flags:
    """(relations,): whether the subject names the relation, by the identities of its ends or by their families."""
    start, _, rest = subject.removeprefix(RELATION_PREFIX).partition("|")
    word, _, end = rest.partition("|")
    found = np.array([kind.value == word for kind in RELATION_KINDS])[after.relation_kind[relations]]
    sources, targets = list(_alike(after, start)), list(_alike(after, end))
    either = np.zeros(len(relations), bool)
    for name in (str, family):
        froms = [node for node, identity in sources if name(identity) == start]
        tos = [node for node, identity in targets if name(identity) == end]
        either |= np.isin(after.relation_source[relations], froms) & np.isin(after.relation_target[relations], tos)
    about: Flags = found & either
    return about


def _alike(after: RewiredColumns, text: str) -> Iterator[tuple[int, str]]:
    """The nodes of this identity or family, each with its identity."""
    graph, comes = after.plan.snapshot.graph, after.comes
    numbers = list(Places(graph).nodes(text))
    new = comes.identities if STAND_IN in text else [each.id for each in comes.named]
    numbers += [len(graph) + place for place, each in enumerate(new) if text in (each, family(each))]
    nodes = after.place[np.array(numbers, np.int64)]
    nodes = nodes[nodes >= 0]
    return zip(nodes.tolist(), after.identities(nodes), strict=True)
