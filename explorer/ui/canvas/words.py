"""The labels beside the marks, with a second line when near."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QStaticText

from explorer.domain.component import ComponentClass
from explorer.layout.drawing import CLASSES
from explorer.layout.measures import LABEL_GAP
from explorer.ui.canvas.batches import draw_rects
from explorer.ui.canvas.detail import Detail, label_pixels
from explorer.ui.canvas.frame import Frame
from explorer.ui.canvas.labels import place_labels
from explorer.ui.canvas.marks import system_rect
from explorer.ui.canvas.type import sized

FAR_LABELS = 60
MOST_LABELS = 2000
_LEAST_ROOM = 16.0
_SLACK = 6.0
"""Pixels by which a label may be wider than its column, rather than lose a letter, where it finds no break or second line."""

_BETWEEN = 3.0
"""Pixels that stay free between labels of two lines."""

_LEAST_CHARACTERS = 7
"""What is left of an elided label must be at least so long to be worth reading."""

_BREAK = re.compile(r"(?<=[-_/ .@])")
_SYSTEM_CODE = CLASSES.index(ComponentClass.SYSTEM)


@dataclass(frozen=True, slots=True)
class Label:
    """One label as it is painted, in pixels."""

    mark: int
    text: str
    box: QRectF
    second: str = ""


def shown_labels(frame: Frame, marks: npt.NDArray[np.int64]) -> list[Label]:
    """The labels of these marks that are painted; no two of their boxes overlap."""
    scene = frame.scene
    marks = marks[~_are_written(frame, marks)]
    if not len(marks):
        return []
    metrics = QFontMetricsF(sized(frame.font, label_pixels(frame.camera.scale)))
    strong = QFontMetricsF(sized(frame.font, label_pixels(frame.camera.scale), bold=True))
    far = frame.detail is Detail.FAR
    importance = scene.importance[marks] + 1e6 * np.isin(marks, wanted(frame))
    if far:
        marks, importance = _foremost(marks, importance, FAR_LABELS * 3)
    bundled = scene.drawing.bundle[marks] >= 0
    candidates = [
        _label(frame, mark, strong if bundle else metrics, far)
        for mark, bundle in zip(marks.tolist(), bundled.tolist(), strict=True)
    ]
    kept = [item for item, label in enumerate(candidates) if label.text]
    boxes = np.array([bounds(candidates[item].box) for item in kept]).reshape(-1, 4)
    if far:
        clear = np.flatnonzero(_clear_of_glyphs(frame, boxes))
        kept, boxes = [kept[item] for item in clear.tolist()], boxes[clear]
    chosen = place_labels(boxes, importance[kept], FAR_LABELS if far else MOST_LABELS)
    return [candidates[kept[item]] for item in sorted(chosen)]


def _clear_of_glyphs(frame: Frame, boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """(l,): which boxes lie over no glyph."""
    marks, half = frame.visible(), frame.glyph / 2
    x, y = frame.x(frame.scene.placement.x[marks]), frame.y(frame.scene.placement.y[marks])
    left, top, right, bottom = (column[:, None] for column in boxes.T)
    over = (left < x + half) & (right > x - half) & (top < y + half) & (bottom > y - half)
    return ~over.any(axis=1)


def line_begins(frame: Frame, labels: list[Label]) -> npt.NDArray[np.float64]:
    """(k,): where lines leave each mark, in pixels: behind its label, or behind its glyph where no label is shown."""
    begins = frame.x(frame.scene.placement.x) + frame.glyph / 2 + 3
    for mark in np.flatnonzero(_are_written(frame, np.arange(len(begins)))).tolist():
        begins[mark] = system_rect(frame, mark).right() + 3
    for label in labels:
        begins[label.mark] = label.box.right() + 5
    return np.asarray(begins)


def is_written(frame: Frame, mark: int) -> bool:
    """Whether a mark is a system, whose name stands inside it."""
    return bool(_are_written(frame, np.array([mark]))[0])


def label_of(frame: Frame, mark: int) -> Label:
    """The label of one mark, as if it were alone."""
    font = sized(frame.font, label_pixels(frame.camera.scale), bold=frame.scene.is_bundle(mark))
    return _label(frame, mark, QFontMetricsF(font), frame.detail is Detail.FAR)


def _are_written(frame: Frame, marks: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which of the marks are systems, whose names stand inside them."""
    drawing = frame.scene.drawing
    return np.asarray((drawing.component_class[marks] == _SYSTEM_CODE) & (drawing.bundle[marks] < 0))


