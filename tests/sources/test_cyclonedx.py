"""Truth read by hand from tests/data/bom, and the counts and verdicts that come with the shared BOMs."""

from __future__ import annotations

import ast
import csv
import json
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.domain.claim import Problem
from explorer.domain.component import GIVEN, LISTED, Component, Kind, Knowledge
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.errors import InputError
from explorer.graph.identity import family
from explorer.sources import cyclonedx
from explorer.sources.cyclonedx import SOURCE, is_cyclonedx
from explorer.sources.interface import Project, ProjectFile
from tests.sources.package_reading import (
    DATA,
    SYSTEM,
    components,
    edges,
    problems,
    read,
    read_text,
    relation,
    survives,
)

BOM = "aibom.cdx.json"
APP = "bom:support-assistant:pkg:generic/Support%20Assistant@3.1"
CHAT = "pkg:huggingface/Example-Corp/Support-Chat@0A1B2C3D4E5F60718293A4B5C6D7E8F901234567"
DIGEST = "sha256:" + "b" * 64
TICKETS = "bom:support-assistant:pkg:generic/support%20tickets"


@pytest.fixture(scope="module")
def claims():
    return read(SOURCE, DATA / "bom", BOM)


@pytest.fixture(scope="module")
def known(claims):
    return components(claims, "")


def read_alone(path: Path) -> list:
    file = ProjectFile(PurePosixPath(path.name), path, path.stat().st_size)
    return list(SOURCE.read(file, Project(path.parent, SYSTEM, (file,))))


def test_that_the_system_contains_the_subject_of_the_bom(claims, known):
    assert relation(claims, SYSTEM, APP).kind is RelationKind.CONTAINS
    assert known[APP].attributes["BOM made with"] == "example-bom-tool 2.0"
    assert relation(claims, APP, "party:example-corp").attributes["role"] == "supplier"


@pytest.mark.parametrize(
    ("identity", "kind"),
    [
        (APP, Kind.PACKAGE),
        (CHAT, Kind.MODEL),
        ("bom:support-assistant:pkg:generic/tone-lora", Kind.ADAPTER),
        (TICKETS, Kind.DATASET),
        ("pkg:huggingface/datasets/allenai/c4", Kind.DATASET),
        ("pkg:pypi/torch@2.4.1", Kind.PACKAGE),
        ("pkg:docker/team/serving@sha256:" + "a" * 64 + "?repository_url=registry.example", Kind.CONTAINER_IMAGE),
        ("bom:support-assistant:pkg:generic/model.safetensors", Kind.WEIGHT_FILE),
        ("service:example-cloud/embeddings API", Kind.MODEL_SERVICE),
        ("party:example-corp", Kind.PARTY),
    ],
)
def test_that_each_component_has_our_identity_and_kind(known, identity, kind):
    assert known[identity].kind is kind


def test_that_the_package_url_keeps_the_case_of_a_revision_and_loses_what_tools_add(known):
    assert known[CHAT].attributes["licence"] == "Apache-2.0"
    assert known["pkg:pypi/torch@2.4.1"].attributes["purl"] == "pkg:pypi/Torch@2.4.1?package-id=77"


def test_that_a_nameless_component_has_a_family_and_stays_apart_from_its_namesake(known):
    one = "bom:support-assistant:pkg:generic/helper@1.0"
    assert family(one) == "bom:support-assistant:pkg:generic/helper"
    assert {one, f"{one}#helper-b"} <= known.keys()


def test_that_dependencies_are_relations_with_their_pointer(claims):
    assert edges(claims, RelationKind.REQUIRES) == {
        (APP, CHAT),
        (APP, "pkg:pypi/torch@2.4.1"),
        (APP, "service:example-cloud/embeddings API"),
        (APP, "unknown:component:support-assistant:gone"),
        ("pkg:pypi/torch@2.4.1", "pkg:pypi/numpy@1.26.4"),
        ("pkg:pypi/numpy@1.26.4", "pkg:pypi/torch@2.4.1"),
        ("pkg:pypi/torch@2.4.1", "unknown:dependencies:pkg:pypi/torch@2.4.1"),
    }
    assert relation(claims, APP, CHAT).evidence[0].place() == f"{BOM} [/dependencies/0/dependsOn/0]"
    assert relation(claims, "pkg:pypi/torch@2.4.1", "pkg:pypi/numpy@1.26.4").scope is Scope.OPTIONAL


