"""Findings: each sign where it belongs and nowhere else, advisories by the ecosystem's rules, names, shapes, licences."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.advisories import Covered, covers
from explorer.analysis.control_evidence import CAN_RUN_CODE
from explorer.analysis.finding_reviews import Judged, review_note, review_of, reviews_of
from explorer.analysis.findings import Findings, findings
from explorer.analysis.licences import Change, licence_hops
from explorer.analysis.lookalikes import Names, lookalikes, similar
from explorer.analysis.structural_lineage import Fit, lineage_checks
from explorer.domain.advisory import Advisory, AdvisoryData
from explorer.domain.annotation import Note, Subject
from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.errors import InputError
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.knowledge.finding_rules import Severity
from explorer.sources.osv_records import read_advisories
from explorer.sources.tensor_shapes import shape_facts

SEEN = (Evidence("test", "app.py", 3),)
APP = Component(ComponentId("system:app"), Kind.SYSTEM, "app", evidence=SEEN)


def part(identity: str, kind: Kind, version: str = "", **attributes: str) -> Component:
    named = {name.replace("_", " "): value for name, value in attributes.items()}
    return Component(
        ComponentId(identity),
        kind,
        identity.rpartition("/")[2].partition("@")[0],
        version,
        None,
        attributes=named,
        evidence=SEEN,
    )


def of(*parts: Component, extra: tuple[Relation, ...] = ()) -> Snapshot:
    """The app uses each part."""
    uses = [Relation(APP.id, each.id, RelationKind.USES, evidence=SEEN) for each in parts]
    return snapshot_of(merge([APP, *parts, *uses, *extra]), "2026-01-01T00:00:00Z")


def found_in(snapshot: Snapshot) -> Findings:
    return findings(snapshot, [int(node) for node in snapshot.graph.systems])


def keys(snapshot: Snapshot) -> set[tuple[str, str]]:
    return {(each.rule.key, str(snapshot.graph.id_of(each.sign.node))) for each in found_in(snapshot).findings}


@pytest.mark.parametrize(
    ("component", "rule"),
    [
        (part("pkg:huggingface/acme/model", Kind.MODEL), "floating-model"),
        (part("pkg:huggingface/acme/model@main", Kind.MODEL, "main"), "floating-model"),
        (
            part("pkg:huggingface/acme/gone", Kind.MODEL, "a" * 40, on_the_hub="not found on 2026-11-20"),
            "namespace-reuse",
        ),
        (part("pkg:huggingface/acme/coded", Kind.MODEL, "a" * 40, remote_code="AutoModel"), "remote-code"),
        (part("build:app/a.intoto.jsonl#a", Kind.BUILD, signature="wrong: it does not fit a.pub"), "wrong-signature"),
        (part("pkg:generic/app/model", Kind.MODEL, signature="of other files: 1 differs; verified"), "wrong-signature"),
        (part("pkg:docker/library/python", Kind.CONTAINER_IMAGE, "3.11"), "mutable-image"),
        (part("mcp:files", Kind.MCP_SERVER), "unpinned-server"),
        (part("pkg:pypi/numpy", Kind.PACKAGE), "unpinned-package"),
        (part("file:w.bin", Kind.WEIGHT_FILE, **{CAN_RUN_CODE: "yes", "format": "pickle"}), "code-in-weights"),
    ],
)
def test_that_a_sign_is_found_on_its_component_with_evidence_and_remedy(component: Component, rule: str) -> None:
    snapshot = of(component)
    assert (rule, component.id) in keys(snapshot)
    finding = next(each for each in found_in(snapshot).findings if each.rule.key == rule)
    assert finding.sign.evidence
    assert finding.rule.remedy
    assert finding.rule.source
    assert len(finding.systems) == 1


@pytest.mark.parametrize("words", ["verified with a.pub", "present, not verified: no key given", ""])
def test_that_a_signature_that_fits_or_was_not_verified_is_no_finding(words: str) -> None:
    snapshot = of(part("build:app/a.intoto.jsonl#a", Kind.BUILD, signature=words))
    assert not {rule for rule, _ in keys(snapshot)} & {"wrong-signature"}


def test_that_what_is_pinned_by_digest_floats_nowhere() -> None:
    snapshot = of(part("pkg:huggingface/acme/model@" + "a" * 40, Kind.MODEL, "a" * 40))
    assert not {rule for rule, _ in keys(snapshot)} & {"floating-model", "namespace-reuse", "remote-code"}


def test_that_what_no_system_in_scope_relies_on_is_no_finding() -> None:
    alone = part("pkg:huggingface/acme/alone", Kind.MODEL)
    snapshot = snapshot_of(merge([APP, alone]), "")
    assert keys(snapshot) == set()


def test_that_without_a_copy_vulnerabilities_are_not_assessed() -> None:
    found = found_in(of(part("pkg:pypi/torch@2.4.1", Kind.PACKAGE, "2.4.1")))
    assert found.advisories is None
    assert found.assessed_packages == 0


def advisory(*events: tuple[str, str], versions: frozenset[str] = frozenset(), ecosystem: str = "pypi") -> Advisory:
    return Advisory("TEST-1", ecosystem, "torch", "", versions, (("ECOSYSTEM", events),) if events else ())


@pytest.mark.parametrize(
    ("version", "covered"),
    [
        ("1.0", Covered.NO),
        ("1.1", Covered.YES),
        ("1.2rc1", Covered.YES),
        ("1.2", Covered.NO),
        ("2.1", Covered.YES),
        ("2.2", Covered.NO),
    ],
)
def test_that_ranges_are_read_as_the_schema_says(version: str, covered: Covered) -> None:
    events = (("introduced", "1.1"), ("fixed", "1.2"), ("introduced", "2.0"), ("last_affected", "2.1"))
    assert covers(advisory(*events), version)[0] is covered


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("1.0.0-alpha", "1.0.0-alpha.1"),
        ("1.0.0-alpha.1", "1.0.0-alpha.beta"),
        ("1.0.0-beta.2", "1.0.0-beta.11"),
        ("1.0.0-rc.1", "1.0.0"),
    ],
)
def test_that_npm_versions_are_ordered_as_semver_item_11_says(lower: str, higher: str) -> None:
    bound = advisory(("introduced", "0"), ("fixed", higher), ecosystem="npm")
    assert covers(bound, lower)[0] is Covered.YES
    assert covers(bound, higher)[0] is Covered.NO


def test_that_what_cannot_be_compared_is_unclear_and_never_clean() -> None:
    events = (("introduced", "0"), ("fixed", "1.2"))
    assert covers(advisory(*events), "")[0] is Covered.UNCLEAR
    assert covers(advisory(*events), "not-a-version!")[0] is Covered.UNCLEAR
    assert covers(advisory(), "1.0")[0] is Covered.UNCLEAR


def test_that_real_advisories_agree_with_their_own_list_of_versions(shared_data: Path) -> None:
    """Where a record names its affected releases one by one, its ranges must cover each of them."""
    names = (
        "torch",
        "tensorflow",
        "pillow",
        "numpy",
        "transformers",
        "langchain",
        "gradio",
        "mlflow",
        "jupyter-server",
    )
    copy = shared_data / "advisories" / "pypa-advisories-2026-07-23.zip"
    data = read_advisories(copy, {("pypi", name) for name in names})
    checked, missed = 0, []
    for each in data.advisories:
        by_range = replace(each, versions=frozenset())
        for version in each.versions if each.ranges else ():
            checked += 1
            if covers(by_range, version)[0] is not Covered.YES:
                missed.append((each.id, version))
    assert checked > 1000
    assert len(missed) <= 0.01 * checked, missed  # A few records contradict themselves.


def test_that_a_real_copy_is_read_counted_and_dated(shared_data: Path) -> None:
    data = read_advisories(shared_data / "advisories" / "pypa-advisories-2026-07-23.zip", {("pypi", "torch")})
    assert data.records > 1000
    assert data.advisories
    assert {each.package for each in data.advisories} == {"torch"}
    assert data.newest[:4] == "2026"


@pytest.mark.parametrize("content", [b"", b"no archive"])
def test_that_a_copy_that_is_none_is_told_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "copy.zip"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read_advisories(path, {("pypi", "torch")})
    with pytest.raises(InputError):
        read_advisories(tmp_path / "gone", {("pypi", "torch")})


def test_that_broken_records_are_counted_and_the_rest_is_read(tmp_path: Path) -> None:
    good = {"id": "A-1", "affected": [{"package": {"ecosystem": "PyPI", "name": "Torch"}, "versions": ["1.0"]}]}
    (tmp_path / "good.json").write_text(json.dumps(good), encoding="utf-8")
    (tmp_path / "bad.json").write_text('{"name": "torch", broken', encoding="utf-8")
    (tmp_path / "latin.json").write_bytes(b'{"name": "torch\xff"}')
    data = read_advisories(tmp_path, {("pypi", "torch")})
    assert [each.id for each in data.advisories] == ["A-1"]
    assert data.unreadable == 2


def test_that_a_record_on_one_line_is_dated_and_its_withdrawal_seen(tmp_path: Path) -> None:
    package = {"package": {"ecosystem": "PyPI", "name": "numpy"}}
    record = {
        "id": "A-1",
        "modified": "2026-01-01T00:00:00Z",
        "withdrawn": "2026-01-01T00:00:00Z",
        "affected": [package],
    }
    (tmp_path / "one.json").write_text(json.dumps(record, separators=(",", ":")), encoding="utf-8")
    data = read_advisories(tmp_path, {("pypi", "torch")})
    assert (data.newest[:10], data.withdrawn, data.records) == ("2026-01-01", 1, 1)


def decided(snapshot: Snapshot, *notes: Note) -> list[str]:
    """The findings that somebody decided about, with the words."""
    known = reviews_of(notes)
    reviews = [(each, review_of(snapshot, each.sign, known)) for each in found_in(snapshot).findings]
    return [f"{each.rule.key}: {review.words}" for each, review in reviews if review is not None]


def test_that_a_decision_is_about_one_finding_of_one_component_in_all_its_versions() -> None:
    snapshot = of(
        part("pkg:huggingface/acme/one@main", Kind.MODEL, "main", remote_code="AutoModel"),
        part("pkg:huggingface/acme/two@main", Kind.MODEL, "main"),
    )
    note = review_note("pkg:huggingface/acme/one", "floating-model", Judged.ACCEPTED, "mirrored", "ann")
    assert decided(snapshot, note) == ["floating-model: accepted by ann: mirrored"]


def test_that_accepting_one_advisory_accepts_no_other_of_the_same_package() -> None:
    torch = of(part("pkg:pypi/torch@1.0", Kind.PACKAGE, "1.0"))
    both = [replace(advisory(versions=frozenset({"1.0"})), id=name) for name in ("X-1", "X-2")]
    data = AdvisoryData("copy", tuple(both), 2, 0, "2026-01-01", {"pypi": 2})
    found = findings(torch, torch.graph.systems.tolist(), data)
    note = review_note("pkg:pypi/torch", "advisory:X-1", Judged.NOT_SO, "not built in", "ann")
    reviews = reviews_of([note])
    open_ones = [each.sign.about for each in found.findings if not review_of(torch, each.sign, reviews)]
    assert "X-2" in open_ones
    assert "X-1" not in open_ones


def test_that_a_note_without_a_decision_decides_nothing() -> None:
    assert reviews_of([Note(Subject("pkg:pypi/torch"), "look at it", ("finding:advisory:X-1",))]) == {}


def test_that_a_name_is_similar_only_by_one_edit_and_never_by_its_number() -> None:
    assert list(similar("langchian", ["langchain"])) == ["langchain"]
    assert list(similar("llama-2", ["llama-3"])) == []
    assert list(similar("tqdn", ["tqdm"])) == []  # Too short to mean anything.
    assert list(similar("scikit_learn", ["scikit-learn"])) == ["scikit-learn"]


def test_that_an_owner_known_by_two_spellings_is_told_once_and_a_copy_of_a_known_model_is_told() -> None:
    snapshot = of(
        part("pkg:huggingface/mistralai/Mistral-7B-v0.1", Kind.MODEL),
        part("pkg:huggingface/someone/mistral-7b-V0.1", Kind.MODEL),
        part("pkg:huggingface/mistralia/other", Kind.MODEL),
    )
    assert [(each.name, each.like, each.is_same) for each in lookalikes(snapshot)] == [
        ("mistralia/other", "mistralai (organisation)", False),
        ("someone/mistral-7b-V0.1", "mistralai/Mistral-7B-v0.1", True),
    ]


def lineage(here: dict[str, str], base: dict[str, str], kind: RelationKind = RelationKind.FINE_TUNED_FROM) -> Snapshot:
    tuned, origin = part("pkg:huggingface/a/tuned", Kind.MODEL), part("pkg:huggingface/b/base", Kind.MODEL)
    tuned, origin = replace(tuned, attributes=here), replace(origin, attributes=base)
    return of(tuned, origin, extra=(Relation(tuned.id, origin.id, kind, evidence=SEEN),))


@pytest.mark.parametrize(
    ("here", "base", "fit"),
    [
        ({"hidden size": "4096"}, {"hidden size": "4096"}, Fit.FITS),
        ({"hidden size": "4096"}, {"hidden size": "5120"}, Fit.DIFFERS),
        ({"vocabulary": "32001"}, {"vocabulary": "32000"}, Fit.FITS),
        ({"vocabulary": "31999"}, {"vocabulary": "32000"}, Fit.DIFFERS),
        ({}, {"hidden size": "4096"}, Fit.CANNOT_TELL),
        ({"hidden size": "4096 | 5120"}, {"hidden size": "4096"}, Fit.CANNOT_TELL),
        ({"architecture": "BertForSequenceClassification"}, {"architecture": "BertForMaskedLM"}, Fit.FITS),
        ({"architecture": "GPT2ForTokenClassification"}, {"architecture": "GPT2LMHeadModel"}, Fit.FITS),
        ({"architecture": "BertModel"}, {"architecture": "LlamaForCausalLM"}, Fit.DIFFERS),
        ({"model type": "gemma3_text"}, {"model type": "gemma3"}, Fit.FITS),
        ({"tokenizer": "LlamaTokenizerFast"}, {"tokenizer": "LlamaTokenizer"}, Fit.FITS),
        ({"tokenizer": "PreTrainedTokenizerFast"}, {"tokenizer": "LlamaTokenizer"}, Fit.CANNOT_TELL),
        ({"format": "GGUF", "architecture": "llama"}, {"architecture": "MistralForCausalLM"}, Fit.CANNOT_TELL),
        ({"format": "GGUF", "architecture": "llama"}, {"architecture": "LlamaForCausalLM"}, Fit.FITS),
        ({"format": "GGUF", "hidden size": "2048"}, {"hidden size": "4096"}, Fit.DIFFERS),
    ],
)
def test_that_a_claimed_base_fits_differs_or_cannot_be_told(
    here: dict[str, str], base: dict[str, str], fit: Fit
) -> None:
    (check,) = lineage_checks(lineage(here, base))
    assert check.fit is fit
    assert (("lineage-misfit", "pkg:huggingface/a/tuned") in keys(lineage(here, base))) == (fit is Fit.DIFFERS)


def test_that_a_merge_may_stack_layers_and_a_tuned_model_may_not() -> None:
    here, base = {"layers": "48"}, {"layers": "32"}
    (merged,) = lineage_checks(lineage(here, base, RelationKind.MERGED_FROM))
    (tuned,) = lineage_checks(lineage(here, base))
    assert (merged.fit, tuned.fit) == (Fit.CANNOT_TELL, Fit.DIFFERS)


def test_that_an_adapter_is_held_against_the_width_and_the_modules_of_its_base() -> None:
    header = {
        f"base_model.model.model.layers.{n}.self_attn.q_proj.lora_A.weight": {"shape": [16, 4096]} for n in range(32)
    }
    facts = shape_facts(header)
    assert facts == {"adapter input size": "4096", "adapter rank in weights": "16", "adapter layers": "32"}
    snapshot = lineage(
        {**facts, "target modules": "q_proj"},
        {"hidden size": "4096", "layers": "32", "modules": "q_proj, v_proj"},
        RelationKind.ADAPTS,
    )
    adapter = replace(snapshot.components[snapshot.graph.find("pkg:huggingface/a/tuned") or 0], kind=Kind.ADAPTER)
    (check,) = lineage_checks(snapshot)
    assert adapter.kind is Kind.ADAPTER
    assert check.fit is Fit.FITS


def test_that_a_dropped_non_commercial_term_is_found_on_its_hop() -> None:
    snapshot = lineage({"licence": "apache-2.0"}, {"licence": "cc-by-nc-4.0"})
    (hop,) = licence_hops(snapshot)
    assert hop.change is Change.NC_DROPPED
    assert ("licence-terms-dropped", "pkg:huggingface/a/tuned") in keys(snapshot)


def test_that_the_most_severe_and_widest_stand_first() -> None:
    found = found_in(
        of(
            part("pkg:docker/python", Kind.CONTAINER_IMAGE, "3"),
            part("pkg:huggingface/a/gone", Kind.MODEL, on_the_hub="not found"),
        )
    )
    ranks = [each.severity.rank for each in found.findings]
    assert ranks == sorted(ranks)
    assert found.findings[0].severity is Severity.HIGH


@settings(max_examples=200)
@given(
    name=st.text("abcde", min_size=5, max_size=9), known=st.lists(st.text("abcde", min_size=5, max_size=9), max_size=8)
)
def test_that_names_found_by_their_rests_are_those_found_by_comparing_all(name: str, known: list[str]) -> None:
    everyone = sorted(set(known))
    assert sorted(similar(name, Names(everyone).near(name))) == sorted(similar(name, everyone))
