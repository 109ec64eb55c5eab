"""Kept answers: the same answer once, gone with what it is about, never changed by one of its readers."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from weakref import ref

import numpy as np
import pytest

from explorer.graph import kept as module
from explorer.graph.example import example_graph
from explorer.graph.kept import MOST, kept
from explorer.graph.supply_graph import SupplyGraph
from explorer.progress import Progress


def counted() -> tuple[list[object], object]:
    asked: list[object] = []

    @kept
    def degrees(graph: SupplyGraph, nodes: Iterable[int] = (), progress: Progress | None = None) -> np.ndarray:
        asked.append(nodes)
        return graph.up.degree()[list(nodes)]

    return asked, degrees


def test_that_one_question_in_many_forms_is_asked_once() -> None:
    asked, degrees = counted()
    graph = example_graph("app->a app->b")
    for form in ([0, 1], (0, 1), np.array([0, 1])):
        assert degrees(graph, form).tolist() == [2, 0]
    assert degrees(graph, nodes=[0, 1], progress=Progress()).tolist() == [2, 0]
    assert len(asked) == 1
    assert degrees(graph, [1]).tolist() == [0]
    assert len(asked) == 2


def test_that_graphs_that_look_alike_are_told_apart() -> None:
    asked, degrees = counted()
    for _ in range(2):
        degrees(example_graph("app->a"), [0])
    assert len(asked) == 2


def test_that_no_reader_can_change_what_another_reads() -> None:
    _, degrees = counted()
    with pytest.raises(ValueError, match="read-only"):
        degrees(example_graph("app->a"), [0])[0] = 9


def test_that_answers_go_with_their_graph() -> None:
    _, degrees = counted()
    graph = example_graph("app->a")
    degrees(graph, [0])
    gone = ref(graph)
    del graph
    gc.collect()
    assert gone() is None


def test_that_only_so_many_are_kept_and_fewer_of_large_graphs(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, degrees = counted()
    graph = example_graph("app->a")
    for size in range(MOST + 1):
        degrees(graph, [0] * size)
    degrees(graph, [])
    assert len(asked) == MOST + 2  # The first one was forgotten, and asked again.
    monkeypatch.setattr(module, "NODES", 2 * len(graph))
    degrees(graph, [1])
    degrees(graph, [])
    degrees(graph, [0, 0])
    assert len(asked) == MOST + 4  # Two are kept: [1] and []; what was older is asked again.
