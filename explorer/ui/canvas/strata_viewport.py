"""The strata's camera with everything that moves it: fitting, zooming, panning, revealing."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtWidgets import QWidget

from explorer.ui.canvas.motion import Motion
from explorer.ui.canvas.strata_camera import Bounds, StrataCamera

REST_AFTER = 90
"""Milliseconds without movement until it counts as rest."""


class StrataViewport(QObject):
    """Looks at the strata within bounds; says when the view has changed, and when it has come to rest."""

    changed = Signal()
    rested = Signal()

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.bounds = Bounds(0, 0.0, QRectF())
        self.camera = StrataCamera()
        self.fitted = True
        """Whether everything is to be seen, also after the window changes its size."""
        self.resting = True
        self._motion = Motion(self)
        self._motion.moved.connect(self._move_to)
        self._motion.stopped.connect(self.come_to_rest)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_AFTER)
        self._rest.timeout.connect(self.come_to_rest)

    def set_bounds(self, bounds: Bounds, keep: bool) -> None:
        """Look at something else, or in another room; with `keep` from the same place as far as there is something."""
        self.bounds = bounds
        if keep and not self.fitted:
            self.go_to(bounds.zoomed(self.camera, 1.0, bounds.paper.topLeft()), animate=False)
        else:
            self.fit(animate=False)

    def fit(self, animate: bool = True) -> None:
        """Show everything."""
        self.fitted = True
        self.go_to(self.bounds.fitting(), animate)

    def zoom(self, factor: float, about: QPointF | None = None) -> bool:
        """Zoom about a point of the strip, its middle by default; False where it is as large as it gets already."""
        start = self._motion.goal or self.camera
        goal = self.bounds.zoomed(start, factor, about or self.bounds.paper.center())
        self.fitted = False
        self.go_to(goal)
        return goal.across != start.across or goal.down != start.down

    def zoom_at_once(self, factor: float, about: QPointF) -> bool:
        """Zoom as the wheel does; False where it is as large as it gets already."""
        goal = self.bounds.zoomed(self.camera, factor, about)
        moved = goal.across != self.camera.across or goal.down != self.camera.down
        self.look_from(goal)
        self.fitted = goal == self.bounds.fitting()
        return moved

    def pan(self, dx: float, dy: float) -> None:
        """Move the paper by so many pixels, at once."""
        self.look_from(self.bounds.panned(self.camera, dx, dy))

    def reveal(self, left: float, right: float, row: int, animate: bool = True) -> None:
        """Move so that a cell is seen, and large enough to be seen."""
        goal = self.bounds.showing(self.camera, left, right, row)
        if goal != self.camera:
            self.fitted = False
            self.go_to(goal, animate)

    def span(self) -> tuple[float, float]:
        """What is seen from left to right."""
        paper, camera = self.bounds.paper, self.camera
        left, right = camera.find(paper.topLeft())[0], camera.find(paper.bottomRight())[0]
        return max(left, 0.0), min(right, self.bounds.total)

    def show_span(self, left: float, right: float, animate: bool = False) -> None:
        """Look at a part from left to right, as large as it fits."""
        goal = self.bounds.spanning(self.camera, left, right)
        self.fitted = goal == self.bounds.fitting()
        self.go_to(goal, animate)

    def centre(self, x: float, row: float) -> None:
        """Put a place into the middle of the view, at once."""
        middle, camera = self.bounds.paper.center(), self.camera
        self.pan(middle.x() - camera.see_x(x), middle.y() - (row * camera.down + camera.dy))

    def go_to(self, camera: StrataCamera, animate: bool = True) -> None:
        """Look from another place, going there so that the eye can follow."""
        if animate and self._canvas.isVisible():
            self._motion.start(self.camera, camera)
        else:
            self._motion.stop()
            self._move_to(camera)
            self.come_to_rest()

    def look_from(self, camera: StrataCamera) -> None:
        """Look from another place at once, as the wheel and the hand do."""
        self.fitted = False
        self._motion.stop()
        self._move_to(camera)

    def come_to_rest(self) -> None:
        """Nothing moves any more."""
        self._rest.stop()
        self.resting = True
        self.changed.emit()
        self.rested.emit()

    def _move_to(self, camera: StrataCamera) -> None:
        self.camera = camera
        self.resting = False
        self._rest.start()
        self.changed.emit()
