"""The picture of a walk: cards in columns, a river from each choice to what opened behind it, the trail itself on top."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from explorer.ui.canvas.trail_places import CARD, FOOT, HEAD, Card, TrailPlaces
from explorer.ui.canvas.trail_scene import TrailScene
from explorer.ui.canvas.type import fitted_name, sized
from explorer.ui.glyphs import draw_glyph
from explorer.ui.theme import Theme, mixed

_GLYPH = 18
_TEXT = 36
"""Pixels from the left edge of a card to its words."""

EVERY_WAY = "every way"
_SHORTEST_WORD = "quant…om"
"""A relation shortened to less than this says nothing."""
_ELLIPSIS = Qt.TextElideMode.ElideMiddle


@dataclass(frozen=True, eq=False)
class TrailFrame:
    """A walk as it is looked at now."""

    scene: TrailScene
    places: TrailPlaces
    theme: Theme
    font: QFont
    cursor: Card | None
    """Where the keyboard stands."""
    hovered: Card | None


def paint_trail(painter: QPainter, frame: TrailFrame) -> None:
    """Paint everything that is seen."""
    places, theme = frame.places, frame.theme
    painter.fillRect(QRectF(0, 0, places.width, places.height), QColor(theme.background))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for column in range(1, len(frame.scene.columns)):
        _river(painter, frame, column)
    for column in range(len(frame.scene.columns)):
        _column(painter, frame, column)
    for column in range(1, len(frame.scene.columns)):
        _step(painter, frame, column)
    _part_seen(painter, frame)


def _part_seen(painter: QPainter, frame: TrailFrame) -> None:
    """A fine line along the foot that says which part of all columns is seen, where not all are."""
    places, theme = frame.places, frame.theme
    if not places.furthest:
        return
    share = places.width / places.extent
    whole = QRectF(0, places.height - 3, places.width, 3)
    painter.fillRect(whole, QColor(mixed(theme.background, theme.line, 0.25)))
    seen = QRectF(places.x * share, whole.top(), places.width * share, whole.height())
    painter.fillRect(seen, QColor(mixed(theme.background, theme.accent, 0.7)))


def _column(painter: QPainter, frame: TrailFrame, column: int) -> None:
    places, theme, area = frame.places, frame.theme, frame.places.column(column)
    seen = places.seen(column)
    if not seen and frame.scene.columns[column]:
        return
    painter.setFont(sized(frame.font, 12, bold=True))
    painter.setPen(QColor(theme.muted))
    head = QRectF(area.left(), 6, area.width(), HEAD - 10)
    painter.drawText(head, int(Qt.AlignmentFlag.AlignVCenter), frame.scene.heading(column))
    painter.save()
    painter.setClipRect(area.adjusted(-3, -1, 3, 1), Qt.ClipOperation.IntersectClip)
    for row in seen:
        _card(painter, frame, (column, row))
    painter.restore()
    _hidden(painter, frame, column)


def _hidden(painter: QPainter, frame: TrailFrame, column: int) -> None:
    """How many cards lie above and below what is seen."""
    places, area = frame.places, frame.places.column(column)
    whole = [row for row in places.seen(column) if area.adjusted(0, -1, 0, 1).contains(places.card((column, row)))]
    if not whole:
        return
    above, below = whole[0], places.counts[column] - 1 - whole[-1]
    parts = [f"{above:,} above"] if above else []
    parts += [f"{below:,} below"] if below else []
    painter.setFont(sized(frame.font, 11))
    painter.setPen(QColor(frame.theme.muted))
    foot = QRectF(area.left(), area.bottom(), area.width(), FOOT)
    painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), " · ".join(parts))


def _card(painter: QPainter, frame: TrailFrame, card: Card) -> None:
    scene, theme = frame.scene, frame.theme
    column, row = card
    chosen = scene.columns[column].chosen
    on_trail, passed_by = chosen == row, chosen is not None and chosen != row
    box = frame.places.card(card).adjusted(0.5, 0.5, -0.5, -0.5)
    component = scene.component(column, row)
    ground = (
        mixed(theme.background, theme.accent, 0.14) if on_trail else theme.background if passed_by else theme.raised
    )
    edge = theme.accent if on_trail else mixed(theme.background, theme.line, 0.35 if passed_by else 0.6)
    if card == frame.hovered and not on_trail:
        edge = theme.accent
    painter.setPen(QPen(QColor(edge), 1.8 if on_trail else 1.0))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, 6, 6)
    glyph = QRectF(box.left() + 10, box.center().y() - _GLYPH / 2, _GLYPH, _GLYPH)
    hue = theme.class_colour(component.component_class)
    if passed_by:
        hue = QColor(mixed(theme.background, hue.name(), 0.55))
    draw_glyph(painter, glyph, component.component_class, component.knowledge, theme, "", hue, QColor(ground))
    if on_trail and scene.node(column, row) in scene.unavoidable:
        painter.setPen(QPen(QColor(theme.accent), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(glyph.adjusted(-4.5, -4.5, 4.5, 4.5))
    _words(painter, frame, card, box, on_trail, passed_by)
    if card == frame.cursor:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent), 2.4))
        painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 7, 7)


def _words(painter: QPainter, frame: TrailFrame, card: Card, box: QRectF, on_trail: bool, passed_by: bool) -> None:
    scene, theme = frame.scene, frame.theme
    room = box.width() - _TEXT - 8
    upper = QRectF(box.left() + _TEXT, box.top() + 4, room, CARD / 2 - 4)
    lower = QRectF(box.left() + _TEXT, box.top() + CARD / 2, room, CARD / 2 - 5)
    font = sized(frame.font, 13, bold=on_trail)
    painter.setFont(font)
    painter.setPen(QColor(theme.muted if passed_by else theme.text))
    left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    painter.drawText(upper, left, fitted_name(QFontMetricsF(font), scene.name(*card), room))
    small = sized(frame.font, 11)
    metrics = QFontMetricsF(small)
    painter.setFont(small)
    if on_trail and scene.node(*card) in scene.unavoidable:
        painter.setPen(QColor(theme.accent))
        painter.drawText(lower, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), EVERY_WAY)
        room -= metrics.horizontalAdvance(EVERY_WAY) + 8
    painter.setPen(QColor(theme.muted))
    painter.drawText(lower, left, _fitting(metrics, frame, card, room))


def _fitting(metrics: QFontMetricsF, frame: TrailFrame, card: Card, room: float) -> str:
    """The second line, the fullest that fits: numbers go before the relation is shortened, and that before it goes too."""
    scene = frame.scene
    word, behind = scene.relation_words(*card), scene.behind(*card)
    short = behind.rpartition(", ")[2]
    lines = [scene.second_line(*card), f"{word} · {short}" if word else short]
    fitting = next((line for line in lines if metrics.horizontalAdvance(line) <= room), None)
    if fitting is not None:
        return fitting
    left = room - metrics.horizontalAdvance(f" · {short}")
    if left >= metrics.horizontalAdvance(_SHORTEST_WORD):
        return f"{metrics.elidedText(word, _ELLIPSIS, left)} · {short}"
    return metrics.elidedText(short, _ELLIPSIS, room)


def _river(painter: QPainter, frame: TrailFrame, column: int) -> None:
    """From the chosen card of the column before to all that opened behind it."""
    places, before = frame.places, frame.scene.columns[column - 1]
    if before.chosen is None:
        return
    begin, area = _inside(places, (column - 1, before.chosen)), places.column(column)
    shown = min(area.bottom(), places.card((column, places.counts[column] - 1)).bottom())
    left, right = begin.right(), area.left()
    middle = (left + right) / 2
    path = QPainterPath(QPointF(left, begin.top() + 8))
    path.cubicTo(middle, begin.top() + 8, middle, area.top(), right, area.top())
    path.lineTo(right, shown)
    path.cubicTo(middle, shown, middle, begin.bottom() - 8, left, begin.bottom() - 8)
    path.closeSubpath()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mixed(frame.theme.background, frame.theme.accent, 0.10)))
    painter.drawPath(path)


def _step(painter: QPainter, frame: TrailFrame, column: int) -> None:
    """The line from one chosen card to the next, with an arrow at its end."""
    places, columns = frame.places, frame.scene.columns
    before, here = columns[column - 1].chosen, columns[column].chosen
    if before is None or here is None:
        return
    begin, end = _inside(places, (column - 1, before)), _inside(places, (column, here))
    left, right = QPointF(begin.right() + 1, begin.center().y()), QPointF(end.left() - 2, end.center().y())
    middle = (left.x() + right.x()) / 2
    path = QPainterPath(left)
    path.cubicTo(middle, left.y(), middle, right.y(), right.x() - 6, right.y())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(frame.theme.accent), 2.4))
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(frame.theme.accent))
    painter.drawPolygon([right, right + QPointF(-8, -5), right + QPointF(-8, 5)])


def _inside(places: TrailPlaces, card: Card) -> QRectF:
    """Where a card is, or where it went out of sight."""
    area, box = places.column(card[0]), places.card(card)
    top = min(max(box.top(), area.top() - CARD / 2), area.bottom() - CARD / 2)
    return QRectF(box.left(), top, box.width(), box.height())
