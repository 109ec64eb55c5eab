"""The risk profile of one system, against a chain small enough to know by heart."""

from __future__ import annotations

from datetime import date

from explorer.analysis.findings import findings
from explorer.domain.annotation import Basis, Limit, ResidualRisk, Subject, TrustDelegation, TrustStatus
from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId, Kind
from explorer.domain.relation import RelationKind
from explorer.exports.report import Document, Section, html_document
from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import answer
from explorer.pipeline.system_profile import profile_document
from explorer.pipeline.trend import Moment, Trend

DAY = date(2026, 2, 1)
KINDS = {"base": Kind.MODEL, "tuned": Kind.MODEL, "meta": Kind.PARTY, "data": Kind.UNKNOWN}
WORDS = {
    "tuned->base": RelationKind.FINE_TUNED_FROM,
    "base->meta": RelationKind.MADE_BY,
    "base->data": RelationKind.TRAINED_ON,
}


def chain() -> Snapshot:
    """App relies on tuned, made from meta's base, trained on data that nobody states; other relies on a package alone."""
    return example_snapshot("app->tuned->base->meta base->data other->torch", KINDS, WORDS, "data")


def profile(*annotations: Annotation, system: str = "app", history: Trend | None = None) -> Document:
    snapshot = chain()
    answers = answer(snapshot, annotations, ComponentId(system), DAY)
    return profile_document(snapshot, answers, findings(snapshot, answers.roots), history)


def section(document: Document, title: str) -> Section:
    return next(each for each in document.sections if each.title == title)


def figures(document: Document) -> dict[str, str]:
    return {each.view: each.value for each in document.figures}


def test_that_figures_are_of_the_one_system_and_lead_to_their_views() -> None:
    document = profile()
    assert document.title == "Risk profile: app"
    # The chain is app, tuned, base, then meta or data; of the four upstream one is unknown. Nobody is known to answer for
    # tuned, so no trust passes from one party to another in sight. By the catalogue A1, A4 and A5 enter at models, A2 at data.
    assert figures(document) == {
        "depth": "3", "horizon": "25 %", "boundaries": "not assessed", "findings": "0 of 0", "risk": "not assessed", "what-if": "4 of 11",
    }  # fmt: skip
    titles = {each.title for each in document.sections}
    assert {each.section for each in document.figures} <= titles
    assert all(each.view for each in document.sections)
    assert "torch" not in html_document(document)


def test_that_what_nobody_assessed_is_neither_zero_nor_good() -> None:
    document = profile(ResidualRisk(Subject("base"), "Opaque weights", Limit.OPAQUE_FOUNDATION_MODEL))
    assert figures(document)["risk"] == "not assessed"
    assert "its residual risk is not assessed" in document.lead[0]
    (row,) = section(document, "Residual risk").rows
    assert row[3:5] == (None, None)
    assert all(count is None for row in section(document, "Controls recorded").rows for count in row[1:3])
    assert "not assessed" in section(document, "What looks wrong").note
    assert (
        section(document, "Since earlier scans").headline == "There is nothing to compare with yet: no scan is at hand."
    )


def test_that_risks_stand_with_their_scores_before_and_after() -> None:
    risk = ResidualRisk(
        Subject("base"), "Opaque weights", Limit.OPAQUE_FOUNDATION_MODEL, likelihood_before=4, impact_before=5,
        likelihood_after=2, impact_after=5,
    )  # fmt: skip
    document = profile(risk)
    assert figures(document)["risk"] == "10 of 25"
    assert section(document, "Residual risk").rows[0][:5] == (
        "base",
        "Opaque weights",
        "Opaque foundation model",
        20,
        10,
    )
    assert section(document, "Residual risk").about == ("base",)
    assert section(profile(risk, system="other"), "Residual risk").rows == ()


def test_that_a_recorded_control_closes_a_place_and_is_counted() -> None:
    """A1 enters at both models. A review of base holds what comes from there; tuned itself stays open."""
    before = {row[1]: row[2:6] for row in section(profile(), "Attacks that reach it").rows}
    assert before["A1"] == (2, 2, 2, "tuned")
    reviewed = TrustDelegation(Subject("base"), "", "meta", basis=Basis.SOURCE_REVIEW, status=TrustStatus.EXAMINED)
    document = profile(reviewed)
    after = {row[1]: row[2:6] for row in section(document, "Attacks that reach it").rows}
    assert after["A1"] == (1, 2, 2, "tuned")
    assert before["A11"] == (0, 0, 0, "no such place in sight")
    review = next(row for row in section(document, "Controls recorded").rows if row[2])
    assert review[1] is None
    assert review[3] == 4  # Relations upstream of app.


def test_that_what_rows_are_about_can_be_found() -> None:
    snapshot = chain()
    for each in profile().sections:
        assert len(each.about) in (0, len(each.rows))
        assert all(not identity or snapshot.graph.find(identity) is not None for identity in each.about)


def test_that_the_history_is_printed_where_there_are_two_scans() -> None:
    moments = tuple(Moment(number, f"2026-01-0{number}T00:00:00Z", 4, 3, 0.25, 1, 0, None, 0) for number in (1, 2))
    document = profile(history=Trend(moments, 2))
    assert [row[0] for row in section(document, "Since earlier scans").rows] == [2, 1]
    assert section(profile(history=Trend(moments[:1], 1)), "Since earlier scans").rows == ()
