"""Network sources: off unless named, followed to the end, kept for the next time."""

from __future__ import annotations

import io
import json
import os
import socket
import zipfile
from pathlib import Path

import pytest

from explorer.domain.relation import RelationKind
from explorer.errors import NetworkError
from explorer.graph.merge import merge
from explorer.knowledge.files import sample_folder
from explorer.pipeline.scan import scan
from explorer.pipeline.unlocked import unlocked_requirements
from explorer.sources import hub
from explorer.storage.answer_store import AnswerStore
from explorer.storage.workspace import Workspace
from tests.hub_server import HubServer, Reply, hub_server


@pytest.fixture
def lineage() -> dict[str, Reply]:
    """The recorded answers of a sample, as the hub would give them."""
    entries = json.loads((sample_folder() / "gpu-serving" / "hub-answers" / "lineage.json").read_text(encoding="utf-8"))
    replies = {}
    for entry in entries:
        path = entry["asked"].removeprefix("pkg:huggingface/")
        sort = "" if path.startswith("datasets/") else "models/"
        replies[f"api/{sort}{path}"] = Reply(json.dumps(entry["answer"]).encode())
    return replies


def test_that_nothing_is_asked_unless_switched_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("a scan reached for the network although no source is switched on")

    monkeypatch.setattr(socket.socket, "connect", refused)
    (tmp_path / "app.py").write_text("from transformers import pipeline\npipeline('x', model='o/m')\n")
    assert scan([str(tmp_path)], None).component("pkg:huggingface/o/m") is not None


def test_that_lineage_is_followed_to_its_end_and_the_next_time_is_offline(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lineage: dict[str, Reply]
) -> None:
    target = "hf:brightwater-example/claims-7b-awq"
    with Workspace.create(tmp_path / "w.catchment") as workspace, hub_server(lineage) as server:
        monkeypatch.setattr(hub.follow, "__defaults__", (None, server.endpoint, *hub.follow.__defaults__[2:]))
        online = scan([target], "app", None, frozenset({"hub"}), AnswerStore(workspace))
        asked = len(server.requests)
        again = scan([target], "app", None, frozenset({"hub"}), AnswerStore(workspace))
        assert len(server.requests) == asked
    base = online.component("pkg:huggingface/mistralai/Mistral-7B-v0.1")
    assert base is not None
    assert [each.key for each in online.relations] == [each.key for each in again.relations]
    steps = {each.source: each.target for each in online.relations if each.kind is RelationKind.FINE_TUNED_FROM}
    assert steps["pkg:huggingface/brightwater-example/insurance-7b-stage0"] == base.id


def wheel(name: str, version: str, *requires: str) -> bytes:
    """A wheel that holds nothing but its metadata."""
    stream, folder = io.BytesIO(), f"{name}-{version}.dist-info"
    needs = "".join(f"Requires-Dist: {each}\n" for each in requires)
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(f"{folder}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}")
        archive.writestr(f"{folder}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{folder}/RECORD", "")
    return stream.getvalue()


def index_of(*wheels: tuple[str, str, str]) -> dict[str, Reply]:
    """The answers of a package index (PEP 503) that has these wheels: name, version, requirement."""
    replies = {}
    for name, version, needed in wheels:
        file = f"{name}-{version}-py3-none-any.whl"
        page = f'<!DOCTYPE html><html><body><a href="/files/{file}">{file}</a></body></html>'
        replies[f"simple/{name}/"] = Reply(page.encode(), headers={"Content-Type": "text/html"})
        replies[f"files/{file}"] = Reply(wheel(name, version, *filter(None, [needed])))
    return replies


@pytest.fixture
def package_index(monkeypatch: pytest.MonkeyPatch):
    """Pip is set up with an index on this machine; uv is not there."""
    with hub_server(index_of(("alpha", "1.2", "beta>=1"), ("beta", "1.1", ""), ("gamma", "3.0", ""))) as server:
        monkeypatch.setattr("shutil.which", lambda _: None)
        monkeypatch.setenv("PIP_INDEX_URL", f"{server.endpoint}/simple")
        monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
        for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"):
            monkeypatch.delenv(name, raising=False)
        yield server


