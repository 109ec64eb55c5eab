"""What verifies and yet rests on somebody nobody vouches for? Signed artifacts with an unattested builder or trainer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from explorer.analysis.artifacts import artifact_nodes, own_relations
from explorer.analysis.control_evidence import SIGNATURE, shown_by
from explorer.analysis.controls import RecordedControls
from explorer.domain.annotation import Attack
from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.reach import Flags, downstream, upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import SupplyGraph

HARDENED = 3
"""The SLSA build level from which build steps and neighbours cannot forge what the builder states."""


class Rest(StrEnum):
    """On what a signed artifact rests."""

    BUILDER = "builder"
    TRAINER = "trainer"
    HUB = "hub"
    NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class SignedArtifact:
    """One artifact that verifies, and one thing it rests on that nobody vouches for."""

    node: int
    rests_on: int | None
    """The builder, trainer or hub; None where nothing that was read says who made it."""
    rest: Rest
    by_evidence: bool
    """Whether evidence says that it verifies; otherwise an examined trust delegation does."""
    level: int
    """The SLSA build level that is recorded on that relation; 0 where there is none."""
    systems: tuple[int, ...]
    """The systems that a change there would reach, with the signature still valid."""


@dataclass(frozen=True, slots=True)
class SignedAndStillBad:
    """All artifacts with a verified signature, and what they rest on."""

    artifacts: tuple[SignedArtifact, ...]
    """The widest reach first."""
    signed: int
    """How many artifacts verify."""
    vouched: int
    """How many of them rest on hardened, attested builders only."""


def signed_and_still_bad(snapshot: Snapshot, roots: Sequence[int], controls: RecordedControls) -> SignedAndStillBad:
    """Artifacts upstream of the systems that verify and yet hang on an unattested builder, trainer or hub.

    >>> from datetime import date
    >>> from explorer.analysis.controls import recorded_controls
    >>> from explorer.domain.annotation import Basis, Subject, TrustDelegation, TrustStatus
    >>> from explorer.graph.example import example_snapshot
    >>> snapshot = example_snapshot("app->m->ci", {"ci": Kind.BUILD}, {"m->ci": RelationKind.BUILT_BY})
    >>> seen = TrustDelegation(Subject("m"), "", "x", basis=Basis.SIGNATURE, status=TrustStatus.EXAMINED)
    >>> answer = signed_and_still_bad(snapshot, [0], recorded_controls(snapshot, [seen], date(2026, 1, 1)))
    >>> [(snapshot.graph.id_of(each.node), each.rest.value, len(each.systems)) for each in answer.artifacts]
    [('m', 'builder', 1)]
    """
    graph = snapshot.graph
    inside = upstream(graph, roots)
    signed, shown = (each & inside for each in _signed_nodes(snapshot, controls))
    found: list[SignedArtifact] = []
    vouched = 0
    for node in np.flatnonzero(signed).tolist():
        rests = _rests(snapshot, node, controls)
        vouched += not rests
        # Whatever a maker puts in passes to all who rely on it, so the plain closure is the reach.
        reach = downstream(graph, [node])
        systems = tuple(int(root) for root in roots if reach[root])
        found += [SignedArtifact(node, on, rest, bool(shown[node]), level, systems) for on, rest, level in rests]
    found.sort(key=lambda each: (-len(each.systems), graph.id_of(each.node), each.rest))
    return SignedAndStillBad(tuple(found), int(signed.sum()), vouched)


def _signed_nodes(snapshot: Snapshot, controls: RecordedControls) -> tuple[Flags, Flags]:
    """(n,) twice: what is verified by signature, by evidence or a delegation; and what evidence says so of.

    A model whose weights are signed is no second artifact: its files are.
    """
    graph, about, own = snapshot.graph, artifact_nodes(snapshot.graph), own_relations(snapshot)
    signed, shown = np.zeros(len(graph), bool), np.zeros(len(graph), bool)
    for each in controls.delegated:
        if each.control == SIGNATURE:
            signed[about[each.relations[own[each.relations]]]] = True
    for node in np.unique(about[controls.by_evidence[SIGNATURE] & own]).tolist():
        shown[node] = shown_by(snapshot, SIGNATURE, node) == node
    return (signed | shown) & ~graph.has_kind(Kind.PARTY), shown


_MAKERS = {RelationKind.BUILT_BY: Rest.BUILDER, RelationKind.TRAINED_BY: Rest.TRAINER}


def _rests(snapshot: Snapshot, node: int, controls: RecordedControls) -> list[tuple[int | None, Rest, int]]:
    """The makers without a hardened attestation, also of its weight files; the place it comes from where none is stated."""
    graph = snapshot.graph
    attested = controls.mask("attestation", Attack.BUILD_COMPROMISE, HARDENED)
    weaker = [controls.mask("attestation", Attack.BUILD_COMPROMISE, level) for level in range(1, HARDENED)]
    found: list[tuple[int | None, Rest, int]] = []
    hubs: list[tuple[int | None, Rest, int]] = []
    is_stated = False
    for relation in _relations_of_files_too(graph, node):
        kind = graph.relation_kind_of(relation)
        target = int(graph.relation_target[relation])
        if kind in _MAKERS:
            is_stated = True
            if not attested[relation]:
                found.append((target, _MAKERS[kind], sum(bool(mask[relation]) for mask in weaker)))
        elif kind is RelationKind.DISTRIBUTED_BY:
            hubs.append((target, Rest.HUB, 0))
    if is_stated:
        return found
    return hubs or [(None, Rest.NOT_STATED, 0)]


def _relations_of_files_too(graph: SupplyGraph, node: int) -> list[int]:
    """The relations of a node upstream, and of the weight files that it contains: who made these made it."""
    own: list[int] = graph.up.relations_of(node).tolist()
    files = [
        int(graph.relation_target[relation])
        for relation in own
        if graph.relation_kind_of(relation) is RelationKind.CONTAINS
        and graph.kind_of(int(graph.relation_target[relation])) is Kind.WEIGHT_FILE
    ]
    return own + [relation for file in files for relation in graph.up.relations_of(file).tolist()]
