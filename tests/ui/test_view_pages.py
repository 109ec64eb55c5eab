"""What a view exports: rows for a spreadsheet from every table, a page from what is read as a table, else a picture."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from explorer.app import wait_until_idle
from explorer.domain.annotation import Limit, ResidualRisk, Subject
from explorer.errors import InputError
from explorer.ui.main_window import MainWindow
from explorer.ui.view_pages import page_of

MODEL = "pkg:huggingface/brightwater-example/claims-7b-awq"


@pytest.fixture
def judged(window: MainWindow) -> MainWindow:
    risk = ResidualRisk(
        Subject(MODEL), "Nobody can see its training data", Limit.OPAQUE_FOUNDATION_MODEL, owner="ada",
        review_by=date(2027, 1, 31), rationale="=Only the maker could tell",
    )  # fmt: skip
    window.session.save_annotation(risk)
    window.show_view("risk")
    wait_until_idle(window.session)
    return window


def test_that_the_register_is_printed_with_owner_date_and_reason(judged: MainWindow, tmp_path: Path) -> None:
    view = judged.views["risk"]
    assert view.formats()[0] == "Page to print (*.pdf)"
    register, per_system = page_of(view).sections
    (row,) = register.rows
    told = dict(zip(register.columns, row, strict=True))
    assert (told["owner"], told["review by"], told["after, of 25"]) == ("ada", "2027-01-31", None)
    assert told["why"] == "=Only the maker could tell"
    assert per_system.rows[-1][0] == "whole portfolio"
    view.export(tmp_path / "register.pdf")
    assert (tmp_path / "register.pdf").read_bytes().startswith(b"%PDF")
    view.export(tmp_path / "register.html")
    assert "Nobody can see its training data" in (tmp_path / "register.html").read_text(encoding="utf-8")


def test_that_rows_are_written_whole_and_harmless(judged: MainWindow, tmp_path: Path) -> None:
    judged.views["risk"].export(tmp_path / "register.csv")
    with (tmp_path / "register.csv").open(encoding="utf-8", newline="") as stream:
        heads, row = list(csv.reader(stream))
    assert heads[:2] == ["Risk", "On"]
    assert row[0] == "Nobody can see its training data"
    judged.session.save_annotation(ResidualRisk(Subject(MODEL), "=HYPERLINK(1)", Limit.OTHER))
    wait_until_idle(judged.session)
    judged.views["risk"].export(tmp_path / "again.csv")
    assert "'=HYPERLINK(1)" in (tmp_path / "again.csv").read_text(encoding="utf-8")


def test_that_every_view_with_a_table_gives_all_the_rows_that_it_shows(judged: MainWindow, tmp_path: Path) -> None:
    for name, view in judged.views.items():
        judged.show_view(name)
        wait_until_idle(judged.session)
        path = tmp_path / f"{name}.csv"
        if view.table() is None:
            with pytest.raises(InputError, match="no table"):
                view.export(path)
            continue
        view.export(path)
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        assert len(rows) == 1 + view.table().model().rowCount(), name
        assert any("*.csv" in each for each in view.formats()), name


def test_that_a_place_that_cannot_be_written_is_told(judged: MainWindow, tmp_path: Path) -> None:
    for ending in ("csv", "html", "pdf"):
        with pytest.raises(InputError, match="cannot be written"):
            judged.views["risk"].export(tmp_path / "gone" / f"a.{ending}")
    with pytest.raises(InputError, match="is no picture format"):
        judged.views["risk"].export(tmp_path / "a.docx")
