"""The sample portfolio as the ground for what-ifs, and short words for asking."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from explorer.analysis.control_effects import ControlEffect, control_effects
from explorer.analysis.controls import RecordedControls, recorded_controls
from explorer.analysis.exposure import Exposure, exposure
from explorer.domain.annotation import Attack, Basis, Subject, TrustDelegation, TrustStatus
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import Moment, attack_types

DAY = date(2026, 11, 25)


def examined(
    subject: str,
    basis: Basis,
    *attacks: Attack,
    conditions: str = "",
    delegator: str = "",
    review_by: date | None = None,
) -> TrustDelegation:
    return TrustDelegation(
        Subject(subject), delegator, "somebody", (), attacks, basis,
        conditions=conditions, status=TrustStatus.EXAMINED, review_by=review_by,
    )  # fmt: skip


def controls(snapshot: Snapshot, *delegations: TrustDelegation) -> RecordedControls:
    return recorded_controls(snapshot, delegations, DAY)


def ask(
    snapshot: Snapshot,
    attack: str,
    at: str | Iterable[str],
    *delegations: TrustDelegation,
    moment: Moment | None = None,
) -> Exposure:
    graph = snapshot.graph
    named = [at] if isinstance(at, str) else list(at)
    nodes = [node for name in named if (node := graph.find(name)) is not None]
    assert len(nodes) == len(named), f"not all of {named} are in the graph"
    kind = attack_types()[Attack(attack)]
    return exposure(snapshot, graph.systems.tolist(), kind, nodes, controls(snapshot, *delegations), moment)


def systems(answer: Exposure, snapshot: Snapshot) -> list[str]:
    return sorted(snapshot.graph.id_of(node).removeprefix("system:") for node in answer.reached_systems)


def cut_by(answer: Exposure) -> set[str]:
    return {cut.control for cut in answer.cuts}


def effect(snapshot: Snapshot, answer: Exposure, control: str, *delegations: TrustDelegation) -> ControlEffect:
    """What one control does against the attack that was asked about."""
    found = control_effects(snapshot, answer, controls(snapshot, *delegations))
    return next(each for each in found if each.control == control)
