"""An analyst's judgement as one sentence, for formats whose readers are people."""

from __future__ import annotations

from explorer.domain.annotation import LIMIT_TITLES, Note, ResidualRisk, TrustDelegation
from explorer.domain.annotations import Annotation, title_of


def judgement_sentence(annotation: Annotation) -> str:
    """What was judged, with all that a reader needs; what is not assessed is said to be so."""
    match annotation:
        case TrustDelegation():
            return _trust(annotation)
        case ResidualRisk():
            return _risk(annotation)
        case Note():
            tags = f" [{', '.join(annotation.tags)}]" if annotation.tags else ""
            return f"Note{tags}: {annotation.text}"
        case _:
            return f"{title_of(annotation)[:1].upper()}{title_of(annotation)[1:]}."


def _trust(trust: TrustDelegation) -> str:
    details = [
        f"basis: {trust.basis.value}",
        f"status: {trust.status.value}",
        f"granted: {trust.granted}" if trust.granted else "",
        f"review by: {trust.review_by}" if trust.review_by else "no review date",
        f"evidence: {trust.evidence_link}" if trust.evidence_link else "no evidence linked",
        f"conditions: {trust.conditions}" if trust.conditions else "",
        f"owner: {trust.owner}" if trust.owner else "",
    ]
    return f"Trust: {trust.delegator} trusts {trust.delegate}; {'; '.join(filter(None, details))}."


def _risk(risk: ResidualRisk) -> str:
    before, after = (
        "not assessed" if score is None else f"{score} of 25" for score in (risk.score_before, risk.score_after)
    )
    details = [
        f"limit: {LIMIT_TITLES[risk.limit]}",
        f"before controls: {before}",
        f"after controls: {after}",
        f"treatment: {risk.treatment.value}",
        f"status: {risk.status.value}",
        f"rationale: {risk.rationale}" if risk.rationale else "",
        f"review by: {risk.review_by}" if risk.review_by else "no review date",
        f"owner: {risk.owner}" if risk.owner else "",
    ]
    return f"Residual risk “{risk.title}”; {'; '.join(filter(None, details))}."
