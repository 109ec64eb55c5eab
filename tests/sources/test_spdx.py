"""Truth read by hand from tests/data/spdx, where one document stands in all five syntaxes of SPDX 2."""

from __future__ import annotations

import ast
import csv
import json
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.errors import InputError
from explorer.sources import spdx
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.spdx import SOURCE
from tests.sources.package_reading import DATA, SYSTEM, components, edges, problems, read, read_text, relation, survives

SYNTAXES = ("app.spdx.json", "app.spdx", "app.spdx.yaml", "app.spdx.xml", "app.spdx.rdf.xml")
APP = "bom:app:pkg:generic/Support%20App@3.1"
TORCH, PYTEST = "pkg:pypi/torch@2.4.1", "bom:app:pkg:generic/pytest@8.0"
WEIGHTS, MAIN = "bom:app:pkg:generic/./models/model.safetensors", "bom:app:pkg:generic/./main.c"
GONE = "unknown:component:app:SPDXRef-gone"


def read_alone(path: Path) -> list:
    file = ProjectFile(PurePosixPath(path.name), path, path.stat().st_size)
    return list(SOURCE.read(file, Project(path.parent, SYSTEM, (file,))))


@pytest.fixture(scope="module", params=SYNTAXES)
def claims(request):
    return read(SOURCE, DATA / "spdx", request.param)


@pytest.fixture(scope="module")
def model():
    return read(SOURCE, DATA / "spdx", "model.spdx3.json")


def test_that_every_syntax_gives_the_same_components(claims):
    found = components(claims, "")
    assert {identity: each.kind for identity, each in found.items()} == {
        APP: Kind.PACKAGE,
        TORCH: Kind.PACKAGE,
        PYTEST: Kind.PACKAGE,
        "pkg:docker/team/serving@1.0": Kind.CONTAINER_IMAGE,
        WEIGHTS: Kind.WEIGHT_FILE,
        MAIN: Kind.PACKAGE,
        GONE: Kind.UNKNOWN,
        f"unknown:dependencies:{TORCH}": Kind.UNKNOWN,
        "party:example-corp": Kind.PARTY,
        "party:jane-doe": Kind.PARTY,
    }


def test_that_every_syntax_gives_the_same_relations(claims):
    assert edges(claims, RelationKind.REQUIRES) == {
        (APP, TORCH),
        (APP, PYTEST),
        (APP, GONE),
        (TORCH, f"unknown:dependencies:{TORCH}"),
    }
    assert edges(claims, RelationKind.CONTAINS) == {
        (SYSTEM, APP),
        (APP, WEIGHTS),
        (SYSTEM, "pkg:docker/team/serving@1.0"),  # nothing in the document has it
    }
    assert edges(claims, RelationKind.DERIVED_FROM) == {(APP, MAIN)}
    assert relation(claims, APP, PYTEST).scope is Scope.TEST


def test_that_a_package_says_what_it_says_in_every_syntax(claims):
    found = components(claims, "")
    torch = found[TORCH]
    assert torch.attributes["sha256"] == "aa11"
    assert torch.attributes["licence"] == "BSD-3-Clause"
    assert torch.attributes["distribution"] == "https://download.example/torch"
    assert torch.attributes["cpe"].startswith("cpe:2.3:a:x:torch")
    assert torch.attributes["supplier"] == "not asserted"
    assert torch.supplier == "party:jane-doe"
    assert found[APP].supplier == "party:example-corp"
    assert found[WEIGHTS].attributes["sha1"] == "bb22"
    assert "jane@example.com" not in repr(claims)


def test_that_nothing_is_listed_where_the_document_says_none_and_unseen_where_it_asserts_nothing(claims):
    found = components(claims, "")
    assert found[PYTEST].attributes["dependencies"] == "listed"
    assert "dependencies" not in found[TORCH].attributes
    assert relation(claims, TORCH, f"unknown:dependencies:{TORCH}").knowledge is Knowledge.UNKNOWN