def test_that_one_requirement_without_an_answer_loses_neither_the_others_nor_the_hub(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, package_index: HubServer, lineage: dict[str, Reply]
) -> None:
    app = tmp_path / "app"
    app.mkdir()
    (app / "requirements.txt").write_text("alpha\ngamma>=2\nnowhere==9\n")
    model = "hf:brightwater-example/claims-7b-awq"
    with Workspace.create(tmp_path / "w.catchment") as workspace, hub_server(lineage) as server:
        monkeypatch.setattr(hub.follow, "__defaults__", (None, server.endpoint, *hub.follow.__defaults__[2:]))
        both, cache = frozenset({"packages", "hub"}), AnswerStore(workspace)
        snapshot = scan([str(app), model], "app", None, both, cache)
        asked = len(package_index.requests), len(server.requests)
        again = scan([str(app), model], "app", None, both, cache)
        assert (len(package_index.requests), len(server.requests)) == asked
    assert snapshot.component("pkg:huggingface/mistralai/Mistral-7B-v0.1") is not None
    beta = snapshot.component("pkg:pypi/beta@1.1")
    assert beta is not None
    assert beta.evidence[0].read.startswith("20")
    assert snapshot.component("pkg:pypi/gamma@3.0") is not None
    edges = {(each.source, each.target) for each in snapshot.relations if each.kind is RelationKind.REQUIRES}
    assert ("pkg:pypi/alpha@1.2", "pkg:pypi/beta@1.1") in edges
    used = {each.target for each in snapshot.relations if each.source == "system:app"}
    assert {"pkg:pypi/alpha@1.2", "pkg:pypi/gamma@3.0", "pkg:pypi/nowhere@9"} <= used
    assert snapshot.component("pkg:pypi/alpha") is None
    assert snapshot.component("unknown:dependencies:pkg:pypi/alpha@1.2") is None
    assert snapshot.component("unknown:dependencies:pkg:pypi/nowhere@9") is not None
    assert beta.attributes["version resolved on"] == beta.evidence[0].read[:10]
    (problem,) = [each for each in snapshot.problems if each.source == "pip-resolve"]
    assert problem.message.startswith("nowhere==9 could not be resolved on ")
    assert "No matching distribution found for nowhere==9" in problem.message
    assert again.components == snapshot.components
    assert again.problems == snapshot.problems


def test_that_an_index_which_cannot_be_reached_is_one_problem_and_the_hub_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lineage: dict[str, Reply]
) -> None:
    def unreachable(*_, **__):
        raise NetworkError("The index cannot be reached.", "Try again.")

    monkeypatch.setattr("explorer.sources.pip_resolve.outcome_of", unreachable)
    (tmp_path / "requirements.txt").write_text("alpha\n")
    with hub_server(lineage) as server:
        monkeypatch.setattr(hub.follow, "__defaults__", (None, server.endpoint, *hub.follow.__defaults__[2:]))
        targets = [str(tmp_path), "hf:brightwater-example/claims-7b-awq"]
        snapshot = scan(targets, "app", None, frozenset({"packages", "hub"}))
    assert snapshot.component("pkg:huggingface/mistralai/Mistral-7B-v0.1") is not None
    assert [each.message for each in snapshot.problems if each.source == "network"] == ["The index cannot be reached."]


def test_that_what_is_asked_for_has_name_extras_and_limits_and_nothing_that_comes_from_elsewhere(
    tmp_path: Path,
) -> None:
    (tmp_path / "requirements.txt").write_text(
        "alpha\ngamma>=2,<4\nUvicorn[standard]==0.30.6\ndelta @ https://files.example/delta-1.0.zip\n"
        "./local\nprivate @ git+https://code.example/private\n"
    )
    (tmp_path / "Dockerfile").write_text("FROM python:3.11\nRUN pip install 'epsilon[fast]>=1' zeta==2.0\n")
    claims = scan([str(tmp_path)], None).claims()
    assert set(unlocked_requirements(merge(claims))) == {
        "alpha", "gamma<4,>=2", "Uvicorn[standard]==0.30.6", "epsilon[fast]>=1", "zeta==2.0",
    }  # fmt: skip


def test_that_a_version_that_is_known_from_elsewhere_is_the_one_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "constraints.txt").write_text("alpha==1.2\n")
    (tmp_path / "requirements.txt").write_text("-c constraints.txt\nalpha\n")
    assert unlocked_requirements(merge(scan([str(tmp_path)], None).claims())) == ["alpha==1.2"]
