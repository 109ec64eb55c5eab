"""Annotations whose component is gone, and where it was probably moved: a new owner, a new name, a new version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from explorer.analysis.difference import ComponentChange, difference
from explorer.domain.annotation import RELATION_PREFIX, Note, ResidualRisk, Subject, TrustDelegation
from explorer.domain.annotations import Annotation
from explorer.domain.correction import Correction, Criticality
from explorer.graph.identity import family
from explorer.graph.snapshot import Snapshot

if TYPE_CHECKING:
    from explorer.storage.workspace import Workspace

Judgement = TrustDelegation | ResidualRisk | Note | Correction | Criticality


@dataclass(frozen=True, slots=True)
class CarryOver:
    """An orphaned annotation, and the same where its component was probably moved; None where nothing is known."""

    orphan: Annotation
    moved: Judgement | None


def carry_overs(workspace: Workspace, snapshot: Snapshot) -> tuple[CarryOver, ...]:
    """For each orphan of the workspace, where it may belong now, by the renames between successive snapshots."""
    orphans = workspace.orphans(snapshot)
    if not orphans:
        return ()
    moves = _Moves(_renames(workspace), snapshot)
    return tuple(CarryOver(each, _moved(each, moves)) for each in orphans)


def _renames(workspace: Workspace) -> dict[str, str]:
    """Old to new family names, over all snapshots of all systems, followed to the latest name."""
    found: dict[str, str] = {}
    for system in workspace.systems():
        numbers = [each.id for each in workspace.snapshots(system.id)]
        for earlier, later in zip(numbers, numbers[1:], strict=False):
            after = workspace.load_snapshot(later)
            renames = difference(workspace.load_snapshot(earlier), after).renames
            found |= {change.old: change.new for change in renames} | _renamed_parties(renames, after)
    return {old: _last(new, found) for old, new in found.items()}


def _renamed_parties(renames: Iterable[ComponentChange], after: Snapshot) -> dict[str, str]:
    """Parties that are gone and whose things have all gone to one other, which may be their new name."""
    heirs: dict[str, set[str]] = {}
    for change in renames:
        if change.before and change.after and change.before.supplier and change.after.supplier:
            heirs.setdefault(change.before.supplier, set()).add(change.after.supplier)
    return {old: new.pop() for old, new in heirs.items() if len(new) == 1 and after.graph.find(old) is None}


def _last(name: str, renames: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while name in renames and name not in seen:
        seen.add(name)
        name = renames[name]
    return name


class _Moves:
    """Where names have gone, in the graph as it is now."""

    def __init__(self, renames: Mapping[str, str], snapshot: Snapshot) -> None:
        self._renames = renames
        self._graph = snapshot.graph
        self._versions: dict[str, list[str]] = {}
        for identity in snapshot.graph.ids:
            self._versions.setdefault(family(identity), []).append(identity)

    def name(self, identity: str) -> str | None:
        """What an identity is called now; None where it is gone or could be several.

        A judgement on one version goes to one version, never to all of them: what was found of one says little of others.
        """
        if self._graph.find(identity) is not None:
            return identity
        old = family(identity)
        now = self._renames.get(old, str(old))
        if identity == old:
            return now if now in self._versions else None
        there = self._versions.get(now, [])
        return there[0] if len(there) == 1 else None

    def party(self, identity: str) -> str:
        """What a party is called now; its old name where nothing is known."""
        return self._renames.get(identity, identity)

    def subject(self, subject: str) -> Subject | None:
        """The same component or relation under its present names; None where an end is gone."""
        if not subject.startswith(RELATION_PREFIX):
            name = self.name(subject)
            return None if name is None else Subject(name)
        source, _, rest = subject.removeprefix(RELATION_PREFIX).partition("|")
        kind, _, target = rest.partition("|")
        one, other = self.name(source), self.name(target)
        return None if one is None or other is None else Subject(f"{RELATION_PREFIX}{one}|{kind}|{other}")


def _moved(orphan: Annotation, moves: _Moves) -> Judgement | None:
    if not isinstance(orphan, Judgement):
        return None
    subject = moves.subject(orphan.subject)
    if subject is None or subject == orphan.subject:
        return None
    if isinstance(orphan, TrustDelegation):
        delegate, delegator = moves.party(orphan.delegate), moves.party(orphan.delegator)
        return replace(orphan, subject=subject, delegate=delegate, delegator=delegator)
    return replace(orphan, subject=subject)
