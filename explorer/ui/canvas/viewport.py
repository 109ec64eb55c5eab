"""The canvas's camera with everything that moves it: fitting, zooming, panning, coming to rest."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal

from explorer.layout.layered import Placement
from explorer.ui.canvas.camera import Camera, fitting
from explorer.ui.canvas.detail import Detail, detail_at
from explorer.ui.canvas.frame import inner
from explorer.ui.canvas.motion import Motion
from explorer.ui.canvas.pointed import PointedCanvas

REST_AFTER = 120
"""Milliseconds without movement until the picture is drawn with smooth edges again."""

SETTLED_AFTER = 300
"""Milliseconds without another size until a drawing is laid out for the new one."""

_LEAST_READABLE = 0.8
"""A drawing that cannot be seen whole begins at its left edge, at least this large."""


class Viewport(QObject):
    """Looks at one placement from one place; says when the view has changed."""

    changed = Signal()
    room_changed = Signal()
    """The view has had another size for a while."""

    def __init__(self, canvas: PointedCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._place: Placement | None = None
        self.camera, self.detail = Camera(), Detail.MIDDLE
        self.resting = True
        """Whether nothing has moved for a while."""
        self.fitted = True
        """Whether the whole drawing is to be seen, also after the window changes its size."""
        self._motion = Motion(self)
        self._motion.moved.connect(self._move_to)
        self._motion.stopped.connect(self.come_to_rest)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_AFTER)
        self._rest.timeout.connect(self.come_to_rest)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLED_AFTER)
        self._settle.timeout.connect(self.room_changed)

    @property
    def rect(self) -> QRectF:
        """The view, in logical pixels."""
        return self._canvas.view()

    def resize(self) -> None:
        """Keep the whole drawing in view where it was, and tell when the size has settled."""
        if self.fitted:
            self.fit(animate=False, first=True)
        self._settle.start()

    def show(self, place: Placement) -> None:
        """Look at another placement from the same place."""
        self._place = place

    def fit(self, animate: bool = True, first: bool = False) -> None:
        """Show everything; what would be too small when `first` shown begins at the left instead."""
        if self._place is None:
            return
        width, height, space = self._place.width, self._place.bottom, inner(self.rect)
        goal = fitting(width, height, space)
        if first and not self._place.whole:
            least = max(_LEAST_READABLE, min(space.height() / max(height, 1.0), 1.0))
            goal = fitting(width, height, space, least=least)
        self.fitted = True
        self.go_to(goal, animate)

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Zoom about a point of the view, its middle by default."""
        self.fitted = False
        self.go_to((self._motion.goal or self.camera).zoomed(factor, about or self.rect.center()))

    def zoom_to_life(self) -> None:
        """One unit of the drawing for one pixel."""
        self.zoom(1.0 / (self._motion.goal or self.camera).scale)

    def reveal(self, box: QRectF, animate: bool = True) -> None:
        """Move as little as needed so that a part of the drawing is seen."""
        goal = self.camera.showing(box, inner(self.rect))
        if goal != self.camera:
            self.fitted = False
            self.go_to(goal, animate)

    def go_to(self, camera: Camera, animate: bool = True) -> None:
        """Look from another place, going there so that the eye can follow."""
        if animate and self._canvas.isVisible():
            self._motion.start(self.camera, camera)
        else:
            self._motion.stop()
            self._move_to(camera)
            self.come_to_rest()

    def look_from(self, camera: Camera) -> None:
        """Look from another place at once, as the wheel and the hand do."""
        self.fitted = False
        self._motion.stop()
        self._move_to(camera)

    def pan(self, dx: float, dy: float) -> None:
        """Move the paper by so many pixels, at once."""
        self.look_from(self.camera.panned(dx, dy))

    def come_to_rest(self) -> None:
        """Draw with smooth edges again."""
        self._rest.stop()
        self.resting = True
        self.changed.emit()

    def _move_to(self, camera: Camera) -> None:
        self.camera = camera
        if self._place is not None:
            self.detail = detail_at(self._place.row_height * camera.scale, camera.scale, self.detail)
        self.resting = False
        self._rest.start()
        self.changed.emit()
