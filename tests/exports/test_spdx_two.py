"""SPDX 2.3 as it is written: what its clauses demand, and where it says that sight ends."""

from __future__ import annotations

import json
import re

import pytest

from explorer.exports.cyclonedx import cyclonedx_document
from explorer.exports.spdx import spdx_document
from explorer.exports.spdx_tag_value import to_spdx_tag_value
from explorer.exports.spdx_two import spdx_two_document, to_spdx_two_json
from explorer.pipeline.scan import scan
from explorer.sources.spdx_own_words import comments_of, pairs_of
from tests.exports.bom_trips import components_of, relations_of
from tests.exports.test_boms import JUDGED, demo  # noqa: F401 - a fixture

RELATIONSHIP_TYPES = set(
    "DESCRIBES DEPENDS_ON CONTAINS DESCENDANT_OF BUILD_TOOL_OF OPTIONAL_DEPENDENCY_OF BUILD_DEPENDENCY_OF "
    "DEV_DEPENDENCY_OF TEST_DEPENDENCY_OF OTHER".split()
)
"""Of the words of clause 11.1, those that are written here."""

PURPOSES = set(
    "APPLICATION FRAMEWORK LIBRARY CONTAINER OPERATING-SYSTEM DEVICE FIRMWARE SOURCE ARCHIVE FILE INSTALL OTHER".split()
)
"""Clause 7.24."""

LOCK = """version = 1
[[package]]
name = "alone"
version = "1.0"
source = { registry = "https://index.example/simple" }
[[package]]
name = "top"
version = "2.0"
source = { registry = "https://index.example/simple" }
dependencies = [{ name = "alone" }]
"""


@pytest.fixture
def document(demo):  # noqa: F811
    return spdx_two_document(demo, JUDGED)


def test_that_the_document_has_what_clause_6_demands(document):
    assert document["spdxVersion"] == "SPDX-2.3"
    assert document["dataLicense"] == "CC0-1.0"
    assert document["SPDXID"] == "SPDXRef-DOCUMENT"
    assert re.fullmatch(r"[a-z]+:[^#\s]+", document["documentNamespace"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", document["creationInfo"]["created"])
    assert all(each.startswith("Tool: ") for each in document["creationInfo"]["creators"])


def test_that_each_package_has_what_clause_7_demands(document):
    references = [each["SPDXID"] for each in document["packages"]]
    assert len(references) == len(set(references))
    for each in document["packages"]:
        assert re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", each["SPDXID"])
        assert each["name"]
        assert each["downloadLocation"] == "NOASSERTION" or ":" in each["downloadLocation"]
        assert each["filesAnalyzed"] is False  # Otherwise a verification code would have to be there.
        assert each["primaryPackagePurpose"] in PURPOSES
        for annotation in each["annotations"]:
            assert set(annotation) == {"annotationType", "annotator", "annotationDate", "comment"}
            assert annotation["annotationType"] in ("REVIEW", "OTHER")


def test_that_relationships_have_words_of_clause_11_and_ends_in_the_document(document):
    ends = {"SPDXRef-DOCUMENT", "NOASSERTION", *(each["SPDXID"] for each in document["packages"])}
    for each in document["relationships"]:
        assert each["relationshipType"] in RELATIONSHIP_TYPES
        assert {each["spdxElementId"], each["relatedSpdxElement"]} <= ends | {"NONE"}
    described = [each for each in document["relationships"] if each["relationshipType"] == "DESCRIBES"]
    assert len(described) == 1


def test_that_others_find_makers_lineage_and_purls_where_the_standard_has_them(document):
    by_name = {each["name"]: each for each in document["packages"]}
    torch = by_name["torch"]
    assert torch["externalRefs"][0]["referenceLocator"] == "pkg:pypi/torch@2.4.1"
    assert torch["versionInfo"] == "2.4.1"
    assert torch["sourceInfo"].startswith("Found at requirements.txt:1")
    parents = {
        each["relatedSpdxElement"] for each in document["relationships"] if each["relationshipType"] == "DESCENDANT_OF"
    }
    assert by_name["acme/base"]["SPDXID"] in parents


def test_that_judgements_are_reviews(document):
    said = {
        annotation["comment"]
        for each in document["packages"]
        for annotation in each["annotations"]
        if annotation["annotationType"] == "REVIEW"
    }
    assert "Note [asked]: Asked the maintainers." in said
    assert any(each.startswith("Residual risk") for each in said)


def test_that_nothing_and_not_known_are_two_words(tmp_path):
    (tmp_path / "uv.lock").write_text(LOCK)
    (tmp_path / "requirements.txt").write_text("unresolved\n")
    document = spdx_two_document(scan([str(tmp_path)], "demo"))
    references = {each["name"]: each["SPDXID"] for each in document["packages"]}
    ends = {
        (each["spdxElementId"], each["relatedSpdxElement"])
        for each in document["relationships"]
        if each["relationshipType"] == "DEPENDS_ON"
    }
    assert (references["alone"], "NONE") in ends
    assert (references["top"], references["alone"]) in ends
    assert (references["top"], "NONE") not in ends
    assert (references["unresolved"], "NOASSERTION") in ends


def test_that_a_licence_that_is_no_expression_has_its_text_in_the_document(tmp_path):
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": [
            {"type": "library", "name": "one", "licenses": [{"license": {"name": "Use <text>it</text> kindly"}}]},
            {"type": "library", "name": "two", "licenses": [{"expression": "LicenseRef-9 OR MIT"}]},
            {"type": "library", "name": "three", "licenses": [{"license": {"id": "MIT"}}]},
        ],
    }
    (tmp_path / "bom.cdx.json").write_text(json.dumps(bom))
    snapshot = scan([str(tmp_path / "bom.cdx.json")], "demo")
    document = spdx_two_document(snapshot)
    declared = {each["name"]: each.get("licenseDeclared", "") for each in document["packages"]}
    texts = {each["licenseId"]: each["extractedText"] for each in document["hasExtractedLicensingInfos"]}
    assert declared["three"] == "MIT"
    assert texts[declared["one"]] == "Use <text>it</text> kindly"
    assert texts[declared["two"]] == "LicenseRef-9 OR MIT"
    for name, text in (("a.spdx", to_spdx_tag_value(snapshot)), ("a.spdx.json", to_spdx_two_json(snapshot))):
        (tmp_path / name).write_text(text)
        again = scan([str(tmp_path / name)], "demo")
        assert components_of(again) == components_of(snapshot)
        assert relations_of(again) == relations_of(snapshot)


