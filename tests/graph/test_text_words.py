"""Many texts at once are ordered, found and told apart as Python does it one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.graph import text_index, text_words
from explorer.graph.columns import NodeColumns, RelationColumns, in_level_order
from explorer.graph.text_column import TextColumn
from explorer.graph.text_index import TextIndex
from explorer.graph.text_ranks import ranks_with
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


@given(st.sets(st.text(max_size=8)), st.lists(st.text(max_size=8)), st.booleans())
def test_that_many_are_found_as_each_is_even_where_hashes_collide(words, sought, collide):
    column = TextColumn.of(sorted(words))
    with pytest.MonkeyPatch.context() as patch:
        if collide:
            patch.setattr(text_index, "hashes", lambda texts: np.full(len(texts), 7, np.uint64))
            patch.setattr(text_index, "hash_of", lambda text: 7)
        index = TextIndex.of(column)
        wanted = [*sought, *sorted(words)]
        expected = [sorted(words).index(each) if each in words else -1 for each in wanted]
        assert index.find_all(column, wanted).tolist() == expected
        assert [index.find(column, each) for each in wanted] == [None if each < 0 else each for each in expected]


@given(st.lists(st.text(max_size=20)))
def test_that_one_text_has_the_hash_that_it_has_among_many(words):
    column = TextColumn.of(words)
    assert text_words.hashes(column).tolist() == [
        text_words.hash_of(word.encode("utf-8", "surrogatepass")) for word in words
    ]


@given(st.lists(st.text(max_size=6)), st.text(max_size=3))
def test_that_what_begins_so_is_found_and_texts_come_many_at_a_time(words, beginning):
    column = TextColumn.of(words)
    rows = [place for place, word in enumerate(words) if beginning and word.startswith(beginning)]
    assert list(column.beginning_with(beginning)) == rows
    assert column.texts(np.array(rows, np.int64)) == [words[row] for row in rows]
    assert list(column) == words


@given(st.sets(st.text(max_size=4), min_size=1), st.sets(st.text(max_size=4)))
def test_that_others_are_ranked_among_the_identities_of_a_graph(own, others):
    own, others = sorted(own), sorted(others - set(own))
    ends = np.zeros(0, np.int32)
    graph = in_level_order(
        NodeColumns(
            TextColumn.of(own), TextColumn.empty(len(own)), TextColumn.empty(len(own)),
            np.zeros(len(own), np.uint8), np.zeros(len(own), np.uint8), np.full(len(own), -1, np.int32),
        ),
        RelationColumns(ends, ends, ends.astype(np.uint8), ends.astype(np.uint8), ends.astype(np.uint8)),
    ).graph  # fmt: skip
    everything = [*graph.ids, *reversed(others)]
    expected = [sorted(everything).index(each) for each in everything]
    assert ranks_with(graph, list(reversed(others))).tolist() == expected


@given(st.lists(st.text("ab\0é", max_size=24), max_size=20), st.booleans())
def test_that_texts_too_long_for_arrays_are_treated_as_all_others(words, collide):
    column = TextColumn.of(words)
    expected = text_words.hashes(column).tolist()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_words, "_LONG", 8)
        assert text_words.hashes(column).tolist() == expected
        ordered = text_order(column, np.zeros(len(words), np.int32)).tolist()
        assert [words[row] for row in ordered] == sorted(words)
        tails = [word[len(word) // 2 :] for word in words]
        assert tails_equal(column, TextColumn.of(tails)).tolist() == [bool(tail) for tail in tails]
        if collide:
            patch.setattr(text_words, "hashes", lambda texts: texts.lengths.astype(np.uint64) % 2)
        code, first = distinct(column)
    assert [words[first[number]] for number in code.tolist()] == words
    assert len(first) == len(set(words))


def test_that_a_text_of_a_megabyte_is_not_cut_into_arrays_of_one_word(monkeypatch):
    asked = []
    real = text_words.Words.at
    monkeypatch.setattr(text_words.Words, "at", lambda self, *rest: asked.append(1) or real(self, *rest))
    column = TextColumn.of(["a" * 1_000_000 + end for end in "xyzy"])
    code, _ = distinct(column)
    assert code.tolist()[1] == code.tolist()[3]
    assert len(set(code.tolist())) == 3
    assert text_order(column, np.zeros(4, np.int32)).tolist()[0] == 0
    assert tails_equal(column, column).all()
    assert len(asked) < 3_000
