"""Where answers from the network are kept, so that the next time needs no network."""

from __future__ import annotations

from typing import Protocol


class AnswerCache(Protocol):
    """Keeps answers by key; the workspace is one."""

    def get(self, key: str) -> tuple[bytes, str] | None:
        """The answer kept under the key and the ISO 8601 moment when it was read; None where there is none."""

    def put(self, key: str, answer: bytes, read_at: str) -> None:
        """Keep an answer."""


class MemoryCache:
    """Keeps answers as long as the program runs."""

    def __init__(self) -> None:
        self._answers: dict[str, tuple[bytes, str]] = {}

    def get(self, key: str) -> tuple[bytes, str] | None:
        """The answer kept under the key and when it was read."""
        return self._answers.get(key)

    def put(self, key: str, answer: bytes, read_at: str) -> None:
        """Keep an answer."""
        self._answers[key] = (answer, read_at)
