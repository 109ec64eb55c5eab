"""An analyst's way through the window: find, judge, close, find it again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLineEdit, QWidget

from explorer.app import build_window, wait_until_idle
from explorer.domain.annotation import Basis, Limit, ResidualRisk, Subject, TrustDelegation, TrustStatus
from explorer.domain.component import ComponentClass, ComponentId, Knowledge
from explorer.knowledge.files import sample_folder
from explorer.ui import theme
from explorer.ui.component_filter import ComponentFilter
from explorer.ui.dialogs.risk import RiskDialog
from explorer.ui.dialogs.trust import TrustDialog
from explorer.ui.main_window import MainWindow
from explorer.ui.views import VIEWS

TORCH = "pkg:pypi/torch"


def dialog_of(window: MainWindow, kind: type) -> QWidget:
    return next(child for child in window.findChildren(kind) if child.isVisible())


def test_that_the_start_page_offers_ways_to_begin(empty_window: MainWindow) -> None:
    assert empty_window.start_page.isVisible()
    assert not empty_window.left.isVisible()
    texts = [button.text() for button in empty_window.start_page.findChildren(QAbstractButton)]
    assert any(text.startswith("Open the sample portfolio") for text in texts)


def test_that_the_summary_greets_with_answers_that_lead_to_their_views(window: MainWindow, qtbot: object) -> None:
    summary = window.views["summary"]
    assert summary.headline().startswith("4 systems (claims-lora, claims-rag, gpu-serving, ops-agent)")
    cards = [card for card in summary.findChildren(QAbstractButton) if card.objectName() == "card"]
    assert len(cards) == 10
    by_question = {card.property("question"): card for card in cards}
    by_question["On whom does most rest?"].click()
    assert window.current_view().name == "concentration"


@pytest.mark.parametrize("view", [view.name for view in VIEWS])
def test_that_every_view_answers_in_its_headline_and_has_help_and_a_table(window: MainWindow, view: str) -> None:
    window.show_view(view)
    wait_until_idle(window.session)
    shown = window.views[view]
    assert shown.headline().endswith(".")
    assert len(shown.help_text) > 100
    assert shown.table() is not None or view == "summary"


def test_that_a_new_user_finds_the_deepest_chain_the_most_concentrated_and_the_first_unknown(
    window: MainWindow,
) -> None:
    assert "12 steps" in window.views["depth"].headline()
    window.show_view("concentration")
    assert (
        window.views["concentration"].headline() == "Hugging Face Hub stands behind 4 of 4 systems, and so does PyPI."
    )
    window.actions_._first_unknown()
    wait_until_idle(window.session)
    chosen = window.session.snapshot.component(window.session.selection[0])
    assert chosen is not None
    assert chosen.knowledge is Knowledge.UNKNOWN
    assert window.current_view().name == "lineage"


def test_that_a_search_and_a_facet_narrow_the_inventory(window: MainWindow) -> None:
    table = window.inventory.table
    everything = table.rows_model.rowCount()
    window.session.set_filter(ComponentFilter(text="kind:model mistral"))
    names = [table.row_at(table.rows_model.index(row, 0)).component.name for row in range(table.rows_model.rowCount())]
    assert names
    assert all("mistral" in name.lower() for name in names)
    window.session.set_filter(ComponentFilter(frozenset({ComponentClass.ADAPTATION})))
    assert (
        table.rows_model.rowCount() == 2
    )  # The adapter of claims-lora, and the one among its models that fits no base.
    window.session.set_filter(ComponentFilter())
    assert table.rows_model.rowCount() == everything


def test_that_selecting_a_row_fills_the_inspector_with_facts_and_evidence(window: MainWindow) -> None:
    window.session.select([ComponentId("service:openai/gpt-4o-mini")])
    texts = [button.accessibleName() for button in window.inspector.findChildren(QAbstractButton)]
    assert "Open evidence app.py:10 [ChatOpenAI]" in texts
    assert {"OpenAI", "Evidence for OpenAI"} <= set(texts)


def test_that_a_trust_delegation_is_recorded_by_keyboard_and_found_again(
    window: MainWindow, workspace_file: Path, qtbot: object
) -> None:
    window.session.select([ComponentId("party:nvidia")])
    window.session.edit_requested.emit("trust", ComponentId("party:nvidia"))
    dialog = dialog_of(window, TrustDialog)
    dialog._basis.setCurrentIndex(dialog._basis.findData(Basis.CONTRACT.value))
    dialog._status.setCurrentIndex(dialog._status.findData(TrustStatus.EXAMINED.value))
    qtbot.keyClicks(dialog._owner, "ada")
    dialog._on_save()
    wait_until_idle(window.session)
    saved = window.session.annotations[-1]  # After the story that the sample comes with.
    assert isinstance(saved, TrustDelegation)
    assert (saved.delegate, saved.basis, saved.status) == ("party:nvidia", Basis.CONTRACT, TrustStatus.EXAMINED)
    assert saved.owner.endswith("ada")
    assert " 0 of" not in window.views["boundaries"].headline()
    window.close()
    again = build_window(theme.light(), remember_layout=False)
    again.open_path(workspace_file)
    wait_until_idle(again.session)
    assert again.session.annotations[-1] == saved
    again.close()
    again.deleteLater()


def test_that_a_residual_risk_reaches_its_systems_and_undo_takes_it_back(window: MainWindow, qtbot: object) -> None:
    story = window.session.annotations
    window.session.edit_requested.emit("risk", ComponentId(TORCH))
    dialog = dialog_of(window, RiskDialog)
    qtbot.keyClicks(dialog._title, "Pickle weights can run code")
    dialog._after._likelihood.setCurrentIndex(3)
    dialog._after._impact.setCurrentIndex(5)
    dialog._on_save()
    wait_until_idle(window.session)
    reach = window.session.answers.risk.risks[0]
    assert reach.risk.score_after == 15
    assert set(reach.systems) == {"system:claims-lora", "system:claims-rag"}
    assert window.actions_._undo.text() == "Undo: Add residual risk “Pickle weights can run code”"
    window.session.undo()
    assert window.session.annotations == story
    window.session.redo()
    assert [type(each) for each in window.session.annotations[len(story) :]] == [ResidualRisk]


def test_that_an_editor_says_what_is_missing(window: MainWindow) -> None:
    dialog = RiskDialog(ResidualRisk(Subject(TORCH), "", Limit.OTHER), window)
    assert dialog.what_is_wrong() == "Give the risk a title."
    dialog._title.setText("x")
    dialog._before._likelihood.setCurrentIndex(2)
    assert "together" in (dialog.what_is_wrong() or "")
    trust = TrustDialog(TrustDelegation(Subject(TORCH), "", ""), window)
    assert "whom" in (trust.what_is_wrong() or "")


def test_that_the_scope_narrows_every_answer(window: MainWindow) -> None:
    window.session.set_scope(ComponentId("system:ops-agent"))
    wait_until_idle(window.session)
    assert window.session.answers.roots == (window.session.snapshot.graph.find("system:ops-agent"),)
    assert "ops-agent" in window.views["summary"].headline()


def test_that_a_scan_adds_a_system_while_the_old_results_stay(window: MainWindow) -> None:
    window.session.scan([str(sample_folder() / "claims-rag")], "second assistant")
    assert len(window.session.systems) == 4
    wait_until_idle(window.session)
    assert "second assistant" in [entry.name for entry in window.session.systems]


def test_that_cancel_keeps_what_was_there(window: MainWindow) -> None:
    before = window.session.snapshot
    window.session.scan([str(sample_folder() / "claims-rag")], "never")
    window.session.jobs.cancel()
    wait_until_idle(window.session)
    assert window.session.snapshot is before
    assert "never" not in [entry.name for entry in window.session.systems]


def test_that_a_failure_is_told_with_advice(window: MainWindow, qtbot: object) -> None:
    with qtbot.waitSignal(window.session.failed, timeout=20_000) as caught:
        window.session.scan(["/no/such/folder"])
    assert "does not exist" in caught.args[0]
    assert caught.args[1]
    for box in QApplication.topLevelWidgets():
        if box is not window and box.isVisible():
            box.close()


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_that_every_view_is_written_as_a_picture(window: MainWindow, tmp_path: Path, ending: str) -> None:
    for name, view in window.views.items():
        window.show_view(name)
        wait_until_idle(window.session)
        path = tmp_path / f"{name}.{ending}"
        view.render_picture(path)
        assert path.stat().st_size > 2_000, name


def test_that_every_control_has_a_name_for_assistive_technology(window: MainWindow) -> None:
    nameless = []
    for name in window.views:
        window.show_view(name)
        wait_until_idle(window.session)
        for widget in window.findChildren(QWidget):
            if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible():
                continue
            if isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QAbstractItemView):
                interface = QAccessible.queryAccessibleInterface(widget)
                if not interface.text(QAccessible.Text.Name):
                    nameless.append((name, type(widget).__name__, widget.objectName()))
    assert nameless == []


def test_that_every_table_model_keeps_qts_rules(window: MainWindow) -> None:
    for view in window.views.values():
        view.bring_up_to_date()
        table = view.table()
        if table is not None:
            QAbstractItemModelTester(table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_that_text_and_lines_have_the_contrast_that_they_need(colours: theme.Theme) -> None:
    for text in (colours.text, colours.muted, colours.accent, colours.bad, colours.warning, colours.good):
        assert theme.contrast(text, colours.background) >= 4.5
    assert theme.contrast(colours.line, colours.background) >= 2.95
    for component_class in ComponentClass:
        assert theme.contrast(colours.class_colour(component_class).name(), colours.background) >= 3.0


def test_that_the_theme_changes_everywhere(window: MainWindow) -> None:
    window.session.set_theme(theme.dark())
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    assert application.palette().window().color().name().upper() == theme.DARK.background
