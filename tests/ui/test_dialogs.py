from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from explorer.analysis.risk_scale import RiskScale
from explorer.app import wait_until_idle
from explorer.domain.annotation import (
    Attack,
    Basis,
    Limit,
    Note,
    ResidualRisk,
    RiskStatus,
    Subject,
    Treatment,
    TrustDelegation,
    TrustStatus,
)
from explorer.domain.annotations import Annotation
from explorer.domain.component import Kind
from explorer.domain.correction import Correction, CorrectionAction, Criticality, SavedView
from explorer.domain.evidence import Evidence
from explorer.domain.workshop import Slide
from explorer.exports.report import Document
from explorer.ui.appearance import Appearance
from explorer.ui.dialogs.correction import CorrectionDialog
from explorer.ui.dialogs.criticality import CriticalityDialog
from explorer.ui.dialogs.fields import FormDialog
from explorer.ui.dialogs.journal import Journal, changed, told
from explorer.ui.dialogs.judgements import Judgements
from explorer.ui.dialogs.keyboard import keys_of
from explorer.ui.dialogs.note import NoteDialog
from explorer.ui.dialogs.preferences import Preferences
from explorer.ui.dialogs.risk import RiskDialog
from explorer.ui.dialogs.saved_view import SavedViewDialog
from explorer.ui.dialogs.scan import ScanDialog
from explorer.ui.dialogs.source_viewer import SourceViewer
from explorer.ui.dialogs.trust import TrustDialog
from explorer.ui.error_report import ErrorDialog, report_text
from explorer.ui.files import write_document
from explorer.ui.main_window import MainWindow
from explorer.ui.saved_words import saved_words
from explorer.ui.session import Session
from explorer.ui.theme import DARK, ThemeChoice

TORCH = Subject("pkg:pypi/torch")
FULL_TRUST = TrustDelegation(
    TORCH, "system:claims", "party:linux-foundation", ("C3", "C4"), (Attack.COMPROMISED_FRAMEWORK, Attack.SERIALIZATION),
    Basis.AUDIT, "audit.pdf", "ada", date(2026, 1, 2), date(2027, 1, 2), "no pickle files", TrustStatus.EXAMINED,
)  # fmt: skip
FULL_RISK = ResidualRisk(
    TORCH, "Weights can run code", Limit.ZERO_DAY, Attack.SERIALIZATION, 4, 5, 2, 5, Treatment.MITIGATE,
    "safetensors only", "ada", date(2027, 1, 2), RiskStatus.CLOSED,
)  # fmt: skip
FULL_NOTE = Note(TORCH, "first line\nsecond line", ("gpu", "2026"), "ada")
FULL_CORRECTION = Correction(
    TORCH, CorrectionAction.RETYPE, "", Kind.MODEL, "", "", "", "its card says so", "ada",
)  # fmt: skip
FULL_SPLIT = Correction(
    Subject("relation:system:claims|uses|pkg:pypi/torch"), CorrectionAction.SPLIT, "pkg:pypi/torch-fork", reason="seen",
)  # fmt: skip
FULL_CRITICALITY = Criticality(Subject("system:claims"), 5, "pays claims", "ada")
FULL_VIEW = SavedView(Subject("workspace"), "For the board", "risk", "{}", "look at the top row", "ada")
EDITORS = (
    (TrustDialog, FULL_TRUST), (RiskDialog, FULL_RISK), (NoteDialog, FULL_NOTE), (CorrectionDialog, FULL_CORRECTION),
    (CorrectionDialog, FULL_SPLIT), (CriticalityDialog, FULL_CRITICALITY), (SavedViewDialog, FULL_VIEW),
)  # fmt: skip
NAMES = ["trust", "risk", "note", "correction", "split", "criticality", "view"]


def _save(dialog: FormDialog) -> None:
    dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()


def _wrong(dialog: FormDialog) -> str:
    return next(label.text() for label in dialog.findChildren(QLabel) if label.objectName() == "wrong")


