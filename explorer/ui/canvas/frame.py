"""One look at a scene: from where, in which light, with which colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont

from explorer.ui.canvas.camera import Camera
from explorer.ui.canvas.detail import Detail, glyph_pixels
from explorer.ui.canvas.light import Light, Moment
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.scene import Scene

Floats = npt.NDArray[np.float64]

HEADER = 46.0
"""The height of the strip that names the strata, in pixels."""

MARGIN = 18.0
"""Left free around a drawing that is fitted, in pixels."""


@dataclass(frozen=True)
class Frame:
    """Everything that the painting functions need beside the painter."""

    scene: Scene
    camera: Camera
    view: QRectF
    """Where to paint, in logical pixels."""
    detail: Detail
    light: Light
    palette: Palette
    font: QFont
    resting: bool = True
    """False while the picture moves: no smooth edges, fewer words."""
    vector: bool = False
    """True for a printer or a file of lines: no sprites, curves as curves."""
    ratio: float = 1.0
    """Device pixels for a logical one."""
    selected: tuple[int, ...] = ()
    parts: Mapping[int, int] = field(default_factory=dict)
    """Bundles of which not all is selected, and how many of their components are."""
    pinned: frozenset[int] = frozenset()
    ringed: frozenset[int] = frozenset()
    """Marks that stand out for what they are, whatever is selected."""
    focused: int | None = None
    hovered: int | None = None
    moment: Moment = Moment.BOTH
    """Of a drawing of two scans, which is looked at."""

    @property
    def paper(self) -> QRectF:
        """The part of the view below the header."""
        return self.view.adjusted(0, HEADER, 0, 0)

    @property
    def glyph(self) -> int:
        """The size of glyphs, in pixels."""
        return max(glyph_pixels(self.camera.scale), 8 if self.detail > Detail.FAR else 0)

    def x(self, value: Floats) -> Floats:
        """Where abscissas of the drawing are seen."""
        return value * self.camera.scale + self.camera.dx

    def y(self, value: Floats) -> Floats:
        """Where ordinates of the drawing are seen."""
        return value * self.camera.scale + self.camera.dy

    def visible(self) -> npt.NDArray[np.int64]:
        """The marks of which something can be seen."""
        boxes, view = self.scene.boxes, self.view
        left, right = self.x(boxes[:, 0]), self.x(boxes[:, 2])
        top, bottom = self.y(boxes[:, 1]), self.y(boxes[:, 3])
        seen = (right >= view.left()) & (left <= view.right()) & (bottom >= view.top()) & (top <= view.bottom())
        return np.flatnonzero(seen)


def inner(view: QRectF) -> QRectF:
    """Where a fitted drawing goes: below the header, with a margin."""
    return view.adjusted(MARGIN, HEADER + MARGIN, -MARGIN, -MARGIN)
