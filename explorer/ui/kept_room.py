"""The room of what is hidden for a while, so that what stands beside it does not move."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def keep_room(part: QWidget, wanted: bool = True) -> None:
    """Leave a part its room while it is hidden, or give it to others."""
    policy = part.sizePolicy()
    policy.setRetainSizeWhenHidden(wanted)
    part.setSizePolicy(policy)
