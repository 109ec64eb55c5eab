"""What a workshop came to, on paper: decisions and votes as they were typed, and lines for those that were not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explorer.analysis.risk_scale import STEPS, RiskScale
from explorer.domain.annotation import ResidualRisk, TrustDelegation
from explorer.domain.annotations import Annotation
from explorer.domain.workshop import Slide
from explorer.exports.report import Cell, Section
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import NOT_ASSESSED, called, counted
from explorer.pipeline.stories import Tally, counts_of, tallies

NOBODY, NOT_SET, NO_REASON = "nobody named", "not set", "none written"

LINE = "_" * 14
"""To write on."""

DECISION_LINES = 6
"""Decisions that find a place on the paper of an hour."""

DECISION_COLUMNS = ("kind", "about", "decision, treatment", "why", "owner", "review by")

VOTED_VIEWS = frozenset({"risk"})
"""Views whose slides are voted on, whatever their notes say."""


def outcome_sections(snapshot: Snapshot, answers: Answers, slides: Sequence[Slide], scale: RiskScale) -> list[Section]:
    """What was decided and voted, then what it takes to do both with pen and paper."""
    return [
        decisions(snapshot, answers.annotations),
        _votes(snapshot, answers),
        _scale(scale),
        _ballots(slides),
        _lines(),
    ]


def decisions(snapshot: Snapshot, annotations: Iterable[Annotation]) -> Section:
    """What was decided, trust and risks, in the order in which it was written down."""
    rows = []
    for each in annotations:
        if isinstance(each, TrustDelegation):
            about, what, why = called(snapshot, each.delegate), each.status.value, f"rests on: {each.basis.value}"
            rows.append(("trust", about, what, why, each.owner or NOBODY, str(each.review_by or NOT_SET)))
        elif isinstance(each, ResidualRisk):
            score = NOT_ASSESSED if each.score_after is None else f"{each.score_after} of 25"
            about = f"{each.title} (on {called(snapshot, each.subject)})"
            what, why = f"{score}; {each.treatment.value}", " ".join(each.rationale.split()) or NO_REASON
            rows.append(("risk", about, what, why, each.owner or NOBODY, str(each.review_by or NOT_SET)))
    headline = f"{counted(len(rows), 'decision')} written down." if rows else "Nothing was written down yet."
    return Section("What we decided", headline, DECISION_COLUMNS, tuple(rows))


def _votes(snapshot: Snapshot, answers: Answers) -> Section:
    """One row per question, subject and presentation; those of one question stand together, in the order of its first vote."""
    found = tallies(answers.annotations)
    questions = list(dict.fromkeys(each.question for each in found))
    found.sort(key=lambda each: questions.index(each.question))  # In place and stable.
    rows = tuple(
        (
            each.question, called(snapshot, each.subject), _by_whom(each), each.votes,
            each.likelihood, _spread(each.likelihoods), _each_step(each.likelihoods),
            each.impact, _spread(each.impacts), _each_step(each.impacts),
        )
        for each in found
    )  # fmt: skip
    headline = f"{counted(len(questions), 'question')} voted on; medians, no names." if rows else "Nobody voted."
    columns = (
        "question", "about", "by whom", "ballots",
        "likelihood", "from … to", "ballots for each", "impact", "from … to ", "ballots for each ",
    )  # fmt: skip
    return Section("How we voted", headline, columns, rows)


def _by_whom(tally: Tally) -> str:
    """The groups that voted, and when their presentation began; UTC, as the journal has it."""
    when = tally.meeting[:16].replace("T", " ")
    return ", ".join([*tally.groups, when] if when else tally.groups) or NOBODY


def _scale(scale: RiskScale) -> Section:
    rows = tuple(zip(range(1, STEPS + 1), scale.likelihood, scale.impact, strict=True))
    return Section(
        "What the digits of a vote mean", "First digit: how likely in the next year? Second digit: how bad if it happens?",
        ("digit", "how likely", "how bad"), rows, "Read this aloud before the first vote; “Show scale” shows the same on the stage.",
    )  # fmt: skip


def _ballots(slides: Sequence[Slide]) -> Section:
    rows = tuple(
        (f"{number}. {each.title}", LINE, LINE, LINE) for number, each in enumerate(slides, 1) if _asks_for_a_vote(each)
    )
    headline = (
        "One copy for each person; write no name on it. Whoever collects the slips types them into “Vote”."
        if rows
        else "No slide of this story asks for a vote."
    )
    return Section("Ballots on paper", headline, ("slide", "about", "how likely, 1 to 5", "how bad, 1 to 5"), rows)


def _asks_for_a_vote(slide: Slide) -> bool:
    """Whether the facilitator is told to let the group vote; what is played without a word is voted on, too."""
    if slide.card and not slide.note:
        return True
    return "vote" in slide.note.casefold() or slide.view in VOTED_VIEWS


def _lines() -> Section:
    rows: tuple[tuple[Cell, ...], ...] = tuple((number, *[LINE] * 6) for number in range(1, DECISION_LINES + 1))
    return Section(
        "Decisions on paper", "For whoever writes along; type them in afterwards with “Decide trust…” or “Decide risk…”.",
        ("decision", "trust or risk", "about", "what we do", "why", "owner", "review by"), rows,
    )  # fmt: skip


def _spread(values: Sequence[int]) -> str:
    return f"{values[0]} to {values[-1]}"


def _each_step(values: Sequence[int]) -> str:
    """How many ballots each step has, those without any left out."""
    return ", ".join(f"{step}: {count:,}" for step, count in enumerate(counts_of(values), 1) if count)