def test_that_lineage_has_all_its_parents_and_an_adapter_adapts(claims):
    assert edges(claims, RelationKind.DERIVED_FROM) == {
        (CHAT, "pkg:huggingface/example-lab/Base-7B"),
        (CHAT, "pkg:huggingface/example-lab/Other-7B"),
    }
    assert edges(claims, RelationKind.ADAPTS) == {
        ("bom:support-assistant:pkg:generic/tone-lora", "pkg:huggingface/example-lab/Base-7B")
    }


def test_that_training_data_is_found_by_reference_by_address_and_where_missing_marked_unknown(claims, known):
    assert edges(claims, RelationKind.TRAINED_ON) == {
        (CHAT, TICKETS),
        (CHAT, "pkg:huggingface/datasets/allenai/c4"),
        (CHAT, "unknown:component:support-assistant:no-such-dataset"),
    }
    assert known["unknown:component:support-assistant:no-such-dataset"].knowledge is Knowledge.UNKNOWN
    assert known[TICKETS].attributes["classification"] == "confidential"
    assert known[CHAT].attributes["technical limitations"] == "May answer in the wrong language."


def test_that_completeness_is_as_the_bom_says(claims, known):
    said = {word: set() for word in (LISTED, GIVEN)}
    for claim in claims:
        if isinstance(claim, Component) and "dependencies" in claim.attributes:
            said[claim.attributes["dependencies"]].add(claim.id)
    numpy, helper = "pkg:pypi/numpy@1.26.4", "bom:support-assistant:pkg:generic/helper@1.0"
    assert said[LISTED] == {f"{helper}#helper-b"}  # The one whose dependencies a composition calls complete.
    assert said[GIVEN] == {APP, numpy, helper}  # torch is called incomplete
    image = next(identity for identity in known if identity.startswith("pkg:docker/"))
    assert relation(claims, image, f"unknown:contents:{image}").knowledge is Knowledge.UNKNOWN


def test_that_what_nothing_refers_to_belongs_to_the_subject_and_what_something_does_not(claims):
    contained = {target for source, target in edges(claims, RelationKind.CONTAINS) if source == APP}
    assert "bom:support-assistant:pkg:generic/model.safetensors" in contained
    assert "pkg:pypi/torch@2.4.1" not in contained
    assert TICKETS not in contained


def test_that_a_service_is_operated_by_its_provider_and_its_address_has_no_secret(claims, known):
    service = known["service:example-cloud/embeddings API"]
    assert service.attributes["endpoints"] == "https://embed.example/v1"
    assert service.attributes["crosses a trust boundary"] == "yes"
    assert (service.id, "party:example-cloud") in edges(claims, RelationKind.OPERATED_BY)
    assert (service.id, "service:support-assistant/cache") in edges(claims, RelationKind.CONTAINS)
    assert "secret@" not in repr(claims)


def test_that_each_thing_wrong_is_one_problem_with_advice(claims):
    found = problems(claims)
    for text in ("does not parse", "used twice", "refer to 1 bom-refs", "name 1 datasets"):
        assert len([each for each in found if text in each.message]) == 1, text
    assert all(each.advice for each in found)
    assert len(found) == 4


def test_that_xml_says_what_json_says(tmp_path):
    xml = """<?xml version="1.0"?>
    <bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1">
      <metadata>
        <component type="application" bom-ref="app"><name>App</name><version>1</version></component>
      </metadata>
      <components>
        <component type="library" bom-ref="a">
          <supplier><name>Maker</name></supplier><name>a</name><version>1</version>
          <hashes><hash alg="SHA-1">e6b1000b94e835ffd37f4c6dcbdad43f4b48a02a</hash></hashes>
          <licenses><license><id>MIT</id></license></licenses><purl>pkg:npm/%40scope/a@1</purl>
          <externalReferences><reference type="vcs"><url>https://code.example/a</url></reference></externalReferences>
          <components>
            <component type="library" bom-ref="b"><name>b</name><purl>pkg:npm/b@2</purl></component>
          </components>
        </component>
      </components>
      <dependencies><dependency ref="app"><dependency ref="a"/></dependency><dependency ref="a"/></dependencies>
    </bom>"""
    claims = read_text(SOURCE, tmp_path, "bom.xml", xml)
    package = components(claims)["pkg:npm/%40scope/a@1"]
    assert package.attributes["licence"] == "MIT"
    assert package.attributes["sha1"] == "e6b1000b94e835ffd37f4c6dcbdad43f4b48a02a"
    assert package.attributes["vcs"] == "https://code.example/a"
    assert package.supplier == "party:maker"
    assert ("bom:app:pkg:generic/App@1", package.id) in edges(claims, RelationKind.REQUIRES)
    assert relation(claims, package.id, "pkg:npm/b@2").evidence[0].field == "/components/0/components/0"
    assert not problems(claims)


