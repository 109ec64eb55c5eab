"""The profile in the window: it follows the system, its figures lead to their views, its names select."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument

from explorer.app import wait_until_idle
from explorer.domain.component import ComponentId
from explorer.ui import theme
from explorer.ui.document_text import Look, fill
from explorer.ui.main_window import MainWindow
from explorer.ui.views.profile import ProfileView


def shown(window: MainWindow) -> ProfileView:
    window.show_view("profile")
    wait_until_idle(window.session)
    view = window.current_view()
    assert isinstance(view, ProfileView)
    return view


def links(view: ProfileView) -> list[str]:
    return re.findall(r'href="([^"]+)"', view.page.document().toHtml())


def test_that_the_profile_is_that_of_the_system_looked_at(window: MainWindow) -> None:
    view = shown(window)
    assert view.headline().startswith("claims-lora: ")  # The first of all.
    window.session.set_scope(ComponentId("system:ops-agent"))
    wait_until_idle(window.session)
    assert view.headline().startswith("ops-agent: ")
    assert "Attacks that reach it" in view.page.toPlainText()
    window.session.set_scope(None)
    window.session.select([ComponentId("system:gpu-serving")])
    wait_until_idle(window.session)
    assert view.headline().startswith("gpu-serving: ")


def test_that_a_figure_leads_to_its_view_of_the_same_system(window: MainWindow) -> None:
    view = shown(window)
    assert {"view:depth", "view:horizon", "view:boundaries", "view:findings", "view:risk", "view:what-if"} <= set(
        links(view)
    )
    view.page.anchorClicked.emit(QUrl("view:horizon"))
    wait_until_idle(window.session)
    assert window.current_view().name == "horizon"
    assert window.session.scope == "system:claims-lora"


def test_that_a_name_selects_what_it_is_about(window: MainWindow) -> None:
    view = shown(window)
    address = next(each for each in links(view) if each.startswith("row:"))
    section, row = map(int, address.removeprefix("row:").split(":"))
    assert view._document is not None
    view.page.anchorClicked.emit(QUrl(address))
    assert window.session.selection == (view._document.sections[section].about[row],)


@pytest.mark.parametrize("colours", [theme.light(), theme.dark()], ids=["light", "dark"])
def test_that_charts_stand_on_the_page_and_not_on_white(window: MainWindow, colours: theme.Theme) -> None:
    window.session.set_theme(colours)
    view = shown(window)
    chart = view.page.document().resource(QTextDocument.ResourceType.ImageResource.value, QUrl("chart:0"))
    assert chart.pixelColor(0, 0) == view.page.palette().base().color()


def test_that_charts_are_drawn_in_the_pixels_of_the_screen(window: MainWindow) -> None:
    view = shown(window)
    page = view.page.document()
    chart = page.resource(QTextDocument.ResourceType.ImageResource.value, QUrl("chart:0"))
    wide = re.search(r'<img src="chart:0" width="(\d+)"', page.toHtml())
    assert wide is not None
    assert chart.width() == round(int(wide[1]) * view.devicePixelRatioF())


def test_that_paper_has_no_links(window: MainWindow) -> None:
    view = shown(window)
    assert view._document is not None
    paper = QTextDocument()
    fill(paper, view._document)
    assert "href" not in paper.toHtml()
    fill(paper, view._document, Look(link="#0B6BCB"))
    assert "href" in paper.toHtml()
