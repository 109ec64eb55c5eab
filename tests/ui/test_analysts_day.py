"""A day of work by mouse and keyboard, checked in the file: every judgement is where it belongs, and all can be undone."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton

from explorer.domain.annotation import Note, Subject
from explorer.storage.annotations import record_of
from explorer.storage.workspace import Workspace
from explorer.ui.dialogs.carrying import CarryOverDialog
from explorer.ui.dialogs.merging import MergeDialog
from explorer.ui.dialogs.note import NoteDialog
from explorer.ui.dialogs.risk import RiskDialog
from explorer.ui.dialogs.scan import ScanDialog
from explorer.ui.dialogs.trust import TrustDialog
from explorer.ui.main_window import MainWindow
from tests.ui.hands import Hands, Key, Modifier

MORNING, EVENING = "1" * 40, "2" * 40
"""The commits of a model before and after its upgrade."""
APP = """from openai import OpenAI
from transformers import AutoModelForCausalLM, pipeline

model = AutoModelForCausalLM.from_pretrained("{owner}/claims-7b")
ranker = pipeline("text-classification", model="acme-models/ranker", revision="{commit}")
OpenAI().chat.completions.create(model="gpt-4o-mini", messages=[])
"""
OLD_RANKER = f"pkg:huggingface/acme-models/ranker@{MORNING}"
NEW_RANKER = f"pkg:huggingface/acme-models/ranker@{EVENING}"


def write_application(folder: Path, owner: str, commit: str, torch: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "app.py").write_text(APP.format(owner=owner, commit=commit), encoding="utf-8")
    (folder / "requirements.txt").write_text(f"torch=={torch}\nlangchain==0.3.0\n", encoding="utf-8")


def table_of_annotations(path: Path) -> list[tuple[Any, ...]]:
    """The whole table as the file holds it, in its own order."""
    with sqlite3.connect(path) as connection:
        return connection.execute(
            "SELECT position, id, type, subject, fields FROM annotations ORDER BY position"
        ).fetchall()


def in_file(path: Path, kind: str) -> dict[str, dict[str, Any]]:
    """The fields of every annotation of a type, by its subject."""
    return {row[3]: json.loads(row[4]) for row in table_of_annotations(path) if row[2] == kind}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "portfolio.catchment"


@pytest.fixture
def hands(empty_window: MainWindow, tmp_path: Path, place: Path) -> Hands:
    """Someone who makes a workspace and scans an application into it."""
    write_application(tmp_path / "claims", "old-lab", MORNING, "2.4.1")
    someone = Hands(empty_window)
    someone.click(way(empty_window, "New workspace"))
    someone.name_file(place)
    someone.click(way(empty_window, "Add folder or BOM"))
    scan = someone.dialog(ScanDialog)
    someone.write(scan._targets, str(tmp_path / "claims"))
    someone.push("Scan", scan)
    assert [entry.name for entry in empty_window.session.systems] == ["claims"]
    return someone


def way(window: MainWindow, words: str) -> QAbstractButton:
    """The link of the start page that begins with these words."""
    return next(
        each
        for each in window.middle.findChildren(QAbstractButton)
        if each.isVisible() and each.text().startswith(words)
    )


def examine(hands: Hands, form: TrustDialog, basis: str, review: bool = False) -> None:
    hands.pick(form._basis, basis)
    hands.pick(form._status, "examined")
    if review:
        hands.press(Key.Key_Space, on=form._review._set)
    hands.push("Save", form)


def examine_five(hands: Hands) -> None:
    """Three boundaries one by one, by double click, by Enter and by button; two by one form."""
    view = hands.go_to("Judge", "Trust")
    table = view.table()
    hands.double_click(table, lambda row: row.trusted == "party:old-lab")
    examine(hands, hands.dialog(TrustDialog), "source review", review=True)
    hands.row(table, lambda row: row.trusted == "party:openai")
    hands.press(Key.Key_Return, on=table)
    examine(hands, hands.dialog(TrustDialog), "contract")
    hands.row(table, lambda row: row.trusted == "party:acme-models")
    hands.push("Examine…", view)
    examine(hands, hands.dialog(TrustDialog), "audit")
    hands.row(table, lambda row: row.trusted == "party:langchain")
    hands.row(table, lambda row: row.trusted == "party:linux-foundation", Modifier.ControlModifier)
    hands.push("Examine…", view)
    examine(hands, hands.dialog(TrustDialog), "reputation")


def register(hands: Hands, on: str, title: str, likelihood: str, impact: str, holds_for: str = "") -> None:
    """Find a component in the inventory, select it, and write down a risk by Ctrl+R."""
    hands.press(Key.Key_F, Modifier.ControlModifier, on=hands.window)
    hands.write(hands.window.inventory.search, on)
    hands.rest()
    hands.row(hands.window.inventory.table, lambda row: row.component.id.startswith(on))
    hands.press(Key.Key_R, Modifier.ControlModifier, on=hands.window)
    form = hands.dialog(RiskDialog)
    hands.write(form._title, title)
    hands.pick(form._after._likelihood, likelihood)
    hands.pick(form._after._impact, impact)
    if holds_for:
        hands.pick(form._holds_for, holds_for)
    hands.push("Save", form)


def register_three(hands: Hands) -> None:
    register(hands, "pkg:huggingface/old-lab/claims-7b", "Nobody knows its data", "3 possible", "4 major")
    register(hands, OLD_RANKER, "This build was never tested", "2 unlikely", "5 severe", "only 1111")
    register(hands, "pkg:pypi/torch", "One framework for all", "2 unlikely", "4 major")


def colleague(hands: Hands, copy: Path) -> None:
    """A colleague takes a copy home, changes one risk and writes a note."""
    hands.command("copy for a colleague")
    hands.name_file(copy)
    with Workspace.open(copy) as theirs:
        risk = next(each for each in theirs.annotations() if getattr(each, "title", "") == "One framework for all")
        record = record_of(risk)
        theirs.put_all(
            [type(record)(record.type, {**record.fields, "owner": "bob", "rationale": "asked the vendor"})], "bob"
        )
        theirs.put(Note(Subject("party:openai"), "their status page is at the desk", (), "bob"), "bob")


def edit_torch(hands: Hands) -> None:
    """Change the owner of the risk on the framework, in the register."""
    view = hands.go_to("Judge", "Residual risk")
    hands.double_click(view.table(), lambda row: row.risk.title == "One framework for all")
    form = hands.dialog(RiskDialog)
    hands.write(form._owner, "ada")
    hands.push("Save", form)


def rescan(hands: Hands, folder: Path) -> None:
    """The application has a new release of a model, and another's owner has a new name; F5, and what is offered is taken."""
    write_application(folder, "new-lab", EVENING, "2.5.0")
    hands.press(Key.Key_F5, on=hands.window)
    hands.push("Scan", hands.dialog(ScanDialog))
    offered = hands.dialog(CarryOverDialog)
    assert {(row.orphan.subject, row.moved.subject) for row in offered.table.rows_model.rows} == {
        ("party:old-lab", "party:new-lab"), (OLD_RANKER, NEW_RANKER),
        ("pkg:huggingface/old-lab/claims-7b", "pkg:huggingface/new-lab/claims-7b"),
    }  # fmt: skip
    hands.push("Carry over", offered)