def test_that_what_the_document_does_not_describe_is_one_problem(claims):
    assert [each.message for each in problems(claims)] == [
        "Relationships refer to 1 elements that are not in the document: SPDXRef-gone."
    ]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("app.spdx.json", "app.spdx.json [/packages/1]"),
        ("app.spdx", "app.spdx:29"),
        ("app.spdx.yaml", "app.spdx.yaml:26 [/packages/1]"),
        ("app.spdx.xml", "app.spdx.xml [/packages/1]"),
        ("app.spdx.rdf.xml", "app.spdx.rdf.xml [#SPDXRef-torch]"),
    ],
)
def test_that_evidence_names_the_place_in_each_syntax(name, place):
    found = components(read(SOURCE, DATA / "spdx", name))
    assert found[TORCH].evidence[0].place() == place
    assert found[TORCH].evidence[0].source == "spdx"


def test_that_files_behind_a_package_in_tag_value_are_its_files(tmp_path):
    text = "SPDXVersion: SPDX-2.3\nPackageName: a\nSPDXID: SPDXRef-a\nFileName: w.gguf\nSPDXID: SPDXRef-w\n"
    claims = read_text(SOURCE, tmp_path, "a.spdx", text)
    assert edges(claims, RelationKind.CONTAINS) >= {("bom:a-spdx:pkg:generic/a", "bom:a-spdx:pkg:generic/w.gguf")}


def test_that_a_model_of_spdx_3_has_its_lineage_and_data(model):
    chat, base, tickets = (
        "pkg:huggingface/Example-Corp/Support-Chat@0A1B",
        "bom:chat:pkg:generic/Base",
        "bom:chat:pkg:generic/support%20tickets",
    )
    tone, weights = "bom:chat:pkg:generic/tone%20LoRA", "bom:chat:pkg:generic/model.gguf"
    assert edges(model, RelationKind.DERIVED_FROM) == {(chat, base)}
    assert edges(model, RelationKind.ADAPTS) == {(tone, base)}
    assert edges(model, RelationKind.TRAINED_ON) == {
        (chat, tickets),
        (chat, f"unknown:training-data:{chat}"),  # called incomplete
        (base, f"unknown:training-data:{base}"),  # nothing asserted
    }
    assert edges(model, RelationKind.EVALUATED_ON) == {(chat, tickets)}
    assert edges(model, RelationKind.BUILT_BY) == {(weights, "build:chat/nightly")}
    assert edges(model, RelationKind.CONTAINS) >= {(SYSTEM, chat), (chat, weights)}
    assert edges(model, RelationKind.MADE_BY) == {(chat, "party:example-corp"), (tickets, "party:example-corp")}
    kinds = {identity: each.kind for identity, each in components(model, "").items()}
    assert kinds[chat] is Kind.MODEL
    assert kinds[tone] is Kind.ADAPTER
    assert kinds[tickets] is Kind.DATASET
    assert kinds[weights] is Kind.WEIGHT_FILE
    assert kinds["build:chat/nightly"] is Kind.BUILD
    assert not any("README" in identity for identity in kinds)
    assert not problems(model)


def test_that_the_ai_and_dataset_profiles_become_attributes(model):
    chat = components(model, "")["pkg:huggingface/Example-Corp/Support-Chat@0A1B"]
    assert chat.attributes["architecture"] == "transformer"
    assert chat.attributes["technical limitations"] == "May answer in the wrong language."
    assert chat.attributes["hyperparameters"] == "layers: 12"
    assert chat.attributes["energy"] == "training: 1.5 kilowattHour"
    assert chat.attributes["safety risk"] == "medium"
    assert chat.attributes["licence"] == "Apache-2.0"
    assert "sensitive personal information" not in chat.attributes  # not asserted
    assert chat.supplier == "party:example-corp"
    tickets = components(model, "bom:")["bom:chat:pkg:generic/support%20tickets"]
    assert (tickets.attributes["data type"], tickets.attributes["classification"]) == ("text", "amber")