def paint_labels(painter: QPainter, frame: Frame, labels: list[Label]) -> None:
    """Paint labels on plates of paper, so that lines do not run through them."""
    _plates(painter, frame, labels)
    size = label_pixels(frame.camera.scale)
    first, second = sized(frame.font, size), sized(frame.font, max(9, size - 2))
    lit, bundle = frame.light.lit, frame.scene.drawing.bundle
    beyond = frame.scene.drawing.beyond
    for label in labels:
        strong = lit[label.mark]
        colour = frame.palette.faint if not strong else frame.palette.muted if beyond[label.mark] else frame.palette.ink
        font = sized(first, size, bold=True) if bundle[label.mark] >= 0 else first
        corner = label.box.topLeft()
        for line in label.text.split("\n"):
            _write(painter, frame, line, corner, font, colour)
            corner += QPointF(0, label.box.height() / 2)
        if label.second:
            below = QPointF(label.box.left(), label.box.bottom() - QFontMetricsF(second).height())
            _write(painter, frame, label.second, below, second, frame.palette.muted if strong else frame.palette.faint)


def wanted(frame: Frame) -> list[int]:
    """The marks that are looked at now."""
    return [mark for mark in (*frame.selected, frame.hovered, frame.focused) if mark is not None]


def _foremost(
    marks: npt.NDArray[np.int64], importance: npt.NDArray[np.float64], most: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    order = np.sort(np.argsort(-importance, kind="stable")[:most])
    return marks[order], importance[order]


def _label(frame: Frame, mark: int, metrics: QFontMetricsF, far: bool) -> Label:
    place, scale = frame.scene.placement, frame.camera.scale
    gap = max(LABEL_GAP * min(scale, 1.0), 3.0)
    left = round(place.x[mark] * scale + frame.camera.dx) + frame.glyph / 2 + gap
    right = (place.x[mark] + place.space[mark]) * scale + frame.camera.dx
    if frame.scene.is_bundle(mark):
        left += frame.glyph * 0.22
    room = max(right - left, 90.0 if far else 0.0)
    y = place.y[mark] * scale + frame.camera.dy
    if room < _LEAST_ROOM:
        return Label(mark, "", QRectF())
    folds = place.row_height * scale >= 2 * metrics.height() + _BETWEEN and len(_BREAK.split(_words(frame, mark))) > 1
    if not folds and room < metrics.horizontalAdvance(_words(frame, mark)) <= room + _SLACK:
        room += _SLACK
    text = _fitting(frame, mark, metrics, room)
    second, height = "", metrics.height()
    if "…" in text and place.row_height * scale >= 2 * height + _BETWEEN:
        lines = fold(_words(frame, mark), metrics, room)
        width = max(metrics.horizontalAdvance(line) for line in lines)
        box = QRectF(left, round(y - height * len(lines) / 2), min(width, room) + 1, height * len(lines))
        return Label(mark, "\n".join(lines), box)
    if not far and _says_nothing(text, _words(frame, mark)):
        return Label(mark, "", QRectF())
    if frame.detail is Detail.NEAR:
        small = QFontMetricsF(sized(frame.font, max(9, label_pixels(scale) - 2)))
        second = _first_fitting(small, frame.scene.second_lines(mark), room)
        height += small.height() - 1
        width = max(metrics.horizontalAdvance(text), small.horizontalAdvance(second))
    else:
        width = metrics.horizontalAdvance(text)
    return Label(mark, text, QRectF(left, round(y - height / 2), min(width, room) + 1, height), second)


def _words(frame: Frame, mark: int) -> str:
    """The label, unelided; of a bundle of which a part is selected, how much of it that is: `3 of 143 packages`."""
    part = frame.parts.get(mark)
    if part is None:
        return frame.scene.labels[mark]
    bundle = frame.scene.drawing.bundles[int(frame.scene.drawing.bundle[mark])]
    return f"{part:,} of {len(bundle.members):,} {bundle.title}"


def _fitting(frame: Frame, mark: int, metrics: QFontMetricsF, room: float) -> str:
    """The label elided in the middle, where lookalikes differ; of a bundle that finds no room, its number alone."""
    text = _words(frame, mark)
    folds = frame.scene.placement.row_height * frame.camera.scale >= 2 * metrics.height() + _BETWEEN
    if (
        frame.scene.is_bundle(mark)
        and metrics.horizontalAdvance(text) > room
        and not (folds and metrics.horizontalAdvance(text.rpartition(" ")[0]) <= room)
    ):
        text = " ".join(text.split()[:3]) if mark in frame.parts else f"{len(frame.scene.drawing.members(mark)):,}"
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)


