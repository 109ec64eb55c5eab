"""What was saved and where it stands now, in one sentence."""

from __future__ import annotations

from explorer.domain.annotation import Note, ResidualRisk, TrustDelegation
from explorer.domain.annotations import Annotation
from explorer.domain.workshop import Slide
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.sentences import NOT_ASSESSED, called
from explorer.pipeline.view_places import place_of


def saved_words(snapshot: Snapshot, annotation: Annotation) -> str:
    """One sentence for the status line.

    >>> from explorer.domain.annotation import Limit, Subject
    >>> risk = ResidualRisk(Subject("app"), "Nobody can rebuild it", Limit.OTHER, likelihood_after=3, impact_after=4)
    >>> from explorer.graph.example import example_snapshot
    >>> saved_words(example_snapshot("app->a"), risk)
    'Saved: the risk “Nobody can rebuild it” on app, 12 of 25 after controls, in the register (Judge › Residual risk).'
    """
    if isinstance(annotation, ResidualRisk):
        score = NOT_ASSESSED if annotation.score_after is None else f"{annotation.score_after} of 25 after controls"
        about = called(snapshot, annotation.subject)
        return f"Saved: the risk “{annotation.title}” on {about}, {score}, in the register ({place_of('risk')})."
    if isinstance(annotation, TrustDelegation):
        whom = called(snapshot, annotation.delegate or annotation.subject)
        return f"Saved: trust in {whom}, {annotation.status.value}, in the ledger ({place_of('boundaries')})."
    if isinstance(annotation, Slide):
        return f"Saved: the slide “{annotation.title}”, in the story “{annotation.story}” ({place_of('workshop')})."
    what = "the note" if isinstance(annotation, Note) else "what was written"
    return (
        f"Saved: {what} on {called(snapshot, annotation.subject)}, listed under “Everything that was written…” (Edit)."
    )
