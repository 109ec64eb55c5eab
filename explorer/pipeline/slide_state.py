"""What the state of a slide says beside scope, selection and filter: how much is revealed, and what is asked first."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from explorer.domain.workshop import Slide


def state_of(text: str) -> dict[str, Any]:
    """What a kept look says; nothing where it is broken."""
    try:
        state = json.loads(text)
    except ValueError:
        return {}
    return state if isinstance(state, dict) else {}


def reveal_of(slide: Slide) -> int | None:
    """How many steps of depth a slide shows at first; None where it shows all at once."""
    wanted = state_of(slide.state).get("reveal")
    return wanted if isinstance(wanted, int) and wanted > 0 else None


def is_covered(slide: Slide) -> bool:
    """Whether the group guesses before it sees the answer."""
    return state_of(slide.state).get("covered") is True


def question_of(slide: Slide) -> str:
    """What stands on the cover; empty where that is the title alone."""
    asked = state_of(slide.state).get("ask")
    return asked if isinstance(asked, str) else ""


def with_cover(slide: Slide, covered: bool, question: str = "") -> Slide:
    """The slide with its answer covered at first, or not; all else stays, also what a newer program put there.

    >>> made = with_cover(Slide("workspace", "s", "001", "t", "summary", '{"reveal": 2}'), True, "How many?")
    >>> made.state, is_covered(made), question_of(made), reveal_of(made)
    ('{"reveal": 2, "covered": true, "ask": "How many?"}', True, 'How many?', 2)
    >>> with_cover(made, False).state
    '{"reveal": 2}'
    """
    if (covered, question) == (is_covered(slide), question_of(slide)):
        return slide
    state = {key: value for key, value in state_of(slide.state).items() if key not in ("covered", "ask")}
    if covered:
        state |= {"covered": True} | ({"ask": question} if question else {})
    return replace(slide, state=json.dumps(state, ensure_ascii=False))
