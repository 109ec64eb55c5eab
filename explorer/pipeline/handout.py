"""What a workshop takes home: its slides with the answers they showed, what was decided, how the votes came out."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.domain.annotation import ATTACK_TITLES, Attack, ResidualRisk, TrustDelegation
from explorer.domain.workshop import Slide
from explorer.exports.report import Document, Section
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.incidents import incidents
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import NOT_ASSESSED, counted
from explorer.pipeline.stories import tallies, total_minutes
from explorer.pipeline.summary import summary_lines
from explorer.pipeline.tables import TABLES

QUESTION_OF_VIEW = {
    "depth": "depth", "depth-map": "depth", "lineage": "depth", "horizon": "frontier", "concentration": "concentration",
    "chokepoints": "chokepoints", "ancestors": "ancestors", "controls": "controls", "findings": "findings",
    "boundaries": "coverage", "trust-map": "trust", "risk": "suggestions", "signed": "signed", "licences": "licences",
}  # fmt: skip
"""The answer that stands behind a view, for paper."""

MOST_ROWS = 8
"""Rows printed per slide: what fits on half a page; the slide says how many more there are."""


def handout(snapshot: Snapshot, answers: Answers, story: str, slides: Sequence[Slide]) -> Document:
    """One section per slide, then decisions and votes."""
    sections = [_slide(snapshot, answers, number, each) for number, each in enumerate(slides, 1)]
    sections += [_decisions(snapshot, answers), _votes(answers)]
    lead = (f"{counted(len(slides), 'slide')}, {total_minutes(slides):,} minutes.", *summary_lines(snapshot, answers))
    age = f"Scanned {snapshot.taken[:16].replace('T', ' ')} UTC. Trust judged as of {answers.today.isoformat()}."
    return Document(story, age, lead, tuple(sections), lead_title="Before you begin")


def card_words(card: str) -> str:
    """An attack or incident in one line; empty for no card.

    >>> card_words("A6"), card_words("")
    ('Play: A6 Compromised ML framework.', '')
    """
    if not card:
        return ""
    if card in set(Attack):
        return f"Play: {card} {ATTACK_TITLES[Attack(card)]}."
    known = incidents().get(card)
    return f"Play: {known.key} {known.title}." if known else f"Play: {card}."


def _slide(snapshot: Snapshot, answers: Answers, number: int, slide: Slide) -> Section:
    title = f"{number}. {slide.title} ({slide.minutes} min)"
    words = " ".join(part for part in (card_words(slide.card), slide.note) if part)
    question = QUESTION_OF_VIEW.get(slide.view)
    if question is None:
        return Section(title, words, (), (), f"In the window: the view “{slide.view}”.")
    table = TABLES[question](snapshot, answers)
    note = f"The answer: {table.headline}"
    query = f"catchment show WORKSPACE {question}"
    return Section(title, words, table.columns, table.rows, note, MOST_ROWS, query)


def _decisions(snapshot: Snapshot, answers: Answers) -> Section:
    rows = []
    for each in answers.annotations:
        if isinstance(each, TrustDelegation):
            what = f"{each.status.value}: {each.basis.value}"
            rows.append(
                ("trust", _name(snapshot, each.delegate), what, each.owner or None, str(each.review_by or "") or None)
            )
        elif isinstance(each, ResidualRisk):
            score = NOT_ASSESSED if each.score_after is None else f"{each.score_after} of 25"
            rows.append(("risk", each.title, score, each.owner or None, str(each.review_by or "") or None))
    headline = f"{counted(len(rows), 'decision')} written down." if rows else "Nothing was written down yet."
    return Section("What we decided", headline, ("kind", "about", "decision", "owner", "review by"), tuple(rows))


def _votes(answers: Answers) -> Section:
    rows = tuple(
        (each.question, each.votes, each.likelihood, _spread(each.likelihoods), each.impact, _spread(each.impacts))
        for each in tallies(answers.annotations)
    )
    headline = f"{counted(len(rows), 'question')} voted on; medians, no names." if rows else "Nobody voted."
    columns = ("question", "ballots", "likelihood", "from … to", "impact", "from … to ")
    return Section("How we voted", headline, columns, rows)


def _spread(values: Sequence[int]) -> str:
    return f"{values[0]} to {values[-1]}"


def _name(snapshot: Snapshot, identity: str) -> str:
    component = next((each for each in snapshot.components if each.id == identity), None)
    return component.name if component else identity
