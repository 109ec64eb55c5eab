"""A workshop on paper: what a graph worked by hand must say on each slide."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from explorer.analysis.incidents import replay
from explorer.analysis.risk_scale import RiskScale
from explorer.domain.annotation import Limit, ResidualRisk, Subject, Treatment
from explorer.domain.component import Kind
from explorer.domain.correction import WORKSPACE_SUBJECT
from explorer.domain.relation import RelationKind
from explorer.domain.workshop import Slide, Vote
from explorer.exports.report import Document, Section
from explorer.graph.example import example_snapshot
from explorer.knowledge.incidents import incidents
from explorer.pipeline.answers import answer
from explorer.pipeline.handout import MOST_ROWS, STEPS, handout
from explorer.pipeline.slide_state import with_cover
from explorer.pipeline.whatif import controls_in_place

TODAY = date(2026, 11, 26)
SNAPSHOT = example_snapshot(
    "app->tune->llama->meta llama->dark",
    {"tune": Kind.MODEL, "llama": Kind.MODEL, "meta": Kind.PARTY, "dark": Kind.UNKNOWN},
    {"tune->llama": RelationKind.FINE_TUNED_FROM, "llama->meta": RelationKind.MADE_BY},
    "dark",
)


def slide(view: str, title: str, card: str = "") -> Slide:
    return Slide(WORKSPACE_SUBJECT, "Story", "001", title, view, note="Say it.", minutes="5", card=card)


def printed(*slides: Slide, said: tuple[object, ...] = ()) -> Document:
    return handout(SNAPSHOT, answer(SNAPSHOT, said, None, TODAY), "Story", slides)  # type: ignore[arg-type]


def section(document: Document, words: str) -> Section:
    return next(each for each in document.sections if words in each.title)


def test_that_the_paper_begins_with_how_to_run_it_step_by_step() -> None:
    first = printed(slide("summary", "What?")).sections[0]
    assert first.title == "How to run it"
    assert first.rows == tuple(enumerate(STEPS, 1))


def test_that_the_counts_for_the_first_guesses_are_those_of_the_graph() -> None:
    counts = dict(section(printed(slide("summary", "What?")), "What?").rows)
    assert list(counts.values()) == [1, 4, 1, 1, 3]  # app; tune, llama, meta, dark; meta; dark; app to meta or dark.


def test_that_the_chain_is_printed_link_by_link_whole() -> None:
    found = section(printed(slide("depth", "One chain")), "One chain")
    assert [row[:4] for row in found.rows] == [
        (1, "app", "uses", "tune"), (2, "tune", "fine-tuned-from", "llama"), (3, "llama", found.rows[2][2], found.rows[2][3]),
    ]  # fmt: skip
    assert found.most is None
    assert found.note.startswith("In the window: Explore › Depth.")


def test_that_an_incident_that_is_played_has_its_events_with_their_sources() -> None:
    found = section(printed(slide("incidents", "Play", "I1")), "Play")
    assert [row[0] for row in found.rows] == [each.date for each in incidents()["I1"].events]
    assert all(row[2] for row in found.rows)
    assert "Play: I1" in found.headline


def test_that_long_answers_are_cut_and_a_view_without_a_table_says_where_it_is() -> None:
    document = printed(slide("concentration", "Whom?"), slide("a-newer-view", "Newer"))
    assert section(document, "Whom?").most == MOST_ROWS
    assert section(document, "Whom?").columns == ("dimension", "holder", "systems", "of", "share")
    tops = section(document, "Whom?").rows
    assert tops[0][:4] == ("Model vendor", "meta", 1, 1)
    assert len({row[0] for row in tops}) == len(tops)  # One row for each dimension.
    assert section(document, "Newer").note == "In the window: a-newer-view."


def test_that_votes_are_told_with_what_they_are_about_and_decisions_with_their_owner() -> None:
    said = (
        Vote(Subject("llama"), "How bad?", 2, 5, "Table 3"), Vote(Subject("llama"), "How bad?", 4, 3, "Table 3"),
        Vote(WORKSPACE_SUBJECT, "How bad?", 1, 1),
        ResidualRisk(Subject("llama"), "Nobody can rebuild it", Limit.OTHER, owner="Table 3"),
    )  # fmt: skip
    document = printed(slide("summary", "What?"), said=said)
    votes = section(document, "How we voted")
    assert votes.columns[:4] == ("question", "about", "by whom", "ballots")
    assert votes.rows == (
        ("How bad?", "llama", "Table 3", 2, 4, "2 to 4", "2: 1, 4: 1", 5, "3 to 5", "3: 1, 5: 1"),
        ("How bad?", "all of it", "nobody named", 1, 1, "1 to 1", "1: 1", 1, "1 to 1", "1: 1"),
    )
    assert section(document, "What we decided").rows == (
        ("risk", "Nobody can rebuild it (on llama)", "not assessed; undecided", "none written", "Table 3", "not set"),
    )


def test_that_a_rehearsal_is_counted_apart_from_the_hour_itself() -> None:
    rehearsal, hour = "2026-11-20T09:00:00+00:00", "2026-11-26T14:02:31+00:00"
    said = (
        Vote(Subject("llama"), "How bad?", 1, 1, "we two", rehearsal),
        Vote(Subject("llama"), "How bad?", 5, 4, "Table 3", hour), Vote(Subject("llama"), "How bad?", 4, 4, "Table 3", hour),
    )  # fmt: skip
    votes = section(printed(slide("summary", "What?"), said=said), "How we voted")
    assert [(row[2], row[3], row[4]) for row in votes.rows] == [
        ("we two, 2026-11-20 09:00", 1, 1),
        ("Table 3, 2026-11-26 14:02", 2, 5),
    ]
    assert votes.headline == "1 question voted on; medians, no names."


def test_that_votes_on_one_question_stand_together_in_the_order_of_its_first_vote() -> None:
    said = tuple(
        Vote(Subject(about), question, 3, 3) for about, question in (("llama", "How bad?"), ("tune", "When?"), ("meta", "How bad?"))
    )  # fmt: skip
    votes = section(printed(slide("summary", "What?"), said=said), "How we voted")
    assert [row[:2] for row in votes.rows] == [("How bad?", "llama"), ("How bad?", "meta"), ("When?", "tune")]
    assert votes.headline == "2 questions voted on; medians, no names."


def test_that_a_decision_on_paper_says_what_is_done_and_why() -> None:
    said = (
        ResidualRisk(
            Subject("llama"), "Gone", Limit.OTHER, likelihood_after=3, impact_after=4, treatment=Treatment.ACCEPT,
            rationale="Nobody else\nmakes it.", owner="Table 3",
        ),
    )  # fmt: skip
    (row,) = section(printed(slide("summary", "What?"), said=said), "What we decided").rows
    assert row == ("risk", "Gone (on llama)", "12 of 25; accept", "Nobody else makes it.", "Table 3", "not set")


def test_that_one_can_vote_and_decide_with_pen_and_paper_by_the_words_of_the_team() -> None:
    scale = replace(RiskScale(), likelihood=("never", "seldom", "at times", "often", "always"))
    asked = replace(slide("what-if", "Play", "A6"), note="Who is safe? Vote: how likely, how bad?")
    slides = (slide("summary", "What?"), asked, slide("risk", "What remains?"), slide("incidents", "It happened", "I1"))
    document = handout(SNAPSHOT, answer(SNAPSHOT, (), None, TODAY), "Story", slides, scale)
    meanings = section(document, "What the digits of a vote mean").rows
    assert (meanings[0], meanings[4]) == ((1, "never", "negligible"), (5, "always", "severe"))
    ballots = section(document, "Ballots on paper")
    assert [row[0] for row in ballots.rows] == ["2. Play", "3. What remains?"]  # Not where no vote is asked for.
    assert all(set(cell) == {"_"} for row in ballots.rows for cell in row[1:])
    lines = section(document, "Decisions on paper")
    assert all(set(cell) == {"_"} for row in lines.rows for cell in row[1:])
    assert {"about", "what we do", "why", "owner"} <= set(lines.columns)
    assert "“Handout…”" in document.sections[0].note and "catchment handout" in document.sections[0].note


def test_that_what_the_stage_says_of_the_controls_of_an_incident_is_on_paper() -> None:
    document = printed(slide("incidents", "It happened", "I1"))
    found = section(document, "What each control would have done")
    told = replay(SNAPSHOT, (0,), incidents()["I1"], controls_in_place(SNAPSHOT, answer(SNAPSHOT, (), None, TODAY)))
    assert [row[3] for row in found.rows] == [each.sight.says for each in told.sights]
    assert len(found.rows) > 0


def test_that_a_covered_slide_is_printed_with_what_is_asked_first() -> None:
    asked = with_cover(slide("concentration", "Whom?"), True, "Who holds most?")
    document = printed(asked, with_cover(slide("depth", "Deep?"), True), slide("depth", "Open"))
    assert section(document, "Whom?").headline.startswith("On the stage first: Who holds most? ")
    assert section(document, "Deep?").headline.startswith(
        "On the stage first: Deep? "
    )  # The title is all that is asked.
    assert "On the stage first" not in section(document, "Open").headline


def test_that_a_slide_on_risk_prints_the_register_once_something_stands_in_it() -> None:
    before = section(printed(slide("risk", "What remains?")), "What remains?")
    assert before.query.endswith("suggestions")
    risk = ResidualRisk(Subject("llama"), "Nobody can rebuild it", Limit.OTHER)
    after = section(printed(slide("risk", "What remains?"), said=(risk,)), "What remains?")
    assert [row[0] for row in after.rows] == ["Nobody can rebuild it"]


def test_that_the_paper_says_to_which_company_most_unexamined_boundaries_lead_and_where_least_is_seen() -> None:
    snapshot = example_snapshot(
        "app->tune->llama->meta tune->acme app->llama",
        {"tune": Kind.MODEL, "llama": Kind.MODEL, "meta": Kind.PARTY, "acme": Kind.PARTY},
        {
            "tune->acme": RelationKind.MADE_BY,
            "llama->meta": RelationKind.MADE_BY,
            "tune->llama": RelationKind.FINE_TUNED_FROM,
        },
    )
    paper = handout(snapshot, answer(snapshot, (), None, TODAY), "Story", (slide("trust-map", "Whom?"),))
    assert (
        "Most unexamined boundaries lead to meta: 2." in section(paper, "Whom?").note  # From app and acme.
    )
    sight = section(printed(slide("horizon", "Where?")), "Where?")
    assert "We see least in app: 1 of 4 unknown (25 %)." in sight.note  # Of tune, llama, meta, dark: dark.


def test_that_the_steps_of_the_drawing_are_printed_by_the_shortest_way_as_the_stage_counts_them() -> None:
    found = section(printed(slide("lineage", "How deep?")), "How deep?")
    assert found.query.endswith("--by tier")
    # app; tune; llama; meta and dark: the sums are the numbers at the head of the stage's columns.
    assert found.rows[-1] == ("all of it", 1, 1, 1, 2) and found.most is None
    assert "shortest way" in found.note


def test_that_a_played_attack_is_printed_for_both_moments() -> None:
    snapshot = example_snapshot("app->torch", {"torch": Kind.PACKAGE})
    played = replace(slide("what-if", "Play", "A6"), state='{"selection": ["torch"]}')
    note = section(handout(snapshot, answer(snapshot, (), None, TODAY), "Story", (played,)), "Play").note
    assert "From now on: " in note
    assert "Already inside: " in note
    assert note.count("comes to 1 of 1 system") == 2  # Nothing is recorded that would keep it out.
    assert "From now on" not in section(printed(replace(played, state="{}")), "Play").note
