"""Provenance of builds: the builder and the materials, in every wrapping."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import date

import pytest

from explorer.domain.component import Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.pipeline.answers import answer
from explorer.pipeline.scan import scan
from explorer.pipeline.signed_table import signed_table
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


def envelope(statement, **fields):
    return {
        "payloadType": "application/vnd.in-toto+json",
        "payload": base64.b64encode(json.dumps(statement).encode()).decode(),
        "signatures": [{"keyid": "k1", "sig": base64.b64encode(b"bytes").decode()}],
        **fields,
    }


def about(*subjects):
    return {**OLD, "subject": list(subjects)}


def build_of(draft):
    (build,) = [each for each in draft.components.values() if each.kind is Kind.BUILD]
    return build.attributes


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
    said = component(draft, build).attributes["signature"]
    assert said in ("present, not verified: no key given", "none: a statement without an envelope")
    assert ("payload" in json.dumps(wrapped(statement))) == said.startswith("present")
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


@pytest.mark.parametrize(
    ("fields", "signature", "fault"),
    [
        ({}, "present, not verified: no key given", ""),
        ({"signatures": []}, "none: the envelope lists no signature", "it lists no signature"),
        ({"signatures": "x"}, "none: the envelope lists no signature", "it lists no signature"),
        ({"signatures": [{"sig": "%"}]}, "none that can be read", "none of its signatures is base64"),
        (
            {"signatures": [{"sig": "YQ=="}, {"keyid": "k"}]},
            "present, not verified: no key given",
            "1 of its 2 signatures are not base64",
        ),
        ({"payloadType": "text/plain"}, "present, not verified: no key given", "its payload type is text/plain"),
    ],
)
def test_that_an_envelope_is_held_against_what_dsse_demands(tmp_path, fields, signature, fault):
    draft = read(tmp_path, {"app.intoto.jsonl": json.dumps(envelope(OLD, **fields))}, SOURCE)
    assert build_of(draft)["signature"] == signature
    messages = [each.message for each in draft.problems.values()]
    assert len(messages) == bool(fault)
    assert all(fault in each for each in messages)


def test_that_the_payload_may_be_in_the_alphabet_for_addresses(tmp_path):
    statement = {**OLD, "note": "\u00fb\u00ff\u00fe>>>???"}
    payload = base64.urlsafe_b64encode(json.dumps(statement, ensure_ascii=False).encode()).decode()
    assert set(payload) & set("-_")
    draft = read(tmp_path, {"app.intoto.jsonl": json.dumps(envelope(OLD, payload=payload))}, SOURCE)
    assert build_of(draft)["signature"].startswith("present")


def test_that_a_bundle_says_what_it_brings_to_verify_it_with(tmp_path):
    material = {"certificate": {"rawBytes": "YQ=="}, "tlogEntries": [{}]}
    bundle = {"dsseEnvelope": envelope(OLD), "verificationMaterial": material}
    draft = read(tmp_path, {"app.sigstore.json": json.dumps(bundle)}, SOURCE)
    assert build_of(draft)["signature material"] == "certificate, 1 log entry, key k1"


def test_that_no_word_of_a_signature_counts_as_a_verified_one(tmp_path):
    """The control "Verified signature" must not be shown by anything that this source says."""
    from explorer.knowledge.controls import control_types

    for fields in ({}, {"signatures": []}, {"signatures": [{"sig": "%"}]}):
        draft = read(tmp_path, {"app.intoto.jsonl": json.dumps(envelope(OLD, **fields))}, SOURCE)
        for key in ("signature", "attestation"):
            for name, pattern in control_types()[key].evidence:
                assert not pattern.match(build_of(draft).get(name, "-"))


@pytest.mark.parametrize("algorithm", ["sha256", "sha384", "sha512"])
def test_that_a_subject_is_the_scanned_file_where_their_digests_agree(tmp_path, algorithm):
    digest = hashlib.new(algorithm, b"what was built").hexdigest()
    subject = {"name": "out/app.whl", "digest": {algorithm: digest.upper(), "md5": "0" * 32}}
    files = {"app.intoto.jsonl": json.dumps(about(subject)), "dist/app.whl": "what was built"}
    draft = read(tmp_path, files, SOURCE)
    assert build_of(draft)["subjects compared"] == "1 matches a scanned file"
    assert build_of(draft)["subject digests"] == f"{algorithm}:{digest}"
    assert not draft.problems


def test_that_a_file_with_other_content_is_a_problem_and_an_unscanned_one_is_said_to_be_absent(tmp_path):
    good = {"sha256": hashlib.sha256(b"what was built").hexdigest()}
    subjects = [
        {"name": "app.whl", "digest": good},
        {"name": "other.whl", "digest": good},
        {"name": "weak.whl", "digest": {"sha1": "a" * 40}},
        {"name": "weak.whl"},
    ]
    files = {"app.intoto.jsonl": json.dumps(about(*subjects)), "app.whl": "what was changed", "weak.whl": ""}
    draft = read(tmp_path, files, SOURCE)
    said = "1 differs from the scanned file of its name, 1 not among the scanned files, 2 has no strong digest"
    assert build_of(draft)["subjects compared"] == said
    assert [each.message for each in draft.problems.values()] == [
        "app.whl is not what the attestation is about: its sha256 differs."
    ]


def test_that_of_two_files_of_one_name_the_one_that_agrees_counts(tmp_path):
    subject = {"name": "app.whl", "digest": {"sha256": hashlib.sha256(b"two").hexdigest()}}
    files = {"app.intoto.jsonl": json.dumps(about(subject)), "a/app.whl": "one", "b/app.whl": "two"}
    draft = read(tmp_path, files, SOURCE)
    assert build_of(draft)["subjects compared"] == "1 matches a scanned file"
    assert not draft.problems


def test_that_a_file_too_large_to_be_compared_is_said_to_be(tmp_path, monkeypatch):
    monkeypatch.setattr("explorer.sources.attested_subjects.MOST_HASHED", 3)
    subject = {"name": "app.whl", "digest": {"sha256": "a" * 64}}
    draft = read(tmp_path, {"app.intoto.jsonl": json.dumps(about(subject)), "app.whl": "four"}, SOURCE)
    assert build_of(draft)["subjects compared"] == "1 too large to be compared"
    assert not draft.problems


def test_that_weights_and_what_boms_list_are_joined_to_the_build_of_their_digest(tmp_path):
    weights, wheel = b"0" * 64, "c" * 64
    subjects = [
        {"name": "model.bin", "digest": {"sha256": hashlib.sha256(weights).hexdigest()}},
        {"name": "app.whl", "digest": {"sha256": wheel}},
    ]
    (tmp_path / "model.bin").write_bytes(weights)
    (tmp_path / "model.intoto.jsonl").write_text(json.dumps(envelope(about(*subjects))))
    listed = {"type": "library", "name": "app", "purl": "pkg:pypi/app@1.0"}
    other = {
        "type": "library",
        "name": "b",
        "purl": "pkg:pypi/b@1.0",
        "hashes": [{"alg": "SHA-256", "content": "d" * 64}],
    }
    listed["hashes"] = [{"alg": "SHA-256", "content": wheel}]
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [listed, other]}
    (tmp_path / "bom.cdx.json").write_text(json.dumps(bom))
    snapshot = scan([str(tmp_path)], "demo")
    built = {each.source: each for each in snapshot.relations if each.kind is RelationKind.BUILT_BY}
    assert set(built) == {SYSTEM, "pkg:pypi/app@1.0", "pkg:generic/demo#model.bin"}
    joined = built["pkg:pypi/app@1.0"]
    assert joined.knowledge is Knowledge.INFERRED
    assert "not verified" in joined.evidence[0].text
    assert joined.target == "build:demo/model.intoto.jsonl#model.bin"


def test_that_the_signed_table_counts_signatures_that_nobody_verified(tmp_path):
    (tmp_path / "one.intoto.jsonl").write_text(json.dumps(envelope(OLD)))
    (tmp_path / "bare.intoto.jsonl").write_text(json.dumps(OLD))
    (tmp_path / "requirements.txt").write_text("torch\n")
    snapshot = scan([str(tmp_path)], "demo")
    table = signed_table(snapshot, answer(snapshot, (), None, date(2026, 1, 1)))
    assert (
        "1 attestation carries a signature; its key was not given, so this program verified nothing." in table.headline
    )
    assert not table.rows
