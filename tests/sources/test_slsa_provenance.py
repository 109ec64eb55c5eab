"""Provenance of builds: the builder and the materials, in every wrapping."""

from __future__ import annotations

import base64
import json

import pytest

from explorer.domain.component import Kind
from explorer.sources import slsa_provenance
from tests.sources.model_reading import SYSTEM, component, edges, read

SOURCE = slsa_provenance.SOURCE
COMMIT = "c" * 40
BUILDER = "https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generic.yml@refs/tags/v2.0.0"
MATERIALS = [
    {"uri": "git+https://github.com/owner/app@refs/heads/main", "digest": {"sha1": COMMIT}},
    {"uri": "pkg:docker/python@3.12", "digest": {"sha256": "d" * 64}},
    {"uri": "https://me:pw@files.example.org/a.tar.gz?token=1"},
    {"digest": {}},
]
OLD = {
    "predicateType": "https://slsa.dev/provenance/v0.2",
    "subject": [{"name": "app.whl", "digest": {"sha256": "e" * 64}}],
    "predicate": {"builder": {"id": BUILDER}, "buildType": "https://example.org/generic@v1", "materials": MATERIALS},
}
NEW = {
    "predicateType": "https://slsa.dev/provenance/v1",
    "subject": [{"name": "app.whl"}],
    "predicate": {
        "buildDefinition": {"buildType": "https://example.org/generic@v1", "resolvedDependencies": MATERIALS},
        "runDetails": {"builder": {"id": BUILDER}},
    },
}


def envelope(statement):
    return {
        "payloadType": "application/vnd.in-toto+json",
        "payload": base64.b64encode(json.dumps(statement).encode()).decode(),
    }


@pytest.mark.parametrize("statement", [OLD, NEW])
@pytest.mark.parametrize("wrapped", [lambda each: each, envelope, lambda each: {"dsseEnvelope": envelope(each)}])
def test_that_builder_and_materials_are_read_from_every_version_and_wrapping(tmp_path, statement, wrapped):
    draft = read(tmp_path, {"app.intoto.jsonl": json.dumps(wrapped(statement))}, SOURCE)
    build = "build:demo/app.intoto.jsonl#app.whl"
    assert edges(draft) == {
        (SYSTEM, "built-by", build),
        (build, "uses", "pkg:github/slsa-framework/slsa-github-generator@v2.0.0#.github/workflows/generic.yml"),
        (build, "uses", f"pkg:github/owner/app@{COMMIT}"),
        (build, "uses", "pkg:docker/python@3.12"),
        (build, "uses", "pkg:generic/files.example.org/a.tar.gz"),
    }
    assert component(draft, build).attributes["signature"] == "not checked"
    assert component(draft, "pkg:docker/python@3.12").kind is Kind.CONTAINER_IMAGE
    assert component(draft, "pkg:generic/files.example.org/a.tar.gz").attributes["pinned"] == "no"
    assert "pw" not in repr(draft)


def test_that_each_line_is_a_statement_at_its_own_line_and_a_broken_one_is_a_problem(tmp_path):
    other = {**NEW, "subject": [{"name": "b.whl"}]}
    text = f"{json.dumps(OLD)}\n{{broken\n{json.dumps(envelope(other))}\n"
    draft = read(tmp_path, {"multiple.intoto.jsonl": text}, SOURCE)
    builds = {each.name: each.evidence[0].line for each in draft.components.values() if each.kind is Kind.BUILD}
    assert builds == {"app.whl": 1, "b.whl": 3}
    assert [each.line for each in draft.problems.values()] == [2]


def test_that_attestations_of_other_kinds_say_nothing(tmp_path):
    text = json.dumps({**OLD, "predicateType": "https://spdx.dev/Document"})
    draft = read(tmp_path, {"a.att.json": text}, SOURCE)
    assert not draft.components
    assert not draft.problems


@pytest.mark.parametrize(
    "document", [[], 3, {}, {"payload": "%"}, {"payload": "bm8="}, {"dsseEnvelope": 3}, {"predicate": {}, "subject": 3}]
)
def test_that_odd_documents_name_nothing(tmp_path, document):
    assert not read(tmp_path, {"provenance.json": json.dumps(document)}, SOURCE).components
