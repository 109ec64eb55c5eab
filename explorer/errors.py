"""What can go wrong through the world's fault, each with a sentence and advice. Anything else is a bug."""

from __future__ import annotations


class ExplorerError(Exception):
    """Something outside the program is wrong; the message says what, the advice says what to do."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def sentence(self) -> str:
        """Message and advice in one line."""
        return f"{self.message} {self.advice}".strip()


class InputError(ExplorerError):
    """A file, argument or answer cannot be used as it is."""


class WorkspaceError(ExplorerError):
    """The workspace file cannot be opened or written."""


class NetworkError(ExplorerError):
    """A network source that the user switched on did not answer as it should."""
