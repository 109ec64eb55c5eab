"""Where the stage and the facilitator's window stand on one screen, so that neither covers the other."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize

LEAST_STAGE = 720
"""Pixels of width, at the usual size of text, below which a stage beside the facilitator's window cuts what it shows."""

STRIP = 46
"""Pixels of height of the facilitator's window where it is folded."""

LARGE, LESS_LARGE, LARGE_HEIGHT = 1.5, 1.3, 750
"""Text size on the stage, relative to the system's, that is read from the end of a table; that on a stage of fewer pixels
of height than the highest slide needs for the first."""


def large_scale(height: int, usual: float) -> float:
    """The size of large text on a stage of this height; never less than usual.

    >>> large_scale(706, 1.0), large_scale(1080, 1.0), large_scale(706, 1.75)
    (1.3, 1.5, 1.75)
    """
    return max(LARGE if height >= LARGE_HEIGHT else LESS_LARGE, usual)


def fits_beside(screen: QRect, presenter: int, scale: float) -> bool:
    """Whether a stage with text of this size has room beside a facilitator's window of so many pixels."""
    return screen.width() - presenter >= LEAST_STAGE * scale


def side_by_side(screen: QRect, window: QRect, presenter: QSize) -> tuple[QRect, QRect]:
    """Stage and facilitator's window beside each other, the stage no wider than the window was."""
    height = min(max(presenter.height(), window.height()), screen.height())
    top = max(min(window.top(), screen.bottom() + 1 - height), screen.top())
    room = screen.width() - presenter.width()
    stage = QRect(window)
    stage.setWidth(min(window.width(), room))
    stage.moveLeft(max(min(window.left(), screen.left() + room - stage.width()), screen.left()))
    return stage, QRect(stage.right() + 1, top, presenter.width(), height)


def over_the_right_end(screen: QRect, presenter: QSize) -> QRect:
    """Where the facilitator's window lies while it is unfolded on a screen too small for both."""
    width, height = min(presenter.width(), screen.width()), min(presenter.height(), screen.height())
    return QRect(screen.right() + 1 - width, screen.bottom() + 1 - height, width, height)


def one_below_the_other(screen: QRect, strip: int, title_bar: int) -> tuple[QRect, QRect]:
    """The stage over the whole width, below it the facilitator's window as a strip of so many pixels.

    Each has the pixels of its title bar above it.
    """
    stage = screen.adjusted(0, title_bar, 0, -(strip + title_bar))
    return stage, QRect(screen.left(), screen.bottom() + 1 - strip, screen.width(), strip)
