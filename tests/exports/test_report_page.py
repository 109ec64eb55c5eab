"""What a reader's helpers and a printer need of every page: the rules that axe calls serious, worked out by a parser.

Sources: WCAG 2.2 (1.1.1, 1.3.1, 1.4.3, 1.4.11, 2.4.1, 2.4.2, 2.4.4, 3.1.1, 4.1.2) and the rule texts of axe-core 4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from html.parser import HTMLParser

import pytest

from explorer.domain.annotation import Limit, ResidualRisk, Subject
from explorer.domain.component import ComponentId, Kind
from explorer.domain.relation import RelationKind
from explorer.domain.workshop import Slide
from explorer.exports.report import Document, Section, html_document
from explorer.graph.example import example_snapshot
from explorer.pipeline.answers import answer
from explorer.pipeline.changes import changes_between
from explorer.pipeline.handout import handout
from explorer.pipeline.report import report_document
from explorer.pipeline.response import respond, response_document
from explorer.pipeline.vendor_sheet import questionnaire, sheet_document, vendor_sheet

TODAY = date(2026, 11, 26)
PAGES = ("report", "handout", "sheet", "questions", "response")
VOID = {"meta", "br", "img", "rect", "hr", "link", "input"}


@cache
def page(name: str) -> str:
    snapshot = example_snapshot(
        "app1->llama->meta llama->data app2->tune->llama tune->acme app3->torch",
        {"llama": Kind.MODEL, "tune": Kind.MODEL, "meta": Kind.PARTY, "acme": Kind.PARTY, "data": Kind.UNKNOWN},
        {"llama->meta": RelationKind.MADE_BY, "tune->acme": RelationKind.MADE_BY, "llama->data": RelationKind.TRAINED_ON},
        "data",
    )  # fmt: skip
    risk = ResidualRisk(Subject("llama"), "cannot be rebuilt", Limit.UNVERIFIABLE_DATA)
    answers = answer(snapshot, (risk,), None, TODAY)
    changes = changes_between(example_snapshot("app3->torch"), example_snapshot("app3->torch->numpy"), (), TODAY)
    sheet = vendor_sheet(snapshot, answers, ComponentId("meta"))
    made: dict[str, Document] = {
        "report": report_document(snapshot, answers, "Portfolio", [("app3", changes)]),
        "handout": handout(snapshot, answers, "Story", [Slide(Subject("x"), "Story", "1", "How deep?", "depth", note="Say.")]),
        "sheet": sheet_document(snapshot, answers, sheet),
        "questions": questionnaire(snapshot, sheet),
        "response": response_document(snapshot, answers, respond(snapshot, answers, ComponentId("llama"))),
    }  # fmt: skip
    return html_document(made[name])


@dataclass
class Element:
    """A tag with what stands in it."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def all(self, *tags: str) -> list[Element]:
        own = [self] if not tags or self.tag in tags else []
        return own + [found for child in self.children for found in child.all(*tags)]

    def text(self) -> str:
        return " ".join([*self.words, *(child.text() for child in self.children)]).strip()

    def within(self, *tags: str) -> bool:
        return self.parent is not None and (self.parent.tag in tags or self.parent.within(*tags))


class Tree(HTMLParser):
    """Reads a page into elements; complains of tags that are closed in the wrong order."""

    def __init__(self) -> None:
        super().__init__()
        self.top = self.here = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(made)
        if tag not in VOID:
            self.here = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.children.append(Element(tag, {name: value or "" for name, value in attrs}, self.here))

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"{tag} closes {self.here.tag}"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.here.words.append(data.strip())


@cache
def tree(name: str) -> Element:
    reader = Tree()
    reader.feed(page(name))
    assert reader.here is reader.top
    return reader.top


@pytest.mark.parametrize("name", PAGES)
def test_that_the_page_has_a_language_a_title_and_one_main_part_in_which_all_is(name: str) -> None:
    top = tree(name)
    (html,), (title,), (main,) = top.all("html"), top.all("head")[0].all("title"), top.all("main")
    assert html.attributes["lang"] == "en"
    assert title.text()
    outside = [each for each in top.all("body")[0].children if each is not main]
    assert outside == []
    assert top.all("meta")[0].attributes == {"charset": "utf-8"}
    viewport = next(each for each in top.all("meta") if each.attributes.get("name") == "viewport")
    assert not re.search("user-scalable|maximum-scale", viewport.attributes["content"])  # Zooming is not taken away.