@pytest.mark.parametrize(("editor", "annotation"), EDITORS, ids=NAMES)
def test_that_an_editor_keeps_every_field_of_an_annotation(
    editor: type[FormDialog], annotation: object, qtbot: QtBot
) -> None:
    dialog = editor(annotation)
    qtbot.addWidget(dialog)
    assert dialog.result_annotation() == annotation


@pytest.mark.parametrize(("editor", "annotation"), EDITORS, ids=NAMES)
def test_that_an_editor_has_a_label_for_every_field(editor: type[FormDialog], annotation: object, qtbot: QtBot) -> None:
    dialog = editor(annotation)
    qtbot.addWidget(dialog)
    for row in range(dialog.form.rowCount()):
        label = dialog.form.itemAt(row, dialog.form.ItemRole.LabelRole).widget()
        assert isinstance(label, QLabel)
        assert label.buddy() is not None, label.text()


@pytest.mark.parametrize(("editor", "annotation"), EDITORS, ids=NAMES)
def test_that_the_keys_of_a_form_are_all_different(editor: type[FormDialog], annotation: object, qtbot: QtBot) -> None:
    dialog = editor(annotation)
    qtbot.addWidget(dialog)
    titles = [
        dialog.form.itemAt(row, dialog.form.ItemRole.LabelRole).widget().text() for row in range(dialog.form.rowCount())
    ]
    keys = [title[title.index("&") + 1].lower() for title in titles]
    assert len(set(keys)) == len(keys), titles


@pytest.mark.parametrize(("editor", "annotation"), EDITORS, ids=NAMES)
def test_that_the_keyboard_begins_at_the_first_field_and_comes_to_save_after_the_last(
    editor: type[FormDialog], annotation: object, qtbot: QtBot
) -> None:
    dialog = editor(annotation)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
    first = dialog.form.itemAt(0, dialog.form.ItemRole.FieldRole).widget()
    assert QApplication.focusWidget() in (first, first.focusProxy())
    seen: list[QWidget] = []
    while (here := QApplication.focusWidget()) is not None and here not in seen[:-1]:  # A date has three parts.
        seen += [here] if here not in seen else []
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    buttons = dialog.buttons.buttons()
    assert seen[-len(buttons) :] == buttons
    fields = [dialog.form.itemAt(row, dialog.form.ItemRole.FieldRole).widget() for row in range(dialog.form.rowCount())]
    reached = [
        next(each for each in fields if each is part or each.isAncestorOf(part)) for part in seen[: -len(buttons)]
    ]
    assert list(dict.fromkeys(reached)) == [each for each in fields if each.isEnabled() and each.isVisible()]


def test_that_an_identity_is_shown_by_its_name_and_kept_until_another_is_typed(qtbot: QtBot) -> None:
    names = {"party:acme": "Acme Corporation", TORCH: "torch"}
    delegation = TrustDelegation(TORCH, "system:claims", "party:acme")
    dialog = TrustDialog(delegation, called=lambda subject: names.get(subject, subject))
    qtbot.addWidget(dialog)
    assert (dialog._delegate.displayText(), dialog._delegate.toolTip()) == ("Acme Corporation", "party:acme")
    assert (dialog._delegator.displayText(), dialog._delegator.toolTip()) == ("system:claims", "")
    assert "On torch" in [label.text() for label in dialog.findChildren(QLabel)]
    assert dialog.result_annotation() == delegation
    dialog._delegate.selectAll()
    qtbot.keyClicks(dialog._delegate, "party:other")
    assert dialog.result_annotation().delegate == "party:other"


def test_that_an_untouched_risk_is_not_assessed(qtbot: QtBot) -> None:
    dialog = RiskDialog(ResidualRisk(TORCH, "x", Limit.OTHER))
    qtbot.addWidget(dialog)
    risk = dialog.result_annotation()
    assert (risk.score_before, risk.score_after, risk.review_by) == (None, None, None)


