"""An hour with a group: the ready story, live slides, injects, decisions with the group's name, votes, hidden names, paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.domain.annotation import Limit, ResidualRisk, Subject, TrustDelegation
from explorer.domain.correction import WORKSPACE_SUBJECT
from explorer.domain.workshop import Slide, Vote
from explorer.exports.report import html_document
from explorer.pipeline.masking import mask_of
from explorer.pipeline.slide_state import is_covered
from explorer.pipeline.stories import sample_story, stories_in
from explorer.storage.workspace import Workspace
from explorer.ui.dialogs.risk import RiskDialog
from explorer.ui.dialogs.slide import SlideDialog
from explorer.ui.dialogs.trust import TrustDialog
from explorer.ui.link import Link
from explorer.ui.main_window import MainWindow
from explorer.ui.more_cue import ABOVE, BELOW, MoreCue
from explorer.ui.panel_room import NARROW
from explorer.ui.presenter import Presenter
from explorer.ui.stage_places import fits_beside, one_below_the_other, over_the_right_end, side_by_side
from explorer.ui.text import cover_names, plain
from explorer.ui.views import VIEWS
from explorer.ui.views.workshop import Workshop
from tests.ui.screen_texts import texts_of
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
    assert workshop.headline().startswith(
        "“One hour: how deep do we rest on others?”: "
    )  # No colon after a question mark.
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


def test_that_nothing_is_told_or_revealed_behind_a_question(window: MainWindow, presenter: Presenter) -> None:
    for place, slide in enumerate(sample_story()):
        presenter.go(place)
        wait_until_idle(window.session)
        for button in (presenter._uncover, presenter._more):
            assert not (is_covered(slide) and button.isEnabled())
        if is_covered(slide) and slide.view in ("summary", "incidents"):
            presenter.show_answer()
            assert (presenter._uncover if slide.view == "summary" else presenter._more).isEnabled()


def test_that_what_was_said_of_one_slide_is_not_said_of_the_next(window: MainWindow, presenter: Presenter) -> None:
    message = next(each for each in window.statusBar().findChildren(QLabel) if each.accessibleName() == "Last message")
    window.session.saved.emit("Saved: trust in NVIDIA.")
    window.session.message.emit("2020-12-13: systems exposed: claims-lora.")
    presenter.go(3)
    wait_until_idle(window.session)
    assert "exposed" not in message.text()
    assert "Saved" not in message.text()


def test_that_ballots_on_a_component_are_counted_in_one_line_and_lead_nowhere(window: MainWindow) -> None:
    for likelihood in (3, 3, 5):
        window.session.save_annotation(Vote(Subject("party:nvidia"), "What remains?", likelihood, 4))
    window.session.select(["party:nvidia"])
    wait_until_idle(window.session)
    said = [text for _, text in texts_of(window.inspector)]
    assert [text for text in said if "vote" in text] == ["3 anonymous votes on “What remains?”, see Share › Workshop."]
    assert not any("What remains?" in link.text() for link in window.inspector.findChildren(Link))


def test_that_injects_come_one_by_one(presenter: Presenter) -> None:
    place = next(n for n, slide in enumerate(sample_story()) if slide.card.startswith("I"))
    presenter.go(place)
    presenter.show_answer()
    before = presenter._card.text()
    presenter._more.click()
    after = presenter._card.text()
    assert after.startswith(before)
    assert len(after) > len(before)
    presenter._more.click()
    latest = presenter._card.text()
    assert latest.startswith(before)
    assert latest != after  # The stage lists those that were told; here stands the last one.


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
    assert [each.owner for each in written(window, TrustDelegation)] == ["Table 3"]


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


def test_that_the_ballots_of_a_rehearsal_do_not_count(window: MainWindow, workshop: Workshop) -> None:
    first = sample_story()[0]
    window.session.save_annotation(Vote(WORKSPACE_SUBJECT, first.title, 5, 5, "we two", "2026-11-20T09:00:00+00:00"))
    workshop.present()
    wait_until_idle(window.session)
    presenter = window.stage.presenter
    window.session.select([])
    assert presenter.ballots.tally() is None
    presenter.ballots._line.setText("12")
    presenter.ballots.cast()
    found = presenter.ballots.tally()
    assert found is not None
    assert (found.votes, found.likelihood, found.impact) == (1, 1, 2)
    presenter.present(sample_story())  # Begun anew while it is on: the same presentation.
    assert presenter.ballots.tally() == found


def test_that_a_ballot_half_typed_counts_for_no_other_question(presenter: Presenter, qtbot: QtBot) -> None:
    line = presenter.ballots._line
    qtbot.keyClicks(line, "3")
    presenter._on_group()
    assert line.text() == "3"  # The same question still.
    presenter.go(1)
    assert line.text() == ""


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


def test_that_names_on_the_cover_and_beside_it_hide_and_come_back(window: MainWindow) -> None:
    stage, subject = window.stage, Subject("workspace")
    slide = Slide(
        subject,
        "s",
        "1",
        "Is it NVIDIA?",
        "concentration",
        '{"covered": true, "ask": "NVIDIA or Meta?"}',
        "Say NVIDIA.",
    )
    stage.presenter.present([slide])
    window.session.select(
        [window.session.snapshot.graph.id_of(window.session.snapshot.graph.find("party:nvidia") or 0)]
    )
    for hidden in (True, False):
        stage.hide_names(hidden)
        wait_until_idle(window.session)
        shown = [label.text() for part in (stage.question, stage.presenter) for label in part.findChildren(QLabel)]
        assert any("NVIDIA" in text for text in shown) is not hidden
        assert stage.question.isVisible()


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


def test_that_the_end_gives_the_window_back_as_it_was(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    system = session.snapshot.systems()[1]
    window.show_view("findings")
    session.set_scope(system)
    session.select([session.snapshot.systems()[1]])
    wait_until_idle(session)
    window.right.hide()
    scale, where = window.appearance.scale, window.geometry()
    presenter = window.stage.presenter
    presenter.present(sample_story(), 1)
    presenter._uncover.click()
    for tick in presenter._ticks:  # The stage, large text, hidden names.
        tick.setChecked(True)
    presenter.go(7)
    wait_until_idle(session)
    assert (window.current_view().name, plain("NVIDIA")) != ("findings", "NVIDIA")
    qtbot.keyClick(presenter, Qt.Key.Key_Escape)
    wait_until_idle(session)
    assert not presenter.isVisible()
    assert (window.current_view().name, session.scope, session.selection) == ("findings", system, (system,))
    assert (window.appearance.scale, window.geometry(), window.isFullScreen()) == (scale, where, False)
    assert (window.left.isHidden(), window.right.isHidden()) == (False, True)
    assert plain("NVIDIA") == "NVIDIA"
    assert window.views["lineage"].uncovered() is None
    replayed = window.views["incidents"]
    replayed.bring_up_to_date()
    wait_until_idle(session)
    assert "events told" not in replayed.headline()
    assert not any(tick.isChecked() for tick in presenter._ticks)


def test_that_stage_and_facilitator_stand_side_by_side_where_there_is_room() -> None:
    presenter = QSize(440, 760)
    stage, beside = side_by_side(QRect(0, 0, 1366, 768), QRect(50, 10, 1280, 750), presenter)
    assert not stage.intersects(beside)
    assert QRect(0, 0, 1366, 768).contains(stage | beside)
    assert stage.width() == 1366 - 440
    stage, beside = side_by_side(QRect(0, 0, 2560, 1440), QRect(100, 100, 1280, 800), presenter)
    assert stage == QRect(100, 100, 1280, 800)  # There is room beside it.
    assert beside.topLeft() == QPoint(1380, 100)
    beside = over_the_right_end(QRect(0, 0, 800, 600), presenter)  # Too little for both.
    assert (beside.right(), beside.height()) == (799, 600)


def test_that_a_small_screen_or_large_text_takes_a_strip_below_the_stage() -> None:
    assert fits_beside(QRect(0, 0, 1280, 800), 440, 1.0)
    assert not fits_beside(QRect(0, 0, 1024, 700), 440, 1.0)
    assert not fits_beside(QRect(0, 0, 1280, 800), 440, 1.5)
    assert fits_beside(QRect(0, 0, 1920, 1080), 440, 1.5)
    screen = QRect(0, 0, 1024, 700)
    stage, strip = one_below_the_other(screen, 60, 24)
    assert screen.contains(stage | strip)
    assert strip.top() - stage.bottom() > 24  # Its title bar covers nothing, either.
    assert stage.width() == strip.width() == 1024


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
def test_that_the_folded_window_leaves_the_stage_whole_and_still_moves_the_story_on(
    window: MainWindow, workshop: Workshop, qtbot: QtBot
) -> None:
    window.resize(1024, 700)
    room = window.geometry().united(window.screen().availableGeometry())
    workshop.present()
    wait_until_idle(window.session)
    presenter, where = window.stage.presenter, window.geometry()
    assert presenter.folding.is_folded
    assert not presenter.geometry().intersects(window.geometry())
    assert window.width() == room.width()
    presenter.folding.turn()  # To read the note;
    assert presenter._note.isVisible()
    assert window.width() == room.width()
    qtbot.keyClick(window, Qt.Key.Key_F8)  # and away with it, wherever the keyboard is.
    assert presenter.folding.is_folded
    assert window.size() == where.size()
    for place in range(len(sample_story())):
        presenter.go(place)
        wait_until_idle(window.session)
        for part in (presenter._show, presenter._next, presenter._back, presenter._end):
            assert presenter.rect().contains(part.geometry().translated(part.parentWidget().mapTo(presenter, QPoint())))
        presenter.show_answer()
        assert not presenter.geometry().intersects(window.geometry())
    window.session.select([])
    presenter._decide("risk")
    assert presenter._hint.isVisible()  # What is asked is to be read;
    presenter.ballots.scale_wanted.emit("How bad?", "")
    assert presenter.folding.is_folded  # what all should see is not covered.
    window.stage.outcome.button.click()
    presenter.close()
    assert window.size() == QSize(1024, 700)


def test_that_a_cover_is_put_on_a_slide_by_its_editor_and_comes_to_the_stage(
    window: MainWindow, workshop: Workshop, qtbot: QtBot
) -> None:
    slide = sample_story()[2]
    window.session.edit_requested.emit("edit", slide)
    form = dialog(window, SlideDialog)
    assert (form._covered.isChecked(), form._question.isEnabled()) == (False, False)
    form._covered.setChecked(True)
    qtbot.keyClicks(form._question, "How many links?")
    form._on_save()
    wait_until_idle(window.session)
    (kept,) = [each for each in written(window, Slide) if each.id == slide.id]
    stage = window.stage
    stage.presenter.present([kept])
    QApplication.processEvents()
    assert stage.question.isVisible()
    assert stage.question._words.text() == "How many links?"
    assert QApplication.focusWidget() is stage.presenter._show
    qtbot.keyClick(stage.presenter._show, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not stage.question.isVisible())
    stage.presenter.go(0)  # Who has seen the answer need not guess again.
    assert not stage.question.isVisible()
    stage.presenter.present([kept])
    assert stage.question.isVisible()
    qtbot.keyClick(stage.question, Qt.Key.Key_Escape)
    assert not stage.presenter.isVisible()
    assert window.middle.isEnabled()


def test_that_an_outcome_over_a_covered_slide_leaves_it_covered(window: MainWindow, presenter: Presenter) -> None:
    assert presenter.ballots.tally() is None
    presenter.ballots.reveal()
    assert not window.stage.outcome.isVisible()
    presenter.ballots._write()
    assert presenter.ballots._outcome.text() == "Nobody has voted yet."
    assert not window.findChildren(RiskDialog)
    presenter.ballots._line.setText("34")
    presenter.ballots.cast()
    presenter.ballots.reveal()
    assert window.stage.outcome.isVisible()
    window.stage.outcome.button.click()
    assert not window.stage.outcome.isVisible()
    assert window.stage.question.isVisible()
    assert not window.middle.isEnabled()


def test_that_the_keyboard_never_falls_back_to_the_button_that_goes_back(
    window: MainWindow, presenter: Presenter, qtbot: QtBot
) -> None:
    presenter.activateWindow()
    for _ in sample_story():
        for button in (presenter._show, presenter._uncover, presenter._more):
            while button.isVisible() and button.isEnabled():
                button.setFocus()
                qtbot.keyClick(button, Qt.Key.Key_Space)
                wait_until_idle(window.session)
                assert QApplication.focusWidget() is not presenter._back
        presenter._next.setFocus()
        qtbot.keyClick(presenter._next, Qt.Key.Key_Right)
        wait_until_idle(window.session)
        assert QApplication.focusWidget() is not presenter._back
    assert QApplication.focusWidget() is presenter._end


def test_that_space_shows_the_answer_wherever_the_keyboard_is_and_never_goes_on(
    window: MainWindow, presenter: Presenter, qtbot: QtBot
) -> None:
    covered = [place for place, slide in enumerate(sample_story()) if is_covered(slide)]
    for place, part in zip(covered, (*presenter._ticks, presenter._back, presenter._next, presenter), strict=False):
        presenter.go(place)
        ticked = [tick.isChecked() for tick in presenter._ticks]
        part.setFocus()
        for _ in range(2):
            qtbot.keyClick(part, Qt.Key.Key_Space)
            assert not window.stage.question.isVisible()
            assert presenter.slide == presenter._slides[place]
            qtbot.keyClick(
                QApplication.focusWidget(), Qt.Key.Key_Return
            )  # Pressed in haste, it does not go on, either.
        QTest.qWait(150)
        assert presenter.slide == presenter._slides[place]
        assert [tick.isChecked() for tick in presenter._ticks] == ticked
    presenter.go(0)
    for key, shown in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_Left, 1), (Qt.Key.Key_PageDown, 2)):
        qtbot.keyClick(presenter._next, key)
        assert presenter.slide == presenter._slides[shown]


def test_that_esc_asks_before_it_ends_what_has_decided_something(
    window: MainWindow, presenter: Presenter, qtbot: QtBot
) -> None:
    window.session.save_annotation(Vote(Subject("workspace"), "How bad?", 3, 3))
    qtbot.keyClick(presenter, Qt.Key.Key_Escape)
    assert presenter.isVisible()
    assert "once more" in presenter._hint.text()
    presenter.go(1)  # Not now, then.
    assert not presenter._hint.isVisible()
    qtbot.keyClick(presenter, Qt.Key.Key_Escape)
    qtbot.keyClick(presenter, Qt.Key.Key_Escape)
    assert not presenter.isVisible()


def test_that_the_scale_is_said_before_the_vote_on_the_stage_and_beside_it(
    window: MainWindow, presenter: Presenter
) -> None:
    assert "1 rare, 2 unlikely" in presenter.ballots._words.text()
    assert "5 severe" in presenter.ballots._words.text()
    presenter.ballots.scale_wanted.emit("A framework is compromised", "torch")
    outcome = window.stage.outcome
    assert outcome.isVisible()
    assert "1 rare: 0, 2 unlikely: 0" in outcome._bars[0].accessibleDescription()
    assert "A framework is compromised" in outcome._words.text()
    assert not presenter.ballots.tally()


def test_that_large_text_enlarges_the_stage_and_not_the_facilitators_window(
    window: MainWindow, presenter: Presenter
) -> None:
    presenter.close()
    window.resize(1280, 1000)
    presenter.present(sample_story())  # On a screen that is high enough for it.
    window.show_view("vendor-sheet")
    wait_until_idle(window.session)
    page = window.views["vendor-sheet"].page
    assert "font-size:9pt" in page.toHtml()
    before = presenter._note.font().pixelSize(), window.menuBar().font().pixelSize()
    presenter._ticks[1].setChecked(True)
    wait_until_idle(window.session)
    assert presenter._note.font().pixelSize() == before[0]
    assert window.menuBar().font().pixelSize() > before[1]
    assert not window.left.isVisible()  # The stage needs the room.
    # Tables of a page grow as much, one and a half times.
    assert "font-size:14pt" in page.toHtml() and "font-size:9pt" not in page.toHtml()
    presenter._ticks[1].setChecked(False)
    QApplication.processEvents()
    assert (presenter._note.font().pixelSize(), window.menuBar().font().pixelSize()) == before


def test_that_a_narrow_stage_keeps_its_room_whatever_a_slide_selects(window: MainWindow, presenter: Presenter) -> None:
    place = next(place for place, slide in enumerate(sample_story()) if slide.view == "vendor-sheet")
    window.session.select([])
    QApplication.processEvents()
    assert not window.right.isVisible()  # It comes with the next selection.
    window.layout().activate()  # Without its panels, the window may be narrower.
    window.resize(840, 800)  # Beside the facilitator's window, on a screen of 1280.
    QApplication.processEvents()
    assert window.width() < NARROW
    presenter.go(place)
    wait_until_idle(window.session)
    assert window.session.selection == ("party:mistral-ai",)
    assert not window.right.isVisible()
    window.session.select(["party:nvidia"])  # As by a click on the stage, or an event that is told.
    QApplication.processEvents()
    assert not window.right.isVisible()
    window.right.toggleViewAction().trigger()  # F10
    assert window.right.isVisible()
    window.session.select(["party:mistral-ai"])
    QApplication.processEvents()
    assert window.right.isVisible()  # Whoever opened it keeps it.
    presenter.go(place - 1)
    assert not window.right.isVisible()  # Another slide has its room again.


def test_that_a_decision_on_nothing_says_so_beside_the_button(window: MainWindow, presenter: Presenter) -> None:
    window.session.select([])
    presenter._decide("risk")
    assert presenter._hint.isVisible()
    assert presenter._hint.text().startswith("Select what the decision is about first")


def test_that_a_decision_can_be_read_back_to_its_last_word(window: MainWindow, workshop: Workshop) -> None:
    why = "It is called over a network: weights, data and training cannot be examined. Median of 12 anonymous votes. "
    risk = ResidualRisk(
        Subject("party:nvidia"), "Hosted model", Limit.OTHER, rationale=why + "We keep it for lack of a second maker."
    )
    window.session.save_annotation(risk)
    wait_until_idle(window.session)
    table = workshop._decided
    window.resize(1000, 800)
    QApplication.processEvents()
    cell = table.visualRect(table.rows_model.index(0, 3))
    words = table.rows_model.index(0, 3).data()
    assert words.endswith("second maker.")
    needed = table.fontMetrics().boundingRect(0, 0, cell.width() - 16, 0, Qt.TextFlag.TextWordWrap, words)
    assert needed.height() > 4 * table.fontMetrics().lineSpacing()  # More than rows have elsewhere.
    assert table.rowHeight(0) >= needed.height()


def test_that_a_screen_of_its_own_is_offered_only_where_there_is_one(presenter: Presenter) -> None:
    presenter._offer_screen(1)
    assert not presenter._ticks[0].isEnabled()
    assert "only one screen" in presenter._ticks[0].toolTip()
    presenter._offer_screen(2)
    assert presenter._ticks[0].isEnabled()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_that_what_the_facilitator_presses_is_always_in_sight(
    window: MainWindow, presenter: Presenter, scale: float
) -> None:
    window.appearance.set_scale(scale)
    presenter.go(6)
    presenter.show_answer()
    presenter.resize(440, 760)
    wait_until_idle(window.session)
    QApplication.processEvents()
    for part in (*presenter.findChildren(QAbstractButton), presenter.ballots._line):
        if part.isVisible():
            assert not presenter._said.isAncestorOf(part)
            assert part.mapTo(presenter, part.rect().bottomLeft()).y() < presenter.height()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_that_no_button_of_the_facilitator_is_cut_off(window: MainWindow, presenter: Presenter, scale: float) -> None:
    window.appearance.set_scale(scale)
    presenter.resize(440, 700)
    presenter.go(1)
    wait_until_idle(window.session)
    QApplication.processEvents()
    assert presenter.width() == 440
    buttons = [each for each in presenter.findChildren(QAbstractButton) if each.isVisible()]
    assert len(buttons) >= 12
    for button in buttons:
        assert button.width() >= button.sizeHint().width(), button.text()
        right = button.mapTo(presenter, button.rect().topRight()).x()
        assert right < presenter.width(), button.text()


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
    assert window.views["lineage"].uncovered() is None  # The window is as it was.


def test_that_a_slide_of_a_view_that_this_program_does_not_know_harms_nothing(window: MainWindow) -> None:
    before = window.current_view().name
    window.stage.presenter.present([Slide(Subject("workspace"), "s", "1", "Newer", "a-newer-view", "{broken")])
    wait_until_idle(window.session)
    assert window.current_view().name == before


def test_that_no_button_of_the_facilitator_moves_whatever_is_told_hinted_or_revealed(
    window: MainWindow, presenter: Presenter
) -> None:
    def places() -> dict[str, QPoint]:
        QApplication.processEvents()
        wait_until_idle(window.session)
        return {part.text(): part.mapTo(presenter, QPoint()) for part in fixed}

    names = ("Decide trust…", "Show scale", "Reveal", "Write as risk…", "◀ Back", "Next ▶", "End")
    fixed = [part for part in presenter.findChildren(QAbstractButton) if part.text().replace("&", "") in names]
    assert len(fixed) == len(names)
    before = places()
    presenter._decide("risk")
    assert presenter._hint.isVisible()
    assert places() == before
    presenter.ballots.reveal()
    assert presenter.ballots._outcome.text()
    assert places() == before
    for place in range(len(sample_story())):
        presenter.go(place)
        assert places() == before, place
        presenter.show_answer()
        for step in (presenter._uncover, presenter._more):
            if step.isVisible():
                step.click()
        assert places() == before, place
    for _ in range(12):
        presenter.ballots._line.setText("45")
        presenter.ballots.cast()
    presenter.ballots.reveal()
    window.stage.outcome.button.click()
    assert places() == before


def test_that_a_note_too_long_for_its_room_says_that_it_goes_on(window: MainWindow, presenter: Presenter) -> None:
    cue = presenter.findChild(MoreCue)
    presenter.resize(presenter.width(), 4_000)
    QApplication.processEvents()
    assert not cue.isVisible()
    presenter.resize(presenter.minimumSizeHint())
    presenter.go(8)
    presenter.show_answer()
    QApplication.processEvents()
    bar = presenter._said.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(0)
    assert (cue.isVisible(), cue.text()) == (True, BELOW)
    bar.setValue(bar.maximum())
    assert (cue.isVisible(), cue.text()) == (True, ABOVE)


def test_that_the_stage_tells_no_answer_of_a_later_slide(window: MainWindow, presenter: Presenter) -> None:
    depth, unknown = window.session.answers.depth.deepest, window.session.answers.visibility.shares.unknown
    for place, slide in enumerate(sample_story()[:3]):
        presenter.go(place)
        presenter.show_answer()
        wait_until_idle(window.session)
        assert not window.left.isVisible()  # It counts what is upstream and unknown.
        figures = set(re.findall(r"\d+", window.current_view().headline()))
        assert slide.view == "depth" or str(depth) not in figures
        assert str(unknown) not in figures
    presenter.go(1)
    for _ in range(depth):
        presenter._uncover.click()
    wait_until_idle(window.session)
    said = window.current_view().headline()
    assert f"up to {depth} relations deep" in said
    assert str(unknown) not in set(re.findall(r"\d+", said))


def test_that_the_steps_of_a_vote_are_as_large_as_the_words_around_them(
    window: MainWindow, presenter: Presenter
) -> None:
    for large in (False, True):
        presenter._ticks[1].setChecked(large)
        presenter.ballots.scale_wanted.emit("A framework is compromised", "torch")
        QApplication.processEvents()
        outcome = window.stage.outcome
        sizes = {part.fontMetrics().height() for part in (*outcome._bars, outcome._words)}
        assert len(sizes) == 1