def test_that_completeness_becomes_knowledge(model):
    chat, numpy = "pkg:huggingface/Example-Corp/Support-Chat@0A1B", "pkg:pypi/numpy@1.26.4"
    found = components(model, "")
    assert found[chat].attributes["dependencies"] == "listed"
    assert found[numpy].attributes["dependencies"] == "listed"  # it depends on none
    assert "dependencies" not in found[TORCH].attributes
    assert relation(model, chat, TORCH).attributes == {"completeness": "complete"}
    unseen = relation(model, TORCH, f"unknown:dependencies:{TORCH}")
    assert unseen.knowledge is Knowledge.UNKNOWN
    assert relation(model, TORCH, numpy).scope is Scope.TEST


def test_that_a_large_document_is_streamed_and_says_the_same(monkeypatch, model):
    monkeypatch.setattr(spdx, "MAX_TEXT_BYTES", 100)
    assert edges(read(SOURCE, DATA / "spdx", "model.spdx3.json")) == edges(model)
    streamed = read(SOURCE, DATA / "spdx", "app.spdx.json")
    assert "pkg:pypi/torch@2.4.1" in components(streamed)


def test_that_a_document_beyond_all_bounds_is_refused(monkeypatch):
    monkeypatch.setattr(spdx, "MAX_BYTES", 100)
    with pytest.raises(InputError, match="larger than"):
        read(SOURCE, DATA / "spdx", "app.spdx.json")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize("name", SYNTAXES[:3])
def test_that_a_document_with_a_byte_order_mark_says_the_same(tmp_path, name, encoding):
    said = (DATA / "spdx" / name).read_text(encoding="utf-8")
    (tmp_path / name).write_bytes(said.replace("\n", "\r\n").encode(encoding))
    claims = read(SOURCE, tmp_path, name)
    assert set(components(claims, "")) == set(components(read(SOURCE, DATA / "spdx", name), ""))


def test_that_a_truncated_document_gives_what_stands_before_the_break(tmp_path):
    whole = (DATA / "spdx" / "app.spdx.json").read_text()
    claims = read_text(SOURCE, tmp_path, "a.spdx.json", whole[: whole.index('"SPDXRef-image"')])
    assert TORCH in components(claims)
    assert any("breaks off" in each.message for each in problems(claims))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.spdx.json", '{"spdxVersion": "SPDX-9.9"}', "SPDX-9.9 is not known"),
        ("a.spdx.json", '{"name": "x"}', "named as an SPDX document, but is none"),
        ("a.spdx.json", '{"spdxVersion": "SPDX-2.3", "packages": [7]}', "/packages/0 is not an object"),
        ("a.spdx.json", '{"spdxVersion": "SPDX-2.3", "packages": [{"name": "x"}]}', "x has no identifier"),
        ("a.spdx", "SPDXVersion: SPDX-2.3\nPackageName: a\nSPDXID: b\nPackageName: c\nSPDXID: b\n", "used twice"),
        ("a.spdx", "SPDXVersion: SPDX-2.3\nRelationship: a EATS b\n", "type EATS are not known"),
        ("a.spdx.xml", '<!DOCTYPE a [<!ENTITY b "c">]><Document><SPDXID>x</SPDXID></Document>', "document type"),
        ("a.spdx.xml", "<Document><SPDXID>x</SPDXID><packages>", "not well-formed"),
        ("a.spdx.xml", "<Other><SPDXID>x</SPDXID></Other>", "neither Document nor RDF"),
        (
            "a.spdx3.json",
            '{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [1]}',
            "not an object",
        ),
        (
            "a.spdx3.json",
            '{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [{"type": "CreationInfo", "specVersion": "4.0"}]}',
            "SPDX version 4.0 is not known",
        ),
    ],
)
def test_that_what_is_wrong_is_one_problem_with_advice(tmp_path, name, text, said):
    found = [each for each in problems(read_text(SOURCE, tmp_path, name, text)) if said in each.message]
    assert len(found) == 1
    assert found[0].advice


HEAD = "SPDXVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\n"


