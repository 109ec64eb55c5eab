"""That a box of numbers can be read and stepped, in both themes and at every text size."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QDoubleSpinBox, QSpinBox, QStyle, QStyleOptionSpinBox
from pytestqt.qtbot import QtBot

from explorer.ui import theme
from explorer.ui.dialogs.fields import BEFORE_NUMBER, stepped
from explorer.ui.theme import Theme, contrast

CASES = [(colours, scale) for colours in (theme.LIGHT, theme.DARK) for scale in (1.0, 1.5)]


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    qapp.setStyleSheet("")


@pytest.mark.parametrize(("colours", "scale"), CASES, ids=lambda each: getattr(each, "name", str(each)))
def test_that_a_box_of_numbers_has_arrows_and_room_for_its_text(
    application: QApplication, qtbot: QtBot, colours: Theme, scale: float
) -> None:
    theme.apply(colours, application, scale)
    for box in (QSpinBox(suffix=" of 25"), QDoubleSpinBox(suffix=" % a year")):
        qtbot.addWidget(stepped("Number", box))
        box.resize(box.sizeHint())
        box.show()
        edit = box.lineEdit()
        words = edit.fontMetrics().horizontalAdvance(box.text())
        assert edit.textMargins().left() == BEFORE_NUMBER
        assert edit.width() - BEFORE_NUMBER >= words
        assert edit.height() >= edit.fontMetrics().height()
        up, down = _part(box, QStyle.SubControl.SC_SpinBoxUp), _part(box, QStyle.SubControl.SC_SpinBoxDown)
        assert not up.intersects(down)
        assert edit.geometry().right() <= up.left()
        image = box.grab().toImage()
        for button in (up, down):
            assert button.width() >= 16 * scale  # An arrow of 12 pixels with some air.
            assert _strongest(image, button.adjusted(3, 2, -2, -2), colours) >= 3.0  # WCAG 2.2, 1.4.11


def _part(box: QAbstractSpinBox, part: QStyle.SubControl) -> QRect:
    option = QStyleOptionSpinBox()
    box.initStyleOption(option)
    return box.style().subControlRect(QStyle.ComplexControl.CC_SpinBox, option, part, box)


def _strongest(image: QImage, area: QRect, colours: Theme) -> float:
    """The contrast of the arrow: of the pixel that stands out most against the field."""
    places = ((x, y) for x in range(area.left(), area.right()) for y in range(area.top(), area.bottom()))
    return max(contrast(image.pixelColor(x, y).name(), colours.raised) for x, y in places)
