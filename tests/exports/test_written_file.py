"""What an export may not do to the place it is written to, and names that no UTF-8 text can hold."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from pathlib import Path

import pytest

from explorer.cli import main
from explorer.errors import InputError
from explorer.exports.written_file import write_file
from explorer.storage.workspace import Workspace

NOT_UTF8 = b"mod\xffel"
BOM = b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "library", "name": "\\ud800half"}]}'

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are always Unicode")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bytes") / "app"
    folder.mkdir()
    for ending, content in (
        (b".py", b"import openai\n"),
        (b".cdx.json", BOM),
        (b".safetensors", b"\2" + bytes(7) + b"{}"),
    ):
        Path(os.fsdecode(os.fsencode(folder / "x").replace(b"x", b"") + NOT_UTF8 + ending)).write_bytes(content)
    (folder / "requirements.txt").write_text("openai\n")
    path = folder.parent / "w.catchment"
    assert main(["scan", str(folder), "-w", str(path)]) == 0
    return path


def test_that_no_reader_fails_on_a_name_that_is_no_utf8(workspace: Path) -> None:
    with Workspace.open(workspace) as opened:
        snapshot = opened.portfolio()
    assert not [each.message for each in snapshot.problems if "fault of the program" in each.message]
    assert "pkg:pypi/openai" in {each.id for each in snapshot.components}


@pytest.mark.parametrize(
    "form",
    (
        "json node-link graphml gexf csv html cyclonedx-json cyclonedx-xml spdx-json spdx-2.3-json spdx-2.3-tag-value"
    ).split(),
)
def test_that_every_format_is_written_in_utf8(workspace: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / "out"
    assert main(["export", str(workspace), "--format", form, "-o", str(path)]) == 0
    text = path.read_bytes().decode("utf-8")  # Raises where it is not.
    assert "openai" in text
    if "json" in form:
        json.loads(text)


def test_that_json_gives_the_name_of_the_file_back_as_it_was(workspace: Path, tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    assert main(["export", str(workspace), "--format", "json", "-o", str(path)]) == 0
    document = json.dumps(json.loads(path.read_bytes()), ensure_ascii=False)
    assert f'"{os.fsdecode(NOT_UTF8)}.cdx.json"' in document


def test_that_an_imported_bom_of_such_a_name_is_given_back(workspace: Path, tmp_path: Path) -> None:
    path = tmp_path / "boms.zip"
    assert main(["export", str(workspace), "--format", "imported-boms", "-o", str(path)]) == 0
    with zipfile.ZipFile(path) as archive:
        assert [archive.read(each) for each in archive.namelist()] == [BOM]


@pytest.mark.parametrize("form", ["json", "html", "csv", "imported-boms", "cyclonedx-json"])
def test_that_an_export_never_replaces_a_workspace(
    workspace: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = workspace.read_bytes()
    assert main(["export", str(workspace), "--format", form, "-o", str(workspace)]) == 2
    assert "Choose another name" in capsys.readouterr().err
    assert workspace.read_bytes() == before


def test_that_what_did_not_fit_leaves_no_first_part(tmp_path: Path) -> None:
    import resource

    path, limits = tmp_path / "big.json", resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))
    try:
        with pytest.raises(InputError, match="cannot be written"):
            write_file(path, "x" * 50_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not path.exists()


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 300, "missing/a.json"])
def test_that_a_place_that_is_none_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        write_file(tmp_path / name, "text")


def test_that_a_device_is_written_to_and_not_taken_away(tmp_path: Path) -> None:
    write_file(Path("/dev/null"), "text")
    with pytest.raises(InputError, match="No space left"):
        write_file(Path("/dev/full"), "text")
    assert Path("/dev/full").exists()
