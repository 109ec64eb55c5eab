"""The questions that a newcomer asks first, by themselves: they stand in the window before anything is worked out."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.domain.component import ComponentId


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """A question with its answer, and where it is answered in full."""

    question: str
    view: str
    sentence: str
    about: tuple[ComponentId, ...] = ()
    """What to select on the way to the view."""


FIRST_QUESTIONS = (
    ("Which one company takes down most if it stops?", "outage"),
    ("What do my systems secretly share?", "ancestors"),
    ("What if the hub is compromised, and does signing help?", "what-if"),
    ("What would we ask first, and whom?", "horizon"),
)
