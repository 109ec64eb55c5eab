"""Many texts at once are ordered, found and told apart as Python does it one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.graph import text_words
from explorer.graph.text_column import TextColumn
from explorer.graph.text_index import TextIndex
from explorer.graph.text_words import distinct, tails_equal, text_order

texts = st.lists(st.text("ab\0é\ud800\U0001f600/", max_size=20), max_size=30)


@given(texts, st.randoms())
def test_that_texts_are_ordered_by_code_points_within_their_groups(words, random):
    first = [random.randint(0, 2) for _ in words]
    order = text_order(TextColumn.of(words), np.array(first, np.int32)).tolist()
    assert [(first[row], words[row]) for row in order] == sorted(zip(first, words, strict=True))


@given(texts, st.randoms())
def test_that_texts_are_taken_in_any_order(words, random):
    rows = [random.randrange(len(words)) for _ in range(9)] if words else []
    assert list(TextColumn.of(words).take(np.array(rows, np.int64))) == [words[row] for row in rows]


@given(texts, st.booleans())
def test_that_equal_texts_get_one_number_even_where_hashes_collide(words, collide):
    real = text_words.hashes
    try:
        if collide:
            text_words.hashes = lambda column: column.lengths.astype(np.uint64) % 2
        code, first = distinct(TextColumn.of(words))
    finally:
        text_words.hashes = real
    assert [words[first[number]] for number in code.tolist()] == words
    assert len(first) == len(set(words))


@given(texts)
def test_that_the_index_finds_every_text_and_no_stranger(words):
    column = TextColumn.of(words)
    index = TextIndex.of(column)
    assert [index.find(column, word) for word in words] == [words.index(word) for word in words]
    assert index.find(column, "a stranger") is None


@given(st.lists(st.tuples(st.text("abc/", max_size=20), st.text("abc/", max_size=12)), max_size=20))
def test_that_a_tail_is_the_end_of_its_text(pairs):
    whole, tails = TextColumn.of(each[0] for each in pairs), TextColumn.of(each[1] for each in pairs)
    assert tails_equal(whole, tails).tolist() == [bool(tail) and text.endswith(tail) for text, tail in pairs]
