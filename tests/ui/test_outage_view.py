"""The outage view: who takes down most stands first, with ways; what is recorded counts at once."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QPushButton

from explorer.app import wait_until_idle
from explorer.domain.annotation import Note, Subject
from explorer.domain.component import ComponentId
from explorer.pipeline.hop_evidence import hop_lines
from explorer.pipeline.outage import Stopping
from explorer.ui.dialogs.note import NoteDialog
from explorer.ui.main_window import MainWindow
from explorer.ui.views.outage import OutageView
from explorer.ui.views.what_if import WhatIfView
from tests.ui.portfolio import ACME, CLAIMS, MODEL
from tests.ui.test_stress import choose, column, shown


def look(window: MainWindow, name: str) -> OutageView:
    """The view with the bar of this name chosen."""
    view = shown(window, "outage", OutageView)
    place = next(place for place, row in enumerate(view._bars._rows) if row.title == name)
    view._bars.chosen.emit(place)
    wait_until_idle(window.session)
    return view


def test_that_the_company_that_stops_most_systems_at_once_is_named_first(window: MainWindow) -> None:
    # Of the two systems that call models of OpenAI, one declares a fallback, which takes over the chat and not the calls
    # that are written out; the hub and the index are needed at builds.
    view = shown(window, "outage", OutageView)
    assert view.headline() == "OpenAI takes down most if it stops: 2 of 4 systems at once (claims-rag, ops-agent)."
    assert "At the next build" in view._rest.text() and "Hugging Face" in view._rest.text()
    assert view._bars._rows[0].words.startswith("2 · 2 · 3 of 4")
    (azure,) = (row for row in view._bars._rows if row.title == "Microsoft")
    assert azure.words.startswith("0 · 3 · 4 of 4") and azure.words.endswith("perhaps 2 at once")


def test_that_a_system_that_is_not_hit_is_not_called_safe_while_something_is_unknown(window: MainWindow) -> None:
    view = look(window, "Google (of Alphabet)")
    felt = dict(zip(column(view._systems.table, "System"), column(view._systems.table, "Feels it"), strict=True))
    assert felt["claims-lora"] == "not shown to be safe"
    assert felt["gpu-serving"] == "at once"


def test_that_a_chosen_system_selects_its_way_and_opens_what_can_be_recorded(window: MainWindow) -> None:
    view = look(window, "Hugging Face")
    assert not view._systems.substitute.isEnabled()
    view._systems.table.selectRow(column(view._systems.table, "System").index("claims-rag"))
    assert window.session.selection[0] == "party:hugging-face" and window.session.selection[-1] == "system:claims-rag"
    assert view._systems.substitute.isEnabled() and view._systems.copy.isEnabled() and view._systems.lineage.isEnabled()
    view._systems.copy.click()
    (dialog,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, NoteDialog) and each.isVisible())
    assert dialog._tags.text() == "own copy" and dialog._note.subject.startswith("pkg:huggingface/BAAI/")
    dialog.reject()


def test_that_what_is_recorded_holds_up_at_once_and_is_undone(small_window: MainWindow) -> None:
    view = look(small_window, "Acme & Sons")
    assert column(view._systems.table, "Feels it")[0] == "at the next renewal"
    subject = Subject(f"relation:{CLAIMS}|uses|{MODEL}")
    small_window.session.save_annotation(Note(subject, "The rules engine answers.", ("substitute",)))
    wait_until_idle(small_window.session)
    assert column(view._systems.table, "Feels it")[0] == "held up"
    assert "Recorded substitute on claims uses acme/claims-7b" in column(view._systems.table, "Held up by")[0]
    assert "1 held up" in next(row.words for row in view._bars._rows if row.title == "Acme & Sons")
    small_window.session.undo()
    wait_until_idle(small_window.session)
    assert column(view._systems.table, "Feels it")[0] == "at the next renewal"


def test_that_another_sort_of_thing_can_stop(window: MainWindow) -> None:
    view = shown(window, "outage", OutageView)
    choose(view._stopping, "any one hub")
    wait_until_idle(window.session)
    titles = [row.title for row in view._bars._rows]
    assert {"PyPI", "Hugging Face Hub"} <= set(titles) and "Microsoft" not in titles
    assert Stopping(view._stopping.currentData()) is Stopping.HUB


def test_that_nothing_to_show_is_said(small_window: MainWindow) -> None:
    view = shown(small_window, "outage", OutageView)
    choose(view._stopping, "any one cloud")
    wait_until_idle(small_window.session)
    assert "No cloud is known" in view.headline() and "does not show that there is none" in view.headline()
    assert view._systems.table.rows_model.rowCount() == 0


def test_that_a_ranked_row_selects_who_stops(small_window: MainWindow) -> None:
    view = shown(small_window, "outage", OutageView)
    view.show_table(True)
    view.table().selectRow(0)
    chosen: tuple[ComponentId, ...] = small_window.session.selection
    assert len(chosen) == 1 and chosen[0].startswith("party:")
    assert str(ACME) in {small_window.session.snapshot.graph.id_of(each.entry) for each in view._asked.found}


def test_that_what_is_selected_elsewhere_is_looked_at(window: MainWindow) -> None:
    window.show_view("summary")
    window.session.select([ComponentId("cloud:gcp")])
    view = shown(window, "outage", OutageView)
    assert Stopping(view._stopping.currentData()) is Stopping.CLOUD
    assert view._systems.said.text().startswith("If Google Cloud stops, 1 of 4 systems feels it: 1 at once")


def test_that_a_what_if_leads_to_what_happens_if_it_just_stops(window: MainWindow) -> None:
    view = shown(window, "what-if", WhatIfView)
    next(each for each in view.findChildren(QPushButton) if each.text() == "If it just stops…").click()
    assert window.current_view().name == "outage"


def test_that_a_chosen_system_shows_the_evidence_of_every_hop(window: MainWindow) -> None:
    view = look(window, "Anthropic")
    before = view._systems._notes.text()
    view._systems.table.selectRow(column(view._systems.table, "System").index("ops-agent"))
    said = view._systems._notes.text()
    assert "agent.py:7 [messages.create]" in said and "rule provider" in said and said.endswith(before)
    asked = shown(window, "what-if", WhatIfView)
    asked.table().selectRow(0)
    line = asked.table().chosen()[0]
    assert asked._words.text().startswith(hop_lines(line.asked.snapshot, line.system.way)[0])
    assert "In time: " in asked._words.text()
