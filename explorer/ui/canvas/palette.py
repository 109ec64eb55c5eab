"""The canvas's colours: opaque, mixed once, because translucent lines cost seven to nine times as much to draw."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtGui import QColor

from explorer.domain.component import ComponentClass
from explorer.ui.glyphs import blend
from explorer.ui.theme import Theme


class Tone(IntEnum):
    """What a line says beside its own style; later ones are drawn over earlier ones."""

    DIM = 0
    USE = 1
    LINEAGE = 2
    DOWNSTREAM = 3
    UPSTREAM = 4
    TRAIL = 5
    ADDED = 6
    REMOVED = 7


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour that the canvas draws with."""

    theme: Theme
    papers: tuple[QColor, QColor]
    """Of even and odd strata."""
    seam: QColor
    """Between strata."""
    hatch: QColor
    """The hatching beyond the horizon."""
    horizon: QColor
    ink: QColor
    muted: QColor
    faint: QColor
    """Labels of what is dimmed."""
    accent: QColor
    glow: QColor
    """Behind the labels of what is selected."""
    header: QColor
    lines: tuple[QColor, ...]
    """By `Tone`."""

    def dimmed(self, component_class: ComponentClass) -> QColor:
        """The hue of a class where it is not looked at."""
        return blend(self.theme.class_colour(component_class), self.papers[0], 0.62)


def palette_of(theme: Theme) -> Palette:
    """The canvas's colours for a theme."""
    background, raised, sunken = QColor(theme.background), QColor(theme.raised), QColor(theme.sunken)
    ink, muted, line, accent = QColor(theme.text), QColor(theme.muted), QColor(theme.line), QColor(theme.accent)
    # On dark paper thin lines need a little more light to be seen.
    river = blend(blend(line, accent, 0.4), background, 0.30 if theme.dark else 0.42)
    return Palette(
        theme=theme,
        papers=(background, blend(background, sunken, 0.75)),
        seam=blend(background, line, 0.28),
        hatch=blend(background, line, 0.30),
        horizon=blend(background, muted, 0.75),
        ink=ink,
        muted=muted,
        faint=blend(muted, background, 0.27),
        accent=accent,
        glow=blend(background, accent, 0.14),
        header=blend(background, raised, 0.8),
        lines=(
            blend(background, line, 0.22),
            river,
            blend(blend(line, accent, 0.45), ink, 0.2),
            blend(ink, background, 0.25),
            accent,
            blend(accent, ink, 0.25),
            QColor(theme.good),
            QColor(theme.bad),
        ),
    )
