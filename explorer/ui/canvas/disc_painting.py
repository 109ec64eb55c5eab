"""The order in which a frame of a sunburst is painted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from explorer.ui.canvas.disc_labels import paint_names_beside, paint_names_inside
from explorer.ui.canvas.disc_outline import paint_separators
from explorer.ui.canvas.disc_raster import DiscRaster
from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.canvas.strata_raster import Ink
from explorer.ui.canvas.type import sized


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
    painter.setPen(frame.palette.ink)
    number = f"{len(frame.scene):,}"
    fonts = [sized(frame.font, pixels, bold=True) for pixels in (14, 12, 10)]
    fitting = (font for font in fonts if QFontMetricsF(font).horizontalAdvance(number) <= middle.width() - 10)
    painter.setFont(next(fitting, fonts[-1]))
    centred = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
    painter.drawText(middle.adjusted(0, -8, 0, -8), centred, number)
    painter.setFont(sized(frame.font, 11 if disc.inner >= 38 else 10))
    painter.setPen(frame.palette.muted)
    painter.drawText(middle.adjusted(0, 10, 0, 10), centred, frame.scene.noun)
    painter.drawText(QPointF(frame.view.left() + 8, frame.view.bottom() - 8), frame.scene.how_rings_are_read)
