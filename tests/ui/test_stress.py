"""What-if, incidents and findings in the window: what is chosen, shown and decided is what is so."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.domain.annotation import Attack, Note, ResidualRisk
from explorer.ui.dialogs.decision import DecisionDialog
from explorer.ui.dialogs.risk import RiskDialog
from explorer.ui.main_window import MainWindow
from explorer.ui.models.table import Table
from explorer.ui.views.base import View
from explorer.ui.views.findings import FindingsView
from explorer.ui.views.incident_replay import IncidentReplayView
from explorer.ui.views.what_if import WhatIfView
from tests.ui.portfolio import CLAIMS, MODEL, SEARCH, TORCH

Shown = TypeVar("Shown", bound=View)


def shown(window: MainWindow, name: str, kind: type[Shown]) -> Shown:
    window.show_view(name)
    wait_until_idle(window.session)
    view = window.views[name]
    assert isinstance(view, kind)
    return view


def column(table: Table, title: str) -> list[str]:
    """What one column says, from top to bottom."""
    model = table.rows_model
    titles = [
        model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        for at in range(model.columnCount())
    ]
    return [str(model.index(row, titles.index(title)).data()) for row in range(model.rowCount())]


def choose(box: QComboBox, text: str) -> None:
    """Choose as a user does."""
    place = box.findText(text, Qt.MatchFlag.MatchStartsWith)
    assert place >= 0, [box.itemText(at) for at in range(box.count())]
    box.setCurrentIndex(place)
    box.activated.emit(place)


def decision() -> DecisionDialog:
    """The editor that has opened."""
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, DecisionDialog) and each.isVisible()]
    assert len(found) == 1
    return found[0]


def write(window: MainWindow, words: str) -> None:
    """Write the reason of a decision, and save it."""
    dialog = decision()
    dialog._reason.setPlainText(words)
    dialog.buttons.accepted.emit()
    wait_until_idle(window.session)


def test_that_a_framework_gone_bad_comes_to_every_system_that_uses_it(small_window: MainWindow) -> None:
    view = shown(small_window, "what-if", WhatIfView)
    choose(view._attack, "A6")
    wait_until_idle(small_window.session)
    view.ask(Attack.COMPROMISED_FRAMEWORK, TORCH)
    wait_until_idle(small_window.session)
    assert "2 systems" in view._entry.currentText()
    assert sorted(column(view.table(), "System")) == ["claims", "search"]
    view.table().selectRow(0)
    assert small_window.session.selection in ((TORCH, CLAIMS), (TORCH, SEARCH))


def test_that_each_control_says_where_it_is_recorded_what_it_would_keep_and_how_few_would_do(
    small_window: MainWindow,
) -> None:
    view = shown(small_window, "what-if", WhatIfView)
    choose(view._attack, "A1")
    wait_until_idle(small_window.session)
    view.ask(Attack.MODEL_POISONING, MODEL)
    wait_until_idle(small_window.session)
    table = view._controls.table
    rows = {
        name: dict(zip(("recorded", "everywhere", "fewest"), row, strict=True))
        for name, *row in zip(
            *(column(table, each) for each in ("Control", "Recorded on", "If everywhere", "Fewest places")),
            strict=True,
        )
    }
    # One relation leads to the model, so that a review has to stand on no more.
    assert rows["Source or behaviour review"] == {
        "recorded": "0 of 1",
        "everywhere": "keeps 1 of 1",
        "fewest": "1",
    }
    assert rows["Verified signature"]["everywhere"] == "no" and rows["Verified signature"]["fewest"] == ""
    assert view._controls._said.text().startswith(
        "Verified signature is recorded on 0 of 1 relation of these ways; it does not stop it"
    )
    table.selectRow(column(table, "Control").index("Source or behaviour review"))
    assert "would keep 1 of 1" in view._controls._said.text()
    assert "no fewer do" in view._controls._hint.text()


def test_that_another_question_takes_the_old_controls_away(small_window: MainWindow) -> None:
    view = shown(small_window, "what-if", WhatIfView)
    view.ask(Attack.MODEL_POISONING, MODEL)
    wait_until_idle(small_window.session)
    before = view._controls._said.text()
    choose(view._attack, "A6")
    wait_until_idle(small_window.session)
    assert view._controls._said.text() != before


def test_that_the_controls_lead_on_to_what_is_signed_and_still_bad(small_window: MainWindow) -> None:
    view = shown(small_window, "what-if", WhatIfView)
    view._controls._signed.click()
    assert small_window.tabs.current().name == "signed"


def test_that_an_incident_is_stepped_through_forwards_and_back(small_window: MainWindow, qtbot: QtBot) -> None:
    view = shown(small_window, "incidents", IncidentReplayView)
    dates = column(view.table(), "Date")
    assert dates == sorted(dates)
    assert len(dates) > 2
    assert not view._back.isEnabled()
    qtbot.mouseClick(view._forward, Qt.MouseButton.LeftButton)
    assert view.table().chosen()[0].event.date == dates[1]
    assert view._back.isEnabled()
    qtbot.mouseClick(view._back, Qt.MouseButton.LeftButton)
    assert view.table().chosen()[0].event.date == dates[0]


def test_that_findings_are_narrowed_by_severity_rule_and_words(small_window: MainWindow) -> None:
    view = shown(small_window, "findings", FindingsView)
    every = column(view.table(), "Finding")
    assert len(every) > 2
    choose(view._filter.severity, "Medium")
    medium = column(view.table(), "Severity")
    assert set(medium) == {"■ medium"}
    choose(view._filter.severity, "Every")
    choose(view._filter.rule, "Model, adapter or data without a commit")
    assert column(view.table(), "On") == ["acme/claims-7b"]
    assert view._tabs.tabText(0) == f"Looks wrong (1 of {len(every)})"
    choose(view._filter.rule, "Every")
    view._filter.words.setText("CLAIMS-7b commit")
    assert column(view.table(), "On") == ["acme/claims-7b"]
    view._filter.words.setText("nothing says this")
    assert column(view.table(), "On") == []


def test_that_a_finding_accepted_with_a_reason_is_counted_apart_and_comes_back_on_undo(
    small_window: MainWindow,
) -> None:
    view, session = shown(small_window, "findings", FindingsView), small_window.session
    before = len(column(view.table(), "On"))
    choose(view._filter.rule, "Model, adapter or data without a commit")
    view.table().selectRow(0)
    view._accept.click()
    write(small_window, "A copy of our own is loaded.")
    note = next(each for each in session.annotations if isinstance(each, Note) and "accepted" in each.tags)
    assert (note.subject, note.tags) == (MODEL, ("finding:floating-model", "accepted"))
    assert "1 more accepted" in view.headline()
    choose(view._filter.rule, "Every")
    assert len(column(view.table(), "On")) == before - 1
    choose(view._filter.decided, "Accepted")
    assert column(view.table(), "On") == ["acme/claims-7b"]
    view.table().selectRow(0)
    assert "A copy of our own is loaded." in view._detail.text()
    session.undo()
    wait_until_idle(session)
    assert "accepted" not in view.headline()


def test_that_a_second_decision_takes_the_place_of_the_first(small_window: MainWindow) -> None:
    view, session = shown(small_window, "findings", FindingsView), small_window.session
    choose(view._filter.decided, "Open and decided")
    choose(view._filter.rule, "Model, adapter or data without a commit")
    for button, words in ((view._accept, "It may stay."), (view._refute, "It is pinned elsewhere.")):
        view.table().selectRow(0)
        button.click()
        write(small_window, words)
    decided = [each for each in session.annotations if isinstance(each, Note) and "finding:floating-model" in each.tags]
    assert [(each.text, each.tags[1]) for each in decided] == [("It is pinned elsewhere.", "not so")]


def test_that_a_decision_without_a_reason_is_not_saved(small_window: MainWindow) -> None:
    view = shown(small_window, "findings", FindingsView)
    view.table().selectRow(0)
    view._accept.click()
    write(small_window, "  ")
    assert not [each for each in small_window.session.annotations if isinstance(each, Note)]
    assert "needs its reason" in decision()._wrong.text()
    decision().reject()


def test_that_a_finding_is_taken_into_the_register_of_risks(small_window: MainWindow) -> None:
    view = shown(small_window, "findings", FindingsView)
    choose(view._filter.rule, "Model, adapter or data without a commit")
    view.table().selectRow(0)
    view._raise.click()
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, RiskDialog) and each.isVisible())
    risk = dialog.result_annotation()
    assert isinstance(risk, ResidualRisk)
    assert risk.subject == MODEL
    assert "Remedy" in risk.rationale
    dialog.reject()


def test_that_a_copy_of_advisories_is_read_and_its_age_told(small_window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    record = (
        '{"id": "T-1", "modified": "2026-01-01T00:00:00Z", "summary": "Reads too far", '
        '"affected": [{"package": {"ecosystem": "PyPI", "name": "torch"}, "versions": ["2.4.1"]}]}'
    )
    (folder / "t.json").write_text(record, encoding="utf-8")
    view = shown(small_window, "findings", FindingsView)
    assert "not assessed" in view._advisories.text()
    view.use_copy(folder)
    wait_until_idle(small_window.session)
    assert any("T-1" in words for words in column(view.table(), "What"))
    assert "newest change 2026-01-01" in view._advisories.text()