@pytest.mark.parametrize(
    ("purl", "identity"),
    [
        ("pkg:maven/org.example/tool@1.0?type=jar", "pkg:maven/org.example/tool@1.0"),
        ("pkg:maven/org.example/tool@1.0?classifier=tests", "pkg:maven/org.example/tool@1.0?classifier=tests"),
        ("pkg:deb/debian/zlib1g@1.2.13?arch=amd64&distro=debian-12", "pkg:deb/debian/zlib1g@1.2.13?arch=amd64"),
        (f"pkg:oci/x@{DIGEST}?repository_url=ghcr.io/team/x", f"pkg:docker/team/x@{DIGEST}?repository_url=ghcr.io"),
        ("pkg:docker/library/python@3.12", "pkg:docker/python@3.12"),
        ("pkg:pypi/Foo_Bar@1.0", "pkg:pypi/foo-bar@1.0"),
        ("pkg:npm/%40scope/name@2", "pkg:npm/%40scope/name@2"),
        ("pkg:huggingface/Org/Model@ABC", "pkg:huggingface/Org/Model@ABC"),
    ],
)  # fmt: skip
def test_that_every_writing_of_a_package_url_becomes_one_identity(tmp_path, purl, identity):
    text = json.dumps(
        {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "library", "name": "x", "purl": purl}]}
    )
    assert set(components(read_text(SOURCE, tmp_path, "bom.json", text))) == {identity}


def test_that_a_truncated_bom_gives_what_stands_before_the_break(tmp_path):
    whole = (DATA / "bom" / BOM).read_text()
    claims = read_text(SOURCE, tmp_path, "bom.json", whole[: whole.index('"type": "container"')])
    assert "pkg:pypi/torch@2.4.1" in components(claims)
    assert any("breaks off" in problem.message for problem in problems(claims))


def test_that_components_nested_two_thousand_deep_are_read(tmp_path):
    inner: dict = {"type": "library", "name": "c0"}
    text = json.dumps(inner)
    for level in range(1, 2_000):
        text = f'{{"type": "library", "name": "c{level}", "components": [{text}]}}'
    claims = read_text(
        SOURCE, tmp_path, "bom.json", f'{{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{text}]}}'
    )
    assert len(components(claims, "bom:")) == 2_000
    assert len(edges(claims, RelationKind.CONTAINS)) == 2_000
    assert len(problems(claims)) == 1  # too deep for the schema checker, which is said
    deepest = components(claims, "bom:")["bom:bom-json:pkg:generic/c0"]
    assert deepest.evidence[0].field.endswith("/…")  # a pointer that long is cut, and says so


@pytest.mark.parametrize("name", ["bom.json", "bom.xml"])
def test_that_a_document_with_entities_or_endless_nesting_is_one_problem(tmp_path, name):
    hostile = {
        "bom.json": '{"bomFormat": "CycloneDX", "components": ' + "[" * 200_000,
        "bom.xml": '<!DOCTYPE bom [<!ENTITY a "aaaa">]><bom xmlns="http://cyclonedx.org/schema/bom/1.4">&a;</bom>',
    }
    claims = read_text(SOURCE, tmp_path, name, hostile[name])
    assert len(problems(claims)) == 1
    assert not components(claims, "")


def nested(levels: int) -> str:
    begin = '{"type": "library", "name": "c", "components": ['
    return f'{{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{begin * levels}{"]}" * levels}]}}'


def test_that_a_hundred_levels_of_components_are_read_and_validated(tmp_path):
    claims = read_text(SOURCE, tmp_path, "nest.cdx.json", nested(100))
    assert len(components(claims, "bom:")) == 100
    assert not problems(claims)


