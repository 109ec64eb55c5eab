"""The ready hour, walked by mouse and keyboard as its handout says; each name that it puts in “…” is where it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from explorer.app import wait_until_idle
from explorer.domain.annotation import ResidualRisk, TrustDelegation
from explorer.domain.workshop import Slide, Vote
from explorer.pipeline.handout import STEPS
from explorer.pipeline.stories import sample_story
from explorer.pipeline.view_places import VIEW_PLACES
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


def said_by(window: MainWindow) -> set[str]:
    """Every text of the window, its menus and the facilitator's window, without the marks of keys and counts."""
    found = [text for _, text in texts_of(window, behind=True)]
    return {re.sub(r" \([\d,]+\)$", "", text.replace("&", "")).strip() for text in found}


@pytest.mark.parametrize("place", range(len(sample_story())))
def test_that_each_name_on_a_slide_is_found_on_the_stage_or_beside_it(window: MainWindow, place: int) -> None:
    slide = sample_story()[place]
    hidden_until_asked = {"Save"}  # Stands on every form.
    window.show_view("workshop")
    wait_until_idle(window.session)
    window.stage.presenter.present(sample_story(), place)
    window.session.select([window.session.snapshot.graph.id_of(3)])
    wait_until_idle(window.session)
    said = said_by(window) | {tab for pair in VIEW_PLACES.values() for tab in pair}
    window.show_view("workshop")
    wait_until_idle(window.session)
    said |= said_by(window) | hidden_until_asked
    page = window.views["vendor-sheet"].page.toPlainText() if slide.view == "vendor-sheet" else ""  # type: ignore[attr-defined]
    assert {name for name in named(slide.note) if name not in said and name not in page} == set()
    assert window.current_view().name in window.views


def test_that_each_name_in_how_to_run_it_is_found(window: MainWindow) -> None:
    window.show_view("workshop")
    said = said_by(window)
    for place in (slide_on("lineage")[0], slide_on("incidents")[0]):
        window.stage.presenter.present(sample_story(), place)
        wait_until_idle(window.session)
        said |= said_by(window)
    said |= {"Save"} | {tab for pair in VIEW_PLACES.values() for tab in pair}
    assert {name for step in STEPS for name in named(step)} - said == set()


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
    hands.write(presenter.group, "Table 3")
    uncover_rows(hands)
    read_the_chain(hands)
    play_the_attack(hands)
    play_the_incident(hands)
    decide_trust(hands)
    accept_and_vote(hands)
    go_on_to(hands, "boundaries")
    assert not presenter._next.isEnabled()
    view = hands.go_to("Share", "Workshop")
    assert isinstance(view, Workshop)
    hands.push("Handout…", view)
    paper = tmp_path / "handout.html"
    name = window.findChild(QFileDialog).findChild(QLineEdit, "fileNameEdit")  # type: ignore[union-attr]
    hands.write(name, str(paper))
    hands.press(Key.Key_Return, on=name)
    text = paper.read_text(encoding="utf-8")
    assert all(slide.title.split("?")[0] in text for slide in sample_story())
    assert "4 decisions written down." in text
    assert "Table 3" in text
    assert "2 questions voted on" in text


def uncover_rows(hands: Hands) -> None:
    go_on_to(hands, "lineage")
    view = hands.window.current_view()
    assert isinstance(view, Lineage)
    shown = [int(view.bar.text().split()[1])]
    least = hands.window.session.answers.depth.least
    for depth in range(2, int(least.max()) + 1):
        hands.push("Reveal next row", presenter_of(hands))
        counts = view._composition.drawing.counts  # type: ignore[union-attr]
        assert counts.beyond_limit == int((least > depth).sum())
        shown.append(counts.total - counts.beyond_limit)
    assert shown == sorted(shown)
    assert view.uncovered() is None  # All of it.


def read_the_chain(hands: Hands) -> None:
    go_on_to(hands, "depth")
    links = [each for each in hands.window.current_view().findChildren(Link) if each.isVisible()]
    chain = hands.window.session.answers.depth.longest_chain
    assert len(links) == len(chain)
    hands.click(links[1])
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
    assert "Likelihood 3 (2, 3, 4), impact 4 (4, 4, 5): 12 of 25" in presenter_of(hands).ballots._outcome.text()


def play_the_incident(hands: Hands) -> None:
    slide = go_on_to(hands, "incidents")
    view = hands.window.current_view()
    assert isinstance(view, IncidentReplayView)
    assert view._incident.currentData() == slide.card
    assert "3 of 4 systems" in view.headline()
    steps = list(view.table().rows_model.rows)
    presenter = presenter_of(hands)
    for step in steps:
        hands.push("Next inject", presenter)
        assert [row.event for row in view.table().chosen()] == [step.event]
        assert step.event.text in presenter._card.text()
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
    assert (form._after._likelihood.currentData(), form._after._impact.currentData()) == ("3", "3")
    hands.push("Cancel", form)
    assert len({(each.subject, each.question) for each in written(hands.window, Vote)}) == 2
    assert {each.group for each in written(hands.window, Vote)} == {"Table 3"}
