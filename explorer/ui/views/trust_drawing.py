"""The map of trust as a drawing: a box per party, a line per boundary, drawn by the state of our trust."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.analysis.trust import Boundary, BoundaryState
from explorer.ui.session import Session
from explorer.ui.text import elide_middle, plain
from explorer.ui.theme import Theme, mixed

BOX_HEIGHT, GAP, LEAST_GAP, MARGIN = 28, 12, 5, 16
"""Pixels of a box, between boxes, between them where there are many, and around the map."""

LEAST_WIDTH, USUAL_WIDTH, BETWEEN = 96, 150, 40
"""Pixels of the narrowest box, of one that holds most names, and between columns and right of the last at the least."""

ARROW = 6
"""Pixels of an arrow's head."""

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
        self.boxes: dict[str, QRectF] = {}
        self._current = ""
        self._lanes: list[list[float]] = []
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
        self._make_room()

    def choose(self, identity: str) -> None:
        """Let one party stand out; an unknown one lets none."""
        self._current = identity if identity in self.boxes else ""
        said = self._words(self._current)
        self.setAccessibleDescription(said)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Override QWidget.changeEvent: the boxes grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    def _make_room(self) -> None:
        tallest = max((len(each) for each in self._columns), default=0)
        scale = self._scale()
        self.setMinimumSize(
            round(len(self._columns) * (LEAST_WIDTH * scale + BETWEEN)) + MARGIN,
            round(tallest * (BOX_HEIGHT * scale + LEAST_GAP)) + 2 * MARGIN,
        )
        self._place()
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
        for identity, box in self.boxes.items():
            self._draw_box(painter, identity, box)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override QWidget.mousePressEvent: a click chooses a party, beside them none."""
        found = next((name for name, box in self.boxes.items() if box.contains(event.position())), "")
        self.choose(found)
        if found:
            self.chosen.emit(found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Override QWidget.mouseMoveEvent: a box says in full what stands in it."""
        found = next((name for name, box in self.boxes.items() if box.contains(event.position())), "")
        self.setToolTip(plain(self._words(found)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: arrows go from box to box."""
        steps = {
            Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self.boxes:
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
        """Columns share the width, boxes of a column stand around the middle, with air where there is room."""
        self.boxes, self._lanes = {}, []
        if not self._columns:
            return
        height = BOX_HEIGHT * self._scale()
        pitch = (self.width() - MARGIN) / len(self._columns)
        width = min(max(USUAL_WIDTH * self._scale(), pitch / 2), pitch - BETWEEN)
        for x, names in enumerate(self._columns):
            air = (self.height() - 2 * MARGIN - len(names) * height) / max(len(names) - 1, 1)
            gap = min(max(air, LEAST_GAP), GAP)
            whole = len(names) * (height + gap) - gap
            top = max(MARGIN, (self.height() - whole) / 2)
            for y, name in enumerate(names):
                self.boxes[name] = QRectF(MARGIN + x * pitch, top + y * (height + gap), width, height)
            self._lanes.append([top - gap / 2 + y * (height + gap) for y in range(len(names) + 1)])

    def _is_strong(self, boundary: Boundary) -> bool:
        return not self._current or self._current in (boundary.truster, boundary.trusted)

    def _draw_line(self, painter: QPainter, boundary: Boundary, strong: bool) -> None:
        theme = self._session.theme
        start, end = self.boxes.get(boundary.truster), self.boxes.get(boundary.trusted)
        if start is None or end is None:
            return
        hue, base = looks(boundary.state, theme)
        width = base + (min(len(boundary.systems), 6) - 1) * 0.4 if strong else 1.0
        colour = QColor(hue if strong else mixed(theme.background, hue, 0.25))
        painter.setPen(QPen(colour, width, _STYLES[boundary.state]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        path = self.path(start, end)
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(_head(path))

    def path(self, start: QRectF, end: QRectF) -> QPainterPath:
        """A line between two boxes that passes between the boxes of the columns on its way, never behind one."""
        lefts = [self.boxes[names[0]].left() for names in self._columns]
        here, there = lefts.index(start.left()), lefts.index(end.left())
        if here == there:
            return _aside(start, end, self._between() * 0.9)
        onward = there > here
        begin = QPointF(start.right() if onward else start.left(), start.center().y())
        goal = QPointF(end.left() if onward else end.right(), end.center().y())
        path = QPainterPath(begin)
        for column in range(here + 1, there) if onward else range(here - 1, there, -1):
            part = (column - here) / (there - here)
            y = begin.y() + (goal.y() - begin.y()) * part
            lane = min(self._lanes[column], key=lambda at: abs(at - y))
            edges = (lefts[column], lefts[column] + start.width())
            _bend(path, QPointF(edges[0 if onward else 1], lane))
            path.lineTo(edges[1 if onward else 0], lane)
        _bend(path, goal)
        return path

    def _between(self) -> float:
        """Pixels between two columns."""
        first = self.boxes[self._columns[0][0]]
        return (self.width() - MARGIN) / len(self._columns) - first.width()

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


def looks(state: BoundaryState, theme: Theme) -> tuple[str, float]:
    """Hue and width of a line: what nobody has looked at stands out most."""
    match state:
        case BoundaryState.UNEXAMINED:
            return theme.warning, 2.2
        case BoundaryState.LAPSED | BoundaryState.REFUSED:
            return theme.bad, 1.8
        case BoundaryState.PROPOSED:
            return theme.muted, 1.4
        case BoundaryState.EXAMINED:
            return theme.good, 1.2


def _bend(path: QPainterPath, goal: QPointF) -> None:
    """Go on to a point, level at both ends."""
    reach = QPointF((goal.x() - path.currentPosition().x()) / 2, 0)
    path.cubicTo(path.currentPosition() + reach, goal - reach, goal)


def _aside(start: QRectF, end: QRectF, room: float) -> QPainterPath:
    """An arc beside a column, from one of its boxes to another, that stays within the room right of it."""
    begin, goal = QPointF(start.right(), start.center().y()), QPointF(end.right(), end.center().y())
    reach = min(
        24.0 + abs(goal.y() - begin.y()) / 8, room * 4 / 3
    )  # Such a curve goes three quarters of its reach aside.
    path = QPainterPath(begin)
    path.cubicTo(begin + QPointF(reach, 0), goal + QPointF(reach, 0), goal)
    return path


def _head(path: QPainterPath) -> QPolygonF:
    """The arrow at the end of a line."""
    tip, before = path.currentPosition(), path.pointAtPercent(max(0.0, 1 - ARROW / max(path.length(), ARROW)))
    along = QPointF(tip.x() - before.x(), 0)
    back = tip - QPointF(ARROW if along.x() >= 0 else -ARROW, 0)
    return QPolygonF([tip, back + QPointF(0, ARROW / 2), back - QPointF(0, ARROW / 2)])
