"""The scale at the left: what each row is, how many stand in it, and how much of it is unknown."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap

from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.canvas.type import first_that_fits, sized

_LINE = 14.0


class _Type:
    """The fonts of the scale with their measures, made once for a frame."""

    def __init__(self, font: QFont) -> None:
        self.bold, self.small = sized(font, 12, bold=True), sized(font, 11)
        self.bold_metrics, self.small_metrics = QFontMetricsF(self.bold), QFontMetricsF(self.small)


class StrataGutter:
    """Remembers the scale of one canvas: it stays the same while the paper moves sideways."""

    def __init__(self) -> None:
        self._pixmap: QPixmap | None = None
        self._made_for: tuple[object, ...] = ()

    def paint(self, painter: QPainter, frame: StrataFrame) -> None:
        """Paint the scale, from memory where nothing about it has changed."""
        camera, ratio = frame.camera, frame.ratio
        key = (frame.scene, camera.down, camera.dy, frame.view, frame.font.key(), frame.palette, ratio)
        if self._pixmap is None or key != self._made_for:
            size = QSizeF(frame.paper.left() - frame.view.left(), frame.view.height()) * ratio
            self._pixmap = QPixmap(size.toSize())
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(frame.palette.papers[0])
            onto = QPainter(self._pixmap)
            onto.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_gutter(onto, frame)
            onto.end()
            self._made_for = key
        painter.drawPixmap(frame.view.topLeft(), self._pixmap)


def paint_gutter(painter: QPainter, frame: StrataFrame) -> None:
    """Paint the scale."""
    camera, paper = frame.camera, frame.paper
    width = paper.left() - frame.view.left()
    painter.fillRect(QRectF(frame.view.left(), frame.view.top(), width - 6, frame.view.height()), frame.palette.header)
    step = max(1, int(-(-_LINE // camera.down)))
    fonts = _Type(frame.font)
    for row in frame.columns.rows:
        if row % step:
            continue
        top = row * camera.down + camera.dy
        strip = QRectF(frame.view.left(), top, width - 6, camera.down * step)
        strip = strip.intersected(QRectF(frame.view.left(), paper.top(), width - 6, paper.height()))
        if strip.height() >= _LINE - 1:
            _name(painter, frame, row, strip, fonts)
    painter.setPen(QPen(frame.palette.seam, 1))
    edge = frame.view.left() + width - 6.5
    painter.drawLine(QPointF(edge, frame.view.top()), QPointF(edge, frame.view.bottom()))


def _name(painter: QPainter, frame: StrataFrame, row: int, strip: QRectF, fonts: _Type) -> None:
    count, unknown = frame.scene.row_counts[row], frame.scene.row_unknown[row]
    inside = strip.adjusted(12, 0, -8, 0)
    whole = frame.scene.row_title(row)
    large, two = strip.height() >= 22, strip.height() >= 34
    metrics = fonts.bold_metrics if large else fonts.small_metrics
    middle = strip.center().y()
    name = first_that_fits(metrics, inside.width(), (whole, whole.removeprefix("Depth ")))
    painter.setFont(fonts.bold if large else fonts.small)
    painter.setPen(frame.palette.ink)
    painter.drawText(QPointF(inside.left(), middle - 3 if two else middle + metrics.ascent() / 2 - 1.5), name)
    painter.setFont(fonts.small)
    painter.setPen(frame.palette.muted)
    number = f"{count:,}"
    if two:
        texts = (f"{number} · {_percent(unknown, count)} unknown", f"{number} · {_percent(unknown, count)} ?", number)
        text = first_that_fits(fonts.small_metrics, inside.width(), texts if unknown else (number,))
        painter.drawText(QPointF(inside.left(), middle + 12), text)
    elif metrics.horizontalAdvance(name) + fonts.small_metrics.horizontalAdvance(number) + 10 <= inside.width():
        right = inside.right() - fonts.small_metrics.horizontalAdvance(number)
        painter.drawText(QPointF(right, middle + fonts.small_metrics.ascent() / 2 - 1.5), number)


def _percent(part: int, whole: int) -> str:
    share = 100 * part / whole
    return "<1 %" if share < 1 else f"{share:.0f} %"
