"""Annotations whose component is gone, and where it was probably moved: a new owner, a new name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from explorer.analysis.difference import difference
from explorer.domain.annotation import RELATION_PREFIX, Note, ResidualRisk, Subject, TrustDelegation
from explorer.domain.annotations import Annotation
from explorer.graph.identity import family
from explorer.graph.snapshot import Snapshot

if TYPE_CHECKING:
    from explorer.storage.workspace import Workspace

Judgement = TrustDelegation | ResidualRisk | Note


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
    renames = _renames(workspace)
    return tuple(CarryOver(each, _moved(each, renames, snapshot)) for each in orphans)


def _renames(workspace: Workspace) -> dict[str, str]:
    """Old to new family names, over all snapshots of all systems, followed to the latest name."""
    found: dict[str, str] = {}
    for system in workspace.systems():
        numbers = [each.id for each in workspace.snapshots(system.id)]
        for earlier, later in zip(numbers, numbers[1:], strict=False):
            for change in difference(workspace.load_snapshot(earlier), workspace.load_snapshot(later)).renames:
                found[change.old] = change.new
    return {old: _last(new, found) for old, new in found.items()}


def _last(name: str, renames: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while name in renames and name not in seen:
        seen.add(name)
        name = renames[name]
    return name


def _moved(orphan: Annotation, renames: Mapping[str, str], snapshot: Snapshot) -> Judgement | None:
    if not isinstance(orphan, TrustDelegation | ResidualRisk | Note):
        return None
    subject = _new_subject(orphan.subject, renames)
    if subject == orphan.subject or not _is_there(subject, snapshot):
        return None
    if isinstance(orphan, TrustDelegation):
        delegate, delegator = (_new_name(each, renames) for each in (orphan.delegate, orphan.delegator))
        return replace(orphan, subject=subject, delegate=delegate, delegator=delegator)
    return replace(orphan, subject=subject)


def _new_subject(subject: str, renames: Mapping[str, str]) -> Subject:
    if not subject.startswith(RELATION_PREFIX):
        return Subject(_new_name(subject, renames))
    source, _, rest = subject.removeprefix(RELATION_PREFIX).partition("|")
    kind, _, target = rest.partition("|")
    return Subject(f"{RELATION_PREFIX}{_new_name(source, renames)}|{kind}|{_new_name(target, renames)}")


def _new_name(identity: str, renames: Mapping[str, str]) -> str:
    """The new family; a version of the old name says nothing of the new one's."""
    return renames.get(family(identity), identity)


def _is_there(subject: str, snapshot: Snapshot) -> bool:
    families = {str(family(each)) for each in snapshot.graph.ids}
    ends: Iterable[str] = (subject,)
    if subject.startswith(RELATION_PREFIX):
        source, _, rest = subject.removeprefix(RELATION_PREFIX).partition("|")
        ends = (source, rest.partition("|")[2])
    return all(end in families or snapshot.graph.find(end) is not None for end in ends)
