"""A what-if as a user asks it: an attack, where it begins, and the judgement that lies over the graph."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.analysis.controls import RecordedControls, recorded_controls
from explorer.analysis.exposure import Exposure, entries_of, exposure
from explorer.domain.annotation import ATTACK_TITLES, Attack, Note, TrustDelegation
from explorer.errors import InputError
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import AttackType, Moment, attack_types
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted


def controls_in_place(snapshot: Snapshot, answers: Answers) -> RecordedControls:
    """The controls that evidence, the analyst's delegations and notes of own copies show on the day of the answers."""
    delegations = [each for each in answers.annotations if isinstance(each, TrustDelegation)]
    notes = [each for each in answers.annotations if isinstance(each, Note)]
    return recorded_controls(snapshot, delegations, answers.today, notes)


def attack_named(word: str) -> AttackType:
    """The attack of a category such as `A6`. Raises `InputError` for others."""
    try:
        return attack_types()[Attack(word.strip().upper())]
    except ValueError as error:
        known = ", ".join(f"{each.value} {ATTACK_TITLES[each].lower()}" for each in Attack)
        raise InputError(f"{word} is no attack category.", f"Known are: {known}.") from error


def what_if(
    snapshot: Snapshot,
    roots: Sequence[int],
    attack: AttackType,
    entries: Sequence[int],
    controls: RecordedControls,
    moment: Moment | None = None,
) -> Exposure:
    """The exposure of the systems. Raises `InputError` where the attack cannot begin at a component."""
    possible = set(entries_of(snapshot.graph, roots, attack))
    for node in entries:
        if node not in possible:
            kinds = ", ".join(sorted(kind.value for kind in attack.entry if kind.value != "unknown"))
            component = snapshot.components[node]
            raise InputError(
                f"{attack.attack.value} {ATTACK_TITLES[attack.attack].lower()} cannot begin at {component.name} ({component.kind.value}).",
                f"It begins at: {kinds}, upstream of the systems looked at; {counted(len(possible), 'such component')} here.",
            )
    return exposure(snapshot, roots, attack, entries, controls, moment)
