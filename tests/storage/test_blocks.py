"""Blocks come back exactly, and nothing but what was packed comes out of one."""

from __future__ import annotations

import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.row_columns import component_columns, components_in, problems_in, relation_columns, relations_in
from explorer.storage import blocks
from explorer.storage.blocks import packed, unpacked

TORCH = Component(
    ComponentId("pkg:pypi/torch@2.4.1"), Kind.PACKAGE, "torch", "2.4.1",
    evidence=(Evidence("lock", "uv.lock", 7), Evidence("", "", None)),
)  # fmt: skip
APP = Component(ComponentId("system:app"), Kind.SYSTEM, "app", attributes={"licence": "MIT"})
USES = Relation(APP.id, TORCH.id, RelationKind.USES, evidence=(Evidence("lock"),))


def test_that_components_come_back_with_their_own_evidence():
    assert components_in(unpacked(packed(component_columns([APP, TORCH])))) == [APP, TORCH]


def test_that_relations_come_back_between_the_same_components():
    columns = unpacked(packed(relation_columns([USES], [0], [1])))
    assert relations_in(columns, [APP.id, TORCH.id]) == [USES]


def test_that_neighbouring_halves_of_a_pair_stay_two():
    assert unpacked(packed([["\ud83d\ude00"]])) == [["\ud83d\ude00"]]


FACTS = st.dictionaries(st.sampled_from(["all", "rows", "licence"]), st.sampled_from(["a", "7"]), max_size=2)
ROWS = st.tuples(st.sampled_from(["", "b"]), FACTS, st.sampled_from([None, 0, 1]), st.sampled_from(["x", "y"]))


@given(rows=st.lists(ROWS, max_size=6))
def test_that_columns_in_which_all_is_the_same_come_back_too(rows):
    texts, facts, lines, words = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [], [])
    columns = [texts, facts, [1] * len(rows), [words, lines, texts]]
    assert unpacked(packed(columns)) == columns


def test_that_what_is_the_same_in_all_rows_is_written_once():
    same = packed([["declared"] * 4096])
    assert len(zlib.decompress(same)) < 50


def test_that_a_block_of_endless_rows_is_not_read():
    with pytest.raises(ValueError, match="too many rows"):
        unpacked(zlib.compress(b'[{"all": "x", "rows": 99999999999}]'))


@pytest.mark.parametrize(
    "body",
    [b"", b"hello", packed([["a" * 99]])[:-6], zlib.compress(b"7"), zlib.compress(b"[7]"), zlib.compress(b"[" * 10**5)],
)
def test_that_a_broken_block_is_a_value_error(body):
    with pytest.raises(ValueError):  # noqa: PT011 - the words differ
        unpacked(body)


def test_that_a_block_that_inflates_without_end_is_not_read(monkeypatch):
    monkeypatch.setattr(blocks, "MOST_BYTES", 10_000)
    with pytest.raises(ValueError, match="too large"):
        unpacked(zlib.compress(json.dumps([["a" * 20_000]]).encode()))


def test_that_a_block_too_large_to_be_read_is_not_written(monkeypatch):
    monkeypatch.setattr(blocks, "MOST_BYTES", 10_000)
    with pytest.raises(ValueError, match="in one block"):
        packed([["a" * 20_000]])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (0, [5]),
        (1, ["spaceship"]),
        (2, [None]),
        (4, [3]),
        (5, ["certain"]),
        (6, [{"a": 1}]),
        (6, ["a"]),
        (7, [3]),
        (0, []),
    ],
)
def test_that_components_of_the_wrong_form_are_refused(column, value):
    columns = component_columns([TORCH])
    columns[column] = value
    with pytest.raises((ValueError, TypeError)):
        components_in(columns)


@pytest.mark.parametrize(
    ("column", "value"), [(0, [2]), (1, [-1]), (0, [True]), (0, ["0"]), (2, ["likes"]), (3, [None]), (6, [0])]
)
def test_that_relations_of_the_wrong_form_are_refused(column, value):
    columns = relation_columns([USES], [0], [1])
    columns[column] = value
    with pytest.raises((ValueError, TypeError)):
        relations_in(columns, [APP.id, TORCH.id])


def test_that_problems_of_the_wrong_form_are_refused():
    with pytest.raises(ValueError, match="a line"):
        problems_in([["x"], ["f"], ["7"], ["m"], ["a"]])
    with pytest.raises(ValueError, match="a text"):
        problems_in([["x"], ["f"], [7], [8], ["a"]])
