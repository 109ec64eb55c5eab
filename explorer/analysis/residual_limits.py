"""What stays whatever is done? How much of this graph falls under each limit of what controls can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.analysis.controls import RecordedControls
from explorer.analysis.exposure import entries_of, stopped, ways_of
from explorer.domain.annotation import Limit
from explorer.domain.component import Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.kept import kept
from explorer.graph.reach import Flags, downstream, systems_upon, upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KNOWLEDGE, SupplyGraph
from explorer.knowledge.attacks import Moment, attack_types


@dataclass(frozen=True, slots=True)
class UnderLimit:
    """What falls under one limit."""

    limit: Limit
    count: int
    of: int
    what: str
    """What was counted, of what."""
    nodes: tuple[int, ...]
    """The components counted."""


@kept
def residual_limits(snapshot: Snapshot, roots: Sequence[int], controls: RecordedControls) -> tuple[UnderLimit, ...]:
    """For limits L1 to L7, what of this graph they apply to; L8 is what analysts add to the register.

    >>> from datetime import date
    >>> from explorer.analysis.controls import recorded_controls
    >>> from explorer.graph.example import example_snapshot
    >>> snapshot = example_snapshot("app->torch->numpy")
    >>> found = residual_limits(snapshot, [0], recorded_controls(snapshot, [], date(2026, 1, 1)))
    >>> [(each.limit.value, each.count, each.of) for each in found if each.limit is Limit.ZERO_DAY]
    [('L5', 2, 2)]
    """
    graph = snapshot.graph
    inside = upstream(graph, roots)
    inside[list(roots)] = False
    unknown = inside & (graph.knowledge == KNOWLEDGE.index(Knowledge.UNKNOWN))
    models = inside & graph.has_kind(Kind.MODEL, Kind.MODEL_SERVICE, Kind.ADAPTER)
    data = inside & graph.has_kind(Kind.DATASET, Kind.CORPUS) | _unknown_data(graph, inside)
    code = inside & graph.has_kind(Kind.PACKAGE, Kind.ACTION, Kind.CONTAINER_IMAGE, Kind.MCP_SERVER, Kind.TOOL)
    parties = inside & graph.has_kind(Kind.PARTY)
    open_systems = _still_open(snapshot, roots, controls)
    opaque = models & _trained_on_unknown(graph)
    unverified = data & ~_reviewed(graph, controls)
    heaviest, systems = _heaviest(graph, roots, parties)
    return (
        _under(Limit.UNDETECTED_COMPROMISE, open_systems, len(roots), "systems that something already inside would come to"),
        _under(Limit.DEPTH_BEYOND_VISIBILITY, unknown, int(inside.sum()), "components upstream of which nothing is known"),
        _under(Limit.OPAQUE_FOUNDATION_MODEL, opaque, int(models.sum()), "models whose training data nobody states"),
        _under(Limit.UNVERIFIABLE_DATA, unverified, int(data.sum()), "datasets and sources that nobody examined"),
        _under(Limit.ZERO_DAY, code, int(code.sum()), "packages, images, actions and tools, any of which can have an unknown defect"),
        UnderLimit(Limit.CONCENTRATION, systems, len(roots), "systems that rest on the one party that most rest on", heaviest),
        _under(Limit.INSIDER, parties, int(parties.sum()), "parties upstream, each with insiders"),
    )  # fmt: skip


def _under(limit: Limit, flags: Flags, of: int, what: str) -> UnderLimit:
    return UnderLimit(limit, int(flags.sum()), of, what, tuple(np.flatnonzero(flags).tolist()))


def _still_open(snapshot: Snapshot, roots: Sequence[int], controls: RecordedControls) -> Flags:
    graph = snapshot.graph
    found = np.zeros(len(graph), bool)
    for attack in attack_types().values():
        ways = ways_of(graph, attack) & ~stopped(graph, attack, controls, Moment.ALREADY)
        reach = downstream(graph, entries_of(graph, roots, attack), ways)
        found[[root for root in roots if reach[root]]] = True
    return found


def _unknown_data(graph: SupplyGraph, inside: Flags) -> Flags:
    is_data = np.zeros(len(graph), bool)
    is_data[graph.relation_target[graph.relation_has_kind(RelationKind.TRAINED_ON, RelationKind.DERIVED_FROM)]] = True
    return inside & is_data & graph.has_kind(Kind.UNKNOWN)


def _trained_on_unknown(graph: SupplyGraph) -> Flags:
    unknown = graph.knowledge == KNOWLEDGE.index(Knowledge.UNKNOWN)
    trained = graph.relation_has_kind(RelationKind.TRAINED_ON) & unknown[graph.relation_target]
    found = np.zeros(len(graph), bool)
    found[graph.relation_source[trained]] = True
    return found


def _reviewed(graph: SupplyGraph, controls: RecordedControls) -> Flags:
    from explorer.domain.annotation import Attack

    found = np.zeros(len(graph), bool)
    found[graph.relation_target[controls.mask("review", Attack.DATA_POISONING)]] = True
    return found


def _heaviest(graph: SupplyGraph, roots: Sequence[int], parties: Flags) -> tuple[tuple[int, ...], int]:
    systems = systems_upon(graph, roots)
    systems[~parties] = 0
    most = int(systems.max(initial=0))
    return ((int(systems.argmax()),) if most else ()), most
