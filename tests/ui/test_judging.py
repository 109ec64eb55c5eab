"""An analyst's day in the window: examine, register, rescan, carry over, merge a copy, sign, and undo it all."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from explorer.analysis.risk_rollup import Rule
from explorer.app import wait_until_idle
from explorer.domain.annotation import Limit, Note, ResidualRisk, Subject, TrustDelegation
from explorer.domain.correction import ChangeReview, Correction, CorrectionAction, Criticality, SavedView, Verdict
from explorer.graph.merge import merge
from explorer.graph.snapshot import snapshot_of
from explorer.pipeline.judgement_settings import kept_scale
from explorer.storage.merging import Side
from explorer.storage.workspace import Workspace
from explorer.ui.dialogs.baselines import Baselines, SignOffDialog
from explorer.ui.dialogs.carrying import CarryOverDialog
from explorer.ui.dialogs.correction import CorrectionDialog
from explorer.ui.dialogs.criticality import CriticalityDialog
from explorer.ui.dialogs.merging import MergeDialog
from explorer.ui.dialogs.note import NoteDialog
from explorer.ui.dialogs.own_party import OwnPartyDialog
from explorer.ui.dialogs.saved_view import SavedViewDialog
from explorer.ui.dialogs.scale import ScaleDialog
from explorer.ui.dialogs.trust import TrustDialog
from explorer.ui.looking import look_again
from explorer.ui.main_window import MainWindow
from explorer.ui.models.table import Table
from explorer.ui.views.boundaries import Boundaries
from explorer.ui.views.changes import ChangesView
from explorer.ui.views.horizon import Horizon
from explorer.ui.views.risk import ResidualRiskView
from explorer.ui.views.trust_map import TrustMap
from tests.pipeline.test_changes import SYSTEM, scanned
from tests.ui.portfolio import ACME, CLAIMS, TORCH, claims_snapshot
from tests.ui.test_stress import column
from tests.ui.test_weighing import lone

Dialog = TypeVar("Dialog", bound=QDialog)
OLD, NEW = "pkg:huggingface/old/claims-7b", "pkg:huggingface/new/claims-7b"


@pytest.fixture
def twice(tmp_path: Path) -> Path:
    """A system scanned twice: its model has a new owner, and one more model came."""
    path = tmp_path / "a.catchment"
    with Workspace.create(path) as made:
        made.save_snapshot(SYSTEM, "claims", ["."], scanned((OLD, "")))
        made.put(Note(Subject(OLD), "asked for its data", (), "ada", "note-1"), "ada")
        made.save_snapshot(SYSTEM, "claims", ["."], scanned((NEW, ""), ("pkg:huggingface/acme/extra", "")))
    return path


@pytest.fixture
def twice_window(empty_window: MainWindow, twice: Path) -> MainWindow:
    empty_window.open_path(twice)
    wait_until_idle(empty_window.session)
    return empty_window


def shown(window: MainWindow, name: str, kind: type[Dialog]) -> Dialog:
    view = window.views[name]
    window.show_view(name)
    wait_until_idle(window.session)
    assert isinstance(view, kind)
    return view


def dialog(window: MainWindow, kind: type[Dialog]) -> Dialog:
    """The open dialog of a kind."""
    QApplication.processEvents()
    found = [each for each in window.findChildren(kind) if each.isVisible()]
    assert found, kind
    return found[-1]


def written(window: MainWindow, kind: type) -> list:
    workspace = window.session.workspace
    assert workspace is not None
    return [each for each in workspace.annotations() if isinstance(each, kind)]


def test_that_several_boundaries_are_examined_by_one_form_and_one_undo(small_window: MainWindow) -> None:
    view = shown(small_window, "boundaries", Boundaries)
    before = len(written(small_window, TrustDelegation))
    rows = len(view.table().rows_model.rows)
    assert rows > 1
    view.table().selectAll()
    view._examine_chosen()
    form = dialog(small_window, TrustDialog)
    form._basis.setCurrentIndex(form._basis.findText("contract"))
    form._status.setCurrentIndex(form._status.findText("examined"))
    form._on_save()
    wait_until_idle(small_window.session)
    assert len(written(small_window, TrustDelegation)) >= rows
    assert {row.state.value for row in view.table().rows_model.rows} == {"examined"}
    assert "100 % of boundaries" in view._coverage.text()
    small_window.session.undo()
    assert len(written(small_window, TrustDelegation)) == before


def test_that_a_suggestion_is_accepted_into_the_register_as_not_assessed(small_window: MainWindow) -> None:
    view = shown(small_window, "risk", ResidualRiskView)
    before = written(small_window, ResidualRisk)
    offered = list(view._suggested.table.rows_model.rows)
    assert offered
    view._suggested.table.selectRow(0)
    view._suggested._accept()
    wait_until_idle(small_window.session)
    new = [each for each in written(small_window, ResidualRisk) if each not in before]
    assert [(each.title, each.score_after) for each in new] == [(offered[0].title, None)]
    assert len(view._suggested.table.rows_model.rows) == len(offered) - 1


def test_that_the_rule_says_what_it_means_and_the_scale_is_kept(small_window: MainWindow) -> None:
    view = shown(small_window, "risk", ResidualRiskView)
    view._rule.setCurrentIndex(1)
    assert "chance" in view._rule_text.text()
    small_window.session.edit_requested.emit("scale", None)
    form = dialog(small_window, ScaleDialog)
    form._chance[0].setValue(50.0)
    form._on_save()
    assert form.isVisible()  # A rare thing cannot be likelier than an unlikely one.
    form._chance[0].setValue(5.0)
    form._on_save()
    assert kept_scale(small_window.session.workspace).chance[0] == 0.05


def test_that_a_change_is_accepted_and_stays_accepted(twice_window: MainWindow) -> None:
    view = shown(twice_window, "changes", ChangesView)
    assert "1 component added" in view.headline()
    table = view.table()
    texts = [table.rows_model.index(row, 0).data() for row in range(table.rows_model.rowCount())]
    table.selectRow(texts.index("renamed"))
    view._review(Verdict.ACCEPTED)
    wait_until_idle(twice_window.session)
    (review,) = written(twice_window, ChangeReview)
    assert (review.subject, review.verdict) == (NEW, Verdict.ACCEPTED)
    assert "✓ accepted" in [table.rows_model.index(texts.index("renamed"), at).data() for at in range(7)]


def test_that_the_changes_say_whose_they_are_and_another_system_can_be_chosen(small_window: MainWindow) -> None:
    view = shown(small_window, "changes", ChangesView)
    whose = view._whose
    assert [whose.itemText(place) for place in range(whose.count())] == ["claims", "search"]
    assert whose.currentText() in view.headline()
    other = 1 - whose.currentIndex()
    whose.setCurrentIndex(other)
    whose.activated.emit(other)
    wait_until_idle(small_window.session)
    assert whose.currentIndex() == other
    assert whose.itemText(other) in view.headline()
    small_window.session.set_scope(CLAIMS)
    wait_until_idle(small_window.session)
    assert [whose.itemText(place) for place in range(whose.count())] == ["claims"]
    assert "claims" in view.headline()


def test_that_one_scan_has_nothing_to_compare_and_says_what_to_do(small_window: MainWindow) -> None:
    view = shown(small_window, "changes", ChangesView)
    assert "Only one scan" in view.headline()
    assert view._hint.isVisible()


def test_that_judgement_is_carried_over_to_the_new_owner(twice_window: MainWindow) -> None:
    twice_window.sharing.show_moved()
    wait_until_idle(twice_window.session)
    form = dialog(twice_window, CarryOverDialog)
    form._carry_over()
    assert [each.subject for each in written(twice_window, Note)] == [NEW]
    twice_window.session.undo()
    assert [each.subject for each in written(twice_window, Note)] == [OLD]


def test_that_a_correction_needs_a_reason_and_changes_the_graph(twice_window: MainWindow) -> None:
    session = twice_window.session
    session.edit_requested.emit("correction", "pkg:huggingface/acme/extra")
    form = dialog(twice_window, CorrectionDialog)
    form._action.setCurrentIndex(form._action.findData(CorrectionAction.HIDE_COMPONENT.value))
    form._on_save()
    assert form.isVisible()
    form._reason.setPlainText("it was a test")
    form._on_save()
    wait_until_idle(session)
    assert session.snapshot.graph.find("pkg:huggingface/acme/extra") is None
    assert [each.reason for each in written(twice_window, Correction)] == ["it was a test"]
    session.undo()
    wait_until_idle(session)
    assert session.snapshot.graph.find("pkg:huggingface/acme/extra") is not None


def test_that_an_added_relation_leads_where_it_was_said_to(twice_window: MainWindow) -> None:
    session = twice_window.session
    session.edit_requested.emit("correction", NEW)
    form = dialog(twice_window, CorrectionDialog)
    form._action.setCurrentIndex(form._action.findData(CorrectionAction.ADD_RELATION.value))
    form._target.setText("pkg:huggingface/acme/extra")
    form._relation.setCurrentIndex(form._relation.findData("fine-tuned-from"))
    form._reason.setPlainText("the maker told us")
    form._on_save()
    wait_until_idle(session)
    kinds = {(each.source, each.kind.value, each.target) for each in session.snapshot.relations}
    assert (NEW, "fine-tuned-from", "pkg:huggingface/acme/extra") in kinds


def test_that_criticality_is_said_once_per_system(twice_window: MainWindow) -> None:
    for level in ("5", "4"):
        twice_window.session.edit_requested.emit("criticality", SYSTEM)
        form = dialog(twice_window, CriticalityDialog)
        form._level.setCurrentIndex(form._level.findData(level))
        form._on_save()
        wait_until_idle(twice_window.session)
    assert [each.level for each in written(twice_window, Criticality)] == [4]


def test_that_what_ones_own_organisation_made_is_asked_of_ones_own_teams(small_window: MainWindow) -> None:
    session = small_window.session
    view = shown(small_window, "horizon", Horizon)
    assert view._first.text().startswith("First ask Acme & Sons about acme/claims-7b")
    session.select([ACME])
    next(
        action for action in small_window.findChildren(QAction) if "our own" in action.text().replace("&", "")
    ).trigger()
    form = dialog(small_window, NoteDialog)
    form._on_save()
    wait_until_idle(session)
    view = shown(small_window, "horizon", Horizon)
    assert not view._first.text().startswith("First ask Acme & Sons")
    assert "for your own teams" in view._first.text()
    assert "your own teams (Acme & Sons)" in column(view._asks, "Whom")
    session.undo()
    wait_until_idle(session)
    assert (
        shown(small_window, "horizon", Horizon)._first.text().startswith("First ask Acme & Sons about acme/claims-7b")
    )


def test_that_without_a_chosen_party_those_are_offered_that_could_be_ones_own(
    empty_window: MainWindow, tmp_path: Path
) -> None:
    claims = (
        replace(each, supplier=ACME) if getattr(each, "id", "") == CLAIMS else each
        for each in claims_snapshot().claims()
    )
    window = lone(empty_window, tmp_path, snapshot_of(merge(claims), ""))
    action = next(each for each in window.findChildren(QAction) if "our own" in each.text().replace("&", ""))
    action.trigger()
    (offered,) = (each for each in window.findChildren(OwnPartyDialog) if each.isVisible())
    assert [each.name for each in offered.table.rows_model.rows] == ["Acme & Sons"]
    assert not offered.choose.isEnabled() and not offered.table.chosen()  # Nothing is assumed.
    offered.table.selectRow(0)
    offered.choose.click()
    form = dialog(window, NoteDialog)
    assert (form._tags.text(), form._note.subject) == ("own party", ACME)
    form._on_save()
    wait_until_idle(window.session)
    assert [each.subject for each in written(window, Note)] == [ACME]
    window.session.select([])
    told: list[str] = []
    window.session.message.connect(told.append)
    action.trigger()  # It is called so already, and nothing speaks for another one.
    assert told == ["Choose a party first, or something that your own organisation made."]


def test_that_a_view_is_saved_and_looked_at_again(small_window: MainWindow) -> None:
    session = small_window.session
    system = session.snapshot.systems()[0]
    session.set_scope(system)
    wait_until_idle(session)
    small_window.show_view("risk")
    small_window.sharing.save_look("risk", "Residual risk")
    form = dialog(small_window, SavedViewDialog)
    form._title.setText("For the board")
    form._on_save()
    wait_until_idle(session)
    session.set_scope(None)
    small_window.show_view("summary")
    wait_until_idle(session)
    (saved,) = written(small_window, SavedView)
    assert json.loads(saved.state)["scope"] == system
    look_again(session, saved)
    wait_until_idle(session)
    assert (session.scope, small_window.current_view().name) == (system, "risk")


def test_that_a_colleagues_copy_is_taken_in_with_conflicts_settled_by_choice(
    twice_window: MainWindow, twice: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copy(twice, tmp_path / "copy.catchment"))
    with Workspace.open(copy) as theirs:
        theirs.put(Note(Subject(OLD), "they answered", (), "bob", "note-1"), "bob")
        theirs.put(Note(Subject(SYSTEM), "from bob", (), "bob", "note-2"), "bob")
    twice_window.session.save_annotation(Note(Subject(OLD), "asked twice", (), "ada", "note-1"))
    wait_until_idle(twice_window.session)
    twice_window.sharing.merge_copy(copy)
    wait_until_idle(twice_window.session)
    form = dialog(twice_window, MergeDialog)
    form.choose_all(Side.THEIRS)
    form.accept()
    wait_until_idle(twice_window.session)
    assert {each.text for each in written(twice_window, Note)} == {"they answered", "from bob"}
    twice_window.session.undo()
    assert {each.text for each in written(twice_window, Note)} == {"asked twice"}


def test_that_a_state_is_signed_off_and_shown_with_its_digest(twice_window: MainWindow) -> None:
    twice_window.sharing.sign_off()
    form = dialog(twice_window, SignOffDialog)
    form._title.setText("Fourth quarter")
    form._on_save()
    listed = dialog(twice_window, Baselines)
    (row,) = listed.table.rows_model.rows
    assert (row.baseline.title, row.state.value) == ("Fourth quarter", "as signed")
    assert len(row.baseline.digest) == 64


def test_that_the_day_can_be_undone_to_its_first_step(twice_window: MainWindow, twice: Path, qtbot: QtBot) -> None:
    session = twice_window.session
    first = session.annotations
    session.save_annotation(Criticality(SYSTEM, 5))  # type: ignore[arg-type]
    session.save_annotations([Note(Subject(NEW), text) for text in ("one", "two", "three")])
    session.remove_annotation("note-1")
    wait_until_idle(session)
    for _ in range(3):
        qtbot.keyClick(twice_window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        wait_until_idle(session)
    assert session.annotations == first
    with Workspace.open(twice) as stored:
        assert stored.annotations() == first


def test_that_the_trust_map_is_walked_by_keyboard_and_says_who_stands_there(
    small_window: MainWindow, qtbot: QtBot
) -> None:
    view = shown(small_window, "trust-map", TrustMap)
    drawing = view.drawing
    drawing.choose("")
    qtbot.keyClick(drawing, Qt.Key.Key_Down)
    first = drawing._current
    assert first in small_window.session.snapshot.systems()
    qtbot.keyClick(drawing, Qt.Key.Key_Right)
    assert drawing._current.startswith("party:")
    assert small_window.session.selection[-1] == drawing._current
    assert "trusted by 1" in drawing.accessibleDescription()
    twin = view.table()
    assert isinstance(twin, Table)
    assert {row.identity for row in twin.rows_model.rows} == {name for column in drawing._columns for name in column}


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_that_what_was_written_moves_to_another_workspace_by_a_file(
    small_window: MainWindow, tmp_path: Path, ending: str
) -> None:
    sharing, session = small_window.sharing, small_window.session
    session.save_annotation(Note(Subject("party:nvidia"), "=asked", ("a", "b"), "ada"))
    wait_until_idle(session)
    before = session.annotations
    path = tmp_path / f"annotations.{ending}"
    sharing.export_judgement()
    chooser = dialog(small_window, QFileDialog)
    chooser.fileSelected.emit(str(path))
    chooser.close()
    wait_until_idle(session)
    session.new_workspace(tmp_path / "other.catchment")
    wait_until_idle(session)
    assert session.annotations == ()
    sharing.take_file(path)
    wait_until_idle(session)
    assert session.annotations == before
    session.undo()
    assert session.annotations == ()
    told: list[str] = []
    session.failed.connect(lambda what, advice: told.append(f"{what} {advice}"))
    sharing.take_file(tmp_path / "absent.json")
    assert told == [f"{tmp_path / 'absent.json'} cannot be read. Give a file that was exported here."]


def test_that_the_figure_per_system_follows_the_chosen_rule(small_window: MainWindow) -> None:
    """One risk of 4 x 4 on what both systems rely on: 16 of 25 by the worst path, 1 by count."""
    risk = ResidualRisk(Subject(TORCH), "x", Limit.OTHER, likelihood_after=4, impact_after=4)
    small_window.session.save_annotation(risk)
    view = shown(small_window, "risk", ResidualRiskView)
    texts = {}
    for rule in Rule:
        view._rule.setCurrentIndex(view._rule.findData(rule))
        model = view._systems.model()
        texts[rule] = {model.index(row, 1).data() for row in range(model.rowCount())}
    assert texts[Rule.WORST] == {"16 of 25"}
    assert texts[Rule.COUNT] == {"1"}
    assert all(text.endswith(" %") for text in texts[Rule.NOISY_OR])
