"""The picture as a file: what is on the screen, by the same painting, as pixels or as lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPaintEngine, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from explorer.errors import InputError

IMAGE_RATIO = 2.0
"""Pixels of an image for a pixel of the screen."""

Paint = Callable[[QPainter, QRectF], None]


def render_to(path: Path, size: QSizeF, title: str, paint: Paint) -> None:
    """Write what `paint` paints into a rectangle of `size` (logical pixels) to a PNG, SVG or PDF file.

    Raises `InputError` for any other ending or where the file cannot be written.
    """
    writers = {".png": _png, ".svg": _svg, ".pdf": _pdf}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise InputError(
            f"A picture cannot be written as {path.suffix or 'a file without ending'}.", "Use png, svg or pdf."
        )
    if not path.parent.is_dir() or not writer(path, size, title, paint):
        raise InputError(
            f"The picture could not be written to {path}.", "Check that the folder exists and can be written."
        )


def is_vector(painter: QPainter) -> bool:
    """Whether a painter writes lines rather than pixels."""
    return painter.paintEngine().type() in (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf, QPaintEngine.Type.Picture)


def _png(path: Path, size: QSizeF, _title: str, paint: Paint) -> bool:
    image = QImage((size * IMAGE_RATIO).toSize(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(IMAGE_RATIO)
    painter = QPainter(image)
    paint(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return image.save(str(path))


def _svg(path: Path, size: QSizeF, title: str, paint: Paint) -> bool:
    writer = QSvgGenerator()
    writer.setFileName(str(path))
    writer.setSize(QSize(round(size.width()), round(size.height())))
    writer.setViewBox(QRectF(0, 0, size.width(), size.height()))
    writer.setTitle(title)
    return _onto(writer, size, paint)


def _pdf(path: Path, size: QSizeF, title: str, paint: Paint) -> bool:
    writer = QPdfWriter(str(path))
    writer.setTitle(title)
    writer.setResolution(96)
    page = QPageSize(size * 72 / 96, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    return _onto(writer, size, paint)


def _onto(device: QSvgGenerator | QPdfWriter, size: QSizeF, paint: Paint) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    paint(painter, QRectF(0, 0, size.width(), size.height()))
    return painter.end()
