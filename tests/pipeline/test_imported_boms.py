"""Imported BOMs are given back byte by byte."""

from __future__ import annotations

import zipfile

import pytest

from explorer.cli.main import main
from explorer.pipeline.imported_boms import _inside

BOM = '{"bomFormat": "CycloneDX",\t"specVersion": "1.6", "components": [{"type": "library", "name": "x"}]}\n'


@pytest.fixture
def workspace(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "deep" / "bom.json").write_text(BOM.replace("x", name))
        assert main(["scan", str(tmp_path / name), "--name", name, "-w", str(tmp_path / "a.catchment")]) == 0
    return str(tmp_path / "a.catchment")


def exported(workspace, output, *more):
    code = main(["export", workspace, "--format", "imported-boms", "-o", str(output), *more])
    if code:
        return code
    with zipfile.ZipFile(output) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_that_each_system_has_its_boms_as_they_were(workspace, tmp_path):
    expected = {f"{name}/deep/bom.json": BOM.replace("x", name) for name in ("one", "two")}
    assert exported(workspace, tmp_path / "a.zip") == expected
    assert list(exported(workspace, tmp_path / "b.zip", "--system", "two")) == ["two/deep/bom.json"]


def test_that_a_workspace_without_boms_says_so(tmp_path, capsys):
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "requirements.txt").write_text("torch\n")
    assert main(["scan", str(tmp_path / "p"), "-w", str(tmp_path / "b.catchment")]) == 0
    assert exported(str(tmp_path / "b.catchment"), tmp_path / "out.zip") == 2
    assert "No imported BOM is kept" in capsys.readouterr().err
    assert not (tmp_path / "out.zip").exists()


@pytest.mark.parametrize(
    ("location", "name"),
    [("../../etc/x.json", "etc/x.json"), ("/a/b", "a/b"), ("..\\c:\\x", "c_/x"), ("..", "bom")],
)
def test_that_a_location_stays_inside_the_archive(location, name):
    assert _inside(location) == name
