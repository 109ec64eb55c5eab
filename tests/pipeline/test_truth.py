"""What a careful reader finds in real applications, against what the scan finds."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from explorer.domain.component import ComponentClass
from explorer.graph.identity import family
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.scan import scan
from tests.truth.measure import Tally, measured, places_of, read_truth, truth_files

MODELS_AND_DATA = (ComponentClass.MODEL, ComponentClass.ADAPTATION, ComponentClass.DATA)


@cache
def scanned(folder: Path) -> Snapshot:
    return scan([str(folder)], None)


@pytest.fixture(params=truth_files(), ids=lambda path: path.stem)
def truth(request: pytest.FixtureRequest) -> dict[str, Any]:
    return read_truth(request.param)


@pytest.fixture
def folder(truth: dict[str, Any], shared_data: Path) -> Path:
    return shared_data / "apps-open" / str(truth["application"])


def test_that_nine_in_ten_of_what_a_reader_sees_is_found_at_its_line(truth: dict[str, Any], folder: Path) -> None:
    total = sum(measured(scanned(folder), places_of(truth, folder)).values(), Tally())
    assert total.recall >= 0.9, total.missed
    assert total.right_line >= 0.9, total.misplaced


def test_that_no_model_adapter_or_dataset_is_invented(truth: dict[str, Any], folder: Path) -> None:
    tallies = measured(scanned(folder), places_of(truth, folder))
    assert [invented for each in MODELS_AND_DATA for invented in tallies[each].invented] == []


def test_that_prose_and_comments_are_not_uses(truth: dict[str, Any], folder: Path) -> None:
    scan_found = {str(family(component.id)) for component in scanned(folder).components}
    assert [identity for identity in truth["must_not"] if identity in scan_found] == []


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
