"""That the small drawings can be read: by contrast, by sign and not by hue alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from explorer.analysis.visibility import KnowledgeShares
from explorer.domain.component import ComponentClass, Knowledge
from explorer.exports.report import Document, Section
from explorer.ui import theme
from explorer.ui.canvas.legend import Legend
from explorer.ui.document_text import Look, fill
from explorer.ui.session import Session
from explorer.ui.theme import Theme, contrast
from explorer.ui.views.figures import ShareBar, cell_looks, knowledge_brush, verified_looks

THEMES = [theme.LIGHT, theme.DARK]


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    qapp.setStyleSheet("")


@pytest.mark.parametrize("colours", THEMES, ids=lambda each: each.name)
def test_that_scores_and_counts_of_the_matrix_are_legible(colours: Theme) -> None:
    for score in range(1, 26):
        for count in (0, 1):
            fill_, edge, ink = cell_looks(score, count, colours)
            assert contrast(ink, fill_) >= 4.5, (score, count)  # WCAG 2.2, 1.4.3
            assert contrast(edge, colours.background) > contrast(fill_, colours.background)
        filled, empty = cell_looks(score, 1, colours)[0], cell_looks(score, 0, colours)[0]
        assert contrast(colours.text, filled) >= 3.0  # The disc that holds the count; WCAG 2.2, 1.4.11
        assert filled != empty


@pytest.mark.parametrize("colours", THEMES, ids=lambda each: each.name)
def test_that_verified_and_declared_differ_by_sign_and_lightness(colours: Theme, application: QApplication) -> None:
    ground, tick = verified_looks(colours, colours.accent)
    assert contrast(tick, ground) >= 4.5
    declared = knowledge_brush(Knowledge.DECLARED, colours).color().name()
    assert contrast(ground, declared) >= 1.5
    verified = knowledge_brush(Knowledge.VERIFIED, colours)
    assert verified.style() is Qt.BrushStyle.TexturePattern
    tile = verified.texture().toImage()
    seen = {tile.pixelColor(x, y).name() for x in range(tile.width()) for y in range(tile.height())}
    assert max(contrast(one, ground) for one in seen) >= 3.0  # A tick stands in each tile.
    kinds = {knowledge_brush(each, colours).style() for each in Knowledge}
    assert len(kinds) == 3  # Ticks, solid twice (full and light), hatched.


def test_that_the_key_of_the_bar_wraps_where_it_is_narrow(session: Session, qtbot: QtBot) -> None:
    bar = ShareBar(session)
    qtbot.addWidget(bar)
    bar.show_shares(KnowledgeShares(12, 667, 68, 224))
    assert bar.heightForWidth(320) > bar.heightForWidth(900)


def test_that_legends_grow_with_the_text(application: QApplication, qtbot: QtBot) -> None:
    legend = Legend(theme.LIGHT)
    qtbot.addWidget(legend)
    legend.set_counts({ComponentClass.MODEL: 3}, {Knowledge.DECLARED: 3})
    legend.show()
    sizes = []
    for scale in (1.0, 2.0):
        theme.apply(theme.LIGHT, application, scale)
        button = legend.findChild(QToolButton, "legend")
        button.ensurePolished()
        sizes.append(button.fontInfo().pixelSize())
    assert sizes == [11, 23]  # One less than tables have, which are 12 and 24.


def test_that_figures_of_a_page_stand_below_their_heading(application: QApplication) -> None:
    section = Section("Depth", "Three.", ("component", "step"), (("numpy", 3), ("torch", 11)))
    text = QTextDocument()
    fill(text, Document("Profile", "today", (), (section,)), Look(link="#0000ff"))
    html = text.toHtml()
    cells = html[html.index("step") - 400 : html.index("step")]
    assert 'align="right"' in cells
