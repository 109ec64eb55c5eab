"""What is left of a slide and of the whole story, in words that a facilitator reads at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer

from explorer.domain.workshop import Slide


class StoryClock:
    """Runs since the presentation and since the slide began."""

    def __init__(self) -> None:
        self._whole, self._slide = QElapsedTimer(), QElapsedTimer()
        self._planned = 0

    def begin(self, slides: Sequence[Slide]) -> None:
        """Begin a presentation of these slides; the first of them has not begun yet."""
        self._planned = sum(slide.seconds for slide in slides)
        self._whole.start()
        self._slide.invalidate()

    def begin_slide(self) -> None:
        """Begin a slide."""
        self._slide.start()

    @property
    def has_slide(self) -> bool:
        """Whether a slide has begun."""
        return self._slide.isValid()

    def words(self, slide: Slide) -> str:
        """What is left of the slide, if it says how long it takes, and of all."""
        of_slide = slide.seconds - self._slide.elapsed() // 1000
        of_all = self._planned - self._whole.elapsed() // 1000
        parts = [left_words(of_slide)] if slide.seconds else []
        return "; ".join([*parts, f"{left_words(of_all)} in all"] if self._planned else parts)


def left_words(seconds: int) -> str:
    """How long it is until the time is up, or since it was.

    >>> left_words(252), left_words(0), left_words(-29), left_words(-75)
    ('4:12 left', '0:00 left', '29 s over', '1:15 over')
    """
    minutes, rest = divmod(abs(seconds), 60)
    if seconds >= 0:
        return f"{minutes}:{rest:02} left"
    return f"{minutes}:{rest:02} over" if minutes else f"{rest} s over"
