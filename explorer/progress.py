"""How a long function tells how far it is and learns that nobody waits any more. No Qt here."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event


class Cancelled(Exception):
    """The user no longer wants the result."""


class Progress:
    """Given to every long function; each step both reports and is a cancellation point. Does nothing by default."""

    def __init__(self, on_step: Callable[[str, int, int], None] | None = None) -> None:
        self._on_step = on_step
        self._cancelled = Event()

    def step(self, message: str, done: int = 0, total: int = 0) -> None:
        """Report a message with `done` of `total` items (0 of 0 where unknown).

        Raises `Cancelled` after `cancel` was called.
        """
        if self._cancelled.is_set():
            raise Cancelled(message)
        if self._on_step is not None:
            self._on_step(message, done, total)

    def cancel(self) -> None:
        """Make the next step raise; may be called from any thread."""
        self._cancelled.set()
