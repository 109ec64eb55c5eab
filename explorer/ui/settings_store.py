"""What the window remembers between runs: its layout and its looks. Never anything that an analyst wrote."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from explorer.settings import PAPERS, data_path
from explorer.ui.theme import SCALES, ThemeChoice

_GEOMETRY, _STATE, _SPLIT = "window/geometry", "window/state", "window/left"
_THEME, _SCALE, _PAPER = "looks/theme", "looks/text", "print/paper"


def store() -> QSettings:
    """The settings file of the window, in the program's own folder."""
    return QSettings(str(data_path() / "window.ini"), QSettings.Format.IniFormat)


def saved_theme() -> ThemeChoice:
    """The chosen theme; as the system where nothing sensible was saved."""
    word = str(store().value(_THEME, ""))
    return ThemeChoice(word) if word in set(ThemeChoice) else ThemeChoice.SYSTEM


def saved_scale() -> float:
    """The chosen text size relative to the system's, one of `SCALES`."""
    try:
        wanted = float(str(store().value(_SCALE, 1.0)))
    except ValueError:
        return 1.0
    return min(SCALES, key=lambda each: abs(each - wanted))


def save_looks(theme: ThemeChoice, scale: float) -> None:
    """Remember theme and text size."""
    settings = store()
    settings.setValue(_THEME, theme.value)
    settings.setValue(_SCALE, scale)


def saved_paper() -> str:
    """The chosen paper, one of `PAPERS`."""
    word = str(store().value(_PAPER, ""))
    return word if word in PAPERS else PAPERS[0]


def save_paper(paper: str) -> None:
    """Remember what pages are printed on."""
    store().setValue(_PAPER, paper)


def save_layout(geometry: object, state: object, split: object) -> None:
    """Remember the window's size and place, its docks, and how the left one is divided."""
    settings = store()
    for key, value in ((_GEOMETRY, geometry), (_STATE, state), (_SPLIT, split)):
        settings.setValue(key, value)


def saved_layout() -> tuple[object, object, object] | None:
    """What `save_layout` was given; None where nothing was saved."""
    settings = store()
    if not settings.contains(_GEOMETRY):
        return None
    return settings.value(_GEOMETRY), settings.value(_STATE), settings.value(_SPLIT)


def forget_layout() -> None:
    """Begin with the usual layout the next time."""
    store().remove("window")
