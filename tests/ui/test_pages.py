"""Pages in the window: the vendor sheet, the page for the first hour in two clicks, and PDF files that repeat."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.cli import main
from explorer.domain.component import ComponentId
from explorer.exports.report import Document, Figure, Section
from explorer.pipeline.reach_table import most_relied_on
from explorer.ui.document_text import fill
from explorer.ui.files import write_document
from explorer.ui.main_window import MainWindow
from explorer.ui.pdf import pdf_bytes
from explorer.ui.views.incident_page import IncidentPage
from explorer.ui.views.vendor_sheets import VendorSheets

DOCUMENT = Document(
    "Report", "Scanned today.", ("One sentence.",),
    (Section("Rows", "Many rows.", ("name", "number"), tuple((f"pkg:pypi/name-{n}", n) for n in range(200))),),
    (Figure("3 of 4", "systems"),),
)  # fmt: skip


def test_that_the_page_for_the_first_hour_is_two_clicks_from_any_component(window: MainWindow) -> None:
    window.show_view("summary")
    window.inventory.table.selectRow(0)  # The first click.
    wait_until_idle(window.session)
    button = next(each for each in window.inspector.findChildren(QPushButton) if each.text() == "If it goes bad…")
    button.click()  # The second.
    wait_until_idle(window.session)
    view = window.current_view()
    assert isinstance(view, IncidentPage)
    chosen = window.session.snapshot.component(window.session.selection[-1])
    assert chosen is not None
    assert chosen.name in view.page.toPlainText()
    assert "First actions" in view.page.toPlainText()


def test_that_without_a_selection_the_page_is_an_example_and_says_so(window: MainWindow) -> None:
    window.show_view("response")
    wait_until_idle(window.session)
    view = window.current_view()
    assert isinstance(view, IncidentPage)
    first = most_relied_on(window.session.snapshot, window.session.answers)
    component = window.session.snapshot.component(first or ComponentId(""))
    assert component is not None
    assert component.name in view.page.toPlainText()
    assert "this is an example" in view._hint.text()
    window.session.select([component.id])
    wait_until_idle(window.session)
    assert view._hint.text() == ""


def test_that_a_vendor_sheet_follows_what_is_selected(window: MainWindow) -> None:
    window.show_view("vendor-sheet")
    wait_until_idle(window.session)
    view = window.current_view()
    assert isinstance(view, VendorSheets)
    parties = [view._party.itemData(place) for place in range(view._party.count())]
    window.session.select([parties[-1]])
    wait_until_idle(window.session)
    assert view._party.currentData() == parties[-1]
    party = window.session.snapshot.component(parties[-1])
    assert party is not None
    assert party.name in view.headline()
    assert "What to ask it" in view.page.toPlainText()


def test_that_an_apostrophe_on_a_page_stays_one(qapp: object) -> None:
    page = QTextDocument()
    fill(page, Document("Page", "", (), (Section("t", "", ("what",), (("the packages' own & org/name#x27",),), ""),)))
    shown = page.toPlainText().replace("\u200b", "")
    assert "the packages' own & org/name#x27" in shown


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_that_a_page_is_written_where_asked(tmp_path: Path, qapp: object, ending: str) -> None:
    path = tmp_path / f"page.{ending}"
    write_document(path, DOCUMENT)
    assert path.read_bytes().startswith(b"%PDF" if ending == "pdf" else b"<!doctype html>")


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_that_the_window_and_the_command_line_write_the_same_report(
    window: MainWindow, workspace_file: Path, tmp_path: Path, ending: str
) -> None:
    by_window, by_command = tmp_path / f"board.{ending}", tmp_path / f"report.{ending}"
    window.files.write_graph(by_window)
    wait_until_idle(window.session)
    command = ["export", str(workspace_file), "--format", ending, "--view", "report", "-o", str(by_command)]
    assert main(command) == 0
    assert by_window.read_bytes() == by_command.read_bytes()


@pytest.mark.parametrize("page", ["A4", "Letter"])
def test_that_a_pdf_repeats_byte_for_byte(qapp: object, page: str) -> None:
    first = pdf_bytes(DOCUMENT, page)
    assert first == pdf_bytes(DOCUMENT, page)


def test_that_a_choice_of_another_component_shows_another_page(window: MainWindow, qtbot: QtBot) -> None:
    window.show_view("response")
    view = window.current_view()
    assert isinstance(view, IncidentPage)
    titles = set()
    for system in window.session.snapshot.systems()[:2]:
        window.session.select([system])
        wait_until_idle(window.session)
        titles.add(view.headline())
    assert len(titles) == 2
