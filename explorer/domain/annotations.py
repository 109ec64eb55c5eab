"""Everything that an analyst can lay beside the graph, as one type."""

from __future__ import annotations

from explorer.domain.annotation import Note, ResidualRisk, TrustDelegation
from explorer.domain.correction import Baseline, ChangeReview, Correction, Criticality, SavedView
from explorer.domain.workshop import Slide, Vote

Annotation = (
    TrustDelegation
    | ResidualRisk
    | Note
    | Correction
    | Criticality
    | SavedView
    | Baseline
    | ChangeReview
    | Slide
    | Vote
)


def title_of(annotation: Annotation) -> str:
    """An annotation in a few words: `residual risk “Unpinned adapter”`."""
    match annotation:
        case TrustDelegation():
            return f"trust delegation to {annotation.delegate}"
        case ResidualRisk():
            return f"residual risk “{annotation.title}”"
        case Note():
            return f"note “{annotation.text[:40]}{'…' if len(annotation.text) > 40 else ''}”"
        case Correction():
            return f"correction “{annotation.action.value} {annotation.target or annotation.subject}”"
        case Criticality():
            return f"criticality {annotation.level} of 5 of {annotation.subject}"
        case SavedView():
            return f"saved view “{annotation.title}”"
        case Baseline():
            return f"baseline “{annotation.title}”"
        case Slide():
            return f"slide “{annotation.title}” of “{annotation.story}”"
        case Vote():
            return f"a vote on “{annotation.question}”"
        case ChangeReview():
            return f"review of a change: {annotation.verdict.value}"
