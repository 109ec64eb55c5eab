"""How a BOM was made, what it is complete about, and what its model cards and pedigrees add."""

from __future__ import annotations

import json

import pytest

from explorer.domain.component import Kind, Knowledge
from explorer.domain.relation import RelationKind, Scope
from explorer.sources.cyclonedx import SOURCE
from tests.sources.package_reading import components, edges, problems, read_text, relation

HEAD = {"bomFormat": "CycloneDX", "specVersion": "1.6"}
MODEL = {"type": "machine-learning-model", "bom-ref": "m", "name": "chat"}
CHAT, RUN = "bom:bom-json:pkg:generic/chat", "build:bom-json/fine-tuning"


def of(folder, **parts):
    return read_text(SOURCE, folder, "bom.json", json.dumps({**HEAD, **parts}))


@pytest.fixture
def formulated(tmp_path):
    workflow = {
        "bom-ref": "w", "uid": "1", "name": "Fine-tuning", "taskTypes": ["build"],
        "inputs": [{"resource": {"ref": "d"}}],
        "outputs": [{"resource": {"ref": "m"}, "type": "artifact"}],
        "tasks": [{"bom-ref": "t", "uid": "2", "name": "train", "taskTypes": ["build"], "resourceReferences": [{"ref": "i"}]}],
    }  # fmt: skip
    image = {"type": "container", "bom-ref": "i", "name": "team/trainer", "version": "1"}
    data = {"type": "data", "bom-ref": "d", "name": "tickets"}
    return of(tmp_path, components=[MODEL, data], formulation=[{"components": [image], "workflows": [workflow]}])


def test_that_a_workflow_that_trains_is_a_training_run_of_what_it_gives_out(formulated):
    assert components(formulated, "")[RUN].kind is Kind.TRAINING_RUN
    assert edges(formulated, RelationKind.TRAINED_BY) == {(CHAT, RUN)}
    assert relation(formulated, CHAT, RUN).scope is Scope.BUILD
    assert not problems(formulated)


def test_that_a_workflow_uses_what_it_takes_in(formulated):
    assert edges(formulated, RelationKind.USES) == {
        (RUN, "pkg:docker/team/trainer@1"),
        (RUN, "bom:bom-json:pkg:generic/tickets"),
    }
    assert relation(formulated, RUN, "pkg:docker/team/trainer@1").evidence[0].field == "/formulation/0/workflows/0"


def test_that_a_build_without_outputs_built_the_subject(tmp_path):
    parts = {"workflows": [{"bom-ref": "w", "uid": "1", "name": "nightly", "taskTypes": ["build"]}]}
    claims = of(tmp_path, metadata={"component": {"type": "application", "name": "app"}}, formulation=[parts])
    assert edges(claims, RelationKind.BUILT_BY) == {("bom:app:pkg:generic/app", "build:app/nightly")}


@pytest.mark.parametrize("aggregate", ["incomplete", "unknown", "incomplete_third_party_only"])
def test_that_what_a_bom_calls_incomplete_has_something_unseen(tmp_path, aggregate):
    claims = of(
        tmp_path,
        components=[MODEL],
        compositions=[{"aggregate": aggregate, "assemblies": ["m"], "dependencies": ["m"]}],
    )
    for what, kind in (("contents", RelationKind.CONTAINS), ("dependencies", RelationKind.REQUIRES)):
        unseen = relation(claims, CHAT, f"unknown:{what}:{CHAT}")
        assert (unseen.kind, unseen.knowledge) == (kind, Knowledge.UNKNOWN)
        assert unseen.evidence[0].text == f"aggregate: {aggregate}"


def test_that_what_a_bom_calls_complete_is_said_to_be_listed(tmp_path):
    claims = of(
        tmp_path,
        components=[MODEL],
        compositions=[{"aggregate": "complete", "assemblies": ["m"], "dependencies": ["m"]}],
    )
    facts = components(claims, "bom:")[CHAT].attributes
    assert (facts["contents"], facts["dependencies"]) == ("listed", "listed")
    assert not any(identity.startswith("unknown:") for identity in components(claims, ""))


def test_that_what_a_bom_does_not_specify_adds_nothing(tmp_path):
    claims = of(tmp_path, components=[MODEL], compositions=[{"aggregate": "not_specified", "assemblies": ["m"]}])
    assert set(components(claims, "")) == {CHAT}


@pytest.mark.parametrize("ending", ["json", "xml"])
def test_that_the_specification_s_formulation_says_the_same_in_json_and_xml(shared_data, tmp_path, ending):
    path = shared_data / f"cyclonedx-spec-tests/tools/src/test/resources/1.6/valid-formulation-1.6.{ending}"
    claims = read_text(SOURCE, tmp_path, f"bom.{ending}", path.read_bytes())
    build, image = (
        f"build:bom-{ending}/my-workflow",
        f"bom:bom-{ending}:pkg:generic/Pipeline%20controller%20image@v0.47.0",
    )
    assert edges(claims, RelationKind.BUILT_BY) == {("system:demo", build)}
    assert edges(claims, RelationKind.USES) == {(build, image)}
    assert components(claims, "build:")[build].attributes["tasks"] == "fetch-repository"
