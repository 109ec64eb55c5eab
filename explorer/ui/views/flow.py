"""From whom does everything come? Systems, classes and companies as a flow that adds up on both sides."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.analysis.flows import OTHER_COMPANIES, OTHER_SYSTEMS, UNKNOWN_COMPANY, Flows, flows
from explorer.domain.component import CLASS_TITLES, ComponentClass
from explorer.layout.sankey import Band, Bar, Sankey, sankey
from explorer.pipeline.flows_table import NOTE, flows_sentence, flows_table
from explorer.pipeline.sentences import counted
from explorer.pipeline.table import Table as AnswerTable
from explorer.progress import Progress
from explorer.ui.canvas.speech import announce
from explorer.ui.models.table import Table
from explorer.ui.session import Session
from explorer.ui.text import as_tooltip, plain
from explorer.ui.theme import mixed
from explorer.ui.views.answer_table import answer_columns
from explorer.ui.views.base import View
from explorer.ui.views.parts import column_of, told

LANE = "flows"
BAR_WIDTH, LABEL_WIDTH, MARGIN = 12, 168, 12
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class FlowView(View):
    """The drawing, and the same as a table in which nothing is drawn together."""

    name = "flow"
    tab = "Flow"
    group = "Weigh"
    question = "From whom does everything come, system by system, class by class?"
    help_text = (
        f"{NOTE} Bars are as high as what flows through them. Point at a band or bar to read its number, click a company or "
        "system to select it; arrow keys go from bar to bar, Enter selects. "
        "Beyond the largest, systems and companies are drawn together, and the line below says how many; the table has each."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._said = "Being worked out."
        self._drawing = FlowDrawing(session)
        self._drawing.chosen.connect(self._select)
        self._note = told("", "muted")
        self._rows = Table((), "Components by system, class and company")
        self.set_pages(column_of(self._drawing, self._note, margins=(16, 4, 16, 12)), self._rows)

    def headline(self) -> str:
        """Override View.headline."""
        return self._said

    def picture(self) -> QWidget:
        """Override View.picture."""
        return self._drawing

    def refresh(self) -> None:
        """Override View.refresh."""
        snapshot, answers = self.session.snapshot, self.session.answers

        def made(progress: Progress) -> tuple[Flows, Sankey, AnswerTable]:
            progress.step("Following everything to whoever made it")
            found = flows(snapshot, answers.roots)
            rows = [((each.system, each.component_class, each.company), each.components) for each in found.flows]
            return found, sankey(rows), flows_table(snapshot, answers)

        self.session.jobs.start(LANE, made, lambda result: self._show(*result), self.session.tell_failure)

    def _show(self, found: Flows, drawing: Sankey, table: AnswerTable) -> None:
        self._said = flows_sentence(found)
        self._drawing.show_flow(drawing)
        parts = [f"{counted(found.total, 'component')} counted once per system."]
        if found.rest_systems:
            parts.append(f"{counted(found.rest_systems, 'system')} drawn together.")
        if found.rest_companies:
            parts.append(f"{counted(found.rest_companies, 'company', 'companies')} drawn together.")
        self._note.setText(" ".join(parts))
        self._rows.set_columns(answer_columns(table))
        self._rows.set_rows(table.rows)
        self.tell_headline()

    def _select(self, name: str) -> None:
        found = [each.id for each in self.session.snapshot.components if each.name == name]
        self.session.select(found[:1])


class FlowDrawing(QWidget):
    """Bars with their names, and bands between them in the hue of the class."""

    chosen = Signal(str)
    """The name of the system or company that was clicked."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._sankey = Sankey((), ())
        self._hovered = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(420, 300)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Flow from systems over classes to companies; the table holds the same")

    def show_flow(self, drawing: Sankey) -> None:
        """Show another flow."""
        self._sankey = drawing
        self.update()

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint."""
        return QSize(900, 560)

    def paintEvent(self, event: object) -> None:
        """Override QWidget.paintEvent: pale bands, those of what is pointed at stronger, then bars and names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for band in self._sankey.bands:
            strong = self._hovered in (band.source, band.target)
            hue = self._hue(band.target if band.column == 0 else band.source)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mixed(self._session.theme.background, hue, 0.65 if strong else 0.28)))
            painter.drawPath(self._path(band))
        lowest = dict.fromkeys(range(3), -1e9)
        for bar in self._sankey.bars:
            at, height = self._rect(bar).center().y(), self.fontMetrics().height()
            has_room = at - lowest[bar.column] >= height * 0.95
            self._draw_bar(painter, bar, has_room or bar.name == self._hovered)
            lowest[bar.column] = at if has_room else lowest[bar.column]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Override QWidget.mouseMoveEvent: what is pointed at says its number."""
        bar = next((bar for bar in self._sankey.bars if self._touch(bar).contains(event.position())), None)
        band = next((band for band in self._sankey.bands if self._path(band).contains(event.position())), None)
        text = f"{bar.name}: {bar.value:,}" if bar else f"{band.source} → {band.target}: {band.value:,}" if band else ""
        self.setToolTip(as_tooltip(text) if text else "")
        hovered = bar.name if bar else ""
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override QWidget.mousePressEvent: a click on a bar chooses it."""
        bar = next((bar for bar in self._sankey.bars if self._touch(bar).contains(event.position())), None)
        if bar is not None:
            self._choose(bar)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: arrows go from bar to bar, which is said; Enter or Space chooses it."""
        key = Qt.Key(event.key())
        here = next((bar for bar in self._sankey.bars if bar.name == self._hovered), None)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and here is not None:
            self._choose(here)
        elif key in _STEPS and self._sankey.bars:
            self._go_to(next_bar(self._sankey.bars, here, *_STEPS[key]))
        else:
            super().keyPressEvent(event)

    def _go_to(self, bar: Bar) -> None:
        self._hovered = bar.name
        announce(self, plain(f"{bar.name}: {bar.value:,}"))
        self.update()

    def _choose(self, bar: Bar) -> None:
        if bar.name not in (UNKNOWN_COMPANY, OTHER_COMPANIES, OTHER_SYSTEMS):
            self.chosen.emit(bar.name)

    def _x(self, column: int) -> float:
        room = self.width() - 2 * MARGIN - 2 * LABEL_WIDTH - BAR_WIDTH
        return MARGIN + LABEL_WIDTH + column * room / 2

    def _y(self, share: float) -> float:
        return MARGIN + share * (self.height() - 2 * MARGIN)

    def _rect(self, bar: Bar) -> QRectF:
        top = self._y(bar.top)
        return QRectF(self._x(bar.column), top, BAR_WIDTH, max(self._y(bar.bottom) - top, 1.0))

    def _touch(self, bar: Bar) -> QRectF:
        """The bar with its name."""
        rect = self._rect(bar)
        left = rect.left() - (LABEL_WIDTH if bar.column == 0 else 0)
        width = BAR_WIDTH + LABEL_WIDTH if bar.column != 1 else BAR_WIDTH
        return QRectF(left, rect.top(), width, max(rect.height(), 8))

    def _path(self, band: Band) -> QPainterPath:
        left, right = self._x(band.column) + BAR_WIDTH, self._x(band.column + 1)
        middle = (left + right) / 2
        begin, end = self._y(band.source_top), self._y(band.source_bottom)
        arrive, last = self._y(band.target_top), self._y(band.target_bottom)
        path = QPainterPath()
        path.moveTo(left, begin)
        path.cubicTo(middle, begin, middle, arrive, right, arrive)
        path.lineTo(right, last)
        path.cubicTo(middle, last, middle, end, left, end)
        path.closeSubpath()
        return path

    def _draw_bar(self, painter: QPainter, bar: Bar, named: bool) -> None:
        theme, rect = self._session.theme, self._rect(bar)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(
            QColor(
                self._hue(bar.name) if bar.column == 1 else theme.muted if bar.name == UNKNOWN_COMPANY else theme.text
            )
        )
        painter.drawRect(rect)
        if self.hasFocus() and bar.name == self._hovered:
            painter.setPen(QPen(QColor(theme.accent), 2.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(-3, -3, 3, 3))
        if not named:
            return  # Its name would lie over the one above; pointing at the bar tells it.
        painter.setPen(QColor(theme.text))
        room = LABEL_WIDTH - 12
        if bar.column == 1:  # Its name lies between two columns; it must not run into the next.
            room = max(min(room, int(self._x(2) - rect.right()) - 12), 0)
        words = self.fontMetrics().elidedText(plain(f"{bar.name} {bar.value:,}"), Qt.TextElideMode.ElideMiddle, room)
        height = self.fontMetrics().height()
        top = rect.center().y() - height / 2
        if bar.column == 0:
            painter.drawText(
                QRectF(rect.left() - LABEL_WIDTH, top, LABEL_WIDTH - 6, height), Qt.AlignmentFlag.AlignRight, words
            )
        else:
            painter.drawText(QRectF(rect.right() + 6, top, LABEL_WIDTH, height), Qt.AlignmentFlag.AlignLeft, words)

    def _hue(self, title: str) -> str:
        for component_class in ComponentClass:
            if CLASS_TITLES[component_class] == title:
                return self._session.theme.class_colour(component_class).name()
        return self._session.theme.muted


def next_bar(bars: Sequence[Bar], here: Bar | None, across: int, down: int) -> Bar:
    """The next bar in a direction: of its own column the next one, of another the one at about the same height; else itself.

    >>> one, two, far = Bar(0, "one", 0.0, 0.4, 4), Bar(0, "two", 0.5, 1.0, 5), Bar(1, "far", 0.6, 1.0, 5)
    >>> [next_bar([one, two, far], two, *step).name for step in ((0, -1), (0, 1), (1, 0), (-1, 0))]
    ['one', 'two', 'far', 'two']
    """
    if here is None:
        return bars[0]
    column = [bar for bar in bars if bar.column == here.column + across] or [here]
    column.sort(key=lambda bar: bar.top)
    if across:
        middle = (here.top + here.bottom) / 2
        return min(column, key=lambda bar: abs((bar.top + bar.bottom) / 2 - middle))
    return column[min(max(column.index(here) + down, 0), len(column) - 1)]
