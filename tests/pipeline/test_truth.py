"""What a careful reader finds in real applications, against what the scan finds."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from explorer.domain.component import Component, Kind
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.scan import scan

TRUTH = sorted((Path(__file__).parent.parent / "truth").glob("*.toml"))
MODEL_KINDS = {Kind.MODEL, Kind.MODEL_SERVICE, Kind.ADAPTER, Kind.DATASET, Kind.WEIGHT_FILE}


def matching(snapshot: Snapshot, identity: str, kind: str) -> Component | None:
    """The component of this identity, or the weight file of this name."""
    exact = snapshot.component(identity)
    if exact is not None and exact.kind.value == kind:
        return exact
    named = [each for each in snapshot.components if each.kind.value == kind and each.name == identity]
    return named[0] if named else None


def has_place(component: Component, file: str, line: int) -> bool:
    return any(found.location == file and found.line == line for found in component.evidence)


@pytest.fixture(params=TRUTH, ids=lambda path: path.stem)
def truth(request: pytest.FixtureRequest) -> dict[str, Any]:
    return tomllib.loads(request.param.read_text(encoding="utf-8"))


@pytest.fixture
def snapshot(truth: dict[str, Any], shared_data: Path) -> Snapshot:
    return scan([str(shared_data / "apps-open" / truth["application"])], None)


def test_that_nine_in_ten_of_what_a_reader_sees_is_found_at_its_line(truth: dict[str, Any], snapshot: Snapshot) -> None:
    missed = []
    for identity, kind, file, line in truth["found"]:
        component = matching(snapshot, identity, kind)
        if component is None or not has_place(component, file, line):
            missed.append((identity, file, line))
    assert len(missed) <= 0.1 * len(truth["found"]), missed


def test_that_no_model_is_invented(truth: dict[str, Any], snapshot: Snapshot) -> None:
    seen = {entry[0] for entry in truth["found"]}
    invented = [
        component.id
        for component in snapshot.components
        if component.kind in MODEL_KINDS and component.id not in seen and component.name not in seen
    ]
    assert invented == []


def test_that_prose_and_comments_are_not_uses(truth: dict[str, Any], snapshot: Snapshot) -> None:
    assert [identity for identity in truth["must_not"] if snapshot.component(identity) is not None] == []


@pytest.mark.parametrize(
    "application",
    [
        "alpaca-lora",
        "chat-langchain",
        "cog-sdxl",
        "mcp-agent",
        "terraform-aws-sagemaker-huggingface",
        "vllm-production-stack",
    ],
)
def test_that_every_component_and_relation_of_an_application_has_evidence(shared_data: Path, application: str) -> None:
    snapshot = scan([str(shared_data / "apps-open" / application)], None)
    assert len(snapshot.components) > 10
    assert [component.id for component in snapshot.components if not component.evidence] == []
    assert [relation.key for relation in snapshot.relations if not relation.evidence] == []
    assert not [problem for problem in snapshot.problems if "reader failed" in problem.message]
