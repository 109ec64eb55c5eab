"""Network sources: off unless named, followed to the end, kept for the next time."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from explorer.domain.relation import RelationKind
from explorer.knowledge.files import sample_folder
from explorer.pipeline.scan import scan
from explorer.sources import hub
from explorer.storage.answer_store import AnswerStore
from explorer.storage.workspace import Workspace
from tests.hub_server import Reply, hub_server


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
