"""Picked rows are the texts that a list of them would hold; what is found among them is where the list has it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.graph.picked import Picked, PickedIndex
from explorer.graph.tail_column import TailColumn, as_tails
from explorer.graph.text_column import TextColumn
from explorer.graph.text_index import TextIndex

TEXTS = st.lists(st.text(alphabet="abé/", max_size=6), unique=True, max_size=10)


@given(TEXTS, st.randoms())
def test_that_picked_texts_are_those_of_a_list(texts: list[str], random) -> None:
    rows = random.sample(range(len(texts)), k=random.randint(0, len(texts)))
    wanted = [texts[row] for row in rows]
    found = Picked(TextColumn.of(texts), np.array(rows, np.int32))
    assert list(found) == [found[place] for place in range(len(found))] == wanted
    assert found.lengths.tolist() == [len(text.encode()) for text in wanted]
    assert found.blob == "".join(wanted).encode()
    assert list(TextColumn(found.blob, found.offsets)) == wanted
    assert list(found.part(0, len(wanted) // 2)) == wanted[: len(wanted) // 2]
    backwards = np.arange(len(wanted))[::-1]
    assert list(found.moved(backwards)) == found.texts(backwards) == wanted[::-1]


@given(TEXTS, st.randoms())
def test_that_the_index_finds_what_was_picked_and_nothing_else(texts: list[str], random) -> None:
    rows = random.sample(range(len(texts)), k=random.randint(0, len(texts)))
    ids, place = TextColumn.of(texts), np.full(len(texts) + 1, -1, np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    index, picked = PickedIndex(TextIndex.of(ids), ids, place), Picked(ids, np.array(rows, np.int32))
    asked = [*texts, "stranger"]
    wanted = [rows.index(texts.index(text)) if text in texts and texts.index(text) in rows else -1 for text in asked]
    assert [-1 if (at := index.find(picked, text)) is None else at for text in asked] == wanted
    assert index.find_all(picked, asked).tolist() == wanted


def test_that_names_that_are_ends_of_identities_are_picked_as_well() -> None:
    ids, names = TextColumn.of(["pkg:a/x", "pkg:b/y", "id"]), TextColumn.of(["a/x", "b/y", "said"])
    tails = as_tails(ids, names)
    assert isinstance(tails, TailColumn)
    assert list(Picked(tails, np.array([2, 1], np.int32))) == ["said", "b/y"]
