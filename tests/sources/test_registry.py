"""Which readers there are: our own, and those that installed packages add."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

import pytest

from explorer.sources.added_sources import may_be_added
from explorer.sources.registry import BUILT_IN, all_sources, look_again

PLUGIN = """
class Added:
    name = "added"
    reads = does_not_read = ""
    def matches(self, path):
        return path.suffix == ".added"
    def read(self, file, project):
        yield from ()

SOURCE = Added()
"""


@pytest.fixture(autouse=True)
def asked_anew():
    look_again()
    yield
    look_again()


def test_that_every_reader_of_ours_is_there_once_with_a_name_and_what_it_reads() -> None:
    ours = all_sources()[: len(BUILT_IN)]
    assert len({each.name for each in ours}) == len(BUILT_IN)
    assert all(each.reads and each.does_not_read for each in ours)


@pytest.mark.parametrize("ending", ["dist-info", "egg-info"])
def test_that_an_installed_package_adds_its_reader(tmp_path: Path, monkeypatch, ending: str) -> None:
    module = f"reader_for_{ending.replace('-', '_')}"
    (tmp_path / f"{module}.py").write_text(PLUGIN)
    metadata = tmp_path / f"{module}-1.0.{ending}"
    metadata.mkdir()
    (metadata / ("METADATA" if ending == "dist-info" else "PKG-INFO")).write_text(f"Name: {module}\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[explorer.sources]\nmine = {module}:SOURCE\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    added = all_sources()[len(BUILT_IN) :]
    assert [each.name for each in added] == ["added"]
    assert added[0].matches(PurePosixPath("a.added"))


def test_that_without_one_the_costly_look_is_not_taken(tmp_path: Path, monkeypatch) -> None:
    def never(**_: object) -> None:
        raise AssertionError("nothing is there to be looked for")

    monkeypatch.setattr("importlib.metadata.entry_points", never)
    (tmp_path / "other-1.0.dist-info").mkdir()
    (tmp_path / "other-1.0.dist-info" / "entry_points.txt").write_text("[console_scripts]\nother = other:main\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert len(all_sources()) == len(BUILT_IN)


def test_that_an_archive_of_packages_is_looked_into(tmp_path: Path, monkeypatch) -> None:
    archive = tmp_path / "packages.zip"
    archive.write_bytes(b"PK\x05\x06" + bytes(18))
    asked = []
    monkeypatch.setattr("importlib.metadata.entry_points", lambda **group: asked.append(group) or ())
    monkeypatch.setattr(sys, "path", [str(archive)])
    assert len(all_sources()) == len(BUILT_IN)
    assert asked == [{"group": "explorer.sources"}]


def test_that_metadata_which_cannot_be_read_is_left_to_the_standard_library(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A folder in the place of the file raises for whoever reads it; the library may still find another way."""
    (tmp_path / "odd-1.0.dist-info" / "entry_points.txt").mkdir(parents=True)
    assert may_be_added([str(tmp_path)])
    assert not may_be_added([])
