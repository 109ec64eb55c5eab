"""A BOM is read by what it says it is, whatever its name: the same bytes under any name give the same components."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from explorer.errors import InputError
from explorer.pipeline.scan import scan

CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "components": [{"type": "library", "name": "a", "version": "1", "purl": "pkg:pypi/a@1"}],
}
SPDX = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "n",
    "packages": [
        {
            "SPDXID": "SPDXRef-a",
            "name": "a",
            "versionInfo": "1",
            "downloadLocation": "NOASSERTION",
            "externalRefs": [
                {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "pkg:pypi/a@1"}
            ],
        }
    ],
}
ENDINGS = {".json": ".json", ".jsonld": ".json", ".xml": ".xml", ".rdf": ".rdf", ".yaml": ".yaml", ".yml": ".yml"}
LARGEST = 120_000
"""Bytes of a file that is read twice here."""


def _found(target: Path) -> set[str]:
    return {each.id for each in scan([str(target)], "app").components}


@pytest.mark.parametrize("document", [CYCLONEDX, SPDX], ids=["CycloneDX", "SPDX"])
@pytest.mark.parametrize("is_alone", [True, False], ids=["alone", "in a folder"])
def test_that_a_plain_name_is_read_like_a_telling_one(tmp_path: Path, document: dict, is_alone: bool) -> None:
    plain, telling = tmp_path / "plain" / "output.json", tmp_path / "telling" / "output.bom.json"
    for path in (plain, telling):
        path.parent.mkdir()
        path.write_text(json.dumps(document))
    found = [_found(path if is_alone else path.parent) for path in (plain, telling)]
    assert found[0] == found[1]
    assert "pkg:pypi/a@1" in found[0]


def test_that_every_shared_bom_is_read_under_a_plain_name(shared_data: Path, tmp_path: Path) -> None:
    files = [
        path
        for folder in ("spdx", "cyclonedx-real")
        for path in sorted((shared_data / folder).rglob("*"))
        if path.is_file() and path.suffix in ENDINGS and path.stat().st_size <= LARGEST
    ]
    assert len(files) > 50
    for path in files:
        plain = tmp_path / f"x{ENDINGS[path.suffix]}"
        plain.write_bytes(path.read_bytes())
        assert len(_found(plain)) == len(_found(path)), path
        assert len(_found(plain)) > 1 or scan([str(plain)], "app").problems, path


def test_that_other_json_alone_is_said_to_hold_nothing(tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    path.write_text('{"title": "no BOM"}')
    assert [each.message for each in scan([str(path)], "app").problems] == [
        "Nothing in this file is of use to its readers (lineage-dump)."
    ]


def test_that_what_is_no_ordinary_file_is_said_to_be_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(InputError, match="no ordinary file"):
        scan([str(tmp_path / "pipe.json")], "app")
