"""Answers of network sources kept in the workspace, in the shape that the hub's reader asks for."""

from __future__ import annotations

from explorer.storage.workspace import Workspace


class AnswerStore:
    """A workspace as a cache of answers; belongs to the thread that opened the workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def get(self, key: str) -> tuple[bytes, str] | None:
        """A kept answer and when it was read."""
        return self._workspace.cache_get(key)

    def put(self, key: str, answer: bytes, read_at: str) -> None:
        """Keep an answer."""
        self._workspace.cache_put(key, answer, read_at)
