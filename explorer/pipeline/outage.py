"""What a standstill takes down, as a user asks it: who stops, and the judgement that lies over the graph."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from explorer.analysis.outage import Outage, outages, ranked
from explorer.domain.annotation import Note
from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.errors import InputError
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.outages import outage_rules
from explorer.pipeline.answers import Answers
from explorer.pipeline.coverage_table import criticality_of


class Stopping(StrEnum):
    """What may stop."""

    COMPANY = "company"
    HUB = "hub"
    CLOUD = "cloud"
    SERVICE = "service"


STOPPING_KINDS = {
    Stopping.COMPANY: frozenset({Kind.PARTY}),
    Stopping.HUB: frozenset({Kind.HUB}),
    Stopping.CLOUD: frozenset({Kind.CLOUD}),
    Stopping.SERVICE: frozenset({Kind.MODEL_SERVICE, Kind.MCP_SERVER}),
}


def outages_of(snapshot: Snapshot, answers: Answers) -> tuple[Outage, ...]:
    """What each company, hub, cloud and hosted service takes down, with the notes that record what takes over."""
    return outages(snapshot, answers.roots, notes_of(answers))


def notes_of(answers: Answers) -> tuple[Note, ...]:
    """The notes, of which some record what takes over."""
    return tuple(each for each in answers.annotations if isinstance(each, Note))


def weights_of(snapshot: Snapshot, answers: Answers) -> dict[int, float]:
    """By system: how much its standstill counts, by its criticality."""
    said = criticality_of(snapshot, answers.annotations)
    return {int(root): said[snapshot.graph.id_of(int(root))] for root in answers.roots}


def ranked_outages(snapshot: Snapshot, answers: Answers, stopping: Stopping = Stopping.COMPANY) -> list[Outage]:
    """Those of one sort, the one that takes down most first, systems weighed by their criticality.

    An owner that takes down exactly what a company of theirs does is left out: the company is named with its owner.
    """
    graph = snapshot.graph
    kinds = STOPPING_KINDS[stopping]
    found = [each for each in outages_of(snapshot, answers) if graph.kind_of(each.entry) in kinds]
    return ranked(_without_mere_owners(snapshot, found), weights_of(snapshot, answers))


def owner_of(snapshot: Snapshot, node: int) -> int | None:
    """The company that a company belongs to; None where none is known."""
    graph = snapshot.graph
    for relation in graph.up.relations_of(node).tolist():
        target = int(graph.relation_target[relation])
        if graph.relation_kind_of(relation) is RelationKind.OPERATED_BY and graph.kind_of(target) is Kind.PARTY:
            return target
    return None


def outage_at(snapshot: Snapshot, answers: Answers, node: int) -> Outage:
    """What one thing takes down. Raises `InputError` where it is no company, hub, cloud or service upstream."""
    component = snapshot.components[node]
    if component.kind not in outage_rules().entry:
        kinds = ", ".join(sorted(kind.value for kind in outage_rules().entry))
        raise InputError(
            f"{component.name} is a {component.kind.value}, which does not stop by itself.",
            f"Name whoever runs or serves it: {kinds}.",
        )
    found = (each for each in outages_of(snapshot, answers) if each.entry == node)
    return next(found, Outage(node, ()))


def _without_mere_owners(snapshot: Snapshot, found: Collection[Outage]) -> list[Outage]:
    effects = {each.entry: {(one.system, one.felt, one.still, one.perhaps) for one in each.systems} for each in found}
    mere = {
        owner
        for each in found
        if (owner := owner_of(snapshot, each.entry)) is not None and effects.get(owner) == effects[each.entry]
    }
    return [each for each in found if each.entry not in mere]
