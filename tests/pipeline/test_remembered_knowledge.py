"""A system that was scanned with knowledge of the user's own is scanned with it again, and what became of it is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from explorer.cli.main import main
from explorer.knowledge.files import name_knowledge
from explorer.storage.workspace import Workspace

FACTS = '[[party]]\nid = "brightwater"\nname = "Brightwater AG"\nnamespaces = ["brightwater-ai"]\ncountry = "CH"\nsource = "Our audit"\ndate = "2026-11-20"\n'


@pytest.fixture
def app(tmp_path: Path):
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "config.yaml").write_text("model: brightwater-ai/river-7b\n", encoding="utf-8")
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "mine.toml").write_text(FACTS, encoding="utf-8")
    yield tmp_path
    name_knowledge(None)


def scanned(folder: Path, *more: str) -> bool:
    """Scan the system into the workspace; whether what was kept has the user's own party."""
    assert main(["scan", str(folder / "app"), "-w", str(folder / "w.catchment"), *more]) == 0
    with Workspace.open(folder / "w.catchment") as workspace:
        return workspace.portfolio().component("party:brightwater") is not None


def test_that_a_later_scan_uses_the_knowledge_again_until_it_is_forgotten(app: Path, capsys) -> None:
    assert not scanned(app)
    assert scanned(app, "--knowledge", str(app / "facts"))
    capsys.readouterr()
    assert scanned(app)
    assert "Own knowledge" not in capsys.readouterr().err  # Nothing has changed, so nothing is said.
    assert not scanned(app, "--knowledge", "")
    assert not scanned(app)


def test_that_another_system_of_the_workspace_does_without(app: Path) -> None:
    assert scanned(app, "--knowledge", str(app / "facts"))
    assert scanned(app)
    (app / "other").mkdir()
    (app / "other" / "config.yaml").write_text("model: brightwater-ai/river-7b\n", encoding="utf-8")
    assert (
        main(
            ["scan", str(app / "other"), "-o", str(app / "o.json"), "--format", "json", "-w", str(app / "w.catchment")]
        )
        == 0
    )
    assert '"party:brightwater"' not in (app / "o.json").read_text(encoding="utf-8")


def test_that_changed_and_missing_files_are_said_in_one_sentence(app: Path, capsys) -> None:
    scanned(app, "--knowledge", str(app / "facts"))
    (app / "facts" / "mine.toml").write_text(FACTS.replace("Our audit", "Our second audit"), encoding="utf-8")
    (app / "facts" / "more.toml").write_text("", encoding="utf-8")
    capsys.readouterr()
    assert scanned(app)
    folder = (app / "facts").resolve()
    said = f"Own knowledge in {folder} is not as at the last scan: mine.toml has changed, more.toml is new."
    assert said in capsys.readouterr().err
    scanned(app)
    assert "Own knowledge" not in capsys.readouterr().err  # Said once.
    shutil.rmtree(app / "facts")
    assert not scanned(app)
    assert f"The folder of own knowledge {folder} is gone, so this scan did without" in capsys.readouterr().err


def test_that_the_folder_is_used_again_once_it_is_back(app: Path) -> None:
    scanned(app, "--knowledge", str(app / "facts"))
    (app / "facts").rename(app / "away")
    assert not scanned(app)
    (app / "away").rename(app / "facts")
    assert scanned(app)


def test_that_the_windows_rescan_uses_it_too(app: Path) -> None:
    scanning = pytest.importorskip("explorer.ui.scanning")
    from explorer.progress import Progress

    scanned(app, "--knowledge", str(app / "facts"))
    name_knowledge(None)  # Another program, later.
    (app / "facts" / "mine.toml").write_text(FACTS + "\n", encoding="utf-8")
    request = scanning.ScanRequest(app / "w.catchment", (str(app / "app"),))
    assert "mine.toml has changed" in scanning.scan_and_save(request, Progress()).news
    with Workspace.open(app / "w.catchment") as workspace:
        assert workspace.portfolio().component("party:brightwater") is not None
