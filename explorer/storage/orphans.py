"""Which annotations speak of what is not there any more."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.domain.annotation import RELATION_PREFIX, Note, ResidualRisk, TrustDelegation
from explorer.domain.annotations import Annotation
from explorer.graph.identity import family
from explorer.graph.snapshot import Snapshot


def orphans_in(snapshot: Snapshot, annotations: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Judgements whose component is not in the snapshot, or whose relation lacks an end there.

    A subject with a version means that version; one without means every version of the family.
    """
    judged = (each for each in annotations if isinstance(each, TrustDelegation | ResidualRisk | Note))
    missing = [each for each in judged if any(snapshot.graph.find(end) is None for end in _ends(each.subject))]
    if not missing:
        return ()
    families = {str(family(identity)) for identity in snapshot.graph.ids}
    return tuple(
        each
        for each in missing
        if any(end not in families and snapshot.graph.find(end) is None for end in _ends(each.subject))
    )


def _ends(subject: str) -> tuple[str, ...]:
    if not subject.startswith(RELATION_PREFIX):
        return (subject,)
    source, _, rest = subject.removeprefix(RELATION_PREFIX).partition("|")
    return source, rest.partition("|")[2]
