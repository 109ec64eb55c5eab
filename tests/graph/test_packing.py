"""A graph is the same after it was arrays, and arrays of something else are refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from explorer.graph.example import example_graph
from explorer.graph.packing import packed_graph, unpacked_graph
from tests.storage import samples

GRAPH = example_graph("app->model model->data data->model app->torch torch->torch")


@given(snapshot=samples.snapshots())
def test_that_a_graph_comes_back_from_its_arrays(snapshot):
    packed = packed_graph(snapshot.graph)
    again = unpacked_graph(packed.__getitem__)
    for name, array in packed_graph(again).items():
        assert bytes(array) == bytes(packed[name]), name
    assert list(again.ids) == list(snapshot.graph.ids)
    assert [again.up.neighbours(node).tolist() for node in range(len(again))] == [
        snapshot.graph.up.neighbours(node).tolist() for node in range(len(again))
    ]
    assert [again.down.relations_of(node).tolist() for node in range(len(again))] == [
        snapshot.graph.down.relations_of(node).tolist() for node in range(len(again))
    ]
    assert [cycle.tolist() for cycle in again.cycles()] == [cycle.tolist() for cycle in snapshot.graph.cycles()]


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("ids", lambda array: array[:-1]),
        ("ids", lambda array: np.zeros(3, np.uint8)),
        ("ids lengths", lambda array: array[:-1]),
        ("kind", lambda array: array + np.uint8(200)),
        ("kind", lambda array: array[:-1]),
        ("knowledge", lambda array: array.astype(np.int32)),
        ("supplier", lambda array: np.full_like(array, 99)),
        ("level", lambda array: array[::-1]),
        ("source", lambda array: array[::-1]),
        ("target", lambda array: array - np.int32(50)),
        ("target", lambda array: np.roll(array, 1)),
        ("by target", lambda array: array[:-1]),
        ("grouped nodes", lambda array: np.array([77], np.int32)),
        ("their groups", lambda array: array[:-1]),
        ("hashes", lambda array: array[::-1]),
        ("hashed", lambda array: np.full_like(array, -1)),
        ("scope", lambda array: np.full_like(array, 99)),
    ],
)
def test_that_arrays_that_are_no_graph_are_refused(name, changed):
    packed = packed_graph(GRAPH)
    packed[name] = changed(packed[name])
    with pytest.raises(ValueError):  # noqa: PT011 - the words differ
        unpacked_graph(packed.__getitem__)
