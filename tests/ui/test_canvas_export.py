from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from explorer.errors import InputError
from explorer.ui.canvas.lineage_canvas import LineageCanvas
from tests.layout.synthetic import portfolio, small
from tests.ui.canvases import canvas_of, pixels, pixels_of


def _agreement(first: np.ndarray, second: np.ndarray) -> float:
    """The share of pixels that are about the same: letters and edges differ a little between painters."""
    return float((np.abs(first - second).sum(axis=2) < 60).mean())


def test_that_an_image_is_what_is_on_the_screen_twice_as_sharp(qtbot: QtBot, tmp_path: Path) -> None:
    canvas = canvas_of(qtbot, small())
    canvas.render_to(tmp_path / "picture.png")
    image = QImage(str(tmp_path / "picture.png"))
    assert (image.width(), image.height()) == (2560, 1600)
    assert _agreement(pixels_of(image.scaled(1280, 800)), pixels(canvas)) > 0.97


def test_that_an_svg_is_the_same_picture_as_lines_and_text(qtbot: QtBot, tmp_path: Path) -> None:
    canvas = canvas_of(qtbot, portfolio(2, 200))
    path = tmp_path / "picture.svg"
    canvas.render_to(path)
    text = path.read_text("utf-8")
    assert "<image" not in text
    assert "Depth 1" in text
    assert "claims-triage" in text
    image = QImage(1280, 800, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    QSvgRenderer(str(path)).render(painter)
    painter.end()
    assert _agreement(pixels_of(image), pixels(canvas)) > 0.94


def test_that_a_pdf_has_one_page_with_text(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "picture.pdf"
    canvas_of(qtbot, small()).render_to(path)
    data = path.read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") == 1
    assert b"/Font" in data


def test_that_any_other_ending_is_refused_with_advice(qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        canvas_of(qtbot, small()).render_to(tmp_path / "picture.bmp")
    assert "png, svg or pdf" in refused.value.advice


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_that_a_folder_that_is_not_there_is_refused_with_advice(qtbot: QtBot, tmp_path: Path, ending: str) -> None:
    with pytest.raises(InputError) as refused:
        canvas_of(qtbot, small()).render_to(tmp_path / "nowhere" / f"picture.{ending}")
    assert "folder" in refused.value.advice


def test_that_a_scene_can_be_painted_into_part_of_another_picture(qtbot: QtBot) -> None:
    canvas: LineageCanvas = canvas_of(qtbot, small())
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    painter = QPainter(image)
    canvas.paint_scene(painter, QRectF(100, 100, 640, 400))
    painter.end()
    picture = pixels_of(image)
    assert (picture[:90] == [255, 0, 0]).all()
    assert not (picture[150:450, 150:700] == [255, 0, 0]).all(axis=2).any()
