"""The ready hour, walked by mouse and keyboard as its handout says; each name that it puts in “…” is where it says."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from explorer.app import wait_until_idle
from explorer.domain.annotation import ResidualRisk, Subject, TrustDelegation
from explorer.domain.workshop import Slide, Vote
from explorer.knowledge.incidents import incidents
from explorer.pipeline.handout import STEPS
from explorer.pipeline.slide_state import is_covered, question_of
from explorer.pipeline.stories import sample_story
from explorer.pipeline.view_places import VIEW_PLACES
from explorer.ui.dialogs.judgements import Judgements
from explorer.ui.dialogs.risk import RiskDialog
from explorer.ui.dialogs.trust import TrustDialog
from explorer.ui.link import Link
from explorer.ui.main_window import MainWindow
from explorer.ui.panels.sheet import Sheet
from explorer.ui.presenter import Presenter
from explorer.ui.views import VIEWS
from explorer.ui.views.incident_replay import IncidentReplayView
from explorer.ui.views.lineage import Lineage
from explorer.ui.views.risk import ResidualRiskView
from explorer.ui.views.trust_map import TrustMap
from explorer.ui.views.what_if import WhatIfView
from explorer.ui.views.workshop import Workshop
from tests.ui.hands import Hands, Key
from tests.ui.screen_texts import texts_of
from tests.ui.test_judging import written

QUOTED = re.compile("“([^”]+)”")


def named(text: str) -> set[str]:
    return set(QUOTED.findall(text))


def slide_on(view: str) -> tuple[int, Slide]:
    return next((place, slide) for place, slide in enumerate(sample_story()) if slide.view == view)


def test_that_paper_and_window_agree_on_where_each_view_stands() -> None:
    assert {each.name: (each.group, each.tab) for each in VIEWS} == VIEW_PLACES


def said_by(window: QWidget, behind: bool = False) -> set[str]:
    """Every text that can be seen, and those of the menus, without the marks of keys and counts."""
    found = [re.sub(r"\s+", " ", text.replace("&", "")).strip() for _, text in texts_of(window, behind)]
    return {re.sub(r" \(?[\d,]+\)?$", "", text) for text in found}


def forms_of(window: MainWindow) -> set[str]:
    """Every text of the two forms, as the facilitator's window opens them on what is selected."""
    said: set[str] = set()
    for words, kind in (("Decide trust…", TrustDialog), ("Decide risk…", RiskDialog)):
        Hands(window).push(words, window.stage.presenter)
        form = Hands(window).dialog(kind)
        said |= said_by(form)
        form.reject()
    return said


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
@pytest.mark.parametrize("place", range(len(sample_story())))
def test_that_each_name_on_a_slide_is_found_on_the_stage_or_beside_it(window: MainWindow, place: int) -> None:
    slide = sample_story()[place]
    window.show_view("workshop")
    wait_until_idle(window.session)
    presenter = window.stage.presenter
    presenter.present(sample_story(), place)
    wait_until_idle(window.session)
    said = said_by(window) | {tab for pair in VIEW_PLACES.values() for tab in pair}
    presenter.show_answer()
    for _ in incidents()[slide.card].events if slide.card in incidents() else ():
        Hands(window).push("Next inject", presenter)
    wait_until_idle(window.session)
    said |= said_by(window)
    view = window.current_view()
    assert view.name == slide.view
    if isinstance(view, ResidualRiskView):
        Hands(window).tab(view._tabs.tabBar(), "Suggested")
        said |= said_by(window)
    window.session.select([window.session.snapshot.graph.id_of(3)])
    said |= forms_of(window)
    presenter.close()
    said |= said_by(window)  # Where it was begun: at the workshop.
    page = window.views["vendor-sheet"].page.toPlainText() if slide.view == "vendor-sheet" else ""  # type: ignore[attr-defined]
    assert {name for name in named(slide.note) if name not in said and name not in page} == set()


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
def test_that_what_was_decided_is_listed_from_the_facilitators_window(window: MainWindow) -> None:
    decision = TrustDelegation(Subject("party:nvidia"), "", "party:nvidia", owner="Table 3")
    window.session.save_annotation(decision)
    presenter = window.stage.presenter
    presenter.present(sample_story(), len(sample_story()) - 1)
    wait_until_idle(window.session)
    Hands(window).push("Decisions…", presenter)
    listed = Hands(window).dialog(Judgements)
    assert decision.id in [row.annotation.id for row in listed.table.rows_model.rows]
    listed.reject()
    presenter.close()


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
def test_that_each_name_in_how_to_run_it_is_found(window: MainWindow) -> None:
    said = said_by(window.start_page, behind=True)
    window.show_view("workshop")
    wait_until_idle(window.session)
    said |= said_by(window)
    for place in (slide_on("lineage")[0], slide_on("incidents")[0]):
        window.stage.presenter.present(sample_story(), place)
        wait_until_idle(window.session)
        said |= said_by(window)
        window.stage.presenter.show_answer()
    window.session.select([window.session.snapshot.graph.id_of(3)])
    said |= forms_of(window) | {tab for pair in VIEW_PLACES.values() for tab in pair}
    assert {name for step in STEPS for name in named(step)} - said == set()


