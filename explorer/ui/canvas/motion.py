"""Moving the camera so that the eye can follow, or at once where the system asks for less motion."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal
from PySide6.QtWidgets import QApplication, QStyle

from explorer.ui.canvas.camera import Camera

MILLISECONDS = 180


class Motion(QObject):
    """Carries a camera to another place; `moved` tells each step, the last one exactly at the goal."""

    moved = Signal(object)
    stopped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._from = self._to = Camera()
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setDuration(MILLISECONDS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._step)
        self._animation.finished.connect(self.stopped)

    def start(self, here: Camera, goal: Camera) -> None:
        """Go there; at once where motion is unwelcome."""
        self._animation.stop()
        self._from, self._to = here, goal
        if here == goal:
            return
        if reduced_motion():
            self.moved.emit(goal)
            self.stopped.emit()
            return
        self._animation.start()

    def stop(self) -> None:
        """Stay where it is."""
        self._animation.stop()

    @property
    def goal(self) -> Camera | None:
        """Where it is going; None at rest."""
        return self._to if self._animation.state() is QVariantAnimation.State.Running else None

    def _step(self, share: object) -> None:
        done = float(share) if isinstance(share, (int, float)) else 1.0
        self.moved.emit(self._to if done >= 1.0 else self._from.between(self._to, done))


def reduced_motion() -> bool:
    """Whether the style asks for no animation, or the program was told so (the application property `reduceMotion`)."""
    application = QApplication.instance()
    if application is not None and application.property("reduceMotion"):
        return True
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0