@pytest.mark.parametrize("name", PAGES)
def test_that_headings_leave_out_no_level_and_are_not_empty(name: str) -> None:
    headings = tree(name).all("h1", "h2", "h3", "h4")
    levels = [int(each.tag[1]) for each in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert all(each.text() for each in headings)


@pytest.mark.parametrize("name", PAGES)
def test_that_every_table_has_a_caption_and_heads_for_all_its_cells(name: str) -> None:
    for table in tree(name).all("table"):
        heads = table.all("thead")[0].all("th")
        assert table.all("caption")[0].text()
        assert heads
        assert all(each.attributes["scope"] == "col" and each.text() for each in heads)
        assert {len(row.all("td", "th")) for row in table.all("tbody")[0].all("tr")} == {len(heads)}


@pytest.mark.parametrize("name", PAGES)
def test_that_pictures_regions_and_lists_say_what_they_are(name: str) -> None:
    top = tree(name)
    assert top.all("img") == []
    for drawing in top.all("svg"):
        assert drawing.attributes["role"] == "img"
        assert drawing.children[0].tag == "title"
        assert drawing.children[0].text()
    for region in (each for each in top.all() if "role" in each.attributes and each.tag != "svg"):
        assert (region.attributes["role"], bool(region.attributes["aria-label"])) == ("region", True)
        assert region.attributes["tabindex"] == "0"  # It scrolls sideways: the keyboard reaches it.
    assert all(each.attributes.get("aria-label") for each in top.all("nav"))
    assert all(each.parent is not None and each.parent.tag in ("ul", "ol") for each in top.all("li"))


@pytest.mark.parametrize("name", PAGES)
def test_that_ids_are_unique_and_links_have_words_and_lead_into_the_page(name: str) -> None:
    top = tree(name)
    ids = [each.attributes["id"] for each in top.all() if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    for link in top.all("a"):
        assert link.text()
        assert link.attributes["href"].removeprefix("#") in ids


@pytest.mark.parametrize("name", PAGES)
def test_that_nothing_is_fetched_and_nothing_is_run(name: str) -> None:
    top = tree(name)
    fetching = ("src", "srcset", "data", "action", "poster", "background", "xlink:href", "ping", "formaction")
    assert not [each for each in top.all() for word in each.attributes if word in fetching or word.startswith("on")]
    assert all(each.attributes["href"].startswith("#") for each in top.all() if "href" in each.attributes)
    assert top.all("script", "link", "iframe", "object", "embed", "form", "base", "noscript") == []
    assert not re.search(r"url\(|@import|@font-face", page(name))


def test_that_a_hostile_name_stays_a_word() -> None:
    name = "<script>alert(1)</script>\u202e\"'><img src=x onerror=y>"
    section = Section(name, name, (name,), ((name,),), f"{name}\nsecond line", query=name)
    reader = Tree()
    reader.feed(html_document(Document(name, name, (name,), (section,))))
    assert reader.top.all("script", "img") == []
    assert "\u202e" not in reader.top.text()
    assert "second line" in [
        each.text() for each in reader.top.all("p")
    ]  # A line of its own, not a written-out control.


def style(name: str) -> str:
    return tree(name).all("style")[0].text()


def test_that_a_printer_cuts_no_row_and_repeats_the_heads_of_tables() -> None:
    printing = re.search(r"@media print\{(.*?)\}\}", style("report"), re.DOTALL)
    assert printing is not None
    rules = printing[1] + "}"
    for rule in (
        "tr,svg{break-inside:avoid}", "thead{display:table-header-group}", "tbody tr:first-child{break-before:avoid}",
        "h2,.answer{break-after:avoid}", ".wide{overflow:visible}", "max-width:none",
    ):  # fmt: skip
        assert rule in rules, rule
    page_rule = re.search(r"@page\{([^}]*)\}", style("report"))
    assert page_rule is not None
    assert "size" not in page_rule[1]  # A4 and Letter are the reader's choice.


def colours(scheme: str) -> dict[str, str]:
    found = re.findall(r":root\{([^}]*)\}", style("report"))[0 if scheme == "light" else 1]
    return dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", found))


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_that_every_text_stands_out_from_what_is_behind_it(scheme: str) -> None:
    known = colours(scheme)
    for text in ("ink", "muted", "link"):
        for ground in ("paper", "sunken"):
            assert contrast(known[text], known[ground]) >= 4.5, (text, ground)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_that_every_bar_of_a_chart_stands_out(scheme: str) -> None:
    """Graphical objects need 3 to 1 (WCAG 1.4.11): by their fill, or by the line around them."""
    known = colours(scheme)
    for layer in ("bar", "layer0", "layer1", "layer2", "layer3"):
        rule = re.search(rf"\.{layer}[^{{}}]*\{{([^}}]*)\}}", style("report"))
        assert rule is not None
        names = re.findall(r"(?:fill|stroke):var\(--(\w+)\)", rule[1])
        assert max(contrast(known[name], known["paper"]) for name in names) >= 3, layer
