"""Judging and comparing by command, as a user types it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from explorer.cli import main
from explorer.errors import InputError
from explorer.storage.workspace import Workspace
from tests.pipeline.test_changes import SYSTEM, scanned


@pytest.fixture
def workspace(tmp_path: Path) -> str:
    """A system scanned twice: its model has another owner and version, and one more model came."""
    path = tmp_path / "a.catchment"
    with Workspace.create(path) as made:
        made.save_snapshot(SYSTEM, "claims", ["."], scanned(("pkg:huggingface/old/claims-7b@1", "1")))
        made.save_snapshot(
            SYSTEM, "claims", ["."],
            scanned(("pkg:huggingface/new/claims-7b@1", "1"), ("pkg:huggingface/acme/extra", "")),
        )  # fmt: skip
    return str(path)


def told(capsys: pytest.CaptureFixture[str], *arguments: str, ends: int = 0) -> str:
    assert main(arguments) == ends
    return capsys.readouterr().out


def test_that_the_last_two_scans_are_compared_and_can_fail_a_pipeline(
    workspace: str, capsys: pytest.CaptureFixture[str]
) -> None:
    deltas, changes = json.loads(told(capsys, "diff", workspace, "--format", "json"))
    assert {(row["change"], row["after"]) for row in changes["rows"] if row["of"] == "component"} >= {
        ("renamed", "pkg:huggingface/new/claims-7b")
    }
    assert next(row for row in deltas["rows"] if row["figure"] == "components upstream")["risk"] == "worse"
    assert main(["diff", workspace, "--fail-on", "worse"]) == 1
    assert "components upstream got worse" in capsys.readouterr().err
    told(capsys, "diff", workspace, "--fail-on", "boundaries")


def test_that_what_is_corrected_away_is_no_change(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    extra = "pkg:huggingface/acme/extra"

    def added() -> set[str]:
        _, changes = json.loads(told(capsys, "diff", workspace, "--format", "json"))
        return {str(row) for row in changes["rows"] if (row["change"], row["of"]) == ("added", "component")}

    assert len(added()) == 1
    told(
        capsys, "annotate", workspace, "correct", "--subject", extra, "--action", "hide component", "--reason", "a test",
    )  # fmt: skip
    assert added() == set()


def test_that_an_unknown_word_to_fail_on_is_refused(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", workspace, "--fail-on", "nonsense"]) == 2
    assert "Known are: any, worse" in capsys.readouterr().err


def test_that_a_correction_changes_every_answer_and_undo_is_a_removal(
    workspace: str, capsys: pytest.CaptureFixture[str]
) -> None:
    subject = "pkg:huggingface/acme/extra"
    told(
        capsys,
        "annotate",
        workspace,
        "correct",
        "--subject",
        subject,
        "--action",
        "hide component",
        "--reason",
        "not used",
    )
    assert subject not in told(capsys, "show", workspace, "inventory")
    written = json.loads(told(capsys, "annotate", workspace, "list", "--format", "json"))
    identity = next(row["id"] for row in written["rows"]) if "rows" in written else written[0]["id"]
    told(capsys, "annotate", workspace, "remove", identity)
    assert subject in told(capsys, "show", workspace, "inventory")


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("--action", "merge into"), "--target"),
        (("--action", "change kind"), "--kind"),
        (("--action", "hide relation"), "relation:FROM|KIND|TO"),
        (("--action", "explode"), "Actions are"),
    ],
)
def test_that_a_correction_that_says_too_little_is_refused_with_advice(
    workspace: str, arguments: tuple[str, ...], advice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["annotate", workspace, "correct", "--subject", "pkg:huggingface/acme/extra", *arguments]) == 2
    assert advice in capsys.readouterr().err


def test_that_orphans_are_listed_and_carried_over(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    told(
        capsys, "annotate", workspace, "note", "--subject", "pkg:huggingface/old/claims-7b", "--text", "asked for data"
    )
    assert "1 could be carried over" in told(capsys, "annotate", workspace, "orphans")
    assert "1 carried over" in told(capsys, "annotate", workspace, "orphans", "--carry-over")
    assert "0 annotations on what is gone" in told(capsys, "annotate", workspace, "orphans")


def test_that_two_copies_merge_and_a_conflict_changes_nothing_until_it_is_settled(
    workspace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = ("annotate", workspace, "criticality", "--subject", SYSTEM, "--level", "2")
    told(capsys, *note)
    copy = str(shutil.copy(workspace, tmp_path / "copy.catchment"))
    with Workspace.open(Path(workspace)) as mine, Workspace.open(Path(copy)) as theirs:
        (said,) = mine.records()
        for side, level in ((mine, 4), (theirs, 5)):
            side.put_all([type(said)(said.type, {**said.fields, "level": level})], "ada")
    text = told(capsys, "annotate", workspace, "merge", copy, ends=1)
    assert "1 conflict" in text
    assert "level" in text
    told(capsys, "annotate", workspace, "merge", copy, "--prefer", "theirs")
    with Workspace.open(Path(workspace)) as mine:
        assert [each.fields["level"] for each in mine.records()] == [5]


def test_that_a_linked_file_is_kept_by_its_digest(
    workspace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "audit.pdf").write_bytes(b"1")
    told(
        capsys, "annotate", workspace, "trust", "--subject", "party:x", "--delegate", "party:x",
        "--evidence-link", "audit.pdf",
    )  # fmt: skip
    assert "as linked" in told(capsys, "annotate", workspace, "list")
    (tmp_path / "audit.pdf").unlink()
    assert "not where it was" in told(capsys, "annotate", workspace, "list")


def test_that_the_format_of_what_is_exported_is_printed(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads(told(capsys, "annotate", workspace, "schema"))
    assert schema["title"] == "catchment-annotations/1"
    assert "trust-delegation" in schema["$defs"]


def test_that_a_copy_is_written_whole_and_never_over_another(
    workspace: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "annotate", workspace, "note", "--subject", SYSTEM, "--text", "kept")
    out = str(tmp_path / "for-bob.catchment")
    told(capsys, "annotate", workspace, "copy", out)
    assert "kept" in told(capsys, "annotate", out, "list")
    told(capsys, "annotate", workspace, "copy", out, ends=2)


def test_that_a_signed_state_shows_what_came_after(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Nothing was signed off yet" in told(capsys, "annotate", workspace, "baselines")
    told(capsys, "annotate", workspace, "sign", "Fourth quarter")
    assert "as signed" in told(capsys, "annotate", workspace, "baselines")
    told(capsys, "annotate", workspace, "note", "--subject", SYSTEM, "--text", "later")
    assert "edited since" in told(capsys, "annotate", workspace, "baselines")


@pytest.mark.parametrize("question", ["coverage", "rollup", "suggestions"])
def test_that_each_question_of_judgement_is_answered(
    question: str, workspace: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = json.loads(told(capsys, "show", workspace, question, "--format", "json"))
    assert answer["answer"]


def test_that_a_rule_that_is_none_is_refused(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", workspace, "rollup", "--by", "sum"]) == 2
    assert "worst path" in capsys.readouterr().err


def test_that_nothing_is_compared_with_nothing(tmp_path: Path) -> None:
    from explorer.cli.diffing import _both

    with pytest.raises(InputError):
        _both(type("Options", (), {"before": str(tmp_path), "after": None, "system": None})())


def test_that_the_figures_go_from_scan_to_scan(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(told(capsys, "diff", workspace, "--history", "--format", "json"))["rows"]
    assert [row["components"] for row in rows] == [3, 2]
    assert all(row["worst risk"] is None for row in rows)  # Nothing is assessed, which is not zero.


def test_that_a_finding_is_accepted_by_command_and_shown_as_decided(
    workspace: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def rows() -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads(told(capsys, "show", workspace, "findings", "--format", "json"))[
            "rows"
        ]
        return found

    first = next(row for row in rows() if row["rule"] == "floating-model")
    assert first["decided"] == "open"
    told(
        capsys, "annotate", workspace, "finding", "--subject", first["id"], "--rule", first["rule"],
        "--judged", "not-so", "--reason", "It is pinned by the mirror.",
    )  # fmt: skip
    after = {(row["rule"], row["id"]): row["decided"] for row in rows()}
    assert after[first["rule"], first["id"]].startswith("not so by ")
    assert after[first["rule"], first["id"]].endswith("It is pinned by the mirror.")
    assert list(after.values()).count("open") == len(after) - 1


@pytest.mark.parametrize(("rule", "reason"), [("no-such-rule", "because"), ("floating-model", "  ")])
def test_that_a_decision_about_no_finding_or_without_a_reason_is_refused(
    workspace: str, rule: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told(
        capsys, "annotate", workspace, "finding", "--subject", "pkg:pypi/torch", "--rule", rule, "--judged", "accepted",
        "--reason", reason, ends=2,
    )  # fmt: skip
