"""The order in which a frame of a sunburst is painted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from explorer.ui.canvas.disc_labels import paint_names_beside, paint_names_inside
from explorer.ui.canvas.disc_outline import paint_separators
from explorer.ui.canvas.disc_raster import DiscRaster
from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.canvas.strata_raster import Ink
from explorer.ui.canvas.type import sized

NOUN_SHARE = 0.84
"""Of the width of the middle, so much is free where the word below the number stands."""


def paint_sunburst(painter: QPainter, frame: StrataFrame, raster: DiscRaster) -> None:
    """Rings of cells, lines between them, names."""
    corner, image = raster.image(frame, Ink(frame.shading, frame.light.sums, frame.palette))
    painter.drawImage(corner, image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_separators(painter, frame)
    paint_names_inside(painter, frame)
    paint_words(painter, frame)


def paint_words(painter: QPainter, frame: StrataFrame) -> None:
    """What stands around a disc: the number in its middle, the names beside it, how it is read."""
    paint_names_beside(painter, frame)
    disc = frame.sheet.disc
    assert disc is not None, "only a disc has a middle"
    middle = QRectF(disc.x - disc.inner, disc.y - disc.inner, 2 * disc.inner, 2 * disc.inner)
    number, noun = f"{len(frame.scene):,}", frame.scene.noun
    usual = 11 if disc.inner >= 38 else 10
    of_number = [sized(frame.font, pixels, bold=True) for pixels in (14, 12, 10)]
    of_noun = [sized(frame.font, pixels) for pixels in (usual, 9, 8)]
    below = _first_fitting(of_noun, noun, middle.width() * NOUN_SHARE)
    painter.setPen(frame.palette.ink)
    painter.setFont(_first_fitting(of_number, number, middle.width() - 10) or of_number[-1])
    centred = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
    painter.drawText(middle.translated(0, -8 if below else 0), centred, number)
    painter.setPen(frame.palette.muted)
    if below:  # Else it would lie over the first ring; what is counted stands above the drawing too.
        painter.setFont(below)
        painter.drawText(middle.translated(0, 10), centred, noun)
    painter.setFont(of_noun[0])
    painter.drawText(QPointF(frame.view.left() + 8, frame.view.bottom() - 8), frame.scene.how_rings_are_read)


def _first_fitting(fonts: list[QFont], text: str, width: float) -> QFont | None:
    return next((font for font in fonts if QFontMetricsF(font).horizontalAdvance(text) <= width), None)
