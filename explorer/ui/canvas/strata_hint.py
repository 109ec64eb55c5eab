"""The words at the top of the strata where the wheel cannot enlarge any more: that it leads on into the focus view."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.canvas.type import sized

HINT = "As large as cells get. Scroll on, or press Enter, to see this one with its relations."


def paint_hint(painter: QPainter, frame: StrataFrame, beyond: float) -> None:
    """Paint the words with how far the wheel has been turned; nothing before it was."""
    if beyond <= 0:
        return
    font = sized(frame.font, 12)
    metrics = QFontMetricsF(font)
    text = metrics.elidedText(HINT, Qt.TextElideMode.ElideRight, frame.view.width() - 160)
    width = metrics.horizontalAdvance(text) + 28
    middle = frame.view.center().x() if frame.sheet.disc is not None else frame.paper.center().x()
    box = QRectF(middle - width / 2, frame.view.top() + 18, width, 30)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(frame.palette.accent, 1.2))
    painter.setBrush(frame.palette.header)
    painter.drawRoundedRect(box, 6, 6)
    painter.fillRect(QRectF(box.left() + 8, box.bottom() - 4, (box.width() - 16) * beyond, 2), frame.palette.accent)
    painter.setFont(font)
    painter.setPen(frame.palette.ink)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