def merge(hands: Hands, copy: Path) -> None:
    """Take in the colleague's copy: in one place both wrote something else, and the colleague's word counts."""
    hands.command("colleague's copy")
    hands.name_file(copy)
    dialog = hands.dialog(MergeDialog)
    assert [(each.field, each.mine, each.theirs) for each in dialog._conflicts] == [("owner", "ada", "bob")]
    hands.pick(dialog._choices[0], "theirs")
    hands.push("Merge", dialog)


def print_report(hands: Hands, folder: Path) -> None:
    for name in ("report.pdf", "report.html"):
        hands.press(Key.Key_E, Modifier.ControlModifier | Modifier.ShiftModifier, on=hands.window)
        hands.name_file(folder / name)


STEPS = 4 + 3 + 1 + 1 + 1
"""Edits: four forms of trust, three risks, one change of a risk, the carry-over, the merge."""


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
def test_a_day_by_mouse_and_keyboard_that_can_be_undone_to_its_first_step(
    hands: Hands, place: Path, tmp_path: Path
) -> None:
    hands.press(Key.Key_F, Modifier.ControlModifier, on=hands.window)
    hands.row(hands.window.inventory.table, lambda row: row.component.id == "party:openai")
    hands.press(Key.Key_N, Modifier.ControlModifier | Modifier.ShiftModifier, on=hands.window)
    note = hands.dialog(NoteDialog)
    hands.write(note._text, "written yesterday")
    hands.push("Save", note)
    first = table_of_annotations(place)
    assert len(first) == 1

    examine_five(hands)
    register_three(hands)
    colleague(hands, tmp_path / "copy.catchment")
    edit_torch(hands)
    rescan(hands, tmp_path / "claims")
    merge(hands, tmp_path / "copy.catchment")
    print_report(hands, tmp_path)

    check_where_everything_is(place)
    check_what_is_printed(tmp_path)
    evening = table_of_annotations(place)
    for _ in range(STEPS):
        hands.press(Key.Key_Z, Modifier.ControlModifier, on=hands.window)
    assert table_of_annotations(place) == first
    assert hands.window.session.undo_text == "Add note “written yesterday”"
    for _ in range(STEPS):
        hands.press(Key.Key_Z, Modifier.ControlModifier | Modifier.ShiftModifier, on=hands.window)
    assert table_of_annotations(place) == evening


def check_where_everything_is(place: Path) -> None:
    trust = in_file(place, "trust-delegation")
    assert {subject: each["basis"] for subject, each in trust.items()} == {
        "party:new-lab": "source review", "party:openai": "contract", "party:acme-models": "audit",
        "party:langchain": "reputation", "party:linux-foundation": "reputation",
    }  # fmt: skip
    assert {each["status"] for each in trust.values()} == {"examined"}
    assert {each["delegator"] for each in trust.values()} == {"system:claims"}
    assert all(subject == each["delegate"] for subject, each in trust.items())
    assert [subject for subject, each in trust.items() if each["review_by"]] == ["party:new-lab"]
    risks = in_file(place, "residual-risk")
    assert {
        subject: (each["title"], each["likelihood_after"], each["impact_after"]) for subject, each in risks.items()
    } == {
        "pkg:huggingface/new-lab/claims-7b": ("Nobody knows its data", 3, 4),
        NEW_RANKER: ("This build was never tested", 2, 5),
        "pkg:pypi/torch": ("One framework for all", 2, 4),
    }
    assert (risks["pkg:pypi/torch"]["owner"], risks["pkg:pypi/torch"]["rationale"]) == ("bob", "asked the vendor")
    notes = [json.loads(row[4])["text"] for row in table_of_annotations(place) if row[2] == "note"]
    assert notes == ["written yesterday", "their status page is at the desk"]
    with Workspace.open(place) as workspace:
        assert workspace.orphans(workspace.portfolio()) == ()


def check_what_is_printed(folder: Path) -> None:
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "of 10 boundaries between parties are examined" in text
    for words in ("Nobody knows its data", "new-lab", "What changed in claims", "5 of 10"):
        assert words in text, words