def test_that_a_form_that_cannot_be_saved_says_what_to_mend_and_stays(qtbot: QtBot) -> None:
    dialog = NoteDialog(Note(TORCH, "  "))
    qtbot.addWidget(dialog)
    dialog.open()
    _save(dialog)
    assert dialog.isVisible()
    assert _wrong(dialog) == "Write something, or cancel."
    dialog._text.setPlainText("done")
    with qtbot.waitSignal(dialog.accepted):
        _save(dialog)


def test_that_trust_is_examined_only_on_a_basis_and_reviewed_after_it_was_granted(qtbot: QtBot) -> None:
    dialog = TrustDialog(TrustDelegation(TORCH, "", "party:acme", status=TrustStatus.EXAMINED))
    qtbot.addWidget(dialog)
    assert "needs a basis" in (dialog.what_is_wrong() or "")
    dialog._basis.setCurrentIndex(dialog._basis.findData(Basis.CONTRACT.value))
    assert dialog.what_is_wrong() is None
    dialog._granted.set_value(date(2026, 5, 1))
    dialog._review.set_value(date(2026, 4, 1))
    assert "before the trust was granted" in (dialog.what_is_wrong() or "")


def test_that_what_is_wrong_takes_its_own_room_in_a_form(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = TrustDialog(TrustDelegation(TORCH, "", "party:acme"), window)
    monkeypatch.setattr(dialog, "what_is_wrong", lambda: "Examined trust needs a basis; choose one. " * 4)
    dialog.show()
    QApplication.processEvents()
    _save(dialog)
    QApplication.processEvents()
    assert dialog._wrong.height() > 2 * dialog._wrong.fontMetrics().lineSpacing()  # It wraps.
    assert dialog._conditions.geometry().bottom() < dialog._status.geometry().top()
    assert dialog._status.geometry().bottom() < dialog._wrong.geometry().top()


# Scanning


def test_that_a_scan_asks_nobody_unless_told(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ScanDialog([str(tmp_path)])
    qtbot.addWidget(dialog)
    assert dialog.what_is_wrong() is None
    assert dialog.request() == ([str(tmp_path)], None, frozenset())


def test_that_each_network_source_says_what_it_sends(qtbot: QtBot) -> None:
    dialog = ScanDialog()
    qtbot.addWidget(dialog)
    shown = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Asks the Hugging Face hub for each model and dataset found, by its name. Nothing else is sent." in shown


def test_that_several_targets_are_one_system_and_each_must_exist(qtbot: QtBot, tmp_path: Path) -> None:
    assert ScanDialog(["key:release.pub"]).what_is_wrong() == (
        "A key verifies signatures in what is scanned. Choose a folder or a BOM file beside it."
    )
    dialog = ScanDialog(["hf:acme/claims-7b", str(tmp_path)], "both", ["hub"])
    qtbot.addWidget(dialog)
    assert dialog.what_is_wrong() is None
    dialog.add_targets([str(tmp_path / "missing.json")])
    assert "missing.json does not exist" in (dialog.what_is_wrong() or "")
    targets, name, online = dialog.request()
    assert (len(targets), name, online) == (3, "both", frozenset({"hub"}))


def test_that_an_empty_scan_is_refused(qtbot: QtBot) -> None:
    dialog = ScanDialog()
    qtbot.addWidget(dialog)
    assert dialog.what_is_wrong() == "Choose a folder or a BOM file."


# Sources


def _viewer(found: Evidence, folders: list[Path], qtbot: QtBot) -> SourceViewer:
    viewer = SourceViewer(found, folders, "#AACCEE")
    qtbot.addWidget(viewer)
    return viewer


def test_that_a_source_is_shown_read_only_with_its_line_marked(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("one\n\ttwo\nthree\n", encoding="utf-8")
    viewer = _viewer(Evidence("python-code", "app.py", 2, "", "two"), [tmp_path], qtbot)
    assert viewer.text.isReadOnly()
    assert viewer.text.toPlainText() == "one\n    two\nthree"
    marked = viewer.text.extraSelections()
    assert [each.cursor.block().text() for each in marked] == ["    two"]


def test_that_a_source_that_moved_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    viewer = _viewer(Evidence("python-code", "gone.py", 2, "", "two"), [tmp_path], qtbot)
    assert "gone.py is not where it was scanned" in viewer.text.toPlainText()


def test_that_no_file_outside_the_scanned_folders_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    viewer = _viewer(Evidence("bom", "../secret.txt", 1), [inside], qtbot)
    assert "secret" not in viewer.text.toPlainText().replace("secret.txt", "")


def test_that_binary_and_hostile_sources_are_harmless(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(b"\x80\x04\xff\xfe")
    (tmp_path / "evil.txt").write_text("<img src=x>\u202egpj", encoding="utf-8")
    assert "not UTF-8 text" in _viewer(Evidence("w", "weights.bin"), [tmp_path], qtbot).text.toPlainText()
    assert _viewer(Evidence("t", "evil.txt"), [tmp_path], qtbot).text.toPlainText() == "<img src=x>\\u202egpj"


# What was written, and by whom


def test_that_the_journal_names_what_changed() -> None:
    before, after = '{"title": "a", "owner": "x"}', '{"title": "b", "owner": "x"}'
    assert changed("", after) == "added"
    assert changed(before, "") == "removed"
    assert changed(before, after) == "title"
    assert told(before, after) == "title: a → b"


def test_that_the_journal_shows_the_latest_edit_first(small_session: Session, qtbot: QtBot) -> None:
    small_session.save_annotation(FULL_NOTE)
    small_session.remove_annotation(FULL_NOTE.id)
    journal = Journal(small_session)
    qtbot.addWidget(journal)
    assert [row.action.split()[0] for row in journal.table.rows_model.rows] == ["Remove", "Add"]


def test_that_everything_written_is_listed_also_on_what_is_gone(small_session: Session, qtbot: QtBot) -> None:
    gone = Note(Subject("pkg:pypi/gone"), "was here")
    for each in (FULL_TRUST, FULL_RISK, gone):
        small_session.save_annotation(each)
    dialog = Judgements(small_session)
    qtbot.addWidget(dialog)
    model = dialog.table.rows_model
    shown = [(model.index(row, 0).data(), model.index(row, 5).data()) for row in range(model.rowCount())]
    assert shown == [("trust", "present"), ("risk", "present"), ("note", "gone")]
    dialog.table.selectRow(2)
    dialog._remove.click()
    assert gone not in small_session.annotations
    small_session.undo()
    assert gone in small_session.annotations
    assert model.rowCount() == 3


# Looks, keys, errors


def test_that_a_preference_is_seen_at_once(session: Session, qapp: QApplication, qtbot: QtBot) -> None:
    dialog = Preferences(Appearance(session, qapp))
    qtbot.addWidget(dialog)
    dialog.theme.setCurrentIndex(dialog.theme.findData(ThemeChoice.DARK.value))
    dialog.text_size.setCurrentIndex(dialog.text_size.count() - 1)
    assert session.theme is DARK
    assert dialog.text_size.currentText() == "200 %"
    assert "font-size: 26px" in qapp.styleSheet()
    qapp.setStyleSheet("")


def test_that_the_sheet_of_keys_is_made_of_the_commands(qtbot: QtBot) -> None:
    action = QAction("Save &picture…")
    action.setShortcuts([QKeySequence("Ctrl+E"), QKeySequence("Z")])
    silent = QAction("No key")
    lines = keys_of([("&File", [action, silent])])
    assert (lines[0].where, lines[0].keys, lines[0].what) == ("File", "Ctrl+E, Z", "Save picture")
    assert [line.what for line in lines].count("No key") == 0
    assert any(line.keys == "[ and ]" for line in lines)


def test_that_an_error_report_can_be_copied(qtbot: QtBot) -> None:
    try:
        raise ValueError("inside")
    except ValueError as error:
        text = report_text(ValueError, error, error.__traceback__)
    dialog = ErrorDialog(text)
    qtbot.addWidget(dialog)
    dialog.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Catchment ")
    assert "ValueError: inside" in copied


def test_that_escape_leaves_every_dialog(small_session: Session, qapp: QApplication, qtbot: QtBot) -> None:
    dialogs: list[QDialog] = [
        *(editor(annotation) for editor, annotation in EDITORS),
        ScanDialog(),
        Journal(small_session),
        Judgements(small_session),
        ErrorDialog("x"),
    ]
    for dialog in dialogs:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.open()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible(), type(dialog).__name__


def test_that_dialogs_fit_a_small_screen_at_any_text_size(
    small_session: Session, qapp: QApplication, qtbot: QtBot
) -> None:
    looks = Appearance(small_session, qapp)
    for scale in (1.0, 1.3):
        looks.set_scale(scale)
        for editor, annotation in EDITORS:
            dialog = editor(annotation)
            qtbot.addWidget(dialog)
            hint = dialog.sizeHint()
            assert hint.width() <= 1280, editor
            assert hint.height() <= 760, editor
    qapp.setStyleSheet("")


def test_that_a_closed_list_of_judgements_hears_of_no_later_edit(window: MainWindow) -> None:
    window.editing.show_judgements()
    (dialog,) = [each for each in window.findChildren(Judgements) if each.isVisible()]
    dialog.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(dialog)
    window.session.save_annotation(Note(Subject("party:nvidia"), "later"))
    wait_until_idle(window.session)  # An exception in a slot would fail the test here.


def test_that_evidence_that_was_changed_since_is_told_in_the_list(window: MainWindow, tmp_path: Path) -> None:
    contract = tmp_path / "contract.pdf"
    contract.write_bytes(b"signed")
    window.session.edit_requested.emit("trust", "party:nvidia")
    (form,) = [each for each in window.findChildren(TrustDialog) if each.isVisible()]
    form._link.setText(str(contract))
    form._on_save()
    wait_until_idle(window.session)

    def is_ours(annotation: object) -> bool:
        return isinstance(annotation, TrustDelegation) and annotation.delegate == "party:nvidia"

    def told() -> str:
        window.editing.show_judgements()
        wait_until_idle(window.session)
        listed = [each for each in window.findChildren(Judgements) if each.isVisible()][-1]
        state = next(row.evidence for row in listed.table.rows_model.rows if is_ours(row.annotation))
        listed.close()
        return str(state)

    assert told() == "as linked"
    contract.write_bytes(b"another one")
    assert told() == "changed since it was linked"
    kept = next(each for each in window.session.annotations if is_ours(each))
    again = TrustDialog(kept, window)
    again._owner.setText("ada")
    assert again.result_annotation().evidence_digest == kept.evidence_digest  # An edit does not approve another file.
    again._link.setText("https://acme.example")
    assert again.result_annotation().evidence_digest == ""
    again._link_file(contract)
    window.session.save_annotation(window.editing._sealed(again.result_annotation()))
    wait_until_idle(window.session)
    assert told() == "as linked"


def test_that_a_judgement_holds_for_every_version_until_one_is_chosen(window: MainWindow) -> None:
    family, exact = Subject("pkg:pypi/torch"), Subject("pkg:pypi/torch@2.8.0")
    form = RiskDialog(ResidualRisk(family, "x", Limit.OTHER), window, exact)
    assert [form._holds_for.itemText(place) for place in range(form._holds_for.count())] == [
        "every version",
        "only 2.8.0",
    ]
    assert form.result_annotation().subject == family
    form._holds_for.setCurrentIndex(1)
    assert form.result_annotation().subject == exact
    known = NoteDialog(Note(exact, "x"), window, exact)
    assert known.result_annotation().subject == exact  # What was kept for a version stays with it.
    assert NoteDialog(Note(Subject("party:nvidia"), "x"), window).result_annotation().subject == "party:nvidia"


def test_that_a_relation_may_be_judged_for_one_pair_of_versions(window: MainWindow) -> None:
    every = Subject("relation:pkg:pypi/vllm|requires|pkg:pypi/torch")
    one = Subject("relation:pkg:pypi/vllm@0.6.3|requires|pkg:pypi/torch@2.8.0")
    form = NoteDialog(Note(every, "x"), window, one)
    assert form._holds_for.itemText(1) == "only 0.6.3 and 2.8.0"
    form._holds_for.setCurrentIndex(1)
    assert form.result_annotation().subject == one


def test_that_the_paper_that_is_chosen_is_the_one_pages_are_written_for(window: MainWindow, tmp_path: Path) -> None:
    preferences = Preferences(window.appearance, window)
    preferences.paper.setCurrentText("Letter")
    write_document(tmp_path / "page.pdf", Document("Page", "", (), ()))
    assert b"/MediaBox [0 0 612" in (tmp_path / "page.pdf").read_bytes()
    preferences.paper.setCurrentText("A4")
    write_document(tmp_path / "page.pdf", Document("Page", "", (), ()))
    assert b"/MediaBox [0 0 595" in (tmp_path / "page.pdf").read_bytes()


def test_that_saving_a_form_says_what_was_saved_and_where_until_something_else_happens(window: MainWindow) -> None:
    said = next(each for each in window.statusBar().findChildren(QLabel) if each.accessibleName() == "Last message")
    window.session.edit_requested.emit("risk", Subject("party:nvidia"))
    form = window.findChild(RiskDialog)
    form._title.setText("One maker of chips")
    form._after._likelihood.setCurrentIndex(3)
    form._after._impact.setCurrentIndex(4)
    form._on_save()
    wait_until_idle(window.session)  # What follows from it is counted meanwhile, and does not wipe the sentence away.
    expected = "Saved: the risk “One maker of chips” on NVIDIA, 12 of 25 after controls, in the register"
    assert said.text() == f"{expected} (Judge › Residual risk)."
    window.session.undo()
    wait_until_idle(window.session)
    assert "Saved" not in said.text()


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (
            TrustDelegation(Subject("party:nvidia"), "", "party:nvidia"),
            "Saved: trust in NVIDIA, proposed, in the ledger",
        ),
        (Note(Subject("party:nvidia"), "Call them."), "Saved: the note on NVIDIA, listed under “Everything that was"),
        (Slide(Subject("workspace"), "Ours", "001", "Why?", "summary"), "Saved: the slide “Why?”, in the story “Ours”"),
    ],
)
def test_that_each_form_says_where_what_it_saved_stands(window: MainWindow, made: Annotation, words: str) -> None:
    assert saved_words(window.session.snapshot, made).startswith(words)


def test_that_no_field_of_the_form_of_risk_is_cut_off_however_large_the_text_is(window: MainWindow) -> None:
    scale = replace(RiskScale(), likelihood=("hardly ever", "seldom", "at times", "often", "nearly always"))
    form = RiskDialog(ResidualRisk(TORCH, "x", Limit.OTHER, rationale="a\nb\nc"), window, scale=scale)
    assert "5 nearly always" in [form._after._likelihood.itemText(place) for place in range(6)]
    window.appearance.set_scale(1.5)
    form.open()
    form.resize(300, 200)
    QApplication.processEvents()
    try:
        for field in form.findChildren(QWidget):
            if field.isVisible() and isinstance(field, QComboBox | QLabel | QPlainTextEdit | QPushButton):
                least = field.minimumSizeHint()
                assert field.width() >= least.width() and field.height() >= least.height(), field
        assert form._rationale.height() >= 3 * form._rationale.fontMetrics().lineSpacing()
    finally:
        window.appearance.set_scale(1.0)
        form.reject()
