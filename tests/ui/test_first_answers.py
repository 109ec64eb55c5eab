"""A newcomer's four questions, from the summary on: each is answered there, and its card leads to the whole answer."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from explorer.app import wait_until_idle
from explorer.domain.annotation import Attack, Basis
from explorer.domain.component import ComponentId
from explorer.pipeline.first_questions import FIRST_QUESTIONS
from explorer.ui.dialogs.trust import TrustDialog
from explorer.ui.main_window import MainWindow
from explorer.ui.views.horizon import Horizon
from explorer.ui.views.outage import OutageView
from explorer.ui.views.signed import SignedView
from explorer.ui.views.summary import Summary
from explorer.ui.views.vendor_sheets import VendorSheets
from explorer.ui.views.what_if import WhatIfView
from tests.ui.portfolio import MODEL
from tests.ui.test_stress import choose, column, shown


def cards(window: MainWindow) -> dict[str, QAbstractButton]:
    summary = shown(window, "summary", Summary)
    found = (card for card in summary.findChildren(QAbstractButton) if card.objectName() == "card")
    return {card.property("question"): card for card in found}


def sentence(card: QAbstractButton) -> str:
    return card.findChild(QLabel, "sentence").text()


def test_that_the_summary_answers_what_a_newcomer_asks_first(window: MainWindow) -> None:
    found = cards(window)
    said = {question: sentence(found[question]) for question, _ in FIRST_QUESTIONS}
    assert "OpenAI takes down most if it stops" in said["Which one company takes down most if it stops?"]
    assert "name nothing in common, yet share" in said["What do my systems secretly share?"]
    signing = said["What if the hub is compromised, and does signing help?"]
    assert (
        "Hugging Face Hub" in signing
        and "4 of 4 systems" in signing
        and "everywhere, they would keep 4 of 4" in signing
    )
    assert said["What would we ask first, and whom?"].startswith("First ask ")


def test_that_each_card_leads_to_the_whole_answer_in_one_click(window: MainWindow) -> None:
    for question, view in FIRST_QUESTIONS:
        cards(window)[question].click()
        wait_until_idle(window.session)
        assert window.current_view().name == view


def test_that_the_card_of_the_hub_asks_about_that_hub(window: MainWindow) -> None:
    cards(window)["What if the hub is compromised, and does signing help?"].click()
    wait_until_idle(window.session)
    view = window.views["what-if"]
    assert isinstance(view, WhatIfView)
    assert view.headline().startswith("Compromised model repository at Hugging Face Hub comes to 4 of 4 systems")
    assert view._controls._said.text().startswith("Verified signature is recorded on")
    assert view._moment.currentText() == "from now on"


def test_that_what_is_selected_elsewhere_is_asked_about_by_an_attack_that_can_begin_there(
    small_window: MainWindow,
) -> None:
    shown(small_window, "what-if", WhatIfView)
    small_window.show_view("summary")
    small_window.session.select([MODEL])
    view = shown(small_window, "what-if", WhatIfView)
    assert view._entry.currentData() == MODEL
    assert Attack(view._attack.currentData()) is Attack.MODEL_POISONING
    assert view._moment.currentText() == "already inside"


def test_that_the_one_to_ask_can_be_chosen_and_has_a_sheet(window: MainWindow) -> None:
    view = shown(window, "horizon", Horizon)
    every = view._asks.rows_model.rowCount()
    choose(view._whom, "Mistral AI")
    assert set(column(view._asks, "Whom")) == {"Mistral AI"} and view._asks.rows_model.rowCount() < every
    assert view._first.text().startswith("First ask Mistral AI about mistralai/Mistral-7B-v0.1")
    view._sheet.click()
    wait_until_idle(window.session)
    sheet = window.views["vendor-sheet"]
    assert window.current_view() is sheet and isinstance(sheet, VendorSheets)
    assert sheet._party.currentData() == "party:mistral-ai"


def test_that_the_sample_teaches_what_a_valid_signature_does_not_show(window: MainWindow) -> None:
    view = shown(window, "signed", SignedView)
    assert "signed, and still changeable before signing" in view.headline()
    assert "not verified" not in view.headline()  # The key of its maker is named in the sample's scan.
    assert column(view.table(), "Artifact") == ["model.safetensors"]
    assert column(view.table(), "Signed, by") == ["evidence"]
    view.table().selectRow(0)
    view._ask.click()
    wait_until_idle(window.session)
    asked = window.views["what-if"]
    assert window.current_view() is asked and isinstance(asked, WhatIfView)
    assert asked._attack.currentData() == Attack.BUILD_COMPROMISE
    assert "it does not stop it" in asked._controls._said.text()
    assert "recorded on 0 of" not in asked._controls._said.text()


def test_that_an_empty_list_of_what_is_signed_explains_itself_and_leads_on(small_window: MainWindow) -> None:
    view = shown(small_window, "signed", SignedView)
    assert view.table().rows_model.rowCount() == 0
    assert "Nothing can stand here until a signature is recorded" in view._hint.text()
    assert not view._ask.isEnabled()
    small_window.session.select([MODEL])
    view._record.click()
    (dialog,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, TrustDialog) and each.isVisible())
    made = dialog.result_annotation()
    assert (made.basis, made.subject) == (Basis.SIGNATURE, MODEL)
    dialog.reject()


def test_that_a_question_stays_until_another_is_asked_and_the_other_is_offered(window: MainWindow) -> None:
    cards(window)["What if the hub is compromised, and does signing help?"].click()
    wait_until_idle(window.session)
    view = window.views["what-if"]
    assert isinstance(view, WhatIfView)
    asked = view._entry.currentData()
    window.show_view("summary")
    model = ComponentId("pkg:huggingface/mistralai/Mistral-7B-v0.1")
    window.session.select([model])
    window.show_view("what-if")
    wait_until_idle(window.session)
    assert view._entry.currentData() == asked
    assert view.instead.isVisible() and view.instead.text() == "Ask for mistralai/Mistral-7B-v0.1 instead"
    view.instead.click()
    wait_until_idle(window.session)
    assert view._entry.currentData() == model and not view.instead.isVisible()


def test_that_an_outage_that_was_asked_about_stays_too(window: MainWindow) -> None:
    window.session.select([ComponentId("party:anthropic")])
    view = window.views["outage"]
    assert isinstance(view, OutageView)
    window.show_view("outage")
    wait_until_idle(window.session)
    assert view._systems.said.text().startswith("If Anthropic stops")
    window.show_view("summary")
    window.session.select([ComponentId("cloud:gcp")])
    window.show_view("outage")
    wait_until_idle(window.session)
    assert view._systems.said.text().startswith("If Anthropic stops")
    view.instead.click()
    wait_until_idle(window.session)
    assert view._systems.said.text().startswith("If Google Cloud stops") and not view.instead.isVisible()


def test_that_the_horizon_and_the_sheet_of_each_party_count_the_same_missing_facts(window: MainWindow) -> None:
    horizon = shown(window, "horizon", Horizon)
    horizon._facts.setCurrentIndex(1)  # Builders and makers too, as the sheet asks.
    wait_until_idle(window.session)
    told = {horizon._whom.itemData(place): horizon._whom.itemText(place) for place in range(1, horizon._whom.count())}
    parties = {each: words for each, words in told.items() if str(each).startswith("party:")}
    assert len(parties) > 10
    sheets = shown(window, "vendor-sheet", VendorSheets)
    for party, words in parties.items():
        choose(sheets._party, f"{words.partition('  (')[0]}  (")
        wait_until_idle(window.session)
        assert sheets._party.currentData() == party
        figures = {each.words: each.value for each in sheets._document.figures}
        count = figures["facts that only it could tell"]
        assert words.endswith(f"({count} missing fact{'' if count == '1' else 's'})")
