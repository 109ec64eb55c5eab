"""The strip along the top that names the strata and says how much of each is unknown."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from explorer.layout.drawing import Band
from explorer.ui.canvas.frame import HEADER, Frame
from explorer.ui.canvas.paper import edges
from explorer.ui.canvas.type import first_that_fits, sized


def paint_header(painter: QPainter, frame: Frame) -> None:
    """The strip along the top: each stratum's name, how many components, and which share is unknown."""
    strip = QRectF(frame.view.left(), frame.view.top(), frame.view.width(), HEADER)
    painter.save()
    painter.setClipRect(strip, Qt.ClipOperation.IntersectClip)
    painter.fillRect(strip, frame.palette.header)
    painter.setPen(QPen(frame.palette.seam, 1))
    painter.drawLine(QPointF(strip.left(), strip.bottom() - 0.5), QPointF(strip.right(), strip.bottom() - 0.5))
    for number, band in enumerate(frame.scene.drawing.bands):
        left, right = edges(frame, number)
        seen = QRectF(max(left, strip.left()), strip.top(), 0, HEADER)
        seen.setRight(min(right, strip.right()))
        if seen.width() > 14:
            _name(painter, frame, band, seen)
        if right < strip.right():
            painter.setPen(QPen(frame.palette.seam, 1))
            painter.drawLine(QPointF(right, strip.top() + 8), QPointF(right, strip.bottom() - 1))
    painter.restore()


def share_text(band: Band) -> str:
    """`160 · 4 % unknown`: how many components a stratum holds, and how much of them is unknown."""
    if not band.unknown:
        return f"{band.components:,} · none unknown"
    share = 100 * band.unknown / band.components
    return f"{band.components:,} · {'<1' if share < 1 else f'{share:.0f}'} % unknown"


def _name(painter: QPainter, frame: Frame, band: Band, seen: QRectF) -> None:
    inside = seen.adjusted(12 if seen.width() > 60 else 3, 0, -6 if seen.width() > 60 else -1, 0)
    title, small = sized(frame.font, 13, bold=True), sized(frame.font, 11)
    text = first_that_fits(QFontMetricsF(title), inside.width(), _short_titles(band))
    painter.setFont(title)
    painter.setPen(frame.palette.ink)
    painter.drawText(QPointF(inside.left(), seen.top() + 19), text)
    painter.setFont(small)
    painter.setPen(frame.palette.muted)
    counts = (share_text(band), f"{band.components:,}")
    painter.drawText(
        QPointF(inside.left(), seen.top() + 34), first_that_fits(QFontMetricsF(small), inside.width(), counts)
    )
    _share_bar(painter, frame, band, QRectF(inside.left(), seen.top() + HEADER - 6, inside.width(), 3))


def _short_titles(band: Band) -> tuple[str, ...]:
    if band.depth is None:
        return (band.title,)
    short = band.title.removeprefix("Depth ").removesuffix(" away")
    return (band.title, "Systems" if band.title == "Your systems" else short)


def _share_bar(painter: QPainter, frame: Frame, band: Band, bar: QRectF) -> None:
    painter.fillRect(bar, frame.palette.seam)
    if band.unknown:
        width = max(2.0, bar.width() * band.unknown / band.components)
        painter.fillRect(QRectF(bar.left(), bar.top(), width, bar.height()), frame.palette.muted)
