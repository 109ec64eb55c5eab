"""Many lines, rectangles or sprites in one call: rows of numbers seen as Qt's own structures."""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt
import shiboken6
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPixmap

Floats = npt.NDArray[np.float64]


def draw_lines(painter: QPainter, lines: Floats) -> None:
    """Draw lines given as rows of x1, y1, x2, y2."""
    if len(lines):
        rows = np.ascontiguousarray(lines, np.float64)
        painter.drawLines(cast(QLineF, shiboken6.Shiboken.wrapInstance(rows.ctypes.data, QLineF)), len(rows))


def draw_rects(painter: QPainter, rects: Floats) -> None:
    """Draw rectangles given as rows of x, y, width, height."""
    if len(rects):
        rows = np.ascontiguousarray(rects, np.float64)
        painter.drawRects(cast(QRectF, shiboken6.Shiboken.wrapInstance(rows.ctypes.data, QRectF)), len(rows))


def draw_sprites(painter: QPainter, pixmap: QPixmap, x: Floats, y: Floats, flip: Floats | None = None) -> None:
    """Draw a pixmap centred at each of these points; `flip` of -1 mirrors it left to right.

    The pixmap may have several device pixels for a logical one; the points are logical.
    """
    if not len(x):
        return
    ratio = pixmap.devicePixelRatio()
    rows = np.zeros((len(x), 10))
    rows[:, 0], rows[:, 1] = x, y
    rows[:, 4], rows[:, 5] = pixmap.width(), pixmap.height()
    rows[:, 6] = (1.0 if flip is None else flip) / ratio
    rows[:, 7] = 1.0 / ratio
    rows[:, 9] = 1.0
    fragments = shiboken6.Shiboken.wrapInstance(rows.ctypes.data, QPainter.PixmapFragment)
    painter.drawPixmapFragments(cast(QPainter.PixmapFragment, fragments), len(rows), pixmap)
