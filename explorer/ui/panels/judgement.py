"""What analysts wrote about a thing, in one line each, and the way to write more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from explorer.domain.annotation import Note, ResidualRisk, Subject, TrustDelegation, TrustStatus
from explorer.domain.annotations import Annotation, title_of
from explorer.domain.workshop import Vote
from explorer.pipeline.sentences import counted
from explorer.ui.panels.sheet import Sheet
from explorer.ui.session import Session

_TITLES = {"trust": "a trust delegation", "risk": "a residual risk", "note": "a note", "correction": "a correction"}


def add_judgement(sheet: Sheet, session: Session, subjects: Sequence[Subject], name: str) -> None:
    """The annotations on these subjects, each a link to its editor; new ones are about the last subject.

    Ballots are only counted: whose they are is nobody's business, and they are not edited.
    """
    sheet.section("Judgement")
    mine = [each for each in session.annotations if each.subject in subjects]
    if not mine:
        sheet.muted("Nobody has written anything about it yet.")
    ballots = Counter(each.question for each in mine if isinstance(each, Vote))
    for each in (each for each in mine if not isinstance(each, Vote)):
        line = annotation_line(each, session.answers.today)
        sheet.link(line, "Edit", lambda chosen=each: session.edit_requested.emit("edit", chosen))
    for question, count in ballots.items():
        sheet.muted(f"{counted(count, 'anonymous vote')} on “{question}”, see Share › Workshop.")
    offered = {}
    for word, title in _TITLES.items():
        text = f"{word.capitalize()}…"
        offered[text] = (f"Add {title} on {name}", lambda what=word: session.edit_requested.emit(what, subjects[-1]))
    sheet.buttons(offered)


def annotation_line(annotation: Annotation, today: date) -> str:
    """An annotation in one line; trust whose review date has passed is told as lapsed, whatever was decided then."""
    match annotation:
        case TrustDelegation():
            return f"Trust: {_trust_words(annotation, today)}"
        case ResidualRisk():
            score = f"{annotation.score_after} of 25" if annotation.score_after is not None else "not assessed"
            return f"Risk: {annotation.title}, {score}"
        case Note():
            return f"Note: {annotation.text}"
        case _:
            return f"Also: {title_of(annotation)}"


def _trust_words(trust: TrustDelegation, today: date) -> str:
    if trust.lapsed(today) and trust.status is not TrustStatus.REFUSED:
        was = f"was {trust.status.value}, {trust.basis.value}"
        return f"lapsed, review was due by {trust.review_by} ({was})"
    until = f", review by {trust.review_by}" if trust.review_by else ""
    return f"{trust.status.value}, {trust.basis.value}{until}"
