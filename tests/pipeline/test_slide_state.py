"""What the state of a slide says: what is revealed, whether it is covered, and what is asked; nothing else is lost."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.annotation import Subject
from explorer.domain.workshop import Slide
from explorer.pipeline.slide_state import is_covered, question_of, reveal_of, with_cover
from explorer.pipeline.stories import sample_story

STATES = st.dictionaries(st.text(max_size=8), st.none() | st.booleans() | st.integers() | st.text(), max_size=4)


def slide(state: str) -> Slide:
    return Slide(Subject("workspace"), "Story", "001", "Title", "depth", state)


@given(STATES, st.booleans(), st.text())
def test_that_a_cover_comes_and_goes_without_touching_the_rest(
    state: dict[str, object], covered: bool, question: str
) -> None:
    before = slide(json.dumps(state))
    made = with_cover(before, covered, question)
    assert is_covered(made) is covered
    if covered:
        assert question_of(made) == question
    kept = {key: value for key, value in json.loads(made.state).items() if key not in ("covered", "ask")}
    assert kept == {key: value for key, value in state.items() if key not in ("covered", "ask")}
    assert with_cover(made, covered, question_of(made)) is made  # What is so already is no edit.


def test_that_a_broken_state_says_nothing() -> None:
    for state in ("{broken", "[]", "null", '{"covered": 1, "ask": 7, "reveal": "two"}', '{"reveal": 0}'):
        found = slide(state)
        assert (is_covered(found), question_of(found), reveal_of(found)) == (False, "", None)


def test_that_the_ready_story_covers_the_slides_that_ask_for_a_guess() -> None:
    covered = {slide.view for slide in sample_story() if is_covered(slide)}
    assert covered == {"summary", "horizon", "concentration", "ancestors", "outage", "what-if", "incidents"}
    assert all(question_of(slide).endswith((".", "?")) for slide in sample_story() if is_covered(slide))
    assert all("“Show the answer”" in slide.note for slide in sample_story() if is_covered(slide) and not slide.card)
    assert {slide.view: reveal_of(slide) for slide in sample_story() if reveal_of(slide)} == {
        "summary": 1,
        "lineage": 1,
    }