def test_that_a_text_which_is_never_closed_hides_nothing_behind_it(tmp_path):
    open_text = "PackageComment: <text>no end\n"
    text = f"{HEAD}PackageName: a\nSPDXID: a\n{open_text}PackageName: b\nSPDXID: b\n{open_text}"
    claims = read_text(SOURCE, tmp_path, "a.spdx", text)
    assert {each.name for each in components(claims, "bom:").values()} >= {"a", "b"}
    (said,) = problems(claims)
    assert said.line == 5
    assert said.message == "The text that begins in line 5 is not closed, so it was taken to end with its line."


def test_that_a_text_over_many_lines_is_one_value(tmp_path):
    lines = "PackageName: no tag\n" * 20_000
    claims = read_text(
        SOURCE, tmp_path, "a.spdx", f"{HEAD}PackageName: a\nSPDXID: a\nPackageComment: <text>{lines}</text>\n"
    )
    assert not any(each.name == "no tag" for each in components(claims, "bom:").values())
    assert problems(claims) == []


def test_that_nul_bytes_in_tag_values_are_told_once_and_left_out(tmp_path):
    claims = read_text(SOURCE, tmp_path, "a.spdx", f"{HEAD}PackageName: a\0b\nSPDXID: a\0\n")
    assert "ab" in {each.name for each in components(claims, "bom:").values()}
    assert [(each.line, each.message) for each in problems(claims)] == [
        (3, "Line 3 has NUL characters; these were left out.")
    ]


@pytest.mark.parametrize(
    ("graph", "said"),
    [
        ('"text"', "/@graph is not an object and was left out."),
        ("null", "/@graph is not an object and was left out."),
        ('{"a": {"type": "software_Package"}}', "What stands at /@graph has no type and was left out."),
        ('[{"@graph": []}, {}]', "What stands at /@graph/0 (and 1 more) has no type and was left out."),
    ],
)
def test_that_an_odd_graph_is_told_in_one_sentence(tmp_path, graph, said):
    text = f'{{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": {graph}}}'
    assert [each.message for each in problems(read_text(SOURCE, tmp_path, "a.spdx3.json", text))] == [said]


def test_that_yaml_that_is_none_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(InputError, match="not valid YAML"):
        read_text(SOURCE, tmp_path, "a.spdx.yaml", "spdxVersion: [\n")


def test_that_cycles_and_self_references_are_kept(tmp_path):
    text = "SPDXVersion: SPDX-2.3\nPackageName: a\nSPDXID: a\nPackageName: b\nSPDXID: b\n" + "".join(
        f"Relationship: {ends}\n" for ends in ("a DEPENDS_ON b", "b DEPENDS_ON a", "a DEPENDS_ON a")
    )
    a, b = "bom:a-spdx:pkg:generic/a", "bom:a-spdx:pkg:generic/b"
    claims = read_text(SOURCE, tmp_path, "a.spdx", text)
    assert edges(claims, RelationKind.REQUIRES) == {(a, b), (b, a), (a, a)}


