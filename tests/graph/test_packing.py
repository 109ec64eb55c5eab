"""A graph is the same after it was arrays, and arrays of something else are refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from explorer.graph.example import example_graph
from explorer.graph.packing import packed_graph, unpacked_graph
from explorer.graph.text_words import hashes
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


@given(snapshot=samples.snapshots())
def test_that_the_first_form_is_read_too(snapshot):
    """There, names lay whole beside the identities, and hashes had 64 bits."""
    graph = snapshot.graph
    first = {**packed_graph(graph), "hashes": np.sort(hashes(graph.ids))}
    first = {name: array for name, array in first.items() if name not in ("names skipped", "names kept apart")}
    first["names"] = "".join(graph.names).encode("utf-8", "surrogatepass")
    first["names lengths"] = graph.names.lengths.astype(np.uint32)
    again = unpacked_graph(first.__getitem__)
    assert list(again.names) == list(graph.names)
    assert [again.find(identity) for identity in again.ids] == list(range(len(graph)))


def test_that_a_column_in_which_all_is_the_same_is_one_number_in_memory():
    again = unpacked_graph(packed_graph(GRAPH).__getitem__)
    assert again.supplier.strides == (0,)
    assert again.supplier.tolist() == GRAPH.supplier.tolist()


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
        ("names skipped", lambda array: array + np.uint8(100)),
        ("names skipped", lambda array: np.full_like(array, 255)),
        ("names kept apart", lambda array: np.zeros(1, np.int32)),
        ("names lengths", lambda array: np.ones(1, np.uint8)),
        ("scope", lambda array: np.full_like(array, 99)),
    ],
)
def test_that_arrays_that_are_no_graph_are_refused(name, changed):
    packed = packed_graph(GRAPH)
    packed[name] = changed(packed[name])
    with pytest.raises(ValueError):  # noqa: PT011 - the words differ
        unpacked_graph(packed.__getitem__)
