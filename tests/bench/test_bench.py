"""The benchmarks themselves: that peers answer the same, that figures are judged rightly, that sizes are read."""

from __future__ import annotations

import doctest
import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tests.bench import __main__ as command
from tests.bench import analysis, bom, graph_peers, layered_peers, sizes
from tests.bench.generator import hub_lineage, packages
from tests.bench.measures import Figure


@pytest.mark.parametrize("module", [analysis, layered_peers, sizes])
def test_that_the_examples_hold(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed


def test_that_every_peer_at_hand_answers_as_we_do_on_lineages_and_packages() -> None:
    for columns in (hub_lineage(800), packages(300)):
        graph = columns.graph()
        hub = int(np.argmax(graph.down.degree()))
        figures = graph_peers.peer_figures(graph, hub, "here")  # Raises where an answer differs.
        assert len([each for each in figures if each.name.startswith("networkx takes")]) == len(graph_peers.QUESTIONS)
        assert all(each.value is None or each.value > 0 for each in figures)


def test_that_a_peer_that_answers_otherwise_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = hub_lineage(200).graph()
    monkeypatch.setattr(graph_peers.NetworkX, "condensation", lambda self: 1)
    with pytest.raises(AssertionError, match="networkx answers condensation otherwise"):
        graph_peers.peer_figures(graph, 0, "here")


def test_that_a_library_that_is_not_there_is_said_not_to_be_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_peers, "find_spec", lambda name: None)
    figures = graph_peers.peer_figures(hub_lineage(200).graph(), 0, "here")
    assert [each.name for each in figures if each.value is None] == [
        "networkx is not installed: not measured, here",
        "rustworkx is not installed: not measured, here",
    ]
    monkeypatch.setattr(layered_peers.shutil, "which", lambda name: None)
    assert [each.value for each in layered_peers.layered_peer_figures()] == [None]


def test_that_a_library_that_cannot_validate_is_said_not_to_be_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bom, "find_spec", lambda name: None)
    missing, ours = bom.beside_peer(bom.written(tmp_path / "small.cdx.json", 30))
    assert missing.value is None
    assert "cannot validate" in missing.name
    assert ours.value is not None
    assert ours.bar is None


def test_that_crossings_of_long_edges_are_counted_where_they_cross() -> None:
    """Two edges over two ranks that cross once between the second and the third; a node stands at every rank."""
    spots = [("a", 0, 0), ("b", 0, 1), ("m", 1, 5), ("c", 2, 0), ("d", 2, 1)]
    nodes = "".join(f"node {name} {x} {y} 1 1 {name} s e b w\n" for name, x, y in spots)
    level, rest = "0 {0} .3 {0} .6 {0} 1 {0}", "1.3 {0} 1.6 {1} 2 {1}"
    crossing = nodes + "".join(
        f"edge {start} {end} 7 {level.format(y)} {rest.format(y, to)} s b\n"
        for start, end, y, to in (("a", "d", 0, 1), ("b", "c", 1, 0))
    )
    straight = nodes + "".join(
        f"edge {start} {end} 7 {level.format(y)} {rest.format(y, y)} s b\n"
        for start, end, y in (("a", "c", 0), ("b", "d", 1))
    )
    assert layered_peers.dot_crossings(crossing) == 1
    assert layered_peers.dot_crossings(straight) == 0


@pytest.mark.parametrize(
    ("value", "bar", "is_least", "verdict"),
    [
        (1.0, 2.0, False, "within"), (3.0, 2.0, False, "OVER"), (3.0, 2.0, True, "within"), (1.0, 2.0, True, "UNDER"),
        (1.0, None, False, ""), (None, 2.0, False, ""),
    ],
)  # fmt: skip
def test_that_figures_are_judged_by_their_bars(value, bar, is_least, verdict) -> None:
    assert Figure("figure", value, "s", bar, is_least).verdict == verdict


def test_that_the_command_prints_and_writes_figures_with_machine_and_load(monkeypatch, tmp_path, capsys) -> None:
    asked = []

    def measured() -> list[Figure]:
        asked.append(sizes.chosen_sizes())
        return [Figure("one", 2.0, "s", 3.0), Figure("two is not installed", None, "")]

    monkeypatch.setenv(sizes.VARIABLE, "")
    monkeypatch.setitem(command.BENCHMARKS, "measured", measured)
    assert command.main(["measured", "--sizes", "10k,2.5M", "--json", str(tmp_path / "f.json")]) == 0
    assert asked == [(10_000, 2_500_000)]
    printed = capsys.readouterr().out.splitlines()
    assert "processors" in printed[0]
    assert "load" in printed[0]
    assert printed[1].split() == ["one", "2.000", "s", "bar", "3", "within"]
    assert "–" in printed[2]
    document = json.loads((tmp_path / "f.json").read_text())
    assert document["figures"][0]["verdict"] == "within"
    assert document["figures"][1]["value"] is None
    assert document["load"] >= 0
