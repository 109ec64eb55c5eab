"""The graph as a BOM: valid, readable by others, and read back as it was."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO

import pytest

from explorer.cli.main import main
from explorer.domain.annotation import Basis, Limit, Note, ResidualRisk, Subject, TrustDelegation
from explorer.domain.component import Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.exports.bom_formats import format_of_name
from explorer.exports.cyclonedx import VERSIONS, cyclonedx_document, to_cyclonedx_json
from explorer.exports.cyclonedx_xml import to_cyclonedx_xml
from explorer.exports.spdx import spdx_document, to_spdx_json
from explorer.pipeline.scan import scan
from explorer.sources.cyclonedx_validate import validate, validate_xml
from tests.exports.bom_trips import FORMATS, components_of, relations_of, there_and_back

MODEL = "pkg:huggingface/acme/chat"
JUDGED = (
    TrustDelegation(Subject(MODEL), "system:demo", "Acme", basis=Basis.CONTRACT, review_by=date(2027, 1, 2)),
    ResidualRisk(Subject(MODEL), "Weights may carry a backdoor", Limit.UNDETECTED_COMPROMISE, None, 3, 4),
    Note(Subject("pkg:pypi/torch"), "Asked the maintainers.", ("asked",)),
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "requirements.txt").write_text("torch==2.4.1\nnumpy\n")
    card = "---\nlicense: apache-2.0\nbase_model: acme/base\ndatasets:\n- acme/talks\n---\n# Chat\n"
    (folder / "chat").mkdir()
    (folder / "chat" / "README.md").write_text(card)
    (folder / "chat" / "config.json").write_text('{"architectures": ["LlamaForCausalLM"], "model_type": "llama"}')
    (folder / "app.py").write_text(
        "from openai import OpenAI\nfrom transformers import AutoModel\n"
        f'AutoModel.from_pretrained("{MODEL.removeprefix("pkg:huggingface/")}")\n'
        'OpenAI().chat.completions.create(model="gpt-4o", messages=[])\n'
    )
    (folder / ".mcp.json").write_text('{"mcpServers": {"files": {"command": "npx", "args": ["-y", "@acme/files"]}}}')
    (folder / "Dockerfile").write_text("FROM python:3.12-slim\n")
    return scan([str(folder)], "demo")


@pytest.mark.parametrize("word", FORMATS)
def test_that_a_graph_written_and_read_back_is_the_same(demo, word, tmp_path):
    again = there_and_back(demo, word, tmp_path)
    assert components_of(again) == components_of(demo)
    assert relations_of(again) == relations_of(demo)


@pytest.mark.parametrize("word", FORMATS)
def test_that_the_same_graph_gives_the_same_bytes(demo, word):
    from explorer.exports.bom_formats import BOM_FORMATS

    assert BOM_FORMATS[word].write(demo, JUDGED) == BOM_FORMATS[word].write(demo, JUDGED)


@pytest.mark.parametrize("version", VERSIONS)
def test_that_cyclonedx_is_valid_in_json_and_xml(demo, version):
    assert validate(json.loads(to_cyclonedx_json(demo, JUDGED, version=version)), version) == []
    assert validate_xml(to_cyclonedx_xml(demo, JUDGED, version=version), version) == []


def test_that_the_spdx_library_reads_the_document_and_misses_no_element(demo):
    model = pytest.importorskip("spdx_python_model").v3_0_1
    objects = model.SHACLObjectSet()
    model.JSONLDDeserializer().read(BytesIO(to_spdx_json(demo, JUDGED).encode()), objects)
    assert [each for each in objects.missing_ids if not str(each).endswith("NoAssertionElement")] == []
    model.JSONLDSerializer().write(objects, BytesIO())  # Raises where an element lacks what its class requires.
    names = {each.name for each in objects.foreach_type(model.ai_AIPackage)}
    assert {"acme/chat", "gpt-4o"} <= names


def test_that_others_find_models_services_packages_and_lineage_where_the_standard_has_them(demo):
    document = cyclonedx_document(demo)
    types = {each["name"]: each["type"] for each in document["components"]}
    assert types["torch"] == "library"
    assert types["acme/chat"] == "machine-learning-model"
    assert types["acme/talks"] == "data"
    assert "gpt-4o" in {each["name"] for each in document["services"]}
    torch = next(each for each in document["components"] if each["name"] == "torch")
    assert torch["purl"] == "pkg:pypi/torch@2.4.1"
    assert torch["evidence"]["occurrences"][0] | {"additionalContext": ""} == {
        "location": "requirements.txt",
        "line": 1,
        "additionalContext": "",
    }
    assert document["metadata"]["component"]["name"] == "demo"


def test_that_what_nobody_has_told_of_is_no_component_but_an_open_end(demo):
    document = cyclonedx_document(demo)
    unseen = {each.id for each in demo.components if each.kind is Kind.UNKNOWN}
    assert unseen
    assert not unseen & {each["bom-ref"] for each in document["components"]}
    open_ends = next(each for each in document["compositions"] if each["aggregate"] == "unknown")
    assert any(ref.startswith("pkg:") or ref.startswith("service:") for ref in open_ends["dependencies"])


@pytest.mark.parametrize("aggregate", ["", "complete"])
def test_that_nothing_is_called_complete_that_nobody_called_so(tmp_path, aggregate):
    parts = [{"type": "library", "name": name, "bom-ref": name, "purl": f"pkg:pypi/{name}@1"} for name in ("a", "b")]
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": parts,
        "dependencies": [{"ref": "a", "dependsOn": ["b"]}],
        "compositions": [{"aggregate": aggregate, "dependencies": ["a"]}] if aggregate else [],
    }
    path = tmp_path / "x.cdx.json"
    path.write_text(json.dumps(bom))
    snapshot = scan([str(path)], "x")
    stated = cyclonedx_document(snapshot).get("compositions", [])
    complete = [ref for each in stated if each["aggregate"] == "complete" for ref in each.get("dependencies", ())]
    assert complete == (["pkg:pypi/a@1"] if aggregate else [])
    said = [each.get("completeness") for each in spdx_document(snapshot)["@graph"]]
    assert ("complete" in said) is bool(aggregate)


def test_that_trust_risks_and_notes_are_said_in_sentences(demo):
    document = cyclonedx_document(demo, JUDGED)
    said = {each["text"]: each["subjects"] for each in document["annotations"]}
    risk = next(text for text in said if text.startswith("Residual risk"))
    assert "before controls: 12 of 25" in risk
    assert "after controls: not assessed" in risk
    trust = next(text for text in said if text.startswith("Trust"))
    assert "basis: contract" in trust
    assert "review by: 2027-01-02" in trust
    assert said["Note [asked]: Asked the maintainers."] == ["pkg:pypi/torch@2.4.1"]
    statements = {each["statement"] for each in spdx_document(demo, JUDGED)["@graph"] if each["type"] == "Annotation"}
    assert statements == set(said)


def test_that_nothing_is_verified_because_a_bom_says_so(demo, tmp_path):
    text = to_cyclonedx_json(demo).replace('"value": "inferred"', '"value": "verified"')
    path = tmp_path / "bom.cdx.json"
    path.write_text(text.replace('\\"knowledge\\": \\"inferred\\"', '\\"knowledge\\": \\"verified\\"'))
    again = scan([str(path)], "demo")
    assert Knowledge.VERIFIED not in {each.knowledge for each in (*again.components, *again.relations)}


def test_that_a_dependency_taken_out_by_others_stays_out(demo, tmp_path):
    document = cyclonedx_document(demo)
    root = next(each for each in document["dependencies"] if each["ref"] == "system:demo")
    root["dependsOn"].remove("pkg:pypi/torch@2.4.1")
    path = tmp_path / "bom.cdx.json"
    path.write_text(json.dumps(document))
    ends = {(each.source, each.target) for each in scan([str(path)], "demo").relations}
    assert ("system:demo", "pkg:pypi/torch@2.4.1") not in ends


def test_that_one_system_of_a_portfolio_is_written_alone(tmp_path):
    for name, package in (("one", "torch"), ("two", "jax")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "requirements.txt").write_text(f"{package}==1.0\n")
        assert main(["scan", str(tmp_path / name), "--name", name, "-w", str(tmp_path / "w.catchment")]) == 0
    output = tmp_path / "one.cdx.json"
    command = ["export", str(tmp_path / "w.catchment"), "--format", "cyclonedx-json", "-o", str(output)]
    assert main([*command, "--system", "one"]) == 0
    names = {each["name"] for each in json.loads(output.read_text())["components"]}
    assert "torch" in names
    assert "jax" not in names
    assert main(command) == 0
    both = json.loads(output.read_text())
    assert "component" not in both["metadata"]
    assert {"one", "two", "torch", "jax"} <= {each["name"] for each in both["components"]}


def test_that_a_broken_node_of_ours_is_one_problem(demo, tmp_path):
    document = cyclonedx_document(demo)
    document["properties"] = [{"name": "catchment:node", "value": "{broken"}]
    path = tmp_path / "bom.cdx.json"
    path.write_text(json.dumps(document))
    again = scan([str(path)], "demo")
    assert [each.message for each in again.problems if "node at" in each.message] == [
        "The node at /properties/0 cannot be understood."
    ]
    assert again.component(MODEL) is not None


def test_that_training_data_keeps_its_relation_and_is_in_the_card(demo):
    model = next(each for each in cyclonedx_document(demo)["components"] if each["bom-ref"] == MODEL)
    trained = [each for each in demo.relations if each.kind is RelationKind.TRAINED_ON and each.source == MODEL]
    things = {each.id for each in demo.components if each.kind is Kind.DATASET}
    expected = [{"ref": each.target} for each in trained if each.target in things]
    assert model.get("modelCard", {}).get("modelParameters", {}).get("datasets", []) == expected


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("app.cdx.json", "cyclonedx-json"),
        ("A.CDX.XML", "cyclonedx-xml"),
        ("a.1.7.cdx.json", "cyclonedx-1.7-json"),
        ("a.1.7.cdx.xml", "cyclonedx-1.7-xml"),
        ("a.spdx.json", "spdx-json"),
        ("a.2.3.spdx.json", "spdx-2.3-json"),
        ("a.spdx", "spdx-2.3-tag-value"),
        ("a.json", None),
    ],
)
def test_that_a_file_s_name_tells_its_format(name, word):
    found = format_of_name(name)
    assert (found.word if found else None) == word


@pytest.mark.parametrize("word", FORMATS)
@pytest.mark.parametrize("place", ["cyclonedx-real", "spdx/spdx-examples", "cyclonedx-spec-tests"])
def test_that_published_boms_come_back_as_they_were(shared_data, place, word, tmp_path):
    large = 400_000  # The bytes beyond which reading a document three times takes too long for a test.
    files = [each for each in sorted((shared_data / place).rglob("*")) if each.is_file()]
    told = [each for each in files if each.suffix in (".json", ".xml", ".spdx") and each.stat().st_size < large]
    for path in told[::9]:
        snapshot = scan([str(path)], "demo")
        again = there_and_back(snapshot, word, tmp_path)
        assert components_of(again) == components_of(snapshot), path
        assert relations_of(again) == relations_of(snapshot), path
