"""Stories of slides: the ready one that the sample portfolio carries, and how a group's votes came out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median_high
from typing import Any

from explorer.analysis.risk_scale import STEPS
from explorer.domain.annotation import Subject
from explorer.domain.annotations import Annotation
from explorer.domain.correction import WORKSPACE_SUBJECT
from explorer.domain.workshop import Slide, Vote
from explorer.knowledge.files import resource_folder
from explorer.pipeline.slide_state import with_cover


@dataclass(frozen=True, slots=True)
class Tally:
    """How a vote on one question came out."""

    subject: Subject
    question: str
    votes: int
    likelihood: int
    impact: int
    """The medians; the higher of two middle values."""
    likelihoods: tuple[int, ...]
    impacts: tuple[int, ...]
    """Every ballot, sorted, so that nobody can tell whose it is."""
    meeting: str = ""
    """The moment at which the presentation began, as on the ballots."""
    groups: tuple[str, ...] = ()
    """The names of the groups that voted, sorted; none where nobody gave one."""


def stories_in(annotations: Iterable[Annotation]) -> dict[str, list[Slide]]:
    """Slides by story, in their order."""
    found: dict[str, list[Slide]] = {}
    for each in annotations:
        if isinstance(each, Slide):
            found.setdefault(each.story, []).append(each)
    return {story: sorted(slides, key=lambda slide: (slide.place, slide.id)) for story, slides in sorted(found.items())}


def tallies(annotations: Iterable[Annotation]) -> list[Tally]:
    """The outcome of every question that was voted on, each presentation by itself, in the order of the first vote.

    >>> votes = [Vote(Subject("x"), "q", likelihood, 3) for likelihood in (1, 4, 5)]
    >>> [(each.votes, each.likelihood, each.impact, each.likelihoods) for each in tallies(votes)]
    [(3, 4, 3, (1, 4, 5))]
    """
    ballots: dict[tuple[Subject, str, str], list[Vote]] = {}
    for each in annotations:
        if isinstance(each, Vote):
            ballots.setdefault((each.subject, each.question, each.meeting), []).append(each)
    return [_tally(votes) for votes in ballots.values()]


def counts_of(ballots: Sequence[int]) -> tuple[int, ...]:
    """How many ballots each of the steps 1 to 5 has.

    >>> counts_of((2, 4, 4))
    (0, 1, 0, 2, 0)
    """
    return tuple(ballots.count(step) for step in range(1, STEPS + 1))


def sample_story() -> tuple[Slide, ...]:
    """The ready story of one hour on the sample portfolio."""
    path = resource_folder() / "stories" / "one-hour.toml"
    story = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_sample_slide(story["title"], number, each) for number, each in enumerate(story["slide"], 1))


def total_minutes(slides: Sequence[Slide]) -> int:
    """How long a story takes."""
    return sum(slide.seconds for slide in slides) // 60


def _tally(votes: list[Vote]) -> Tally:
    """Of ballots on one question in one presentation."""
    first = votes[0]
    likelihoods = tuple(sorted(each.likelihood for each in votes))
    impacts = tuple(sorted(each.impact for each in votes))
    groups = tuple(sorted({each.group for each in votes} - {""}))
    return Tally(
        first.subject, first.question, len(votes), median_high(likelihoods), median_high(impacts),
        likelihoods, impacts, first.meeting, groups,
    )  # fmt: skip


def _sample_slide(story: str, number: int, each: dict[str, Any]) -> Slide:
    slide = Slide(
        WORKSPACE_SUBJECT, story, f"{number:03}", each["title"], each["view"], each.get("state", "{}"),
        " ".join(each["note"].split()), str(each["minutes"]), each.get("card", ""), "Catchment", f"sample-slide-{number:03}",
    )  # fmt: skip
    return with_cover(slide, "ask" in each, each.get("ask", ""))
