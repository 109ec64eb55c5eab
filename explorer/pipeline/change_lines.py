"""Every change between two snapshots in one list, each with the word of whoever reviewed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from explorer.analysis.difference import ComponentChange, RelationChange
from explorer.domain.annotation import Subject, relation_subject
from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId
from explorer.domain.correction import ChangeReview
from explorer.graph.identity import family
from explorer.pipeline.changes import Changes

NEWLY_CROSSED = "newly crossed"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of a component, a relation or a boundary between parties."""

    change: str
    of: str
    subject: Subject
    name: str
    """What people call it."""
    what: str
    old: str
    new: str

    @property
    def key(self) -> str:
        """What a review is about: the change with its value after, so that the next change is reviewed anew."""
        return f"{self.change} {self.what}: {self.new}" if self.of == "component" else f"{self.change}: {self.new}"


def change_lines(changes: Changes) -> tuple[ChangeLine, ...]:
    """Components first, then boundaries that are newly crossed, then relations."""
    return (
        *map(_of_component, changes.difference.components),
        *_boundaries(changes),
        *map(_of_relation, changes.difference.relations),
    )


def reviews(annotations: Iterable[Annotation]) -> Mapping[tuple[Subject, str], ChangeReview]:
    """The latest word on each change, by its subject and key."""
    return {(each.subject, each.change): each for each in annotations if isinstance(each, ChangeReview)}


def _of_component(change: ComponentChange) -> ChangeLine:
    known = change.after or change.before
    what = change.what or (known.kind.value if known else "")
    return ChangeLine(
        change.change.value,
        "component",
        Subject(change.subject),
        known.name if known else "",
        what,
        change.old,
        change.new,
    )


def _of_relation(change: RelationChange) -> ChangeLine:
    known = change.after or change.before
    assert known is not None, "a change is about something"
    subject = relation_subject(family(known.source), known.kind, family(known.target))
    name = f"{_last(known.source)} {known.kind.value} {_last(known.target)}"
    return ChangeLine(change.change.value, "relation", subject, name, known.kind.value, change.old, change.new)


def _boundaries(changes: Changes) -> Iterator[ChangeLine]:
    for truster, trusted in changes.new_boundaries:
        name = f"{_last(truster)} → {_last(trusted)}"
        yield ChangeLine(NEWLY_CROSSED, "boundary", Subject(trusted), name, "", "", f"{truster} → {trusted}")


def _last(identity: str) -> str:
    """The last part of an identity: enough to recognise it in a list."""
    return family(ComponentId(identity)).rpartition("/")[2].rpartition(":")[2]
