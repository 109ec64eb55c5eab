"""What did somebody decide about a finding? Accepted or not so, with the reason; kept as a tagged note on its component."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from explorer.analysis.finding_signs import Sign
from explorer.domain.annotation import Note, Subject, new_annotation_id
from explorer.domain.annotations import Annotation
from explorer.graph.identity import family
from explorer.graph.snapshot import Snapshot

TAG = "finding:"
"""Begins the tag that says which finding a note decides."""


class Judged(StrEnum):
    """What was decided about a finding."""

    ACCEPTED = "accepted"
    """It is so, and may stay so."""
    NOT_SO = "not so"
    """The rule is mistaken here."""


@dataclass(frozen=True, slots=True)
class FindingReview:
    """A decision with its reason."""

    judged: Judged
    reason: str
    by: str
    id: str

    @property
    def words(self) -> str:
        """The decision in words: `accepted by ann: isolated network`."""
        return f"{self.judged.value}{f' by {self.by}' if self.by else ''}: {self.reason}"


Reviews = Mapping[tuple[str, str], FindingReview]
"""Decisions by subject and key of the finding."""


def reviews_of(annotations: Iterable[Annotation]) -> Reviews:
    """All decisions about findings; of several about one, the last.

    >>> note = review_note("pkg:pypi/torch", "advisory:X-1", Judged.ACCEPTED, "no untrusted input", "ann")
    >>> {key: each.words for key, each in reviews_of([note]).items()}
    {('pkg:pypi/torch', 'advisory:X-1'): 'accepted by ann: no untrusted input'}
    """
    found: dict[tuple[str, str], FindingReview] = {}
    for each in annotations:
        if isinstance(each, Note) and (judged := judged_by(each)) is not None:
            review = FindingReview(judged, each.text, each.author, each.id)
            found.update({(each.subject, tag.removeprefix(TAG)): review for tag in each.tags if tag.startswith(TAG)})
    return found


def judged_by(note: Note) -> Judged | None:
    """What a note decides about a finding; None for a note about anything else."""
    if not any(tag.startswith(TAG) for tag in note.tags):
        return None
    return next((word for word in Judged if word.value in note.tags), None)


def review_note(subject: str, key: str, judged: Judged, reason: str, author: str, identity: str = "") -> Note:
    """A decision as it is kept; `identity` is that of the note that it replaces."""
    return Note(Subject(subject), reason, (TAG + key, judged.value), author, identity or new_annotation_id())


def key_of(sign: Sign) -> str:
    """What tells a finding from others on the same component: its rule, and what it is about.

    >>> key_of(Sign("advisory", 0, "", (), about="X-1")), key_of(Sign("mutable-image", 0, "", ()))
    ('advisory:X-1', 'mutable-image')
    """
    about = sign.about.replace(",", ";").strip()  # Tags are parted by commas.
    return f"{sign.rule}:{about}" if about else sign.rule


def subject_of(snapshot: Snapshot, sign: Sign) -> str:
    """The component that a decision is about, in all its versions."""
    return family(snapshot.graph.id_of(sign.node))


def review_of(snapshot: Snapshot, sign: Sign, reviews: Reviews) -> FindingReview | None:
    """What was decided about a finding; None while it is open."""
    return reviews.get((subject_of(snapshot, sign), key_of(sign))) if reviews else None
