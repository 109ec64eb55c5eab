"""A long document has its contents on the first page, with the page on which each section begins."""

from __future__ import annotations

from explorer.exports.report import Document, Section
from explorer.ui.pdf import laid_out, paper
from explorer.ui.printed_pages import Entry, Line, Printed


def printed(*sections: Section) -> Printed:
    return laid_out(Document("A title", "today", ("One sentence.",), sections), paper("A4"))


def section(number: int, rows: int) -> Section:
    return Section(f"Section {number}", "It says so.", ("a", "b"), tuple((f"row {each}", each) for each in range(rows)))


def heads(page: object) -> list[str]:
    """The sections whose heading stands on a page."""
    texts = [each.part.words.layout.text() for each in page.placed if isinstance(each.part, Line)]
    return [text for text in texts if text.startswith("Section ")]


def test_that_every_section_begins_where_the_contents_say(qapp: object) -> None:
    found = printed(*(section(number, 40) for number in range(6)))
    assert len(found.starts) == 6
    assert found.starts == sorted(found.starts)
    assert found.starts[0] == 2  # The first page is for who reads no further.
    for number, start in enumerate(found.starts):
        assert f"Section {number}" in heads(found.pages[start - 1])
    entries = [each.part for each in found.pages[0].placed if isinstance(each.part, Entry)]
    assert [each.words.layout.text() for each in entries] == [f"Section {number}" for number in range(6)]
    assert [each.number().layout.text() for each in entries] == [str(start) for start in found.starts]


def test_that_a_section_whose_table_is_taller_than_a_page_begins_with_its_heading(qapp: object) -> None:
    empty = [Section(f"Section {number}", "Nothing.", (), ()) for number in range(3)]
    found = printed(*empty, section(3, 300), section(4, 1))
    for number, start in enumerate(found.starts):
        assert f"Section {number}" in heads(found.pages[start - 1])
    assert found.starts[4] > found.starts[3] + 2


def test_that_a_short_document_needs_none(qapp: object) -> None:
    found = printed(section(0, 2), section(1, 2))
    assert len(found.pages) == 1
    assert not [each for each in found.pages[0].placed if isinstance(each.part, Entry)]
