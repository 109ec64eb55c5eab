"""Names that are the ends of identities are the same texts, whichever way they are kept."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.graph import tail_column
from explorer.graph.search import Search
from explorer.graph.tail_column import OWN, TailColumn, as_tails
from explorer.graph.text_column import TextColumn
from tests.storage import samples

PAIRS = st.lists(
    st.tuples(st.sampled_from(["", "pkg:hub/", "ü:", "x" * 254, "x" * 255]), st.text(max_size=9), st.booleans())
)


def tails_of(pairs: list[tuple[str, str, bool]]) -> tuple[list[str], TailColumn | TextColumn]:
    ids = [beginning + name for beginning, name, _ in pairs]
    names = [f"{name}!" if odd else name for _, name, odd in pairs]
    return names, as_tails(TextColumn.of(ids), TextColumn.of(names))


def test_that_the_example_holds() -> None:
    found = doctest.testmod(tail_column)
    assert found.attempted
    assert not found.failed


@given(pairs=PAIRS, rows=st.lists(st.integers(0, 10**6)))
def test_that_the_texts_stay_what_they_are(pairs: list[tuple[str, str, bool]], rows: list[int]) -> None:
    names, found = tails_of(pairs)
    assert list(found) == names
    assert found.lengths.tolist() == [len(name.encode()) for name in names]
    wanted = [row % len(names) for row in rows] if names else []
    assert list(found.take(np.array(wanted, np.int64))) == [names[row] for row in wanted]
    assert list(found.part(len(names) // 3, len(names))) == names[len(names) // 3 :]


def test_that_only_what_is_no_end_has_bytes_of_its_own() -> None:
    found = tails_of([("pkg:hub/", "a/x", False), ("pkg:hub/", "a/y", False), ("pkg:hub/", "a/z", True)])[1]
    assert isinstance(found, TailColumn)
    assert found.skipped.tolist() == [8, 8, OWN]
    assert found.own.blob == b"a/z!"


def test_that_where_few_are_ends_nothing_is_gained_and_nothing_changed() -> None:
    assert isinstance(tails_of([("a", "b", True), ("a", "b", True), ("a", "b", False)])[1], TextColumn)


@given(snapshot=samples.snapshots(), text=st.text("aghktvü:/", min_size=1, max_size=2))
def test_that_a_search_finds_the_same_in_tails(snapshot, text: str) -> None:
    """What is asked for stands in the name or the identity, in lower case."""
    graph = snapshot.graph
    holding = [
        node
        for node in range(len(graph))
        if any(word in each.lower() for word in [text.lower()] for each in (graph.names[node], graph.ids[node]))
    ]
    assert np.flatnonzero(Search(graph).matching(f'"{text}"')).tolist() == holding


@pytest.mark.parametrize("bytes_before", [254, 255, 300])
def test_that_a_long_beginning_is_no_trap(bytes_before: int) -> None:
    names = ["one", "two"]
    found = as_tails(TextColumn.of(["x" * bytes_before + name for name in names]), TextColumn.of(names))
    assert list(found) == names
