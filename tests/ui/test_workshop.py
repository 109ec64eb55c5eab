"""An hour with a group: the ready story, live slides, injects, decisions with the group's name, votes, hidden names, paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.domain.annotation import ResidualRisk, Subject, TrustDelegation
from explorer.domain.workshop import Slide, Vote
from explorer.exports.report import html_document
from explorer.pipeline.masking import mask_of
from explorer.pipeline.stories import sample_story, stories_in
from explorer.storage.workspace import Workspace
from explorer.ui.dialogs.risk import RiskDialog
from explorer.ui.dialogs.slide import SlideDialog
from explorer.ui.dialogs.trust import TrustDialog
from explorer.ui.main_window import MainWindow
from explorer.ui.presenter import Presenter
from explorer.ui.text import cover_names, plain
from explorer.ui.views import VIEWS
from explorer.ui.views.workshop import Workshop
from tests.ui.test_judging import dialog, written


@pytest.fixture(autouse=True)
def names_shown() -> Iterator[None]:
    yield
    cover_names(None)


@pytest.fixture
def workshop(window: MainWindow) -> Workshop:
    window.show_view("workshop")
    wait_until_idle(window.session)
    view = window.current_view()
    assert isinstance(view, Workshop)
    return view


@pytest.fixture
def presenter(window: MainWindow, workshop: Workshop) -> Presenter:
    workshop.present()
    wait_until_idle(window.session)
    return window.stage.presenter


def test_that_the_ready_story_takes_one_hour_through_views_that_there_are(workshop: Workshop) -> None:
    story = sample_story()
    assert sum(slide.seconds for slide in story) == 3_600
    assert {slide.view for slide in story} <= {view.name for view in VIEWS}
    assert all(slide.note for slide in story)
    assert "60 minutes" in workshop.headline()
    assert len(workshop.table().rows_model.rows) == len(story)


def test_that_the_stage_follows_the_facilitator_and_comes_back(window: MainWindow, presenter: Presenter) -> None:
    first = presenter.slide
    assert first is not None
    assert window.current_view().name == first.view
    presenter.go(1)
    wait_until_idle(window.session)
    second = presenter.slide
    assert second is not None
    assert window.current_view().name == second.view
    window.show_view("findings")  # Looking around,
    presenter.go(1)  # and back.
    assert window.current_view().name == second.view
    presenter.go(99)
    assert presenter.slide is second


def test_that_injects_come_one_by_one(presenter: Presenter) -> None:
    place = next(n for n, slide in enumerate(sample_story()) if slide.card.startswith("I"))
    presenter.go(place)
    before = presenter._card.text()
    presenter._more.click()
    after = presenter._card.text()
    assert after.startswith(before)
    assert len(after) > len(before)


def test_that_a_decision_bears_the_name_of_the_group(window: MainWindow, presenter: Presenter) -> None:
    window.session.select([window.session.snapshot.systems()[0]])
    presenter.group.setText("Table 3")
    presenter._decide("risk")
    form = dialog(window, RiskDialog)
    form._title.setText("One supplier")
    form._on_save()
    presenter._decide("trust")
    trust = dialog(window, TrustDialog)
    trust._delegate.setText("party:meta")
    trust._on_save()
    assert [each.owner for each in written(window, ResidualRisk)] == ["Table 3"]
    assert [each.owner for each in written(window, TrustDelegation)] == ["Sample analyst", "Table 3"]


def test_that_votes_are_hidden_counted_and_told_together(
    window: MainWindow, presenter: Presenter, qtbot: QtBot
) -> None:
    ballots = presenter.ballots
    for digits in ("34", "55", "21"):
        qtbot.keyClicks(ballots._line, digits)
        assert ballots._line.displayText() != digits
        qtbot.keyClick(ballots._line, Qt.Key.Key_Return)
    assert not ballots.cast()  # Nothing was typed.
    ballots.reveal()
    assert "Likelihood 3 (2, 3, 5), impact 4 (1, 4, 5)" in ballots._outcome.text()
    votes = written(window, Vote)
    assert len(votes) == 3
    ballots._write()
    form = dialog(window, RiskDialog)
    risk = form.result_annotation()
    assert (risk.likelihood_after, risk.impact_after) == (3, 4)


def test_that_a_slide_is_made_of_the_view_one_came_from_and_moved(window: MainWindow, workshop: Workshop) -> None:
    window.show_view("concentration")
    window.show_view("workshop")
    wait_until_idle(window.session)
    workshop._add_slide()
    form = dialog(window, SlideDialog)
    form._title.setText("Who holds most?")
    form._minutes.setValue(7)
    form._on_save()
    wait_until_idle(window.session)
    last = workshop.table().rows_model.rows[-1]
    assert (last.view, last.title, last.seconds) == ("concentration", "Who holds most?", 420)
    workshop.table().choose(lambda row: row.id == last.id)
    workshop._move(-1)
    wait_until_idle(window.session)
    slides = next(iter(stories_in(window.session.annotations).values()))
    assert [slide.title for slide in slides].index("Who holds most?") == len(slides) - 2
    window.session.undo()
    window.session.undo()
    assert "Who holds most?" not in [slide.title for slide in written(window, Slide)]


def test_that_no_name_is_left_on_the_screen_and_all_come_back(window: MainWindow, presenter: Presenter) -> None:
    session = window.session
    systems = [session.snapshot.component(each) for each in session.snapshot.systems()]
    names = [each.name for each in systems if each is not None]
    window.stage.hide_names(True)
    wait_until_idle(session)
    QApplication.processEvents()
    model = window.portfolio.table.rows_model
    shown = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    assert not any(name in text for name in names for text in shown)
    assert any(text.startswith("System ") for text in shown)
    assert not any(name in plain(f"{name} relies on it") for name in names)
    window.stage.hide_names(False)
    wait_until_idle(session)
    assert names[0] in [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_that_the_handout_holds_slides_decisions_and_votes_and_names_nobody_on_request(
    window: MainWindow, workshop: Workshop
) -> None:
    window.session.save_annotation(Vote(Subject("party:nvidia"), "A framework is compromised", 4, 5))
    wait_until_idle(window.session)
    text = html_document(workshop.document())
    assert all(slide.title.split("?")[0] in text for slide in sample_story())
    assert "A framework is compromised" in text
    assert "claims-rag" in text
    workshop._hide.setChecked(True)
    hidden = html_document(workshop.document())
    for name in ("claims-rag", "NVIDIA", "brightwater-example", "Mistral AI"):
        assert name.casefold() not in hidden.casefold(), name


def test_that_a_mask_covers_the_same_name_by_the_same_word(window: MainWindow) -> None:
    mask = mask_of(window.session.snapshot)
    assert mask("NVIDIA and nvidia") == mask("nvidia and NVIDIA")
    assert "nvidia" not in mask("party:nvidia").casefold()


def test_that_closing_the_facilitators_window_gives_the_window_back(window: MainWindow, presenter: Presenter) -> None:
    scale = window.appearance.scale
    window.stage._large(True)
    window.stage._fill_screen(True)
    window.stage.hide_names(True)
    presenter.close()
    assert window.appearance.scale == scale
    assert not window.left.isHidden()
    assert plain("NVIDIA") == "NVIDIA"


def test_that_a_story_lasts(window: MainWindow, workshop: Workshop) -> None:
    workspace = window.session.workspace
    assert workspace is not None
    with Workspace.open(workspace.path) as stored:
        assert len([each for each in stored.annotations() if isinstance(each, Slide)]) == len(sample_story())


def test_that_a_slide_keeps_how_many_rows_were_uncovered(window: MainWindow, workshop: Workshop) -> None:
    window.show_view("lineage")
    wait_until_idle(window.session)
    window.current_view().uncover(2)
    window.show_view("workshop")
    wait_until_idle(window.session)
    workshop._add_slide()
    form = dialog(window, SlideDialog)
    form._on_save()
    wait_until_idle(window.session)
    made = written(window, Slide)[-1]
    window.views["lineage"].uncover(None)
    presenter = window.stage.presenter
    presenter.present([made])
    wait_until_idle(window.session)
    assert window.current_view().uncovered() == 2
    presenter.close()
    assert window.current_view().uncovered() is None  # The window is as it was.


def test_that_a_slide_of_a_view_that_this_program_does_not_know_harms_nothing(window: MainWindow) -> None:
    before = window.current_view().name
    window.stage.presenter.present([Slide(Subject("workspace"), "s", "1", "Newer", "a-newer-view", "{broken")])
    wait_until_idle(window.session)
    assert window.current_view().name == before
