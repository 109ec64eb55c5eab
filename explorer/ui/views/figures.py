"""Small drawings that several views share: a bar of knowledge shares, bars of a chart, a heat map."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.analysis.visibility import KnowledgeShares
from explorer.domain.component import Knowledge
from explorer.pipeline.sentences import percent
from explorer.ui.canvas.type import sized
from explorer.ui.session import Session
from explorer.ui.theme import Theme, mixed


def knowledge_brush(knowledge: Knowledge, theme: Theme, hue: str | None = None) -> QBrush:
    """The fill that stands for a knowledge everywhere: solid with ticks, solid, light, hatched."""
    colour = QColor(hue or theme.accent)
    match knowledge:
        case Knowledge.VERIFIED:
            return QBrush(_ticked(*verified_looks(theme, colour.name())))
        case Knowledge.DECLARED:
            return QBrush(colour)
        case Knowledge.INFERRED:
            return QBrush(QColor(mixed(theme.background, colour.name(), 0.25)))
        case Knowledge.UNKNOWN:
            return QBrush(QColor(theme.muted), Qt.BrushStyle.BDiagPattern)


def verified_looks(theme: Theme, hue: str) -> tuple[str, str]:
    """The ground of what is verified, and the ticks on it: told apart by lightness and sign, whatever hues one sees."""
    return mixed(hue, theme.text, 0.8), theme.background


def _ticked(ground: str, tick: str) -> QPixmap:
    """A tile of small ticks; drawn at twice its size, so that it is sharp on dense screens."""
    tile = QPixmap(TILE * 2, TILE * 2)
    tile.setDevicePixelRatio(2)
    tile.fill(QColor(ground))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tick), 1.4))
    painter.drawPolyline(QPolygonF([QPointF(2, 4.6), QPointF(3.8, 6.4), QPointF(7.4, 2.4)]))
    painter.end()
    return tile


BAR, SWATCH, TILE = 24, 13, 10
"""Pixels of the height of a bar, of a swatch in its key, and of the distance between ticks."""


class ShareBar(QWidget):
    """One bar, split by knowledge, with the figures below it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shares = KnowledgeShares(0, 0, 0, 0)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_shares(self, shares: KnowledgeShares) -> None:
        """Show other shares."""
        self._shares = shares
        words = ", ".join(f"{each.value} {getattr(shares, each.value):,}" for each in Knowledge)
        self.setAccessibleName(f"Knowledge of {shares.total:,} components: {words}")
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint."""
        return QSize(400, self.heightForWidth(400))

    def hasHeightForWidth(self) -> bool:
        """Override QWidget.hasHeightForWidth: a narrow one has its figures on several lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Override QWidget.heightForWidth."""
        return round(max(place.bottom() for place in self._places(width))) + 6

    def paintEvent(self, event: object) -> None:
        """Override QWidget.paintEvent."""
        theme = self._session.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0.5, 4.5, self.width() - 1, BAR)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.sunken))
        painter.drawRect(bar)
        left = bar.left()
        for each, place in zip(Knowledge, self._places(self.width()), strict=True):
            width = bar.width() * getattr(self._shares, each.value) / self._shares.total if self._shares.total else 0
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.setBrush(knowledge_brush(each, theme))
            if width:
                painter.drawRect(QRectF(left, bar.top(), width, bar.height()))
            left += width
            painter.drawRect(QRectF(place.left() + 0.5, place.center().y() - SWATCH / 2, SWATCH, SWATCH))
            painter.setPen(QColor(theme.text))
            painter.drawText(place.adjusted(SWATCH + 7, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._words(each))
        painter.end()

    def _places(self, width: int) -> list[QRectF]:
        """Where each figure stands below the bar: side by side, in lines of this width."""
        metrics, left, top = self.fontMetrics(), 0.0, BAR + 12.0
        places = []
        for each in Knowledge:
            wide = SWATCH + 8 + metrics.horizontalAdvance(self._words(each))
            if left and left + wide > width:
                left, top = 0.0, top + metrics.height() + 4
            places.append(QRectF(left, top, wide, metrics.height()))
            left += wide + 24
        return places

    def _words(self, each: Knowledge) -> str:
        count = getattr(self._shares, each.value)
        share = percent(count / self._shares.total) if self._shares.total else "not assessed"
        return f"{each.value} {count:,} ({share})"


KEY = ("↑ likelihood · → impact", "corner: their product, of 25", "disc: how many risks", "{unassessed}")
"""What stands below the matrix, line by line."""


class HeatMap(QWidget):
    """Likelihood against impact, 5 x 5, with the number of risks in each cell."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._cells: tuple[tuple[int, ...], ...] = ((0,) * 5,) * 5
        self._unassessed = 0
        self.setMinimumSize(240, 240)
        self.setMaximumWidth(420)

    def show_cells(self, cells: tuple[tuple[int, ...], ...], unassessed: int) -> None:
        """Show other counts: `cells[likelihood - 1][impact - 1]`."""
        self._cells, self._unassessed = cells, unassessed
        total = sum(map(sum, cells))
        self.setAccessibleName(f"Heat map of {total} assessed risks after controls; {unassessed} not assessed")
        self.update()

    def paintEvent(self, event: object) -> None:
        """Override QWidget.paintEvent."""
        theme = self._session.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        below = painter.fontMetrics().lineSpacing() * (1 + len(KEY))
        side = min((self.width() - 44) / 5, (self.height() - below - 12) / 5, 72)
        for likelihood in range(5):
            for impact in range(5):
                self._cell(painter, likelihood, impact, side, theme)
        painter.setPen(QColor(theme.muted))
        for step in range(5):
            painter.drawText(QRectF(8, 4 + side * (4 - step), 24, side), Qt.AlignmentFlag.AlignCenter, str(step + 1))
            painter.drawText(
                QRectF(36 + side * step, 4 + side * 5, side, 20), Qt.AlignmentFlag.AlignCenter, str(step + 1)
            )
        total = sum(map(sum, self._cells))
        words = "\n".join(KEY).format(unassessed=_open_words(total, self._unassessed))
        painter.drawText(QRectF(8, 24 + side * 5, self.width() - 8, below), Qt.AlignmentFlag.AlignLeft, words)
        painter.end()

    def _cell(self, painter: QPainter, likelihood: int, impact: int, side: float, theme: Theme) -> None:
        """The score in the corner; where risks lie, their number in a disc."""
        score, count = (likelihood + 1) * (impact + 1), self._cells[likelihood][impact]
        rect = QRectF(36 + side * impact, 4 + side * (4 - likelihood), side - 2, side - 2)
        fill, edge, ink = cell_looks(score, count, theme)
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(fill))
        painter.drawRect(rect)
        usual = painter.font()
        painter.setFont(sized(usual, round(self.fontInfo().pixelSize() * 0.77)))
        painter.setPen(QColor(ink))
        painter.drawText(rect.adjusted(4, 1, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, f"{score}")
        if count:
            disc = QRectF(0, 0, side * 0.54, side * 0.54)
            disc.moveCenter(rect.center() + QPointF(side * 0.08, side * 0.08))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.text))
            painter.drawEllipse(disc)
            painter.setFont(sized(usual, self.fontInfo().pixelSize(), bold=True))
            painter.setPen(QColor(theme.background))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, f"{count}")
        painter.setFont(usual)


def _open_words(assessed: int, unassessed: int) -> str:
    if unassessed:
        return f"{unassessed} not assessed"
    return "everything is assessed" if assessed else "no risk is recorded"


def cell_looks(score: int, count: int, theme: Theme) -> tuple[str, str, str]:
    """Fill, edge and the colour of the score of a cell: low, medium or high, stronger where risks lie in it."""
    hue = theme.good if score <= 4 else theme.warning if score <= 12 else theme.bad
    fill = mixed(theme.background, hue, 0.34 if count else 0.12)
    return fill, mixed(theme.background, hue, 0.6), theme.text if count else theme.muted
