"""Pages by command: vendor sheets, the first hour, handouts; as text, HTML and CSV."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from explorer.cli import main
from explorer.pipeline.sample import open_sample


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(open_sample(tmp_path_factory.mktemp("pages")))


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def test_that_a_sheet_is_found_by_the_partys_name_or_by_what_it_supplies(
    portfolio: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Vendor sheet: OpenAI" in told(capsys, "sheet", portfolio, "OpenAI")
    assert "Vendor sheet: Mistral AI" in told(capsys, "sheet", portfolio, "mistral-ai")
    assert "Vendor sheet: Hugging Face" in told(capsys, "sheet", portfolio, "hugging-face")
    assert "Vendor sheet: The Linux Foundation" in told(capsys, "sheet", portfolio, "torch")


def test_that_a_name_may_have_hyphens_for_spaces(portfolio: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "If Hugging Face stops" in told(capsys, "whatif", portfolio, "--outage", "hugging-face")


def test_that_questions_alone_are_written_as_html(portfolio: str, tmp_path: Path) -> None:
    out = tmp_path / "questions.html"
    assert main(["sheet", portfolio, "party:mistral-ai", "--questions", "-o", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert "which data was each trained on?" in text
    assert "claims-rag" not in text


def test_that_the_systems_hit_are_written_as_csv(portfolio: str, tmp_path: Path) -> None:
    out = tmp_path / "hit.csv"
    assert main(["respond", portfolio, "torch", "-o", str(out)]) == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert {row["system"] for row in rows} == {"claims-lora", "claims-rag"}


def test_that_first_actions_are_whole_sentences_on_the_console(
    portfolio: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = told(capsys, "respond", portfolio, "torch")
    assert "  1. Stop installs: block this name and version at the index mirror" in text
    assert "…" not in text.split("Systems hit")[0]


def test_that_pages_are_json_where_a_program_reads(portfolio: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert [each["question"] for each in json.loads(told(capsys, "respond", portfolio, "torch", "--format", "json"))][:2] == [
        "First actions", "Systems hit",
    ]  # fmt: skip


def test_that_the_handout_names_nobody_on_request(portfolio: str, tmp_path: Path) -> None:
    out = tmp_path / "handout.html"
    assert main(["handout", portfolio, "--hide-names", "-o", str(out)]) == 0
    text = out.read_text(encoding="utf-8").casefold()
    assert "how deep does it go" in text
    assert "nvidia" not in text
    assert "claims-rag" not in text


def test_that_what_there_is_not_is_told(portfolio: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["handout", portfolio, "--story", "none such"]) == 2
    assert "Known are: One hour" in capsys.readouterr().err
    assert main(["sheet", portfolio, "nobody at all"]) == 2
    assert main(["respond", portfolio, "nothing at all"]) == 2


def test_that_a_system_alone_is_its_profile(portfolio: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sheet", portfolio, "--system", "claims-rag"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Risk profile: claims-rag\n")
    assert "Attacks that reach it" in printed
    page = tmp_path / "profile.html"
    assert main(["sheet", portfolio, "--system", "claims-rag", "-o", str(page)]) == 0
    assert "<h1>Risk profile: claims-rag</h1>" in page.read_text(encoding="utf-8")


def test_that_a_sheet_of_nobody_says_what_to_give(portfolio: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sheet", portfolio]) == 2
    assert "Give a party, or --system NAME" in capsys.readouterr().err