@pytest.mark.parametrize("place", [place for place, slide in enumerate(sample_story()) if is_covered(slide)])
def test_that_a_covered_slide_shows_its_question_and_no_figure_until_it_is_asked_for(
    window: MainWindow, place: int
) -> None:
    slide = sample_story()[place]
    window.show_view("workshop")
    window.stage.presenter.present(sample_story(), place)
    wait_until_idle(window.session)
    QApplication.processEvents()
    sheet = window.stage.question
    top = window.menuBar().geometry().bottom() + 1
    assert sheet.geometry() == QRect(0, top, window.width(), window.height() - top)
    for x, y in product(range(5, window.width(), 40), range(top + 5, window.height(), 40)):
        seen = window.childAt(x, y)
        assert seen is sheet or sheet.isAncestorOf(seen), f"{seen} shows at {x}, {y}"
    said = " ".join(text for _, text in texts_of(sheet))
    assert slide.title in said
    assert question_of(slide) in said
    assert not set(re.findall(r"\d+", said)) - set(re.findall(r"\d+", slide.title + question_of(slide)))
    QTest.keyClick(sheet.button, Key.Key_Space)
    assert not sheet.isVisible()
    assert window.middle.isEnabled()


def test_that_every_view_of_a_slide_exists_and_its_selection_is_in_the_sample(window: MainWindow) -> None:
    window.show_view("workshop")
    for place, slide in enumerate(sample_story()):
        told: list[str] = []
        window.session.message.connect(told.append)
        window.stage.presenter.present(sample_story(), place)
        wait_until_idle(window.session)
        window.session.message.disconnect(told.append)
        assert window.current_view().name == slide.view
        assert not [text for text in told if "no longer in the scans" in text]


# The walk.


@pytest.fixture
def hands(empty_window: MainWindow) -> Hands:
    """Someone new, who opens the sample portfolio from the start page and presents its story."""
    someone = Hands(empty_window)
    way = next(
        each
        for each in empty_window.middle.findChildren(QWidget)
        if each.accessibleName().startswith("Open the sample")
    )
    someone.click(way)
    view = someone.go_to("Share", "Workshop")
    someone.push("Present", view)
    return someone


def presenter_of(hands: Hands) -> Presenter:
    return hands.window.stage.presenter


def go_on_to(hands: Hands, view: str) -> Slide:
    """Press Next until the stage shows a view."""
    presenter = presenter_of(hands)
    for _ in sample_story():
        slide = presenter.slide
        assert slide is not None
        assert hands.window.current_view().name == slide.view
        if slide.view == view:
            if is_covered(slide):
                assert hands.window.stage.question.isVisible()
                assert not hands.window.middle.isEnabled()
                hands.push("Show the answer", presenter)
            assert not hands.window.stage.question.isVisible()
            return slide
        hands.push("Next ▶", presenter)
    raise AssertionError(view)