def test_that_tag_value_opens_with_the_version_and_each_package_with_its_name(demo):  # noqa: F811
    lines = to_spdx_tag_value(demo, JUDGED).splitlines()
    assert lines[0] == "SPDXVersion: SPDX-2.3"
    for before, line in zip(lines, lines[1:], strict=False):
        if re.match(r"SPDXID: SPDXRef-\d", line):
            assert before.startswith("PackageName: ")
    assert sum(line.startswith("PackageName: ") for line in lines) == len(spdx_two_document(demo)["packages"])


def test_that_the_spdx_tools_find_nothing_wrong(demo, tmp_path):  # noqa: F811
    parser = pytest.importorskip("spdx_tools.spdx.parser.parse_anything")
    validator = pytest.importorskip("spdx_tools.spdx.validation.document_validator")
    for name, text in (("a.spdx", to_spdx_tag_value(demo, JUDGED)), ("a.spdx.json", to_spdx_two_json(demo, JUDGED))):
        (tmp_path / name).write_text(text)
        read = parser.parse_file(str(tmp_path / name))
        assert [each.validation_message for each in validator.validate_full_spdx_document(read, "SPDX-2.3")] == []


def test_that_our_words_survive_and_those_of_others_say_nothing():
    pairs = [(f"catchment:fact:{number}", f"</text> {number}\n\"'") for number in range(250)]
    comments = list(comments_of(pairs))
    assert len(comments) == 3
    assert not any("<" in each for each in comments)
    assert pairs_of([{"comment": each} for each in comments]) == pairs
    others = ["catchment:words [broken", 'catchment:words {"a": 1}', 'catchment:words [[1, 2], ["a"]]', "hello", None]
    assert pairs_of([{"comment": each} for each in others]) == []


def test_that_cyclonedx_and_spdx_3_say_whose_parts_are_listed_and_whose_are_not(tmp_path):
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": [
            {"type": "library", "bom-ref": "a", "name": "a", "components": [{"type": "library", "name": "part"}]},
            {"type": "library", "bom-ref": "b", "name": "b"},
        ],
        "compositions": [
            {"aggregate": "complete", "assemblies": ["a"]},
            {"aggregate": "incomplete_third_party_only", "assemblies": ["b"]},
        ],
    }
    (tmp_path / "bom.cdx.json").write_text(json.dumps(bom))
    snapshot = scan([str(tmp_path / "bom.cdx.json")], "demo")
    document = cyclonedx_document(snapshot)
    names = {each["bom-ref"]: each["name"] for each in document["components"]}
    stated = {
        (each["aggregate"], field, names.get(ref, ref))
        for each in document["compositions"]
        for field in ("assemblies", "dependencies")
        for ref in each.get(field, ())
    }
    relationships = [
        each
        for each in spdx_document(snapshot)["@graph"]
        if each["type"] == "Relationship" and each["relationshipType"] == "contains"
    ]
    assert [each["completeness"] for each in relationships if "completeness" in each] == ["complete", "incomplete"]
    assert ("complete", "assemblies", "a") in stated
    assert ("incomplete_third_party_only", "assemblies", "b") in stated
    assert ("unknown", "dependencies", "b") in stated  # Nobody has told what it depends on.
    assert ("complete", "dependencies", "a") not in stated
    (tmp_path / "again.cdx.json").write_text(json.dumps(document))
    (tmp_path / "again.spdx.json").write_text(json.dumps(spdx_document(snapshot)))
    for name in ("again.cdx.json", "again.spdx.json"):
        again = scan([str(tmp_path / name)], "demo").components
        words = {each.attributes["completeness"] for each in again if "completeness" in each.attributes}
        assert words == {"incomplete_third_party_only"}


def test_that_cyclonedx_17_says_what_the_environment_provides_and_what_was_deduced(demo):  # noqa: F811
    document = cyclonedx_document(demo, version="1.7")
    external = {each["bom-ref"] for each in document["components"] if each.get("isExternal")}
    assert "hub:hugging-face" in external
    assert "pkg:pypi/torch@2.4.1" not in external
    citation = document["citations"][0]
    assert citation["attributedTo"] == document["metadata"]["tools"]["components"][0]["bom-ref"]
    cited = set()
    for pointer in citation["pointers"]:
        _, key, position = pointer.split("/")
        cited.add(document[key][int(position)]["bom-ref"])
    inferred = {each.id for each in demo.components if each.knowledge.value == "inferred"}
    assert cited == inferred & {each["bom-ref"] for key in ("components", "services") for each in document[key]}
    assert "citations" not in cyclonedx_document(demo)