def fold(text: str, metrics: QFontMetricsF, room: float) -> list[str]:
    """A text on two lines, broken behind a separator where possible; elided where it is still too long."""
    parts = _BREAK.split(text)
    breaks = [("".join(parts[:cut]), "".join(parts[cut:])) for cut in range(1, len(parts))]
    fitting = [pair for pair in breaks if max(metrics.horizontalAdvance(line) for line in pair) <= room]
    if fitting:
        return list(min(fitting, key=lambda pair: max(metrics.horizontalAdvance(line) for line in pair)))
    begun = [pair for pair in breaks if room * 0.45 <= metrics.horizontalAdvance(pair[0]) <= room]
    if begun:
        return [begun[-1][0], metrics.elidedText(begun[-1][1], Qt.TextElideMode.ElideMiddle, room)]
    head = len(text)
    while head > 1 and metrics.horizontalAdvance(text[:head]) > room:
        head -= 1
    rest = metrics.elidedText(text[head:], Qt.TextElideMode.ElideLeft, room)
    return [text[:head], rest] if rest else [text[:head]]


def _says_nothing(shown: str, whole: str) -> bool:
    """Whether so much was elided that what is left is not worth reading."""
    return "…" in shown and len(shown) < min(_LEAST_CHARACTERS, len(whole) - 2)


def _first_fitting(metrics: QFontMetricsF, texts: tuple[str, ...], room: float) -> str:
    for text in texts:
        if metrics.horizontalAdvance(text) <= room:
            return text
    return metrics.elidedText(texts[-1], Qt.TextElideMode.ElideMiddle, room)


def _plates(painter: QPainter, frame: Frame, labels: list[Label]) -> None:
    """Paper behind the labels; tinted behind what is selected or hovered."""
    bands = frame.scene.drawing.layer
    glowing = {*frame.selected, frame.hovered}
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, chosen in (
        (frame.palette.papers[0], [one for one in labels if bands[one.mark] % 2 == 0 and one.mark not in glowing]),
        (frame.palette.papers[1], [one for one in labels if bands[one.mark] % 2 == 1 and one.mark not in glowing]),
        (frame.palette.glow, [one for one in labels if one.mark in glowing]),
    ):
        painter.setBrush(colour)
        rows = [(one.box.left() - 2, one.box.top() + 1, one.box.width() + 4, one.box.height() - 2) for one in chosen]
        draw_rects(painter, np.array(rows, float).reshape(-1, 4))
    painter.restore()


_prepared: dict[tuple[str, int, int], QStaticText] = {}
_MOST_PREPARED = 20_000


def _write(painter: QPainter, frame: Frame, text: str, corner: QPointF, font: QFont, colour: QColor) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    if frame.vector:
        painter.drawText(QPointF(corner.x(), corner.y() + QFontMetricsF(font).ascent()), text)
        return
    key = (text, font.pixelSize(), font.weight())
    prepared = _prepared.get(key)
    if prepared is None:
        if len(_prepared) > _MOST_PREPARED:
            _prepared.clear()
        prepared = QStaticText(text)
        prepared.setTextFormat(Qt.TextFormat.PlainText)
        prepared.prepare(font=font)
        _prepared[key] = prepared
    painter.drawStaticText(corner, prepared)


def bounds(box: QRectF) -> tuple[float, float, float, float]:
    """Left, top, right and bottom."""
    return box.left(), box.top(), box.right(), box.bottom()
