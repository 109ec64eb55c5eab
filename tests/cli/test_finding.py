"""Finding and reach by command, and the company behind anything."""

from __future__ import annotations

import json

import networkx as nx
import pytest

from explorer.cli import main
from explorer.cli.asking import load
from explorer.pipeline.sample import open_sample


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(open_sample(tmp_path_factory.mktemp("finding")))


def rows(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert main([*arguments, "--format", "json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["rows"]
    return found


def test_that_a_part_of_a_name_terms_and_slips_find(portfolio: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert rows(capsys, "find", portfolio, "torch")[0]["name"] == "torch"
    assert {row["kind"] for row in rows(capsys, "find", portfolio, "kind:dataset")} == {"dataset"}
    assert main(["find", portfolio, "trasformers"]) == 0
    assert "resemble it" in capsys.readouterr().out


def test_that_reach_is_what_networkx_counts(portfolio: str, capsys: pytest.CaptureFixture[str]) -> None:
    snapshot, _ = load(portfolio)
    graph = nx.DiGraph()
    graph.add_edges_from((each.source, each.target) for each in snapshot.relations)
    found = {row["component"]: row for row in rows(capsys, "show", portfolio, "reach")}
    torch = next(each for each in snapshot.components if each.id.startswith("pkg:pypi/torch@"))
    row = found[f"torch {torch.version}"]
    assert row["rely on it"] == len(nx.ancestors(graph, torch.id))
    assert row["relies on"] == len(nx.descendants(graph, torch.id))
    assert row["how"] == "counted"


def test_that_the_company_behind_most_is_measured_over_all_classes(
    portfolio: str, capsys: pytest.CaptureFixture[str]
) -> None:
    holders = rows(capsys, "show", portfolio, "concentration", "--by", "company")
    assert {row["holder"] for row in holders} >= {"NVIDIA", "Hugging Face", "OpenAI"}