def vote(hands: Hands, *ballots: str) -> None:
    line = presenter_of(hands).ballots.findChild(QLineEdit)
    assert line is not None
    for digits in ballots:
        hands.write(line, digits)
        hands.press(Key.Key_Return, on=line)


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
def test_the_hour_walked_from_its_handout_alone(hands: Hands, tmp_path: Path) -> None:
    window, presenter = hands.window, presenter_of(hands)
    assert window.session.undo_text is None  # Nobody has done anything yet.
    hands.write(presenter.group, "Table 3")
    uncover_rows(hands)
    read_the_chain(hands)
    play_the_attack(hands)
    play_the_incident(hands)
    decide_trust(hands)
    accept_and_vote(hands)
    go_on_to(hands, "workshop")
    assert not presenter._next.isEnabled()
    hands.push("End", presenter)
    assert not presenter.isVisible()
    view = window.current_view()
    assert isinstance(view, Workshop)  # Where it was begun.
    hands.push("Handout…", view)
    paper = tmp_path / "handout.html"
    name = window.findChild(QFileDialog).findChild(QLineEdit, "fileNameEdit")  # type: ignore[union-attr]
    hands.write(name, str(paper))
    hands.press(Key.Key_Return, on=name)
    text = paper.read_text(encoding="utf-8")
    assert all(slide.title.split("?")[0] in text for slide in sample_story())
    assert "5 decisions written down." in text
    assert "Table 3" in text
    assert "2 questions voted on" in text


def uncover_rows(hands: Hands) -> None:
    go_on_to(hands, "lineage")
    view = hands.window.current_view()
    assert isinstance(view, Lineage)
    shown = [int(view.bar.text().split()[1])]
    least = hands.window.session.answers.depth.least
    for depth in range(2, int(least.max()) + 1):
        hands.push("Reveal next step", presenter_of(hands))
        counts = view._composition.drawing.counts  # type: ignore[union-attr]
        assert counts.beyond_limit == int((least > depth).sum())
        shown.append(counts.total - counts.beyond_limit)
    assert shown == sorted(shown)
    assert view.uncovered() is None  # All of it.
    assert not presenter_of(hands)._uncover.isEnabled()
    assert presenter_of(hands)._uncover.text() == "All steps are shown"


def read_the_chain(hands: Hands) -> None:
    go_on_to(hands, "depth")
    links = [each for each in hands.window.current_view().findChildren(Link) if each.isVisible()]
    chain = hands.window.session.answers.depth.longest_chain
    assert len(links) == len(chain)
    hands.click(links[1])
    if not hands.window.right.isVisible():  # “if the panel “Selected” is not there, press F10”
        hands.press(Key.Key_F10)
    (sheet,) = [each for each in hands.window.inspector.findChildren(Sheet) if each.isVisible()]
    assert any("Evidence" in text for _, text in texts_of(sheet))


def play_the_attack(hands: Hands) -> None:
    slide = go_on_to(hands, "what-if")
    view = hands.window.current_view()
    assert isinstance(view, WhatIfView)
    assert view._attack.currentData() == slide.card
    assert view._entry.currentData() == "pkg:pypi/torch@2.8.0"
    assert "comes to 0 of 4 systems" in view.headline()
    hands.pick(view._moment, "already inside")
    hands.rest()
    view._moment.activated.emit(view._moment.currentIndex())  # The offscreen platform does not tell of the arrow keys.
    hands.rest()
    assert "comes to 2 of 4 systems" in view.headline()
    vote(hands, "34", "25", "44")
    hands.push("Reveal", presenter_of(hands))
    outcome = hands.window.stage.outcome
    shown = " ".join(text for _, text in texts_of(outcome))
    assert "3 ballots, without names, on torch" in shown
    assert "Likelihood: median 3 (possible), from 2 to 4." in shown
    assert "Impact: median 4 (major), from 4 to 5." in shown
    assert "1 rare: 0, 2 unlikely: 1, 3 possible: 1, 4 likely: 1, 5 almost certain: 0" in shown
    assert "4 major: 2, 5 severe: 1" in shown
    hands.push("Back to the slide", outcome)
    assert not outcome.isVisible()
    assert "Likelihood 3 (2, 3, 4), impact 4 (4, 4, 5): 12 of 25" in presenter_of(hands).ballots._outcome.text()