def test_that_a_hundred_thousand_levels_are_refused_with_their_number(tmp_path):
    (told,) = problems(read_text(SOURCE, tmp_path, "nest.cdx.json", nested(100_000)))
    assert "nests more than 100,000 levels deep" in told.message
    assert "not validated" in told.message
    assert "whole file" not in told.advice  # Nothing is missing from it.


def test_that_endless_nesting_in_a_field_that_nobody_reads_is_said_as_not_validated(tmp_path):
    text = nested(1).replace("{", '{"unknown": ' + "[" * 100_000 + "]" * 100_000 + ", ", 1)
    claims = read_text(SOURCE, tmp_path, "bom.json", text)
    (told,) = problems(claims)
    assert "nests more than 100,000 levels deep" in told.message
    assert "not validated" in told.message
    assert len(components(claims, "bom:")) == 1


def test_that_what_stands_behind_the_end_is_said(tmp_path):
    claims = read_text(SOURCE, tmp_path, "bom.json", nested(1) + " }")
    (told,) = problems(claims)
    assert "stands behind its end" in told.message
    assert len(components(claims, "bom:")) == 1


def test_that_a_document_type_is_refused_for_what_it_is(tmp_path):
    text = '<!DOCTYPE bom [<!ENTITY a "a">]><bom xmlns="http://cyclonedx.org/schema/bom/1.4"/>'
    (told,) = problems(read_text(SOURCE, tmp_path, "bom.xml", text))
    assert "document type declaration" in told.message
    assert "breaks off" not in told.message
    assert "whole file" not in told.advice
    deep = '<bom xmlns="http://cyclonedx.org/schema/bom/1.4">' + "<a>" * 150_000
    (told,) = problems(read_text(SOURCE, tmp_path, "bom.xml", deep))
    assert "nests more than 100,000 levels deep" in told.message


def test_that_half_characters_and_odd_numbers_become_text_that_can_be_stored(tmp_path):
    odd = '{"type": "library", "bom-ref": "\\ud800", "name": "a\\udfff", "version": 1e400, "purl": "pkg:npm/x\\ud800"}'
    numbers = '"version": 1' + "0" * 300 + ', "x": NaN'
    text = f'{{"bomFormat": "CycloneDX", "specVersion": "1.6", {numbers}, "components": [{odd}]}}'
    claims = read_text(SOURCE, tmp_path, "bom.json", text)
    assert components(claims, "")
    for text in (text for claim in claims for text in texts_of(claim)):
        assert text.encode()


@pytest.mark.parametrize("place", ['"version": {},', '"x": [{}],', '"metadata": {{"component": {{"version": {}}}}},'])
def test_that_a_number_without_end_costs_nothing_else(tmp_path, place):
    number = place.format("9" * 10_000)
    text = f'{{"bomFormat": "CycloneDX", "specVersion": "1.6", {number} "components": [{{"purl": "pkg:npm/x@1"}}]}}'
    assert "pkg:npm/x@1" in components(read_text(SOURCE, tmp_path, "bom.json", text))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig"])
def test_that_xml_in_each_encoding_is_read_and_held_against_its_schema(tmp_path, encoding):
    declared = encoding.removesuffix("-sig")
    text = f"""<?xml version="1.0" encoding="{declared}"?>
    <bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1"><components>
      <component type="library"><name>é</name><purl>pkg:npm/x@1</purl></component>
    </components>{{}}</bom>"""
    for inside, wrong in (("", 0), ("<nothing/>", 1)):
        (tmp_path / "bom.xml").write_bytes(text.format(inside).encode(encoding))
        claims = read(SOURCE, tmp_path, "bom.xml")
        assert components(claims)["pkg:npm/x@1"].name == "é"
        assert len(problems(claims)) == wrong
        assert all("Not as CycloneDX 1.5 has it" in each.message for each in problems(claims))


def texts_of(claim) -> list[str]:
    """Every text in a claim, as it would be written to a database."""
    if isinstance(claim, Problem):
        return [claim.message, claim.advice]
    texts = [*claim.attributes.values(), *(each.text + each.field for each in claim.evidence)]
    texts += [claim.id, claim.name, claim.version] if isinstance(claim, Component) else [claim.source, claim.target]
    return [text for text in texts if text]


