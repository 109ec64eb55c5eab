"""Which annotations speak of what is not there any more."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.domain.annotation import RELATION_PREFIX, Note, ResidualRisk, TrustDelegation
from explorer.domain.annotations import Annotation
from explorer.domain.correction import Correction, Criticality
from explorer.graph.corrections import idle
from explorer.graph.identity import family
from explorer.graph.snapshot import Snapshot


def orphans_in(snapshot: Snapshot, annotations: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Annotations whose component is not in the snapshot, or whose relation lacks an end there, in their order.

    A subject with a version means that version; one without means every version of the family. A correction is one if
    it found nothing to correct, for what it hides or merges is never in the corrected snapshot.
    """
    annotations = tuple(annotations)
    gone = {each.id for each in idle(snapshot, (each for each in annotations if isinstance(each, Correction)))}
    gone |= _without_subject(snapshot, (each for each in annotations if isinstance(each, _JUDGED)))
    return tuple(each for each in annotations if each.id in gone)


_JUDGED = (TrustDelegation, ResidualRisk, Note, Criticality)


def _without_subject(snapshot: Snapshot, annotations: Iterable[Annotation]) -> set[str]:
    missing = [each for each in annotations if any(snapshot.graph.find(end) is None for end in _ends(each.subject))]
    if not missing:
        return set()
    families = {str(family(identity)) for identity in snapshot.graph.ids}
    return {
        each.id
        for each in missing
        if any(end not in families and snapshot.graph.find(end) is None for end in _ends(each.subject))
    }


def _ends(subject: str) -> tuple[str, ...]:
    if not subject.startswith(RELATION_PREFIX):
        return (subject,)
    source, _, rest = subject.removeprefix(RELATION_PREFIX).partition("|")
    return source, rest.partition("|")[2]
