"""The short way to tell a repository's name agrees with the long one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explorer.sources.dump_columns import Names, plain_name
from explorer.sources.hub_names import hub_name

LETTERS = st.text("aZ9._-/ é\\:@", max_size=14)
PARTS = st.lists(
    st.sampled_from(["a", "Z9", ".", "..", "-", "--", "_", "/", ".bin", ".GGUF", ".git", "x" * 95]), max_size=7
)


@given(text=LETTERS | PARTS.map("".join))
def test_that_a_plain_name_is_what_the_hub_takes_as_it_stands(text):
    if plain_name(text):
        named = hub_name(text)
        assert named is not None
        assert (named.id, named.repository) == (f"pkg:huggingface/{text}", text)


@given(texts=st.lists(LETTERS | PARTS.map("".join), max_size=20))
def test_that_names_are_numbered_as_they_come_and_others_are_not(texts):
    names = Names()
    numbers = [names.model(text) for text in texts]
    tails = list(names.column())
    for text, number in zip(texts, numbers, strict=True):
        named = hub_name(text)
        if named is None:
            assert number == -1
        else:
            assert f"pkg:huggingface/{tails[number]}" == named.id
            assert names.odd.get(number, tails[number]) == named.repository
