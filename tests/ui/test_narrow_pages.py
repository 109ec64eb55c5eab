"""Pages in a narrow window: nothing scrolls sideways, no word of prose breaks, and what is copied is what was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.exports.report import Document, Figure, Section, html_document
from explorer.ui.breaking import MARK, marked, unmarked
from explorer.ui.document_text import Look, fill
from explorer.ui.main_window import MainWindow
from explorer.ui.page import Page
from explorer.ui.views.vendor_sheets import VendorSheets

DIGEST = "fe7b79cd5ee1e45176fcad797de68ecaf3ca4814"
PURL = f"pkg:github/azure/setup-helm@{DIGEST}"
SEEN = "tutorials/terraform/aks/azure-infrastructure/.terraform.lock.hcl:5 [lock]"
COLUMNS = ("component", "version", "kind", "knowledge", "depth", "systems", "seen at", "id")
ROW = ("azure/setup-helm", DIGEST, "action", "declared", 2, "vllm-production-stack", SEEN, PURL)
SHEET = Document(
    "Vendor sheet: Internationalisation Standards Committee", "Scanned today.", ("One sentence.",),
    (Section("What we take from it", "One component.", COLUMNS, (ROW, (*ROW[:-1], ""))),),
    tuple(Figure(f"{number} of 9", "components upstream are its own") for number in range(7)),
)  # fmt: skip


def shown(window: MainWindow, document: Document, size: tuple[int, int]) -> Page:
    window.resize(*size)
    window.show_view("vendor-sheet")
    wait_until_idle(window.session)
    view = window.current_view()
    assert isinstance(view, VendorSheets)
    view.show_document(document)
    return view.page


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("size", [(1024, 700), (1280, 800)])
def test_that_a_page_with_long_identities_does_not_scroll_sideways(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int], scale: float
) -> None:
    window.appearance.set_scale(scale)
    page = shown(window, SHEET, size)
    qtbot.waitUntil(lambda: page.horizontalScrollBar().maximum() == 0)
    text = page.toPlainText()
    assert all(str(cell) in text for cell in ROW)  # What has no room beside the others stands below.
    assert text.count(f"id: {PURL}") == 1  # Named there, and not where there is none.


def test_that_a_wide_page_has_every_column_side_by_side(qapp: object) -> None:
    text = QTextDocument()
    fill(text, SHEET, Look(room=4000))
    assert f"id: {PURL}" not in unmarked(text.toPlainText())
    fill(text, SHEET, Look(room=400))
    assert f"id: {PURL}" in unmarked(text.toPlainText())


def test_that_the_column_of_figures_and_the_one_that_leads_elsewhere_stay(qapp: object) -> None:
    text = QTextDocument()
    section = Section("Rows", "Two.", ("what", "share", "why"), (("a" * 20, 0.5, "b " * 80),), leading=2, about=("x",))
    fill(text, Document("Page", "", (), (section,)), Look(room=60, link="#0000ff"))
    shown = text.toPlainText()
    assert "why:" not in shown and "share:" not in shown and "what: " in shown


def test_that_what_is_copied_has_no_marks(window: MainWindow) -> None:
    page = shown(window, SHEET, (1280, 800))
    assert MARK in page.document().toPlainText() and MARK not in page.toPlainText()
    page.moveCursor(QTextCursor.MoveOperation.Start)
    page.selectAll()
    copied = page.createMimeDataFromSelection()
    assert PURL in copied.text() and MARK not in copied.text()
    assert PURL in copied.html() and MARK not in copied.html()


def test_that_what_is_written_has_no_marks(window: MainWindow, tmp_path: Path) -> None:
    assert MARK not in html_document(SHEET)
    shown(window, SHEET, (1280, 800))
    view = window.current_view()
    view.export(tmp_path / "rows.csv")
    assert PURL in (tmp_path / "rows.csv").read_text() and MARK not in (tmp_path / "rows.csv").read_text()


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("pkg:npm/%40emotion/react@11.14.0", ["pkg:", "npm/", "%40emotion/", "react@", "11.14.0"]),
        ("https://example.org/a_b", ["https://", "example.", "org/", "a_", "b"]),
        ("explorer/ui/page.py:12 [uses]", ["explorer/", "ui/", "page.", "py:", "12 [uses]"]),
        ("Taken 2026-11-26 at 07:04, version 1.22.0.", ["Taken 2026-11-26 at 07:04, version 1.22.0."]),
        ("the packages' own (of Alphabet)", ["the packages' own (of Alphabet)"]),
        ("Internationalisation Rechtsschutzversicherungsgesellschaften", None),
        (DIGEST, [DIGEST[:12], DIGEST[12:24], DIGEST[24:36], DIGEST[36:]]),
    ],
)
def test_that_identities_break_after_their_separators_and_words_of_prose_never(
    text: str, pieces: list[str] | None
) -> None:
    assert marked(text).split(MARK) == (pieces or [text])


@given(st.text(alphabet=st.characters(exclude_characters=MARK)))
def test_that_marks_change_nothing_else(text: str) -> None:
    assert unmarked(marked(text)) == text
