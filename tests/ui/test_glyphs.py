from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from explorer.domain.component import ComponentClass, Knowledge
from explorer.ui import theme
from explorer.ui.glyphs import blend, draw_glyph, glyph_path, glyph_pixmap
from tests.ui.canvases import pixels_of

SIDE = 40


def _drawn(component_class: ComponentClass, knowledge: Knowledge, colours: theme.Theme) -> np.ndarray:
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor(colours.background))
    painter = QPainter(image)
    draw_glyph(painter, QRectF(4, 4, SIDE - 8, SIDE - 8), component_class, knowledge, colours)
    painter.end()
    return pixels_of(image)


def _grey(picture: np.ndarray) -> np.ndarray:
    return picture @ np.array([0.299, 0.587, 0.114])


@pytest.mark.parametrize("colours", [theme.light(), theme.dark()], ids=lambda one: one.name)
@pytest.mark.parametrize("component_class", list(ComponentClass))
def test_that_knowledge_can_be_told_without_colour(
    qtbot: QtBot, component_class: ComponentClass, colours: theme.Theme
) -> None:
    pictures = {one: _grey(_drawn(component_class, one, colours)) for one in Knowledge}
    for first, second in combinations(Knowledge, 2):
        if component_class is ComponentClass.UNKNOWN and {first, second} == {Knowledge.VERIFIED, Knowledge.DECLARED}:
            continue  # What is unknown cannot be verified: no tick is drawn.
        assert np.abs(pictures[first] - pictures[second]).max() > 40


def test_that_every_class_has_a_shape_of_its_own(qtbot: QtBot) -> None:
    silhouettes = {one: _silhouette(one) for one in ComponentClass}
    round_ones = {ComponentClass.PARTY, ComponentClass.UNKNOWN}
    for first, second in combinations(ComponentClass, 2):
        if {first, second} != round_ones:
            assert (silhouettes[first] != silhouettes[second]).mean() > 0.01, (first, second)


def _silhouette(component_class: ComponentClass) -> np.ndarray:
    wide = SIDE - 8 if component_class is not ComponentClass.SYSTEM else SIDE
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.fillPath(glyph_path(component_class, QRectF((SIDE - wide) / 2, 4, wide, SIDE - 8)), QColor("black"))
    painter.end()
    return _grey(pixels_of(image)) < 128


@pytest.mark.parametrize("colours", [theme.light(), theme.dark()], ids=lambda one: one.name)
def test_that_a_declared_glyph_shows_its_class_colour(qtbot: QtBot, colours: theme.Theme) -> None:
    for component_class in set(ComponentClass) - {ComponentClass.SYSTEM, ComponentClass.UNKNOWN}:
        picture = _drawn(component_class, Knowledge.DECLARED, colours)
        hue = colours.class_colour(component_class)
        exact = (picture == np.array([hue.red(), hue.green(), hue.blue()])).all(axis=2)
        assert exact.mean() > 0.1, component_class


def test_that_small_glyphs_are_plain_but_there(qtbot: QtBot) -> None:
    for component_class in ComponentClass:
        image = QImage(12, 12, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        draw_glyph(painter, QRectF(3, 3, 6, 6), component_class, Knowledge.UNKNOWN, theme.light())
        painter.end()
        assert _grey(pixels_of(image)).min() < 230


def test_that_a_glyph_stays_inside_its_rectangle(qtbot: QtBot) -> None:
    for component_class in ComponentClass:
        box = glyph_path(component_class, QRectF(10, 10, 30, 30)).boundingRect()
        assert QRectF(9, 9, 32, 32).contains(box)


def test_that_a_pixmap_is_as_dense_as_the_screen(qtbot: QtBot) -> None:
    pixmap = glyph_pixmap(ComponentClass.MODEL, Knowledge.DECLARED, theme.light(), 16, 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (32, 2.0)


def test_that_blending_goes_from_the_first_colour_to_the_second() -> None:
    first, second = QColor("#000000"), QColor("#64C832")
    assert blend(first, second, 0.0) == first
    assert blend(first, second, 1.0) == second
    assert blend(first, second, 0.5) == QColor("#326419")
