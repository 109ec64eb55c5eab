"""The map of trust as a drawing: a box per party, a line per boundary, drawn by the state of our trust."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.analysis.trust import Boundary, BoundaryState
from explorer.ui.session import Session
from explorer.ui.text import elide_middle, plain
from explorer.ui.theme import mixed

BOX_HEIGHT, GAP, LEAST_WIDTH, MARGIN, ASIDE = 28, 12, 132, 16, 72
"""Pixels of a box, between boxes, of the narrowest box, around the map, and right of it for lines within a column."""

ROOMY = 20
"""Boxes of the tallest column up to which the map is drawn with air; more of them stand closer."""

_STYLES = {
    BoundaryState.EXAMINED: Qt.PenStyle.SolidLine,
    BoundaryState.PROPOSED: Qt.PenStyle.DashDotLine,
    BoundaryState.LAPSED: Qt.PenStyle.DashLine,
    BoundaryState.REFUSED: Qt.PenStyle.DashDotDotLine,
    BoundaryState.UNEXAMINED: Qt.PenStyle.DotLine,
}


class TrustDrawing(QWidget):
    """Boxes in columns; the chosen party's lines stand out. Arrow keys walk, Enter asks to examine."""

    chosen = Signal(str)
    """The identity of the party that was chosen."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._columns: Sequence[Sequence[str]] = ()
        self._names: Mapping[str, str] = {}
        self._boundaries: Sequence[Boundary] = ()
        self._boxes: dict[str, QRectF] = {}
        self._current = ""
        self._gap = GAP
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Map of trust; the table holds the same")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setMouseTracking(True)

    def show_map(
        self, columns: Sequence[Sequence[str]], names: Mapping[str, str], boundaries: Sequence[Boundary]
    ) -> None:
        """Show other parties."""
        self._columns, self._names, self._boundaries = columns, names, boundaries
        if self._current not in names:
            self._current = ""
        tallest = max((len(each) for each in columns), default=0)
        scale = self._scale()
        self._gap = GAP if tallest <= ROOMY else GAP // 3
        self.setMinimumSize(
            round(len(columns) * LEAST_WIDTH * scale * 1.2) + MARGIN + ASIDE,
            round(tallest * (BOX_HEIGHT * scale + self._gap)) + 2 * MARGIN,
        )
        self._place()
        self.update()

    def choose(self, identity: str) -> None:
        """Let one party stand out; an unknown one lets none."""
        self._current = identity if identity in self._boxes else ""
        said = self._words(self._current)
        self.setAccessibleDescription(said)
        self.update()

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint."""
        return self.minimumSize()

    def resizeEvent(self, event: object) -> None:
        """Override QWidget.resizeEvent."""
        self._place()

    def paintEvent(self, event: object) -> None:
        """Override QWidget.paintEvent: faint lines first, then those of the chosen party, then the boxes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for strong in (False, True):
            for each in self._boundaries:
                if self._is_strong(each) == strong:
                    self._draw_line(painter, each, strong)
        for identity, box in self._boxes.items():
            self._draw_box(painter, identity, box)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override QWidget.mousePressEvent: a click chooses a party, beside them none."""
        found = next((name for name, box in self._boxes.items() if box.contains(event.position())), "")
        self.choose(found)
        if found:
            self.chosen.emit(found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Override QWidget.mouseMoveEvent: a box says in full what stands in it."""
        found = next((name for name, box in self._boxes.items() if box.contains(event.position())), "")
        self.setToolTip(plain(self._words(found)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: arrows go from box to box."""
        steps = {
            Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._boxes:
            super().keyPressEvent(event)
            return
        self.choose(self._beside(*step))
        self.chosen.emit(self._current)

    def _beside(self, across: int, down: int) -> str:
        at = next(
            ((x, y) for x, names in enumerate(self._columns) for y, name in enumerate(names) if name == self._current),
            None,
        )
        if at is None:
            return self._columns[0][0]
        column = self._columns[max(0, min(len(self._columns) - 1, at[0] + across))]
        row = at[1] + down if not across else round(at[1] / max(len(self._columns[at[0]]) - 1, 1) * (len(column) - 1))
        return column[max(0, min(len(column) - 1, row))]

    def _scale(self) -> float:
        return self.fontInfo().pixelSize() / 12

    def _place(self) -> None:
        """Columns share the width, boxes of a column stand around the middle."""
        self._boxes = {}
        count = len(self._columns)
        if not count:
            return
        height = BOX_HEIGHT * self._scale()
        room = (self.width() - MARGIN - ASIDE) / count
        width = max(LEAST_WIDTH * self._scale(), room * 0.62)
        for x, names in enumerate(self._columns):
            left = MARGIN + (x * (self.width() - MARGIN - ASIDE - width) / (count - 1) if count > 1 else 0)
            whole = len(names) * (height + self._gap) - self._gap
            top = max(MARGIN, (self.height() - whole) / 2)
            for y, name in enumerate(names):
                self._boxes[name] = QRectF(left, top + y * (height + self._gap), width, height)

    def _is_strong(self, boundary: Boundary) -> bool:
        return not self._current or self._current in (boundary.truster, boundary.trusted)

    def _draw_line(self, painter: QPainter, boundary: Boundary, strong: bool) -> None:
        theme = self._session.theme
        start, end = self._boxes.get(boundary.truster), self._boxes.get(boundary.trusted)
        if start is None or end is None:
            return
        hues = {BoundaryState.EXAMINED: theme.good, BoundaryState.REFUSED: theme.bad, BoundaryState.LAPSED: theme.bad}
        colour = hues.get(boundary.state, theme.muted)
        width = (1.0 + min(len(boundary.systems), 6) * 0.5) if strong else 1.0
        painter.setPen(
            QPen(QColor(colour if strong else mixed(theme.background, colour, 0.25)), width, _STYLES[boundary.state])
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_curve(start, end))

    def _draw_box(self, painter: QPainter, identity: str, box: QRectF) -> None:
        theme = self._session.theme
        is_current = identity == self._current
        edge = theme.accent if is_current else theme.line
        painter.setPen(QPen(QColor(edge), 2 if is_current else 1))
        painter.setBrush(QColor(theme.sunken if identity.startswith("system:") else theme.raised))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(theme.text))
        text = self.fontMetrics().elidedText(
            plain(self._names[identity]), Qt.TextElideMode.ElideMiddle, round(box.width() - 16)
        )
        painter.drawText(box.adjusted(8, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _words(self, identity: str) -> str:
        if not identity:
            return ""
        trusts = [each for each in self._boundaries if each.truster == identity]
        trusted = [each for each in self._boundaries if each.trusted == identity]
        done = sum(each.state is BoundaryState.EXAMINED for each in trusted)
        return f"{elide_middle(self._names[identity], 60)}: trusts {len(trusts)}, trusted by {len(trusted)}, {done} of them examined"


def _curve(start: QRectF, end: QRectF) -> QPainterPath:
    """From the right side of the one who trusts to the left side of the one trusted; back and aside in an arc."""
    forward = end.left() > start.right()
    begin = QPointF(start.right(), start.center().y())
    goal = QPointF(end.left() if forward else end.right(), end.center().y())
    far = abs(goal.y() - begin.y()) / (BOX_HEIGHT + GAP)
    reach = max((goal.x() - begin.x()) / 2, 24.0) if forward else 24.0 + 6.0 * min(far, 12.0)
    path = QPainterPath(begin)
    path.cubicTo(begin + QPointF(reach, 0), goal + QPointF(-reach if forward else reach, 0), goal)
    return path
