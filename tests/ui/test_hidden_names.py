"""While names are hidden, nothing on the screen and nothing written from it holds one: every widget, tooltip and drawing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from PySide6.QtWidgets import QDialog

from explorer.app import wait_until_idle
from explorer.domain.annotation import Limit, Note, ResidualRisk, Subject, TrustDelegation
from explorer.domain.component import Kind
from explorer.graph.snapshot import Snapshot
from explorer.ui.dialogs.trust import TrustDialog
from explorer.ui.main_window import MainWindow
from explorer.ui.text import cover_names
from explorer.ui.views.document_view import DocumentView
from tests.ui.screen_texts import names_in, texts_in_svg, texts_of

MODEL = "pkg:huggingface/brightwater-example/claims-7b-awq"


@pytest.fixture(autouse=True)
def names_shown() -> Iterator[None]:
    yield
    cover_names(None)


def names_of(snapshot: Snapshot) -> frozenset[str]:
    """What must not be seen, by the kinds of components and by the owners in identities; worked out apart from the mask."""
    found: set[str] = set()
    for each in snapshot.components:
        if each.kind in (Kind.SYSTEM, Kind.PARTY):
            found |= {each.name, each.id.rpartition(":")[2]}
        if each.id.startswith("pkg:huggingface/"):
            found.add(unquote(each.id.split("/")[2 if "/datasets/" in each.id else 1]))
    return frozenset(name.casefold() for name in found if len(name) >= 3)


@pytest.fixture
def hidden(window: MainWindow) -> MainWindow:
    """A window with judgement in it in which names were on the screen before they were hidden."""
    session = window.session
    session.save_annotation(TrustDelegation(Subject("party:nvidia"), "system:claims-rag", "party:nvidia", owner="ada"))
    session.save_annotation(ResidualRisk(Subject(MODEL), "Only brightwater-example can tell", Limit.OTHER))
    session.save_annotation(Note(Subject("party:meta"), "Meta answered claims-lora"))
    for name in ("lineage", "risk", "workshop", "summary"):
        window.show_view(name)
        wait_until_idle(session)
    session.message.emit("claims-rag was scanned")
    window.stage.hide_names(True)
    wait_until_idle(session)
    return window


def leaks(window: MainWindow, where: str) -> list[tuple[str, str, str]]:
    names = names_of(window.session.snapshot)
    return [(where, place, text[:80]) for place, text in texts_of(window) if names_in(text, names)]


def test_that_the_search_would_find_a_name(window: MainWindow) -> None:
    assert {"claims-rag", "nvidia", "brightwater-example", "hugging face", "meta"} <= names_of(window.session.snapshot)
    window.show_view("horizon")
    wait_until_idle(window.session)
    assert leaks(window, "horizon")


def test_that_no_view_shows_a_name_in_any_part_or_picture(hidden: MainWindow, tmp_path: Path) -> None:
    session = hidden.session
    hidden.stage.hide_names(False)
    for name in hidden.views:  # Every view has shown its names before.
        hidden.show_view(name)
        wait_until_idle(session)
    hidden.stage.hide_names(True)
    wait_until_idle(session)
    names = names_of(session.snapshot)
    found: list[tuple[str, str, str]] = []
    for name, view in hidden.views.items():
        hidden.show_view(name)
        session.select([each.id for each in session.snapshot.components if each.id == MODEL])
        wait_until_idle(session)
        found += leaks(hidden, name)
        view.render_picture(tmp_path / "drawn.svg")
        found += [(name, "picture", each) for each in names_in(texts_in_svg(tmp_path / "drawn.svg"), names)]
        if view.table() is not None:
            view.show_table(True)
            wait_until_idle(session)
            found += leaks(hidden, f"{name}, table")
            view.show_table(False)
    assert found == []


def test_that_no_dialog_shows_a_name_and_forms_keep_what_they_hold(hidden: MainWindow) -> None:
    session = hidden.session
    written = session.annotations
    session.select([each.id for each in session.snapshot.components if each.id == MODEL])
    evidence = next(each.evidence[0] for each in session.snapshot.components if each.id == MODEL)
    opened = [
        *(lambda about=about: session.edit_requested.emit("edit", about) for about in written if not hasattr(about, "story")),
        lambda: session.edit_requested.emit("trust", "party:nvidia"),
        lambda: session.edit_requested.emit("risk", MODEL),
        lambda: session.edit_requested.emit("correction", MODEL),
        lambda: session.edit_requested.emit("criticality", "system:claims-rag"),
        lambda: session.edit_requested.emit("source", evidence),
        hidden.editing.show_judgements,
        hidden.editing.show_journal,
        hidden.sharing.show_moved,
        hidden.sharing.show_baselines,
    ]  # fmt: skip
    found = []
    for number, begin in enumerate(opened):
        begin()
        wait_until_idle(session)
        found += leaks(hidden, f"dialog {number}")
        for dialog in hidden.findChildren(QDialog):
            if isinstance(dialog, TrustDialog) and dialog.isVisible():
                assert dialog.result_annotation().delegate in (
                    "party:nvidia",
                    "party:brightwater-example",
                )  # The sample's own.
            dialog.close()
    assert found == []


def test_that_pages_written_while_names_are_hidden_hold_none(hidden: MainWindow, tmp_path: Path) -> None:
    names = names_of(hidden.session.snapshot)
    hidden.files.write_graph(tmp_path / "report.html")
    wait_until_idle(hidden.session)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert names_in(text.partition("</style>")[2], names) == set()
    for name in ("vendor-sheet", "response"):
        hidden.show_view(name)
        wait_until_idle(hidden.session)
        view = hidden.current_view()
        assert isinstance(view, DocumentView)
        assert names_in(view.page.toPlainText(), names) == set()


def test_that_names_come_back(hidden: MainWindow) -> None:
    hidden.stage.hide_names(False)
    wait_until_idle(hidden.session)
    hidden.show_view("horizon")
    wait_until_idle(hidden.session)
    assert leaks(hidden, "horizon")


def test_that_no_graph_and_no_annotations_are_written_while_names_are_hidden(
    hidden: MainWindow, tmp_path: Path
) -> None:
    told: list[str] = []
    hidden.session.failed.connect(lambda what, _: told.append(what))
    folder = tmp_path / "out"
    folder.mkdir()
    graph, report = folder / "graph.json", folder / "report.html"
    for each in (graph, folder / "bom.cdx.json", report):
        hidden.files.write_graph(each)
    hidden.sharing.export_judgement()
    wait_until_idle(hidden.session)
    assert [each.name for each in folder.iterdir()] == ["report.html"]
    assert len(told) == 3 and all(each.startswith("Names are hidden") for each in told)
    without_tags = re.sub(r"<[^>]*>", " ", report.read_text(encoding="utf-8"))  # `meta` is also a word of HTML.
    assert names_in(without_tags, names_of(hidden.session.snapshot)) == set()
    hidden.stage.hide_names(False)
    hidden.files.write_graph(graph)
    wait_until_idle(hidden.session)
    assert names_in(graph.read_text(encoding="utf-8"), names_of(hidden.session.snapshot))