@pytest.mark.parametrize("name", ["a.spdx.json", "a.spdx3.json", "a.spdx.xml", "a.spdx.rdf.xml", "a.spdx.yaml"])
def test_that_endless_nesting_ends_in_a_sentence(tmp_path, name):
    hostile = {
        "a.spdx.json": '{"spdxVersion": "SPDX-2.3", "packages": ' + "[" * 200_000,
        "a.spdx3.json": '{"@context": "https://spdx.org/rdf/3.0.1/x", "@graph": ' + "[" * 200_000,
        "a.spdx.xml": "<Document><SPDXID>x</SPDXID>" + "<a>" * 150_000,
        "a.spdx.rdf.xml": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://spdx.org/rdf/terms#">'
        + "<s:Package><s:relationship>" * 80_000,
        "a.spdx.yaml": "spdxVersion: SPDX-2.3\npackages: " + "[" * 5_000,
    }
    try:
        assert problems(read_text(SOURCE, tmp_path, name, hostile[name]))
    except InputError as error:
        assert error.advice


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.spdx.json", '{"spdxVersion": "SPDX-2.3", "packages": ' + "[" * 200_000, "100,000 levels deep"),
        ("a.spdx3.json", '{"@context": "https://spdx.org/rdf/3.0.1/x", "x": ' + "[" * 200_000, "100,000 levels deep"),
        ("a.spdx.xml", "<!DOCTYPE a><Document><SPDXID>x</SPDXID></Document>", "document type declaration"),
    ],
)
def test_that_what_is_refused_is_not_said_to_break_off(tmp_path, name, text, said):
    told = [each for each in problems(read_text(SOURCE, tmp_path, name, text)) if said in each.message]
    assert len(told) == 1
    assert "breaks off" not in told[0].message
    assert "whole file" not in told[0].advice


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_that_mutated_bytes_raise_nothing_but_an_input_error(tmp_path: Path, data):
    name = data.draw(st.sampled_from([*SYNTAXES, "model.spdx3.json"]))
    content = bytearray((DATA / "spdx" / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    survives(SOURCE, tmp_path, name, bytes(content))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_that_any_value_in_any_place_raises_nothing(tmp_path: Path, data):
    name = data.draw(st.sampled_from(["app.spdx.json", "model.spdx3.json"]))
    document = json.loads((DATA / "spdx" / name).read_text())
    place = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(JSON_VALUES)
    survives(SOURCE, tmp_path, name, json.dumps(document).encode())


# Real documents


def real_documents(shared_data: Path) -> list[Path]:
    endings = (".spdx", ".json", ".yaml", ".xml")
    return [path for path in sorted((shared_data / "spdx").rglob("*")) if path.is_file() and path.suffix in endings]


def test_that_every_real_document_is_read_without_a_traceback(shared_data):
    paths = real_documents(shared_data)
    assert len(paths) > 75
    for path in paths:
        claims = read_alone(path)
        is_about_packages = "packages" in path.read_text(errors="replace").lower()
        assert not is_about_packages or any(isinstance(each, Component) for each in claims), path.name
        assert all(each.evidence for each in claims if isinstance(each, Component | Relation)), path.name


def test_that_published_documents_have_as_many_packages_as_counted(shared_data):
    seen = 0
    with (shared_data / "spdx/COUNTS.tsv").open() as table:
        for row in csv.DictReader(table, delimiter="\t"):
            facts, path = ast.literal_eval(row["facts"]), shared_data / row["file"]
            if "packages" not in facts or not path.exists():
                continue
            packages = {
                (each.evidence[0].field, each.evidence[0].line)
                for each in read_alone(path)
                if isinstance(each, Component)
                and each.kind is not Kind.PARTY
                and (each.evidence[0].field.startswith("/packages/") or is_package_line(path, each.evidence[0].line))
            }
            assert (row["file"], len(packages)) == (row["file"], facts["packages"])
            seen += 1
    assert seen > 30


def is_package_line(path: Path, line: int | None) -> bool:
    return line is not None and path.read_text(errors="replace").splitlines()[line - 1].startswith("PackageName")


def test_that_the_specification_s_example_says_the_same_in_all_syntaxes(shared_data):
    folder = shared_data / "spdx/spdx-spec"
    documents = [path for path in sorted(folder.iterdir()) if "2.3" in path.name]
    assert len(documents) == 5
    read_in = [read_alone(path) for path in documents]
    assert len({frozenset(components(claims, "").keys()) for claims in read_in}) == 1
    assert len({frozenset(edges(claims)) for claims in read_in}) == 1


def test_that_the_real_model_document_of_spdx_3_has_its_training_data(shared_data):
    claims = read_alone(shared_data / "spdx/spdx-examples/ai/example01/spdx3.0/simplehtr-example.json")
    names = {each.id: each.name for each in claims if isinstance(each, Component)}
    trained = {(names[source], names[target]) for source, target in edges(claims, RelationKind.TRAINED_ON)}
    assert trained == {("word-model", "IAMdataset"), ("line-model", "IAMdataset")}
    assert len(edges(claims, RelationKind.REQUIRES)) == 7  # stated twice, under one name
