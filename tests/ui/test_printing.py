"""Pages of paper: no row is cut, heads are repeated, nothing is lost, and the file's own table of places is right."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from explorer.exports.report import Document, Figure, Section
from explorer.exports.svg_charts import bars
from explorer.ui.pdf import laid_out, paper, pdf_bytes
from explorer.ui.printed_pages import Chart, Line, Printed
from explorer.ui.printed_table import Row, column_widths
from explorer.ui.printed_words import Words

NO_WIDTH = "\u200b"
SENTENCE = "A name or branch can point to other content tomorrow, so that nobody knows what was read today. "
ROWS = tuple(
    (f"pkg:pypi/name-{number}@1.{number}", number, SENTENCE * (number % 7), None if number % 3 else "known")
    for number in range(180)
)
DOCUMENT = Document(
    "A report", "Scanned once.", ("One sentence.", "Another."),
    (
        Section("What hangs on what?", "Much.", ("id", "number", "why", "state"), ROWS, "A note.", None, "catchment show"),
        Section("A picture", "Bars.", ("a", "b"), (("x", 1),), chart=bars("Bars", [("one", 1.0, "1")], 1.0)),
        Section("More than fits", "Cut on purpose.", ("n",), tuple((n,) for n in range(30)), most=12),
        Section("Nothing", "None found.", ("n",), ()),
    ),
    tuple(Figure(str(number), f"things of sort {number}") for number in range(6)),
)  # fmt: skip


def printed(document: Document, page: str) -> tuple[Printed, float]:
    writer = paper(page)
    made = laid_out(document, writer)
    return made, writer.height() - 20 * 300 / 72


def texts(row: Row) -> tuple[str, ...]:
    return tuple(text_of(each) for each in row.cells)


def text_of(each: Words) -> str:
    lines = [each.layout.lineAt(place) for place in range(each.first, each.end)]
    whole = each.layout.text()
    return "".join(whole[line.textStart() : line.textStart() + line.textLength()] for line in lines).replace(
        NO_WIDTH, ""
    )


@pytest.mark.parametrize("page", ["A4", "Letter"])
def test_that_nothing_reaches_over_the_end_of_a_page_or_into_its_neighbour(qapp: object, page: str) -> None:
    made, height = printed(DOCUMENT, page)
    assert len(made.pages) > 3
    for sheet in made.pages:
        rects = [each.rect for each in sheet.placed]
        assert all(QRectF(0, 0, rects[0].width(), height + 0.5).contains(each) for each in rects)
        assert all(one.bottom() <= other.top() + 0.01 for one, other in zip(rects, rects[1:], strict=False))


@pytest.mark.parametrize("page", ["A4", "Letter"])
def test_that_every_row_is_whole_and_each_page_of_a_table_begins_with_its_head(qapp: object, page: str) -> None:
    made, _ = printed(DOCUMENT, page)
    rows = [each.part for sheet in made.pages for each in sheet.placed if isinstance(each.part, Row)]
    body = [texts(row) for row in rows if not row.is_head][: len(ROWS)]
    assert [row[0] for row in body] == [row[0] for row in ROWS]
    assert [row[2].strip() for row in body] == [row[2].strip() for row in ROWS]
    assert [row[3] for row in body] == [row[3] or "not assessed" for row in ROWS]
    for sheet in made.pages:
        parts = [each.part for each in sheet.placed]
        for before, part in zip([None, *parts], parts, strict=False):
            if isinstance(part, Row) and not part.is_head:
                assert isinstance(before, Row)  # A row follows a row or a head, on its own page.


def test_that_what_is_written_on_by_hand_has_room_for_a_hand(qapp: object) -> None:
    lines = Section("Write", "Here.", ("no", "what"), ((1, "_" * 14), (2, "typed")))
    made, _ = printed(Document("Paper", "", (), (lines,)), "A4")
    first, second = (
        each.part
        for sheet in made.pages
        for each in sheet.placed
        if isinstance(each.part, Row) and not each.part.is_head
    )
    millimetre = paper("A4").logicalDpiY() / 25.4
    assert first.height >= 7 * millimetre > second.height
    assert texts(first) == ("1", "")  # The rule below is the line.


def test_that_no_heading_stands_alone_at_the_end_of_a_page(qapp: object) -> None:
    for count in range(20, 60):
        rows = tuple((f"row {number}",) for number in range(count))
        made, _ = printed(
            Document("R", "", (), (Section("One", "x", ("a",), rows), Section("Two", "y", ("b",), rows[:3]))), "A4"
        )
        for sheet in made.pages:
            last = sheet.placed[-1].part
            assert not (isinstance(last, Line) and text_of(last.words) in ("One", "Two", "x", "y"))
            assert not (isinstance(last, Row) and last.is_head)


def test_that_a_row_taller_than_a_page_goes_on_and_loses_no_word(qapp: object) -> None:
    long = " ".join(f"word{number}" for number in range(6_000))
    made, height = printed(Document("R", "", (), (Section("S", "x", ("a", "b"), (("k", long),)),)), "A4")
    rows = [
        each for sheet in made.pages for each in sheet.placed if isinstance(each.part, Row) and not each.part.is_head
    ]
    assert len(made.pages) > 2
    assert "".join(texts(each.part)[1] for each in rows).split() == long.split()  # type: ignore[arg-type]
    assert all(each.rect.bottom() <= height + 0.5 for each in rows)


def test_that_what_is_left_out_or_missing_is_said(qapp: object) -> None:
    made, _ = printed(DOCUMENT, "A4")
    said = [text_of(each.part.words) for sheet in made.pages for each in sheet.placed if isinstance(each.part, Line)]
    assert "18 more rows are not printed here." in said
    assert "Nothing to list." in said
    assert "Ask again: catchment show" in said
    assert any(isinstance(each.part, Chart) for sheet in made.pages for each in sheet.placed)


def test_that_hostile_letters_are_written_out_on_paper(qapp: object) -> None:
    made, _ = printed(Document("R", "", (), (Section("S", "x", ("a",), (("evil\u202egnp.exe",),)),)), "A4")
    shown = [texts(each.part)[0] for sheet in made.pages for each in sheet.placed if isinstance(each.part, Row)]
    assert "evil\\u202egnp.exe" in shown


@pytest.mark.parametrize(("page", "box"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_that_the_file_is_of_its_size_and_each_object_stands_where_the_file_says(
    qapp: object, page: str, box: tuple[int, int]
) -> None:
    data = pdf_bytes(DOCUMENT, page)
    boxes = {tuple(map(float, found)) for found in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)}
    assert {tuple(map(round, each)) for each in boxes} == {box}
    assert b"CreationDate" not in data
    table = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    assert data[table:].startswith(b"xref\n")
    places = re.findall(rb"^(\d{10}) \d{5} ([nf])", data[table:], re.MULTILINE)
    for number, (place, state) in enumerate(places):
        if state == b"n" and int(place):
            assert data[int(place) :].startswith(b"%d 0 obj" % number), number


def test_that_the_printed_report_is_the_same_in_every_process_and_time_zone(
    workspace_file: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "explorer", "export", str(workspace_file), "--format", "pdf", "--view", "report"]
    files = [tmp_path / f"report-{number}.pdf" for number in range(3)]
    for out, seed, zone in zip(files, "123", ("UTC", "America/New_York", "Asia/Tokyo"), strict=True):
        chance = {key: value for key, value in os.environ.items() if key != "QT_HASH_SEED"}
        subprocess.run(
            [*command, "-o", str(out)], check=True, timeout=120, env=chance | {"PYTHONHASHSEED": seed, "TZ": zone}
        )
    assert files[0].read_bytes().startswith(b"%PDF")
    assert len({out.read_bytes() for out in files}) == 1


MEASURES = st.lists(
    st.tuples(st.floats(1, 400), st.floats(0, 4_000)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    min_size=1, max_size=16,
)  # fmt: skip


@given(MEASURES, st.floats(100, 3_000))
def test_that_columns_fill_the_width_and_break_words_only_where_all_words_are_too_wide(
    measured: list[tuple[float, float]], width: float
) -> None:
    found = column_widths(measured, width)
    assert sum(found) == pytest.approx(width, rel=1e-6)
    least = [low for low, _ in measured]
    if sum(least) <= width:
        assert all(each >= low * (1 - 1e-9) for each, low in zip(found, least, strict=True))
    else:
        widest = max(found)
        assert all(each == pytest.approx(min(low, widest)) for each, low in zip(found, least, strict=True))
