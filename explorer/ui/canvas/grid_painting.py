"""The picture of a matrix: cells as one image over hatching, names left and above, rings around what is pointed at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from explorer.ui.canvas.batches import draw_lines
from explorer.ui.canvas.grid_places import LEAST_NAME, LINE, GridPlaces
from explorer.ui.canvas.grid_scale import Scale
from explorer.ui.canvas.grid_scene import GridScene
from explorer.ui.canvas.type import fitted_name, sized
from explorer.ui.theme import Theme, contrast, mixed

Cell = tuple[int, int]

_GAPS_FROM, _NUMBERS_FROM, _NAMES_FROM = 7, (26, 14), 12
"""Pixels of a cell from which there are gaps between cells, numbers in them, and a name at every row."""


@dataclass(frozen=True, eq=False)
class GridFrame:
    """A matrix as it is looked at now."""

    scene: GridScene
    places: GridPlaces
    scale: Scale
    theme: Theme
    font: QFont
    cursor: Cell | None
    """Where the keyboard stands."""
    hovered: Cell | None
    selected: frozenset[int]
    """Nodes that are selected anywhere."""


def paint_grid(painter: QPainter, frame: GridFrame) -> None:
    """Paint everything that is seen."""
    theme, places = frame.theme, frame.places
    painter.fillRect(QRectF(0, 0, places.width, places.height), QColor(theme.background))
    painter.save()
    painter.setClipRect(places.cells, Qt.ClipOperation.IntersectClip)
    _cells(painter, frame)
    _rings(painter, frame)
    painter.restore()
    _row_heads(painter, frame)
    _column_heads(painter, frame)


def _cells(painter: QPainter, frame: GridFrame) -> None:
    places, theme = frame.places, frame.theme
    rows, columns = places.seen_rows(), places.seen_columns()
    if not rows or not columns:
        return
    window = (slice(rows.start, rows.stop), slice(columns.start, columns.stop))
    area = places.cell(rows.start, columns.start).united(places.cell(rows.stop - 1, columns.stop - 1))
    painter.fillRect(area, QColor(theme.background))
    painter.fillRect(area, QBrush(QColor(mixed(theme.background, theme.muted, 0.34)), Qt.BrushStyle.BDiagPattern))
    codes = frame.scale.codes(frame.scene.value[window])
    codes[frame.scene.unclaimed_rows[window[0]]] = (
        0  # What nobody claims is the unknown itself: hatched, with its number.
    )
    colours = _colours(frame, codes, frame.scene.hatched[window])
    image = QImage(colours.data, len(columns), len(rows), 4 * len(columns), QImage.Format.Format_ARGB32_Premultiplied)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(area, image)
    _gaps(painter, frame, rows, columns, area)
    if places.cell_width >= _NUMBERS_FROM[0] and places.cell_height >= _NUMBERS_FROM[1]:
        _numbers(painter, frame, rows, columns, codes)


def _colours(frame: GridFrame, codes: npt.NDArray[np.int64], hatched: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint32]:
    """(r, c): opaque colours; nothing where the hatching beneath shall be seen."""
    paper = mixed(frame.theme.background, frame.theme.sunken, 0.6)
    table = np.array([QColor(each).rgba() for each in (paper, *(step.colour for step in frame.scale.steps))], np.uint32)
    found = table[codes]
    found[hatched] = 0
    return np.ascontiguousarray(found)


def _gaps(painter: QPainter, frame: GridFrame, rows: range, columns: range, area: QRectF) -> None:
    places = frame.places
    painter.setPen(QPen(QColor(frame.theme.background), 1))
    if places.cell_width >= _GAPS_FROM:
        x = np.array([places.cell(0, column).left() for column in columns]) + 0.5
        draw_lines(painter, _lines(x, np.full(len(x), area.top()), x, np.full(len(x), area.bottom())))
    if places.cell_height >= _GAPS_FROM:
        y = np.array([places.cell(row, 0).top() for row in rows]) + 0.5
        draw_lines(painter, _lines(np.full(len(y), area.left()), y, np.full(len(y), area.right()), y))


def _lines(*ends: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.stack(ends, axis=1)


def _numbers(painter: QPainter, frame: GridFrame, rows: range, columns: range, codes: npt.NDArray[np.int64]) -> None:
    """The numbers of all cells of one step in one colour."""
    places, scene = frame.places, frame.scene
    font = sized(frame.font, min(11, places.cell_height - 4))
    painter.setFont(font)
    room = places.cell_width - 4
    metrics = QFontMetricsF(font)
    widths: dict[str, float] = {}
    values = scene.value[rows.start : rows.stop, columns.start : columns.stop]
    grounds = [frame.theme.background, *(step.colour for step in frame.scale.steps)]
    for code, ground in enumerate(grounds):
        painter.setPen(QColor(_ink_on(ground, frame.theme)))
        for row, column in np.argwhere((codes == code) & (values > 0)).tolist():
            number = f"{values[row, column]:,}"
            if number not in widths:
                widths[number] = metrics.horizontalAdvance(number)
            if widths[number] <= room:
                box = places.cell(rows.start + row, columns.start + column)
                if not code:
                    room_of_it = QRectF(0, 0, widths[number] + 4, box.height() - 4)
                    room_of_it.moveCenter(box.center())
                    painter.fillRect(room_of_it, QColor(ground))
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), number)


def _ink_on(colour: str, theme: Theme) -> str:
    return max((theme.text, theme.background), key=lambda ink: contrast(ink, colour))


def _rings(painter: QPainter, frame: GridFrame) -> None:
    theme, places = frame.theme, frame.places
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if frame.hovered is not None:
        painter.setPen(QPen(QColor(theme.text), 1.4))
        painter.drawRect(places.cell(*frame.hovered).adjusted(0.5, 0.5, 0.5, 0.5))
    if frame.cursor is not None:
        box = places.cell(*frame.cursor).adjusted(0.5, 0.5, 0.5, 0.5)
        painter.setPen(QPen(QColor(theme.background), 5))
        painter.drawRect(box.adjusted(-1, -1, 1, 1))
        painter.setPen(QPen(QColor(theme.accent), 2.4))
        painter.drawRect(box.adjusted(-1, -1, 1, 1))


def _row_heads(painter: QPainter, frame: GridFrame) -> None:
    places, scene = frame.places, frame.scene
    font = sized(frame.font, 12)
    metrics = QFontMetricsF(font)
    painter.save()
    painter.setClipRect(QRectF(0, places.head_height, places.head_width, places.height), Qt.ClipOperation.IntersectClip)
    step = max(-(-_NAMES_FROM // places.cell_height), 1)
    marked = _marked(frame, rows=True)
    for row in places.seen_rows():
        if row % step and row not in marked:
            continue
        box = places.cell(row, 0)
        line = QRectF(8, box.center().y() - LINE / 2, places.head_width - 16, LINE)
        _head(painter, frame, scene.row_names[row], line, metrics, font, scene.row_node(row), row in marked, right=True)
    painter.restore()


def _column_heads(painter: QPainter, frame: GridFrame) -> None:
    """Names that never rotate: one line where columns are wide; else stepped down, with a fine line to the column."""
    places, scene = frame.places, frame.scene
    font = sized(frame.font, 12)
    metrics = QFontMetricsF(font)
    painter.save()
    painter.setClipRect(QRectF(places.head_width, 0, places.width, places.head_height), Qt.ClipOperation.IntersectClip)
    marked = _marked(frame, rows=False)
    shown = _named_columns(places, marked)
    painter.setPen(QPen(QColor(mixed(frame.theme.background, frame.theme.line, 0.5)), 1))
    if places.lines > 1:
        for column, line in shown:
            middle = places.cell(0, column).center().x()
            painter.drawLine(QPointF(middle, line * LINE + LINE), QPointF(middle, places.head_height - 2))
    for column, line in shown:
        box = places.cell(0, column)
        wide = places.cell_width * places.lines * places.every - 8
        left = box.left() + 3 if places.lines == 1 else box.center().x() - 2
        where = QRectF(left, 4 + line * LINE, wide, LINE)
        _head(
            painter,
            frame,
            scene.column_names[column],
            where,
            metrics,
            font,
            scene.column_node(column),
            column in marked,
        )
    painter.restore()


def _named_columns(places: GridPlaces, marked: frozenset[int]) -> list[tuple[int, int]]:
    """Columns with the line on which their name stands; those that are marked last, over the others."""
    every, lines = places.every, places.lines
    found = [(column, column // every % lines) for column in places.seen_columns() if column % every == 0]
    return [*found, *((column, lines - 1) for column in sorted(marked) if column % every)]


def _marked(frame: GridFrame, rows: bool) -> frozenset[int]:
    """What the cursor or the mouse is on."""
    cells = [cell for cell in (frame.cursor, frame.hovered) if cell is not None]
    return frozenset(cell[0] if rows else cell[1] for cell in cells)


def _head(
    painter: QPainter, frame: GridFrame, name: str, box: QRectF, metrics: QFontMetricsF, font: QFont, node: int,
    marked: bool, right: bool = False,
) -> None:  # fmt: skip
    theme, selected = frame.theme, node in frame.selected
    text = fitted_name(metrics, name, box.width() - 4)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    width = min(metrics.horizontalAdvance(text), box.width())
    ground = QRectF(box.right() - width - 3 if right else box.left() - 3, box.top(), width + 6, box.height())
    if selected or marked or frame.places.lines > 1:
        painter.fillRect(ground, QColor(mixed(theme.background, theme.accent, 0.16) if selected else theme.background))
    painter.setFont(sized(font, 12, bold=marked))
    painter.setPen(QColor(theme.accent if selected else theme.text if marked else theme.muted))
    painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)


def name_width(font: QFont, names: tuple[str, ...], most: float) -> int:
    """Pixels that the longest of these names needs, at most so many."""
    metrics = QFontMetricsF(sized(font, 12))
    longest = max((metrics.horizontalAdvance(name) for name in sorted(names, key=len)[-20:]), default=0.0)
    return round(min(max(longest + 10, LEAST_NAME / 2), most))
