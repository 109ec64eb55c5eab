"""A workshop on paper: how to run it, its slides with the answers they show, what was decided, how the votes came out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.domain.annotation import ATTACK_TITLES, Attack, ResidualRisk, TrustDelegation
from explorer.domain.component import Kind
from explorer.domain.correction import WORKSPACE_SUBJECT
from explorer.domain.workshop import Slide
from explorer.exports.report import Document, Section
from explorer.graph.identity import family
from explorer.graph.reach import UNREACHED
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.incidents import incidents
from explorer.pipeline.answers import Answers
from explorer.pipeline.depth_table import chain_table
from explorer.pipeline.sentences import NOT_ASSESSED, counted
from explorer.pipeline.stories import tallies, total_minutes
from explorer.pipeline.summary import summary_lines
from explorer.pipeline.tables import TABLES
from explorer.pipeline.view_places import place_of

QUESTION_OF_VIEW = {
    "depth-map": "depth", "lineage": "depth", "horizon": "frontier", "concentration": "concentration",
    "chokepoints": "chokepoints", "ancestors": "ancestors", "controls": "controls", "findings": "findings",
    "boundaries": "coverage", "trust-map": "trust", "risk": "suggestions", "signed": "signed", "outage": "outage", "licences": "licences",
}  # fmt: skip
"""The answer that stands behind a view, for paper."""

STEPS = (
    "Open the workspace that holds the story, go to “Workshop” in the group “Share”, and choose the story in the box “Story”.",
    "Press “Present”. The facilitator's window opens; the main window is the stage, which the group sees.",
    "With a projector, tick “Stage on its own screen”; to be read from afar, “Large text”; for eyes that must not see the "
    "names of systems, companies and owners, “Hide names”. Closing the facilitator's window takes all three back.",
    "Each slide says how long it takes. “Next ▶” goes on, “◀ Back” goes back. Look around on the stage as you like; "
    "“Return to the slide” comes back.",
    "“Reveal next row” uncovers one more row of depth, “Next inject” tells the next event of what is played; each is there "
    "on the slides that have something to uncover or to tell.",
    "To decide: type the name of the group into “Group”, click on the stage what it is about, press “Decide trust…” or "
    "“Decide risk…”, fill in the form and press “Save”. It stands in the ledger or the register at once.",
    "To vote: everybody types two digits from 1 to 5 into “Vote”, how likely and how bad, and presses Enter; nobody sees them. "
    "Votes on paper are typed by the facilitator. “Reveal” tells how it came out, “Write as risk…” writes it into the register.",
)
"""What the facilitator does; each name in “…” is to be found in the window."""

MOST_ROWS = 8
"""Rows printed per slide: what fits on half a page; the slide says how many more there are."""


def handout(snapshot: Snapshot, answers: Answers, story: str, slides: Sequence[Slide]) -> Document:
    """How to run it, one section per slide, then decisions and votes."""
    sections = [Section("How to run it", "In the window, in this order.", ("no", "do"), tuple(enumerate(STEPS, 1)))]
    sections += [_slide(snapshot, answers, number, each) for number, each in enumerate(slides, 1)]
    sections += [_decisions(snapshot, answers), _votes(snapshot, answers)]
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
    where = f"In the window: {place_of(slide.view)}."
    if slide.view == "summary":
        return Section(title, words, ("what there is", "how many"), _counts(snapshot, answers), where)
    if slide.view == "depth":
        chain = chain_table(snapshot, answers)
        query = "catchment show WORKSPACE depth --by chain"
        return Section(title, words, chain.columns, chain.rows, f"{where} The answer: {chain.headline}", None, query)
    incident = incidents().get(slide.card)
    if incident is not None:
        events = tuple((each.date, each.text, each.source) for each in incident.events)
        return Section(title, words, ("date", "what happened", "source"), events, where)
    question = QUESTION_OF_VIEW.get(slide.view)
    if question is None:
        return Section(title, words, (), (), where)
    table = TABLES[question](snapshot, answers)
    query = f"catchment show WORKSPACE {question}"
    return Section(title, words, table.columns, table.rows, f"{where} The answer: {table.headline}", MOST_ROWS, query)


def _counts(snapshot: Snapshot, answers: Answers) -> tuple[tuple[str, int], ...]:
    """What the first guesses of a group are about."""
    reached = np.flatnonzero(answers.depth.least != UNREACHED)
    parties = int(snapshot.graph.has_kind(Kind.PARTY)[reached].sum())
    return (
        ("systems", len(answers.roots)), ("components upstream", answers.visibility.shares.total),
        ("companies and other parties among them", parties), ("of which nobody says what they are", answers.visibility.shares.unknown),
        ("steps of the deepest chain", answers.depth.deepest),
    )  # fmt: skip


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


def _votes(snapshot: Snapshot, answers: Answers) -> Section:
    rows = tuple(
        (
            each.question,
            _name(snapshot, each.subject),
            each.votes,
            each.likelihood,
            _spread(each.likelihoods),
            each.impact,
            _spread(each.impacts),
        )
        for each in tallies(answers.annotations)
    )
    headline = f"{counted(len(rows), 'question')} voted on; medians, no names." if rows else "Nobody voted."
    columns = ("question", "about", "ballots", "likelihood", "from … to", "impact", "from … to ")
    return Section("How we voted", headline, columns, rows)


def _spread(values: Sequence[int]) -> str:
    return f"{values[0]} to {values[-1]}"


def _name(snapshot: Snapshot, identity: str) -> str:
    if identity == WORKSPACE_SUBJECT:
        return "all of it"
    known = (each.name for each in snapshot.components if identity in (each.id, family(each.id)))
    return next(known, identity)
