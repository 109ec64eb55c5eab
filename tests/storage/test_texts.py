"""Texts that SQLite cannot hold come back as they were."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from explorer.storage.texts import json_text, json_value, restored, stored
from tests.storage.samples import texts


@given(texts)
def test_that_any_text_comes_back_through_a_column(text):
    with closing(sqlite3.connect(":memory:")) as connection:
        assert restored(connection.execute("SELECT ?", (stored(text),)).fetchone()[0]) == text


@given(texts, texts)
def test_that_different_texts_stay_different_keys(first, second):
    assert (stored(first) == stored(second)) == (first == second)


@given(
    st.recursive(
        texts | st.integers() | st.none() | st.booleans(), lambda inner: st.lists(inner) | st.dictionaries(texts, inner)
    )
)
def test_that_any_value_comes_back_from_json(value):
    assert json_value(json_text(value)) == value


def test_that_plain_text_is_stored_as_it_is():
    assert stored("Größe “modèle” 模型 🙂") == "Größe “modèle” 模型 🙂"


def test_that_a_lone_half_of_a_pair_is_not_joined_with_its_neighbour():
    assert restored(stored("\ud83d\ude00")) == "\ud83d\ude00" != "🙂"


def test_that_an_absent_text_reads_as_empty():
    assert restored(None) == ""
