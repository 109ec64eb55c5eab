"""Vendor sheets, questionnaires, pages for the first hour, and the report: what a graph worked by hand must say."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest

from explorer.domain.annotation import Basis, Limit, ResidualRisk, Subject, TrustDelegation, TrustStatus
from explorer.domain.component import ComponentId, Kind
from explorer.domain.correction import Criticality
from explorer.domain.relation import RelationKind
from explorer.errors import InputError
from explorer.exports.report import Document, html_document
from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers, answer
from explorer.pipeline.changes import changes_between
from explorer.pipeline.report import html_report
from explorer.pipeline.response import respond, response_document, systems_table
from explorer.pipeline.vendor_sheet import parties_in, questionnaire, questions, sheet_document, vendor_sheet

TODAY = date(2026, 11, 26)
KINDS = {
    "llama": Kind.MODEL, "tune": Kind.MODEL, "meta": Kind.PARTY, "acme": Kind.PARTY, "data": Kind.UNKNOWN, "torch": Kind.PACKAGE,
}  # fmt: skip
WORDS = {
    "llama->meta": RelationKind.MADE_BY, "tune->acme": RelationKind.MADE_BY, "llama->data": RelationKind.TRAINED_ON,
    "tune->llama": RelationKind.FINE_TUNED_FROM,
}  # fmt: skip
TEXT = "app1->llama->meta llama->data app2->tune->llama tune->acme app3->torch"


def asked(*annotations: object) -> tuple[Snapshot, Answers]:
    snapshot = example_snapshot(TEXT, KINDS, WORDS, "data")
    return snapshot, answer(snapshot, annotations, None, TODAY)  # type: ignore[arg-type]


def figures(document: Document) -> dict[str, str]:
    return {each.words: each.value for each in document.figures}


def test_that_a_sheet_counts_what_is_its_own_and_what_hangs_on_it() -> None:
    snapshot, answers = asked()
    sheet = vendor_sheet(snapshot, answers, ComponentId("meta"))
    assert [snapshot.graph.id_of(node) for node in sheet.components] == ["llama"]
    assert {snapshot.graph.id_of(node) for node in sheet.systems} == {"app1", "app2"}
    assert {(each.truster, each.trusted) for each in sheet.trusted_by} == {("app1", "meta"), ("acme", "meta")}
    assert sheet.alone == 1  # The data behind llama, which nothing else leads to.
    found = figures(sheet_document(snapshot, answers, sheet))
    assert found["systems rely on it"] == "2 of 3"
    assert found["boundaries towards it are examined"] == "0 of 2"


def test_that_an_examined_boundary_counts_and_its_owner_stands_on_the_sheet() -> None:
    trust = TrustDelegation(
        Subject("meta"), "app1", "meta", basis=Basis.CONTRACT, status=TrustStatus.EXAMINED, owner="ada", granted=TODAY
    )
    snapshot, answers = asked(trust, ResidualRisk(Subject("llama"), "cannot be rebuilt", Limit.UNVERIFIABLE_DATA))
    document = sheet_document(snapshot, answers, vendor_sheet(snapshot, answers, ComponentId("meta")))
    assert figures(document)["boundaries towards it are examined"] == "1 of 2"
    trusted = next(each for each in document.sections if each.title == "On what trust")
    assert ("app1", "examined", "contract", "ada", None, 1) in trusted.rows
    risks = next(each for each in document.sections if each.title == "Residual risk on it")
    assert [row[3] for row in risks.rows] == [None]  # Not assessed, which is not zero.


def test_that_the_questions_name_what_is_missing_and_none_of_our_systems() -> None:
    snapshot, answers = asked()
    sheet = vendor_sheet(snapshot, answers, ComponentId("meta"))
    asked_for = questions(snapshot, sheet)
    assert "llama: what is its training data?" in asked_for
    assert len(asked_for) == len(set(asked_for))
    text = html_document(questionnaire(snapshot, sheet))
    assert "app1" not in text
    assert "app2" not in text


def test_that_parties_are_listed_by_how_much_is_theirs() -> None:
    snapshot, answers = asked()
    assert [(identity, count) for identity, _, count in parties_in(snapshot, answers)] == [("acme", 1), ("meta", 1)]


def test_that_a_sheet_of_no_party_is_refused() -> None:
    snapshot, answers = asked()
    for word in ("llama", "nobody"):
        with pytest.raises(InputError):
            vendor_sheet(snapshot, answers, ComponentId(word))


def test_that_a_page_for_the_first_hour_lists_who_is_hit_the_most_critical_first() -> None:
    snapshot, answers = asked(Criticality(Subject("app2"), 5), Criticality(Subject("app1"), 2))
    found = respond(snapshot, answers, ComponentId("llama"))
    assert [snapshot.graph.id_of(node) for node in found.systems] == ["app2", "app1"]
    assert found.between == 1
    table = systems_table(snapshot, answers, found)
    assert [row[:2] for row in table.rows] == [("app2", 5), ("app1", 2)]
    assert table.rows[0][3] == "app2 → tune → llama"
    document = response_document(snapshot, answers, found)
    assert "2 of 3 systems rely on it" in document.lead[0]
    assert document.sections[0].rows  # First actions.


def test_that_what_nothing_relies_on_hits_nobody_and_says_so() -> None:
    snapshot, answers = asked()
    found = respond(snapshot, answers, ComponentId("app3"))
    assert "app3" in response_document(snapshot, answers, found).title
    with pytest.raises(InputError):
        respond(snapshot, answers, ComponentId("gone"))


class Outline(HTMLParser):
    """Headings, ids and links; complains of tags that are not closed."""

    VOID = frozenset({"meta", "br", "img", "rect"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag not in self.VOID:
            self.open.append(tag)
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        if known.get("id"):
            self.ids.append(str(known["id"]))
        if tag == "a":
            self.links.append(str(known["href"]))
        self.outside += [str(known[name]) for name in ("src", "href") if str(known.get(name) or "#")[0] != "#"]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag, attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag


def report() -> str:
    snapshot, answers = asked()
    changes = changes_between(example_snapshot("app3->torch"), example_snapshot("app3->torch->numpy"), (), TODAY)
    return html_report(snapshot, answers, "A <portfolio> & more", [("app3", changes)])


def test_that_the_report_is_whole_html_that_needs_nothing_from_outside() -> None:
    outline = Outline()
    outline.feed(report())
    assert outline.open == []
    assert outline.outside == []
    assert outline.headings[0] == "h1"
    assert outline.headings.count("h1") == 1
    assert {link.removeprefix("#") for link in outline.links} == set(outline.ids)
    assert len(outline.ids) == len(set(outline.ids))


def test_that_the_report_says_how_to_ask_again_what_changed_and_what_it_cannot_see() -> None:
    text = report()
    assert "catchment show WORKSPACE depth" in text
    assert "What changed in app3: figures" in text
    assert "Method and limits" in text
    assert "A &lt;portfolio&gt; &amp; more" in text


def test_that_the_same_portfolio_gives_the_same_report() -> None:
    assert report() == report()
