"""Where a fact was read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The place where a fact was found, so that a person can look for themselves."""

    source: str
    """The reader that found it: `requirements`, `python-code`, `hub`, `analyst`, `rule`."""
    location: str = ""
    """A file path relative to the scanned folder (with `/`), or a URL; for a rule, the rule's name."""
    line: int | None = None
    """The line in the file, counted from 1; None where lines mean nothing."""
    field: str = ""
    """The API field, JSON pointer, key or function argument; for a notebook, the cell."""
    text: str = ""
    """The text found there, at most 300 characters, never a secret."""
    read: str = ""
    """The ISO 8601 moment of reading, where it is not that of the scan (a cached answer, say)."""

    def place(self) -> str:
        """The place in words: `requirements.txt:3`, `api/models/x [cardData.base_model]`."""
        line = f":{self.line}" if self.line is not None else ""
        field = f" [{self.field}]" if self.field else ""
        return f"{self.location}{line}{field}" or self.source
