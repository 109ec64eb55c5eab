"""How the strata are looked at in one frame."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont

from explorer.layout.strata_bundles import RelationBundles
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.strata_camera import Bounds, StrataCamera
from explorer.ui.canvas.strata_columns import Columns, columns
from explorer.ui.canvas.strata_light import StrataLight
from explorer.ui.canvas.strata_scene import StrataScene
from explorer.ui.canvas.strata_shading import Shading
from explorer.ui.canvas.strata_shape import Shape, Sheet

MOST_RING, READABLE_RING = 150.0, 24.0
"""Pixels that a ring of a disc is wide at most, and to which it grows while one zooms in."""


@dataclass(frozen=True, eq=False)
class StrataFrame:
    """One look at one scene, with what stands in each column of pixels."""

    scene: StrataScene
    camera: StrataCamera
    view: QRectF
    sheet: Sheet
    columns: Columns
    shading: Shading
    light: StrataLight
    palette: Palette
    font: QFont
    ratio: float
    selected: tuple[int, ...] = ()
    focused: int | None = None
    hovered: int | None = None
    bundles: RelationBundles | None = None
    pinned: tuple[int, ...] = ()
    trail: tuple[int, ...] = ()
    """The cells of the way that is drawn."""

    @property
    def paper(self) -> QRectF:
        """The strip that cells are drawn on."""
        return self.sheet.paper


def bounds_of(scene: StrataScene, sheet: Sheet) -> Bounds:
    """What cameras may look at on a sheet."""
    bounds = Bounds(scene.strata.rows, scene.strata.total, sheet.paper)
    if sheet.shape is Shape.ICICLE:
        return bounds
    return replace(bounds, most_row=MOST_RING, readable_row=READABLE_RING, holds_top=True, head=0.0)


def rows_seen(camera: StrataCamera, rows: int, paper: QRectF) -> range:
    """The rows that are seen, whole or in part."""
    first = max(0, int((paper.top() - camera.dy) // camera.down))
    last = min(rows, int(-((camera.dy - paper.bottom()) // camera.down)))
    return range(first, max(first, last))


def columns_seen(scene: StrataScene, camera: StrataCamera, sheet: Sheet, ratio: float) -> Columns:
    """What stands in each column of pixels."""
    rows, pitch = rows_seen(camera, scene.strata.rows, sheet.paper), sheet.pitch(ratio)
    width = max(math.ceil(sheet.paper.width() * pitch - 1e-6), 1)
    return columns(scene.strata, camera, rows, sheet.paper.left(), width, pitch)
