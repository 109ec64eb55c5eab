"""BOMs under names that do not tell of them: what is one is read, and what only speaks of one is not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.pipeline.scan import scan
from explorer.sources.bom_by_content import SNIFFED, bom_reader_of, reader_by_beginning
from explorer.sources.interface import ProjectFile

APP = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "components": [{"type": "library", "name": "torch", "version": "2.4.0", "purl": "pkg:pypi/torch@2.4.0"}],
}
BOM = "http://cyclonedx.org/schema/bom/1.6"


@pytest.mark.parametrize(
    ("head", "reader"),
    [
        (b'{"bomFormat": "CycloneDX"', "cyclonedx"),
        (b'\xef\xbb\xbf {"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json"', "cyclonedx"),
        ('\ufeff{"bomFormat": "CycloneDX"'.encode("utf-16-le"), "cyclonedx"),
        (b'{"components": [{"name": "}\\"]"}], "bomFormat" : "CycloneDX"', "cyclonedx"),
        (b'{"metadata": {"bomFormat": "CycloneDX"}}', None),
        (b'{"predicate": {"bomFormat": "CycloneDX"}, "predicateType": "https://cyclonedx.org/bom"}', None),
        (b'{"text": "bomFormat", "other": "cyclonedx"}', None),
        (b'["bomFormat", "CycloneDX"]', None),
        (b'{"SPDXID": "SPDXRef-DOCUMENT"', "spdx"),
        (b'{"sbom": {"SPDXID": "SPDXRef-DOCUMENT"', None),
        (b'{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"', "spdx"),
        (b'{"@context": "https://schema.org", "license": "https://spdx.org/licenses/MIT"', None),
        (f'<?xml version="1.0"?><!-- a > b --><c:bom xmlns:c="{BOM}">'.encode(), "cyclonedx"),
        (f'<!DOCTYPE bom [<!ENTITY a "]">]><bom xmlns="{BOM}">'.encode(), "cyclonedx"),
        (f'<xs:schema targetNamespace="{BOM}"><bom/>'.encode(), None),
        (f"<!-- <bom xmlns='{BOM}'> --><project>".encode(), None),
        (b'<rdf:RDF xmlns="http://spdx.org/rdf/terms#">', "spdx"),
        (b"<Document><SPDXID>SPDXRef-DOCUMENT</SPDXID>", "spdx"),
        (b"# written by hand\nSPDXVersion: SPDX-2.3\n", "spdx"),
        (b"---\nspdxVersion: 'SPDX-2.3'\n", "spdx"),
        (b"license: spdx\n", None),
        (b"", None),
    ],
)
def test_that_the_outermost_of_the_first_bytes_tells(head, reader):
    assert reader_by_beginning(head) == reader


@given(st.binary(), st.sampled_from([b"", b"{", b"<", b"<!--cyclonedx-->" * 200, b'{"spdx' + b"\\" * 3000]))
def test_that_any_bytes_are_judged(data, begin):
    assert reader_by_beginning(begin + data) in (None, "cyclonedx", "spdx")


@pytest.mark.parametrize("key", ["components", "files"])
def test_that_a_document_which_says_what_it_is_only_at_its_end_is_found(tmp_path, key):
    last = {"components": '"bomFormat": "CycloneDX"', "files": '"spdxVersion": "SPDX-2.2"'}[key]
    path = tmp_path / "x.json"
    path.write_text(f'{{"{key}": [{{"name": "a"}}{", 1" * SNIFFED}], {last}}}')
    file = ProjectFile(PurePosixPath("x.json"), path, path.stat().st_size)
    assert bom_reader_of(file) == {"components": "cyclonedx", "files": "spdx"}[key]


def test_that_a_bom_of_any_name_says_the_same_alone_and_in_a_folder(tmp_path):
    ids = []
    for name in ("app.cdx.json", "app.json", "settings.json", "package.json"):
        folder = tmp_path / name.partition(".")[0] / name.replace(".", "-")
        folder.mkdir(parents=True)
        (folder / name).write_text(json.dumps(APP))
        for target in (folder, folder / name):
            snapshot = scan([str(target)], "demo")
            assert not snapshot.problems
            ids.append({each.id for each in snapshot.components})
    assert all(each == ids[0] for each in ids)
    assert "pkg:pypi/torch@2.4.0" in ids[0]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.json", '{"a": 1}', "of use to its readers"),
        ("x.csv", "a,b\n1,2\n", "of use to its readers"),
        ("x.json", json.dumps({**APP, "components": []}), "names no component"),
        ("x.unheard", "a", "No reader knows"),
        ("x.json", '{"bomFormat": "AnotherFormat"}', "is none"),
    ],
)
def test_that_a_file_named_by_the_user_which_gives_nothing_is_one_sentence(tmp_path, name, text, said):
    (tmp_path / name).write_text(text)
    (told,) = scan([str(tmp_path / name)], "demo").problems
    assert said in told.message
    assert told.advice


def test_that_a_file_which_is_not_read_is_not_opened(tmp_path):
    missing = ProjectFile(PurePosixPath("x.json"), tmp_path / "gone.json", 10)
    assert bom_reader_of(missing) is None
    (tmp_path / "x.py").write_text('{"bomFormat": "CycloneDX"}')
    assert bom_reader_of(ProjectFile(PurePosixPath("x.py"), tmp_path / "x.py", 26)) is None


NEUTRAL = {".json": ".json", ".jsonld": ".json", ".sbom": ".json", ".xml": ".xml", ".yaml": ".yaml", ".spdx": ".txt"}
LARGE = 3 * 1024 * 1024
"""Larger ones take their time, and nothing about them differs but their size."""


@pytest.mark.parametrize("name", ["spdx", "cyclonedx-real", "cyclonedx-spec-tests"])
def test_that_every_published_bom_is_read_or_answered_under_a_neutral_name(shared_data, tmp_path, name):
    files = [each for each in sorted((shared_data / name).rglob("*")) if each.suffix in NEUTRAL and each.is_file()]
    if not files:
        pytest.skip(f"{name} is not among the real inputs here")
    silent, failed = [], []
    for file in files:
        if file.stat().st_size > LARGE:
            continue
        ending = ".rdf" if file.name.endswith(".rdf.xml") else NEUTRAL[file.suffix]
        copy = Path(shutil.copyfile(file, tmp_path / f"x{ending}"))
        snapshot = scan([str(copy)], "demo")
        if len(snapshot.components) == 1 and not snapshot.problems:
            silent.append(file.name)
        failed += [each.message for each in snapshot.problems if "reader failed" in each.message]
        if ".cdx." in file.name or ".spdx" in file.name:
            named = scan([str(Path(shutil.copyfile(file, tmp_path / file.name)))], "demo")
            assert len(named.components) == len(snapshot.components), file
    assert (silent, failed) == ([], [])
