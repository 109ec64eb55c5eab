"""What is read and what is not, as a user asks for it."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from explorer.cli import main
from explorer.sources.npm_lock import SOURCE
from explorer.sources.registry import all_sources, look_again


def out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["sources", *arguments]) == 0
    return capsys.readouterr().out


def test_that_every_reader_says_whole_what_it_does_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys)
    assert text.startswith(f"{len(all_sources())} readers of files; each says what it does not read.\n")
    assert f"\n{SOURCE.name}\n  reads:         {SOURCE.reads}\n  does not read: {SOURCE.does_not_read}\n" in text
    assert "hf:OWNER/MODEL" in text
    assert "The network source hub, off until you switch it on: " in text


def test_that_the_formats_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(out(capsys, "--format", "json"))["rows"]
    assert rows == list(csv.DictReader(io.StringIO(out(capsys, "--format", "csv"))))
    wanted = {"reader": SOURCE.name, "reads": SOURCE.reads, "does not read": SOURCE.does_not_read, "from": "Catchment"}
    assert wanted in rows
    assert {row["reader"] for row in rows} == {each.name for each in all_sources()}


@pytest.mark.parametrize("module", ["class A: name, reads, does_not_read, matches, read = 'mine', 'This.', 'That.', len, len\nSOURCE = A()\n", "import nothing_of_the_kind\n"])  # fmt: skip
def test_that_readers_of_other_packages_are_told_with_their_package(module: str, monkeypatch, tmp_path: Path, capsys):
    metadata = tmp_path / "added-2.0.dist-info"
    metadata.mkdir()
    (tmp_path / "added_reader.py").write_text(module)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: added\nVersion: 2.0\n")
    (metadata / "entry_points.txt").write_text("[explorer.sources]\nmine = added_reader:SOURCE\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    look_again()
    text = out(capsys)
    sys.modules.pop("added_reader", None)
    look_again()
    if "SOURCE" in module:
        assert "readers of files, 1 from other packages; each says" in text
        assert "\nmine (of the package added 2.0)\n  reads:         This.\n  does not read: That.\n" in text
    else:
        assert "The reader mine of the package added 2.0 cannot be loaded (ModuleNotFoundError" in text