def play_the_incident(hands: Hands) -> None:
    slide = go_on_to(hands, "incidents")
    view = hands.window.current_view()
    assert isinstance(view, IncidentReplayView)
    assert view._incident.currentData() == slide.card
    events, presenter = incidents()[slide.card].events, presenter_of(hands)
    for told in range(len(events)):
        assert "systems" not in view.headline()
        assert [row.event for row in view.table().rows_model.rows] == list(events[:told])
        assert not view._sights.rows_model.rows
        hands.push("Next inject", presenter)
        assert [row.event for row in view.table().chosen()] == [events[told]]
        assert events[told].text in presenter._card.text()
        foot = presenter._card.mapTo(presenter._said.viewport(), presenter._card.rect().bottomLeft()).y()
        assert foot <= presenter._said.viewport().height()  # What was told last is in sight.
    assert "4 of 4 systems" in view.headline()
    assert view._sights.rows_model.rows
    assert not presenter._more.isEnabled()


def decide_trust(hands: Hands) -> None:
    go_on_to(hands, "trust-map")
    view = hands.window.current_view()
    assert isinstance(view, TrustMap)
    drawing = view.drawing
    drawing.choose("")
    hands.press(Key.Key_Down, on=drawing)
    hands.press(Key.Key_Right, on=drawing)
    party = drawing._current
    hands.push("Decide trust…", presenter_of(hands))
    form = hands.dialog(TrustDialog)
    hands.pick(form._basis, "contract")
    hands.pick(form._status, "examined")
    hands.push("Save", form)
    (made,) = written(hands.window, TrustDelegation)
    assert (made.delegate, made.owner, made.basis.value) == (party, "Table 3", "contract")
    assert "; " not in view.headline()
    hands.push("Decide trust…", presenter_of(hands))
    hands.push("Save", hands.dialog(TrustDialog))  # Proposed, as the form offers it.
    made = written(hands.window, TrustDelegation)[-1]
    assert made.status.value == "proposed"
    hands.rest()
    assert " proposed, not yet examined." in view.headline()


def accept_and_vote(hands: Hands) -> None:
    go_on_to(hands, "risk")
    view = hands.window.current_view()
    assert isinstance(view, ResidualRiskView)
    hands.tab(view._tabs.tabBar(), "Suggested")
    table = view._suggested.table
    offered = [row.title for row in table.rows_model.rows]
    hands.click(table.viewport(), table.visualRect(table.rows_model.index(0, 0)).center())
    for _ in range(2):
        hands.extend(table)
    hands.push("Accept", view)
    risks = written(hands.window, ResidualRisk)
    assert [risk.title for risk in risks] == offered[:3]
    assert {risk.owner for risk in risks} == {"Table 3"}
    assert {risk.score_after for risk in risks} == {None}
    hands.tab(view._tabs.tabBar(), "Register")
    hands.row(view.table(), lambda row: row.risk.title == offered[0])
    vote(hands, "22", "33")
    hands.push("Write as risk…", presenter_of(hands))
    form = hands.dialog(RiskDialog)
    assert QApplication.focusWidget() is form._title
    assert form._title.text() == offered[0]  # The risk that was clicked, not another one.
    assert (form._after._likelihood.currentData(), form._after._impact.currentData()) == ("3", "3")
    assert form._rationale.toPlainText().endswith(
        "anonymous votes.\n"
    )  # The words of the group go on a line of their own.
    hands.pick(form._treatment, "accept")
    hands.push("Save", form)
    assert [risk.score_after for risk in written(hands.window, ResidualRisk)] == [9, None, None]
    vote_where_the_keyboard_is(hands, "14")
    assert len({(each.subject, each.question) for each in written(hands.window, Vote)}) == 2
    assert {each.group for each in written(hands.window, Vote)} == {"Table 3"}


def vote_where_the_keyboard_is(hands: Hands, digits: str) -> None:
    """Type a ballot right after a form was saved, without clicking anything."""
    before = len(written(hands.window, Vote))
    QTest.keyClicks(QApplication.focusWidget(), digits)
    hands.press(Key.Key_Return)
    made = written(hands.window, Vote)
    assert len(made) == before + 1
    assert (made[-1].likelihood, made[-1].impact) == tuple(map(int, digits))
    assert presenter_of(hands).ballots._count.text() == "3 ballots"
