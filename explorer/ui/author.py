"""Who works here."""

from __future__ import annotations

import getpass


def author() -> str:
    """Who is working here, for the journal."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown user"
