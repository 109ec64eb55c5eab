"""BOMs are kept whole beside the snapshot that was made of them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from explorer.errors import WorkspaceError
from explorer.pipeline.scan import scan
from explorer.storage import documents
from explorer.storage.workspace import Workspace

BOM = '{"bomFormat": "CycloneDX",\t"specVersion": "1.6", "components": [{"type": "library", "name": "x"}]}\n'


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "bom.json").write_text(BOM)
    (folder / "app.spdx").write_text("SPDXVersion: SPDX-2.3\nPackageName: a\nSPDXID: SPDXRef-a\n")
    (folder / "requirements.txt").write_text("torch==2.4.1\n")
    return folder


def saved(tmp_path: Path, *targets: Path) -> tuple[Path, int]:
    snapshot = scan([str(each) for each in targets], "demo")
    path = tmp_path / "a.catchment"
    with Workspace.create(path) as workspace:
        number = workspace.save_snapshot(snapshot.systems()[0], "demo", [str(each) for each in targets], snapshot)
    return path, number


def test_that_every_bom_of_a_folder_is_kept_byte_by_byte_and_nothing_else(tmp_path, project):
    path, number = saved(tmp_path, project)
    with Workspace.open(path) as workspace:
        assert workspace.document_locations(number) == ["app.spdx", "deep/bom.json"]
        assert workspace.document(number, "deep/bom.json") == BOM.encode()


def test_that_a_bom_given_by_name_is_kept_and_each_component_s_pointer_leads_into_it(tmp_path, project):
    path, number = saved(tmp_path, project / "deep" / "bom.json")
    with Workspace.open(path) as workspace:
        kept = json.loads(workspace.document(number, "bom.json"))
        component = next(each for each in workspace.load_snapshot(number).components if each.name == "x")
    step, position = component.evidence[0].field.strip("/").split("/")
    assert kept[step][int(position)]["name"] == "x"


def test_that_a_large_document_goes_into_several_pieces_and_comes_back_whole(tmp_path, project, monkeypatch):
    monkeypatch.setattr(documents, "CHUNK", 7)
    path, number = saved(tmp_path, project)
    with Workspace.open(path) as workspace:
        assert workspace.document(number, "deep/bom.json") == BOM.encode()


def test_that_a_location_that_two_targets_have_is_not_guessed(tmp_path, project):
    other = tmp_path / "other" / "bom.json"
    other.parent.mkdir()
    other.write_text(BOM)
    path, number = saved(tmp_path, project / "deep" / "bom.json", other)
    with Workspace.open(path) as workspace:
        assert workspace.document_locations(number) == []


@pytest.mark.parametrize("harm", ["UPDATE blocks SET body = x'00'", "DELETE FROM blocks"])
def test_that_a_damaged_document_is_one_sentence(tmp_path, project, monkeypatch, harm):
    monkeypatch.setattr(documents, "CHUNK", 20)
    path, number = saved(tmp_path, project)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"{harm} WHERE part = 'document:deep/bom.json' AND position = 2")
    with Workspace.open(path) as workspace, pytest.raises(WorkspaceError, match=r"deep/bom\.json"):
        workspace.document(number, "deep/bom.json")


def test_that_a_removed_system_takes_its_documents_along(tmp_path, project):
    path, number = saved(tmp_path, project)
    with Workspace.open(path) as workspace:
        workspace.remove_system(workspace.systems()[0].id)
        assert workspace.document_locations(number) == []
        with pytest.raises(KeyError):
            workspace.document(number, "app.spdx")
