"""Documents are judged as of a day that the workspace knows, so that tomorrow's report on it is today's."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.cli import main
from explorer.domain.annotation import Basis, Subject, TrustDelegation, TrustStatus
from explorer.errors import InputError
from explorer.graph.example import example_snapshot
from explorer.pipeline.as_of import as_of, last_day, today
from explorer.storage.workspace import Workspace
from tests.pipeline.test_changes import SYSTEM, scanned


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A system, and trust in a party that is due for review on the last day of 2030."""
    place = tmp_path / "claims.catchment"
    with Workspace.create(place) as made:
        made.save_snapshot(SYSTEM, "claims", ["."], scanned(("pkg:huggingface/acme/a", "")))
        made.put(
            TrustDelegation(
                Subject("party:acme"), "", "party:acme", basis=Basis.AUDIT, review_by=date(2030, 12, 31),
                status=TrustStatus.EXAMINED,
            ),
            "ada",
        )  # fmt: skip
    return place


def on(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the whole program believe that it runs on this day."""

    class Fixed(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Fixed:
            return cls.fromisoformat(f"{day}T12:00:00+00:00").astimezone(tz)

    for name, module in list(sys.modules.items()):
        if name.startswith("explorer.") and getattr(module, "datetime", None) is datetime:
            monkeypatch.setattr(module, "datetime", Fixed)


def test_that_the_last_day_is_that_of_the_latest_scan_or_edit(path: Path, tmp_path: Path) -> None:
    with Workspace.open(path) as workspace:
        assert last_day(workspace) == date.fromisoformat(workspace.journal()[-1].when[:10])  # Scanned long before.
    with Workspace.create(tmp_path / "unjudged.catchment") as workspace:
        assert last_day(workspace) == datetime.now(UTC).date()
        workspace.save_snapshot(SYSTEM, "claims", ["."], scanned())
        assert last_day(workspace) == date(2026, 1, 1)


def test_that_another_day_may_be_asked_for(path: Path) -> None:
    with Workspace.open(path) as workspace:
        assert as_of(workspace, "2031-01-01") == date(2031, 1, 1)
        assert as_of(workspace, "today") == today()
        with pytest.raises(InputError):
            as_of(workspace, "soon")


@pytest.mark.parametrize("command", ["html", "pdf", "handout"])
def test_that_a_document_written_years_later_is_the_same_to_the_byte(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, qapp: object
) -> None:
    written = []
    if command == "handout":
        from explorer.domain.workshop import Slide

        with Workspace.open(path) as workspace:
            workspace.put(Slide(Subject("workspace"), "Our story", "001", "Whom?", "trust-map"), "ada")
    for day in ("2026-11-27", "2035-05-05"):
        with monkeypatch.context() as patch:
            on(day, patch)
            assert today() == date.fromisoformat(day)
            out = tmp_path / f"{day}.{'pdf' if command == 'pdf' else 'html'}"
            words = {"html": ["export", "--format", "html"], "pdf": ["export", "--format", "pdf", "--view", "report"]}
            first, *rest = words.get(command, ["handout"])
            assert main([first, str(path), *rest, "-o", str(out)]) == 0
            written.append(out.read_bytes())
    assert written[0] == written[1]


def test_that_a_day_after_the_review_shows_the_lapse(path: Path, tmp_path: Path) -> None:
    """The same workspace, judged a day before and a day after the review is due."""
    with Workspace.open(path) as workspace:
        workspace.save_snapshot(SYSTEM, "claims", ["."], example_snapshot_with_party())
    for day, state in (("2030-12-31", "examined"), ("2031-01-01", "lapsed")):
        out = tmp_path / f"{day}.html"
        assert main(["export", str(path), "--format", "html", "--as-of", day, "-o", str(out)]) == 0
        text = out.read_text(encoding="utf-8")
        assert f"Trust judged as of {day}." in text
        assert f"<td>{state}</td>" in text


def example_snapshot_with_party() -> Any:
    from explorer.domain.component import Kind
    from explorer.domain.relation import RelationKind

    return example_snapshot(
        "system:claims->llama->party:acme", {"system:claims": Kind.SYSTEM, "llama": Kind.MODEL, "party:acme": Kind.PARTY},
        {"llama->party:acme": RelationKind.MADE_BY},
    )  # fmt: skip


def test_that_a_day_that_is_none_is_refused(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "x.html")
    assert main(["export", str(path), "--format", "html", "--as-of", "soon", "-o", out]) == 2
    assert "soon is not a date" in capsys.readouterr().err
