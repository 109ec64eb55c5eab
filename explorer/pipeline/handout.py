"""A workshop on paper: how to run it, its slides with the answers they show, what was decided, how the votes came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from explorer.analysis.incidents import replay
from explorer.analysis.risk_scale import RiskScale
from explorer.domain.annotation import ATTACK_TITLES, Attack
from explorer.domain.component import ComponentId, Kind
from explorer.domain.workshop import Slide
from explorer.exports.report import Cell, Document, Section
from explorer.graph.reach import UNREACHED
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.controls import control_title
from explorer.knowledge.incidents import incidents
from explorer.pipeline.ancestors_table import shared_table
from explorer.pipeline.answers import Answers
from explorer.pipeline.depth_table import chain_table, tier_table
from explorer.pipeline.incident_table import VERDICTS
from explorer.pipeline.sentences import counted
from explorer.pipeline.slide_answers import slide_answer
from explorer.pipeline.slide_state import is_covered, question_of, state_of
from explorer.pipeline.stories import total_minutes
from explorer.pipeline.summary import summary_lines
from explorer.pipeline.table import Table
from explorer.pipeline.tables import TABLES
from explorer.pipeline.vendor_sheet import questions_section, vendor_sheet
from explorer.pipeline.view_places import place_of
from explorer.pipeline.whatif import controls_in_place
from explorer.pipeline.workshop_outcome import outcome_sections

QUESTION_OF_VIEW = {
    "depth-map": "depth", "lineage": "depth", "horizon": "frontier", "concentration": "concentration",
    "chokepoints": "chokepoints", "ancestors": "ancestors", "controls": "controls", "findings": "findings",
    "boundaries": "coverage", "trust-map": "trust", "risk": "suggestions", "signed": "signed", "outage": "outage", "licences": "licences",
}  # fmt: skip
"""The answer that stands behind a view, for paper."""

STEPS = (
    "This paper holds the answers: keep it to yourself until the hour is over, and open the workspace before "
    "the projector is on. Have pens and paper for the guesses. Rehearse in a copy, for decisions stay in the workspace (the ballots of "
    "each presentation are counted by themselves): "
    "“Save a copy for a colleague…” in the menu “File” writes one, and “Open workspace…” there opens it.",
    "Open the workspace that holds the story; “Open the sample portfolio” on the first page opens the ready one. Go to “Workshop” in "
    "the group “Share”, choose the story in the box “Story”, click the slide to begin with and press “Present”.",
    "The facilitator's window opens; the main window is the stage, which the group sees. On one screen they stand side by side; "
    "where that leaves the stage too narrow, the facilitator's window is a strip below it, and the F8 key opens it to read the note, "
    "to decide or to vote, and folds it again. "
    "Three boxes to tick are in the facilitator's window. "
    "With a projector, tick “Stage on its own screen”; to be read from afar, “Large text”, which wants that whole screen; "
    "for eyes that must not see the names of systems, companies and owners, “Hide names”.",
    "Each slide says how long it takes and how much is left. “Next ▶” goes on, “◀ Back” goes back. Look around on the stage as "
    "you like; “Return to the slide” comes back.",
    "A slide that asks for a guess shows its question first, large, and no figure. When everybody has guessed, press "
    "“Show the answer”, or the Space key.",
    "“Reveal next step” shows what is one step farther away, “Next inject” tells the next event of what is played; each is there "
    "on the slides that have something to reveal or to tell, greyed out behind a question and once all is shown.",
    "To decide: type the name of the group into “Group”, click on the stage what it is about, press “Decide trust…” or "
    "“Decide risk…”, fill in the form and press “Save”. It stands in the ledger or the register at once.",
    "The form of trust: “Who trusts” may stay empty, that is all of us; “Whom” is what you clicked; choose on what the trust rests in "
    "“Basis”, until when it holds in “Review by”, and in “Status” whether it is examined or only proposed; “Owner” is the group. "
    "The other fields may stay as they are.",
    "The form of risk: write what could happen into “Title”, choose how likely and how bad in “After controls”, what you do about "
    "it in “Treatment”, and write why it remains into “Rationale”; “Owner” is the group. The other fields may stay as they are.",
    "To vote: everybody types two digits from 1 to 5 into “Vote”, how likely and how bad, and presses Enter; nobody sees them. "
    "“Show scale” shows before the vote what the digits mean. With twelve people, let them write the two digits on slips of paper "
    "and type them yourself: that is faster than passing the keyboard. "
    "Of two middle ballots, the median is the higher one. “Reveal” shows the whole table how it came out: how many said what, from where "
    "to where, and the median; no names. “Write as risk…” opens the form of risk with the medians in it: of the risk that stands on "
    "it and is not assessed yet, otherwise of a new one.",
    "“End”, or the Esc key in the facilitator's window, leaves the presentation; the window becomes what it was before.",
)
"""What the facilitator does; each name in “…” is to be found in the window."""

USUAL_SCALE = RiskScale()

MOST_ROWS = 8
"""Rows printed per slide: what fits on half a page; the slide says how many more there are."""


TIERS = "Counted as the stage does: by the shortest way from a system, so tier 1 is “up to 1 away”. The longest chain is longer."

PRINTED_BY = (
    "This paper comes from “Handout…” in “Workshop” (group “Share”); name the file .pdf to print it or .html to read it. Printed again "
    "after the hour, it holds what was decided and voted. On the command line: catchment handout WORKSPACE -o handout.pdf"
)


def handout(
    snapshot: Snapshot, answers: Answers, story: str, slides: Sequence[Slide], scale: RiskScale = USUAL_SCALE
) -> Document:
    """How to run it, one section per slide, then decisions and votes; `scale` says what the steps of a vote are called."""
    sections = [
        Section("How to run it", "In the window, in this order.", ("no", "do"), tuple(enumerate(STEPS, 1)), PRINTED_BY)
    ]
    for number, each in enumerate(slides, 1):
        sections += [_slide(snapshot, answers, number, each), *_controls(snapshot, answers, number, each)]
    sections += outcome_sections(snapshot, answers, slides, scale)
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
    asked = f"On the stage first: {question_of(slide) or slide.title}" if is_covered(slide) else ""
    words = " ".join(part for part in (asked, card_words(slide.card), slide.note) if part)
    said = slide_answer(snapshot, answers, slide)
    where = " ".join(filter(None, (f"In the window: {place_of(slide.view)}.", said)))
    if slide.view == "summary":
        return Section(title, words, ("what there is", "how many"), _counts(snapshot, answers), where)
    if slide.view == "depth":
        chain = chain_table(snapshot, answers)
        query = "catchment show WORKSPACE depth --by chain"
        return Section(title, words, chain.columns, chain.rows, f"{where} The answer: {chain.headline}", None, query)
    if slide.view == "lineage":
        tiers = tier_table(snapshot, answers)
        query = "catchment show WORKSPACE depth --by tier"
        return Section(title, words, tiers.columns, (*tiers.rows, _whole(tiers)), f"{where} {TIERS}", None, query)
    if slide.view == "vendor-sheet" and (asked_of := _vendor(snapshot, slide)) is not None:
        asks = questions_section(snapshot, vendor_sheet(snapshot, answers, asked_of))
        query = f"catchment sheet WORKSPACE {asked_of}"
        return Section(title, words, asks.columns, asks.rows, where, None, query)
    incident = incidents().get(slide.card)
    if incident is not None:
        events = tuple((each.date, each.text, each.source) for each in incident.events)
        return Section(title, words, ("date", "what happened", "source"), events, where)
    question = QUESTION_OF_VIEW.get(slide.view)
    if slide.view == "risk" and answers.risk.risks:
        question = "risk"  # What is written down stands on the stage before what could be.
    if question is None:
        return Section(title, words, (), (), where)
    table = shared_table(snapshot, answers) if slide.view == "ancestors" else TABLES[question](snapshot, answers)
    if slide.view == "concentration":
        table = _tops(table)
    query = f"catchment show WORKSPACE {question}"
    return Section(title, words, table.columns, table.rows, f"{where} The answer: {table.headline}", MOST_ROWS, query)


def _vendor(snapshot: Snapshot, slide: Slide) -> ComponentId | None:
    """The party that a slide has selected, where the scans of now have it."""
    chosen = [snapshot.component(str(each)) for each in state_of(slide.state).get("selection", ())]
    return next((each.id for each in chosen if each is not None and each.kind is Kind.PARTY), None)


def _controls(snapshot: Snapshot, answers: Answers, number: int, slide: Slide) -> list[Section]:
    """What the stage says of the controls once all events of an incident are told; nothing for other slides."""
    incident = incidents().get(slide.card)
    if incident is None or not answers.roots:
        return []
    found = replay(snapshot, answers.roots, incident, controls_in_place(snapshot, answers))
    rows = tuple(
        (control_title(each.sight.control), VERDICTS[each.sight.verdict], f"{each.recorded:,} of {each.of:,}", each.sight.says)
        for each in found.sights
    )  # fmt: skip
    return [
        Section(
            f"{number}. What each control would have done", "Read after the last event; on the stage it stands below the events.",
            ("control", "it", "recorded on", "why"), rows,
            "Recorded on: relations of its ways here on which this control is recorded.",
        )
    ]  # fmt: skip


def _whole(tiers: Table) -> tuple[Cell, ...]:
    """All classes of each tier together, as the heads of the drawing's columns count them."""
    return ("all of it", *(sum(int(row[place] or 0) for row in tiers.rows) for place in range(1, len(tiers.columns))))


def _tops(table: Table) -> Table:
    """Who stands first in each dimension, with how many systems: what a group guesses, without the indices."""
    firsts = {row[0]: row for row in reversed(table.rows)}
    wanted = [table.columns.index(each) for each in ("dimension", "holder", "systems", "of", "share")]
    rows = [row for row in table.rows if firsts[row[0]] is row]
    return replace(
        table, columns=tuple(table.columns[each] for each in wanted), rows=tuple(tuple(row[each] for each in wanted) for row in rows),
    )  # fmt: skip


def _counts(snapshot: Snapshot, answers: Answers) -> tuple[tuple[str, int], ...]:
    """What the first guesses of a group are about."""
    reached = np.flatnonzero(answers.depth.least != UNREACHED)
    parties = int(snapshot.graph.has_kind(Kind.PARTY)[reached].sum())
    return (
        ("systems", len(answers.roots)), ("components upstream", answers.visibility.shares.total),
        ("companies and other parties among them", parties),
        ("components of which nobody says what they are", answers.visibility.shares.unknown),
        ("steps of the deepest chain", answers.depth.deepest),
    )  # fmt: skip
