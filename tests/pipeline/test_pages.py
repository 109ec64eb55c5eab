"""Vendor sheets, questionnaires, pages for the first hour, and the report: what a graph worked by hand must say."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from explorer.analysis.dimensions import DIMENSION_TITLES
from explorer.domain.annotation import Basis, Limit, Note, ResidualRisk, Subject, TrustDelegation, TrustStatus
from explorer.domain.component import ComponentId, Kind
from explorer.domain.correction import Criticality
from explorer.domain.relation import RelationKind
from explorer.errors import InputError
from explorer.exports.report import Document, Section, html_document
from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers, answer
from explorer.pipeline.changes import changes_between
from explorer.pipeline.concentration_table import overview_table
from explorer.pipeline.report import html_report, report_document
from explorer.pipeline.report_evidence import evidence_section
from explorer.pipeline.response import respond, response_document, systems_table
from explorer.pipeline.tables import TABLES
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
    assert "llama: which data was it trained on?" in asked_for
    assert len(asked_for) == len(set(asked_for))
    assert f"First to ask: {asked_for[0]}" in sheet_document(snapshot, answers, sheet).lead
    text = html_document(questionnaire(snapshot, sheet))
    assert "app1" not in text
    assert "app2" not in text


def test_that_the_same_question_about_several_of_a_kind_is_asked_once_before_the_general_ones() -> None:
    snapshot = example_snapshot(
        "app->llama app->lama llama->meta lama->meta llama->dark lama->dim",
        {"llama": Kind.MODEL, "lama": Kind.MODEL, "meta": Kind.PARTY, "dark": Kind.UNKNOWN, "dim": Kind.UNKNOWN},
        {
            "llama->meta": RelationKind.MADE_BY, "lama->meta": RelationKind.MADE_BY,
            "llama->dark": RelationKind.TRAINED_ON, "lama->dim": RelationKind.TRAINED_ON,
        },
        "dark dim",
    )  # fmt: skip
    answers = answer(snapshot, (), None, TODAY)
    asked_for = questions(snapshot, vendor_sheet(snapshot, answers, ComponentId("meta")))
    (training,) = [text for text in asked_for if "trained on?" in text]
    assert training.startswith("For 2 models such as l")
    assert asked_for.index(training) < min(place for place, text in enumerate(asked_for) if "For " not in text)


def test_that_parties_are_listed_by_how_much_is_theirs() -> None:
    snapshot, answers = asked()
    found = [(identity, count, systems) for identity, _, count, systems in parties_in(snapshot, answers)]
    assert found == [("acme", 1, 1), ("meta", 1, 2)]  # Both systems use llama.


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


def section(document: Document, title: str) -> Section:
    return next(each for each in document.sections if each.title == title)


def test_that_the_page_follows_the_ways_link_by_link_with_their_evidence() -> None:
    snapshot, answers = asked()
    ways = section(
        response_document(snapshot, answers, respond(snapshot, answers, ComponentId("llama"))), "By which ways"
    )
    assert [row[:5] for row in ways.rows] == [
        ("app1", 1, "app1", "uses", "llama"), ("app2", 1, "app2", "uses", "tune"),
        ("app2", 1, "tune", "fine tuned from", "llama"),
    ]  # fmt: skip
    assert all(row[5] for row in ways.rows)


def test_that_ways_to_more_systems_than_fit_are_counted_and_not_dropped_in_silence() -> None:
    snapshot = example_snapshot(" ".join(f"app{number}->lib" for number in range(23)), {"lib": Kind.PACKAGE})
    answers = answer(snapshot, (), None, TODAY)
    document = response_document(snapshot, answers, respond(snapshot, answers, ComponentId("lib")))
    assert section(document, "By which ways").note == "3 more systems are hit and not followed here."
    assert section(document, "Whom to call").note.endswith("Those between are of the 20 most critical of 23 systems.")
    assert len(section(document, "Systems hit").rows) == 23


def test_that_everybody_who_answers_for_a_part_is_to_be_called_once_with_what_is_noted() -> None:
    trust = TrustDelegation(
        Subject("meta"), "app1", "meta", basis=Basis.CONTRACT, status=TrustStatus.EXAMINED, owner="ada"
    )
    note = Note(Subject("meta"), "security desk: see the contract, page 4")
    risk = ResidualRisk(Subject("llama"), "cannot be rebuilt", Limit.UNVERIFIABLE_DATA, owner="ada")
    snapshot, answers = asked(trust, note, risk)
    calls = section(
        response_document(snapshot, answers, respond(snapshot, answers, ComponentId("llama"))), "Whom to call"
    )
    rows = {row[0]: row[1:] for row in calls.rows}
    assert rows["meta"] == ("answers for llama", "security desk: see the contract, page 4")
    assert rows["acme"] == ("passes it on in tune", "nothing")
    assert rows["ada"][0] == "owns our trust in it (examined, contract); owns the risk “cannot be rebuilt”"
    assert rows["nobody is named"][0] == "owns app1; owns app2"
    assert len(rows) == len(calls.rows)


def test_that_nobody_known_to_answer_for_a_thing_is_told() -> None:
    snapshot, answers = asked()
    calls = section(
        response_document(snapshot, answers, respond(snapshot, answers, ComponentId("torch"))), "Whom to call"
    )
    assert calls.rows == (("nobody is named", "owns app3; answers for torch", "nothing"),)
    assert calls.headline.startswith("0 names to call")


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
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)
    assert len(outline.ids) == len(set(outline.ids))


def test_that_the_report_says_how_to_ask_again_what_changed_and_what_it_cannot_see() -> None:
    text = report()
    assert "catchment show WORKSPACE depth" in text
    assert "What changed in app3: figures" in text
    assert "Method and limits" in text
    assert "A &lt;portfolio&gt; &amp; more" in text


def test_that_the_report_has_every_dimension_in_one_row_with_the_numbers_of_the_command_line() -> None:
    snapshot, answers = asked()
    (section,) = (
        each for each in report_document(snapshot, answers, "Portfolio").sections if "every dim" in each.title
    )
    assert section.query == "catchment show WORKSPACE concentration --by dimension"
    assert [row[0] for row in section.rows] == list(DIMENSION_TITLES.values())
    printed = overview_table(snapshot, answers)
    assert section.headline == printed.headline
    for name in set(printed.columns) - set(section.columns):  # Said once below, since it is the same in every row.
        (said,) = {row[printed.columns.index(name)] for row in printed.rows}
        assert f"{name} {said}" in section.note
    kept = [printed.columns.index(name) for name in section.columns]
    assert section.rows == tuple(tuple(row[place] for place in kept) for row in printed.rows)


def test_that_the_same_portfolio_gives_the_same_report() -> None:
    assert report() == report()


def test_that_every_component_named_in_the_report_leads_to_where_it_was_read() -> None:
    snapshot, answers = asked()
    document = report_document(snapshot, answers, "Portfolio")
    annex = document.sections[-1]
    named = {cell for each in document.sections[:-1] for row in each.rows for cell in row if isinstance(cell, str)}
    known = {each.name for each in snapshot.components} & named
    assert {"llama", "torch", "meta"} <= known
    assert known <= {str(row[0]) for row in annex.rows}
    text = html_document(document)
    place = next(number for number, row in enumerate(annex.rows) if row[0] == "llama")
    assert f'<a href="#r{place}">llama</a>' in text
    assert f'<tr id="r{place}"><td>llama</td>' in text


def test_that_the_register_names_what_a_risk_is_on_and_not_its_identity() -> None:
    snapshot = example_snapshot("app->pkg:pypi/vllm@1.0->pkg:pypi/torch@2.4.1", {"pkg:pypi/torch@2.4.1": Kind.PACKAGE})
    named = {component.id: component.name for component in snapshot.components}
    subjects = ("pkg:pypi/torch", "relation:pkg:pypi/vllm|uses|pkg:pypi/torch", "pkg:pypi/gone")
    risks = [ResidualRisk(Subject(each), each, Limit.ZERO_DAY) for each in subjects]
    told = {str(row[0]): row[1] for row in TABLES["risk"](snapshot, answer(snapshot, risks, None, TODAY)).rows}
    assert told["pkg:pypi/torch"] == named[ComponentId("pkg:pypi/torch@2.4.1")]
    assert told["relation:pkg:pypi/vllm|uses|pkg:pypi/torch"] == "pkg:pypi/vllm@1.0 uses pkg:pypi/torch"
    assert told["pkg:pypi/gone"] == "pkg:pypi/gone"


def test_that_a_name_of_two_components_leads_nowhere() -> None:
    rows = Section("Rows", "", ("name",), (("same",), ("other",)))
    annex = Section("Annex", "", ("name", "id"), (("same", "a"), ("same", "b"), ("other", "c")), keys=(0, 1))
    text = html_document(Document("Report", "", (), (rows, annex)))
    assert "<td>same</td></tr>" in text.split('id="s2"')[0]
    assert '<a href="#r2">other</a>' in text


def test_that_a_bounded_annex_keeps_what_is_named_and_says_what_it_leaves_out() -> None:
    snapshot, answers = asked()
    before = Section("Rows", "", ("name",), (("torch",), ("data",)))
    annex = evidence_section(snapshot, answers, [before], 1)
    assert {row[0] for row in annex.rows} == {"torch", "data"}
    assert annex.note.startswith("7 of 9 components are not printed")
    assert len(evidence_section(snapshot, answers, [before], 100).rows) == 9


def test_that_each_figure_leads_to_the_section_that_it_is_taken_from() -> None:
    snapshot, answers = asked()
    document = report_document(snapshot, answers, "Portfolio")
    titles = {each.title for each in document.sections}
    assert document.figures
    assert all(each.section in titles for each in document.figures)


def test_that_a_report_with_a_copy_of_advisories_says_so_throughout(tmp_path: Path) -> None:
    record = {
        "id": "OSV-1", "modified": "2026-01-01T00:00:00Z",
        "affected": [{"package": {"ecosystem": "PyPI", "name": "torch"}, "versions": ["1.0"]}],
    }  # fmt: skip
    (tmp_path / "OSV-1.json").write_text(json.dumps(record), encoding="utf-8")
    snapshot = example_snapshot("app->pkg:pypi/torch@1.0")
    answers = answer(snapshot, (), None, TODAY)
    without = html_report(snapshot, answers, "Portfolio")
    text = html_report(snapshot, answers, "Portfolio", (), str(tmp_path))
    assert "Vulnerabilities: not assessed." in without
    assert "Vulnerabilities: assessed from a copy." in text
    assert "OSV-1" in text
    assert "OSV-1" not in without
