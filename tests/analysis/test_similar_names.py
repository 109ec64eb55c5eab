"""Names at most one edit apart: by hand, and the index against comparing everything with everything."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from explorer.analysis.lookalikes import lookalikes
from explorer.analysis.similar_names import SHORTEST, NameIndex, normalized
from explorer.domain.component import Kind
from explorer.graph.example import example_snapshot

NAMES = st.text("ab-_1", min_size=0, max_size=8)


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("langchian", "langchain", True),
        ("transformer", "transformers", True),
        ("numpyy", "numpy", True),
        ("scikit_learn", "scikit-learn", True),
        ("llama-2", "llama-3", False),
        ("tqdn", "tqdm", False),
        ("requests", "requests", False),
        ("reqeusst", "requests", False),
    ],
)
def test_that_a_name_is_similar_only_by_one_edit_and_never_by_its_number(name: str, known: str, near: bool) -> None:
    assert NameIndex([known]).near(name) == ([known] if near else [])


@given(NAMES, st.lists(NAMES, max_size=12))
def test_that_the_index_finds_what_comparing_with_each_finds(name: str, known: list[str]) -> None:
    def is_near(other: str) -> bool:
        one, two = normalized(name), normalized(other)
        if one == two:
            return name.lower() != other.lower()
        differ_in_more_than_digits = re.sub(r"\d", "#", one) != re.sub(r"\d", "#", two)
        return OSA.distance(one, two) == 1 and differ_in_more_than_digits

    expected = sorted(each for each in set(known) if is_near(each)) if len(normalized(name)) >= SHORTEST else []
    assert NameIndex(known).near(name) == expected


def test_that_a_model_named_like_a_well_known_one_of_another_owner_is_told_and_its_owner_is_not() -> None:
    own, copy = "pkg:huggingface/mistralai/Mistral-7B-v0.1", "pkg:huggingface/someone/mistral-7b-V0.1"
    near = "pkg:huggingface/mistralia/other"
    kinds = {own: Kind.MODEL, copy: Kind.MODEL, near: Kind.MODEL}
    snapshot = example_snapshot(f"app->{own} app->{copy} app->{near}", kinds)
    assert [(each.name, each.like, each.is_same) for each in lookalikes(snapshot)] == [
        ("mistralia/other", "mistralai (organisation)", False),
        ("someone/mistral-7b-V0.1", "mistralai/Mistral-7B-v0.1", True),
    ]
