"""How the strata are looked at in one frame."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont

from explorer.layout.strata_bundles import RelationBundles
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.strata_camera import Bounds, StrataCamera
from explorer.ui.canvas.strata_columns import Columns, columns
from explorer.ui.canvas.strata_light import StrataLight
from explorer.ui.canvas.strata_scene import StrataScene
from explorer.ui.canvas.strata_shading import Shading

GUTTER = 116.0
"""The scale of depths at the left, in logical pixels."""

NARROW_GUTTER = 64.0
FOOT = 8.0


@dataclass(frozen=True, eq=False)
class StrataFrame:
    """One look at one scene, with what stands in each column of pixels."""

    scene: StrataScene
    camera: StrataCamera
    view: QRectF
    paper: QRectF
    """The part of the view that cells are drawn in."""
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


def paper_of(view: QRectF) -> QRectF:
    """The part of a view that cells are drawn in."""
    gutter = GUTTER if view.width() > 560 else NARROW_GUTTER
    return view.adjusted(gutter, FOOT, -FOOT, -FOOT)


def bounds_of(scene: StrataScene, view: QRectF) -> Bounds:
    """What cameras may look at in a view."""
    return Bounds(scene.strata.rows, scene.strata.total, paper_of(view))


def rows_seen(camera: StrataCamera, rows: int, paper: QRectF) -> range:
    """The rows that are seen, whole or in part."""
    first = max(0, int((paper.top() - camera.dy) // camera.down))
    last = min(rows, int(-((camera.dy - paper.bottom()) // camera.down)))
    return range(first, max(first, last))


def columns_seen(scene: StrataScene, camera: StrataCamera, paper: QRectF, ratio: float) -> Columns:
    """What stands in each column of pixels."""
    rows = rows_seen(camera, scene.strata.rows, paper)
    return columns(scene.strata, camera, rows, paper.left(), max(round(paper.width() * ratio), 1), ratio)
