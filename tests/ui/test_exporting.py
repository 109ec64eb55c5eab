"""BOMs from the window's menu: the dialog names the file, the file's name chooses the format."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from explorer.domain.annotation import Note, Subject
from explorer.ui.dialogs.files import ask_save
from explorer.ui.files import GRAPHS
from explorer.ui.main_window import MainWindow
from tests.ui.conftest import wait_until_idle

BOM = '{"bomFormat": "CycloneDX",\t"specVersion": "1.6", "components": [{"type": "library", "name": "x"}]}\n'


@pytest.fixture
def dialog(empty_window: MainWindow, tmp_path: Path):
    chosen: list[Path] = []
    dialog = ask_save(empty_window, "Export graph", "catchment.json", GRAPHS, chosen.append)
    dialog.setDirectory(str(tmp_path))
    dialog.chosen = chosen
    yield dialog
    dialog.reject()


@pytest.mark.parametrize(
    "ending", ["cdx.json", "cdx.xml", "1.7.cdx.json", "1.7.cdx.xml", "spdx.json", "2.3.spdx.json", "spdx", "zip", "csv"]
)
def test_that_a_chosen_format_gives_the_file_its_ending(dialog: QFileDialog, ending: str) -> None:
    wanted = next(each for each in GRAPHS.split(";;") if each.endswith(f"(*.{ending})"))
    dialog.selectNameFilter(wanted)
    dialog.filterSelected.emit(wanted)
    assert Path(dialog.selectedFiles()[0]).name == f"catchment.{ending}"


def test_that_a_cut_ending_is_completed_unless_that_would_replace_a_file(dialog: QFileDialog, tmp_path: Path) -> None:
    dialog.selectNameFilter(next(each for each in GRAPHS.split(";;") if "cdx.json" in each))
    dialog.fileSelected.emit(str(tmp_path / "app.json"))
    (tmp_path / "other.cdx.json").write_text("{}")
    dialog.fileSelected.emit(str(tmp_path / "other.json"))
    assert [each.name for each in dialog.chosen] == ["app.cdx.json", "other.json"]


def test_that_the_bom_from_the_window_has_the_judgements(small_window: MainWindow, tmp_path: Path) -> None:
    small_window.session.save_annotation(Note(Subject("pkg:pypi/torch"), "seen by us"))
    small_window.files.write_graph(tmp_path / "out.cdx.json")
    wait_until_idle(small_window.session)
    document = json.loads((tmp_path / "out.cdx.json").read_text(encoding="utf-8"))
    assert "Note: seen by us" in {each["text"] for each in document["annotations"]}


def test_that_imported_boms_are_given_back_as_they_were(empty_window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "app.cdx.json").write_text(BOM)
    empty_window.session.new_workspace(tmp_path / "a.catchment")
    empty_window.session.scan((str(tmp_path / "app.cdx.json"),), "app", frozenset())
    wait_until_idle(empty_window.session)
    empty_window.files.write_graph(tmp_path / "out.zip")
    wait_until_idle(empty_window.session)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.namelist() == ["app/app.cdx.json"]
        assert archive.read("app/app.cdx.json") == BOM.encode()
