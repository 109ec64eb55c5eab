"""The day as of which a document judges what has lapsed: one that is named, or the latest that the workspace knows of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from explorer.errors import InputError

if TYPE_CHECKING:
    from explorer.storage.workspace import Workspace

TODAY = "today"
"""The word for the day on which the program runs."""


def last_day(workspace: Workspace) -> date:
    """The day (UTC) of the latest scan or edit, so that the same workspace gives the same document on any day.

    Today for a workspace in which nothing has happened yet.
    """
    moments = [entry.taken for entry in workspace.systems()] + [entry.when for entry in workspace.journal()[-1:]]
    days = [moment[:10] for moment in moments if moment]
    return date.fromisoformat(max(days)) if days else today()


def as_of(workspace: Workspace, asked: str | None) -> date:
    """The day that was asked for: a date, `today`, or by default the workspace's last. Raises `InputError`."""
    if not asked:
        return last_day(workspace)
    if asked == TODAY:
        return today()
    try:
        return date.fromisoformat(asked)
    except ValueError as error:
        raise InputError(f"{asked} is not a date.", "Write it as 2026-12-31, or today.") from error


def today() -> date:
    """The day on which the program runs, UTC."""
    return datetime.now(UTC).date()