def test_that_an_unknown_version_is_a_problem_and_the_rest_is_read(tmp_path):
    text = '{"bomFormat": "CycloneDX", "specVersion": "9.9", "components": [{"type": "library", "name": "x"}]}'
    claims = read_text(SOURCE, tmp_path, "bom.json", text)
    assert len(components(claims, "bom:")) == 1
    assert [problem for problem in problems(claims) if "9.9 is not known" in problem.message]


def test_that_other_json_of_the_same_name_says_nothing(tmp_path):
    assert read_text(SOURCE, tmp_path, "bom.json", '{"name": "bill of materials"}') == []
    assert problems(read_text(SOURCE, tmp_path, "app.cdx.json", '{"name": "x"}'))


def test_that_a_large_bom_is_streamed_and_says_the_same(tmp_path, monkeypatch, claims):
    monkeypatch.setattr(cyclonedx, "MAX_TEXT_BYTES", 100)
    streamed = read(SOURCE, DATA / "bom", BOM)
    assert edges(streamed) == edges(claims)
    assert components(streamed, "").keys() == components(claims, "").keys()
    assert any("too large to be validated" in problem.message for problem in problems(streamed))


def test_that_a_bom_beyond_all_bounds_is_refused(monkeypatch):
    monkeypatch.setattr(cyclonedx, "MAX_BYTES", 100)
    with pytest.raises(InputError, match="larger than"):
        read(SOURCE, DATA / "bom", BOM)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'{"bomFormat" : "CycloneDX"', True),
        (b'{"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json"', True),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.4">', True),
        ('{"bomFormat": "CycloneDX"'.encode("utf-16"), True),
        (b'{"spdxVersion": "SPDX-2.3"', False),
        (b"", False),
    ],
)
def test_that_the_beginning_of_a_file_tells_cyclonedx(head, expected):
    assert is_cyclonedx(head) is expected


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_that_mutated_bytes_raise_nothing_but_an_input_error(tmp_path: Path, data):
    content = bytearray((DATA / "bom" / BOM).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    survives(SOURCE, tmp_path, "bom.json", bytes(content))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_that_any_value_in_any_place_raises_nothing(tmp_path: Path, data):
    document = json.loads((DATA / "bom" / BOM).read_text())
    place = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(JSON_VALUES)
    survives(SOURCE, tmp_path, "bom.json", json.dumps(document | {"bomFormat": "CycloneDX"}).encode())


def test_that_every_file_of_the_specification_is_judged_as_its_name_says(shared_data):
    root = shared_data / "cyclonedx-spec-tests/tools/src/test/resources"
    files = [path for path in sorted(root.rglob("*")) if path.suffix in (".json", ".xml")]
    wrong = [path.name for path in files if bool(problems(read_alone(path))) is path.name.startswith("valid")]
    assert len(files) > 500
    assert not wrong


def test_that_components_and_edges_of_published_boms_are_as_counted(shared_data):
    seen = 0
    with (shared_data / "cyclonedx-real/COUNTS.tsv").open() as table:
        for row in csv.DictReader(table, delimiter="\t"):
            facts, path = ast.literal_eval(row["facts"]), shared_data / row["file"]
            if "components" not in facts or not path.exists():
                continue
            # The counts of XML files include the subject in the metadata, those of JSON files do not.
            places = ("/components/", "/metadata/component") if "XML" in facts["fmt"] else ("/components/",)
            claims = read_alone(path)
            described = [
                each
                for each in claims
                if isinstance(each, Component)
                and each.evidence[0].field.startswith(places)
                and "/pedigree/" not in each.evidence[0].field
                and each.kind is not Kind.PARTY
            ]
            required = [
                each for each in claims if isinstance(each, Relation) and "/dependsOn/" in each.evidence[0].field
            ]
            assert (row["file"], len(described), len(required)) == (row["file"], facts["components"], facts["edges"])
            seen += 1
    assert seen > 60


def test_that_hard_boms_of_a_scanner_are_read_without_a_traceback(shared_data):
    bad = read_alone(shared_data / "osv-api-recorded/bad-purls.cdx.xml")
    assert any(isinstance(each, Problem) for each in bad)
    twice = read_alone(shared_data / "osv-api-recorded/with-duplicates.cdx.xml")
    assert components(twice, "")
