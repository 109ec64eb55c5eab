"""A scan says what it found that the scan before it had not."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.graph.snapshot import Snapshot
from explorer.pipeline import scan_news as module
from explorer.pipeline.scan_news import read_elsewhere, scan_news
from explorer.storage.workspace import Workspace
from tests.pipeline.test_changes import SYSTEM, scanned

A, NEWER_A = ("pkg:huggingface/acme/a@1", "1"), ("pkg:huggingface/acme/a@2", "2")
B, MOVED_B = ("pkg:huggingface/old/b", ""), ("pkg:huggingface/new/b", "")
C = ("pkg:huggingface/acme/c", "")


def told(path: Path, *scans: Snapshot) -> str:
    """What is said after the last of these scans of one system."""
    with Workspace.create(path / "w.catchment") as made:
        for each in scans:
            made.save_snapshot(SYSTEM, "claims", ["."], each)
        return scan_news(made, scans[-1])


def test_that_a_first_scan_tells_how_much_there_is(tmp_path: Path) -> None:
    assert told(tmp_path, scanned(A, C)) == "claims: 3 components found."


def test_that_additions_versions_and_moves_are_counted_apart(tmp_path: Path) -> None:
    since = "of 4 components since the scan of 2026-01-01."
    sentence = told(tmp_path, scanned(A, B), scanned(NEWER_A, MOVED_B, C))
    assert sentence == f"claims: 1 added, 1 of another version, 1 renamed or moved, {since}"


def test_that_what_is_gone_is_told_and_nothing_is_told_as_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, scanned(A, C), scanned(A)).startswith("claims: 1 gone, of 2 components since")
    (tmp_path / "again").mkdir()
    assert told(tmp_path / "again", scanned(A), scanned(A)) == "claims: nothing changed since the scan of 2026-01-01."


def test_that_a_large_scan_says_that_it_was_not_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_COMPARED", 1)
    sentence = told(tmp_path, scanned(A), scanned(A, C))
    assert sentence.startswith("claims: 3 components; what is new since the scan of 2026-01-01 was not compared")


def test_that_a_scan_from_another_folder_is_said_and_one_from_the_same_is_not(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    with Workspace.create(tmp_path / "w.catchment") as made:
        assert read_elsewhere(made, scanned(A), [str(old)]) == ""  # Nothing was scanned before.
        made.save_snapshot(SYSTEM, "claims", [str(old)], scanned(A))
        assert read_elsewhere(made, scanned(A, C), [str(old)]) == ""
        assert str(old) in read_elsewhere(made, scanned(A, C), [str(new)])
