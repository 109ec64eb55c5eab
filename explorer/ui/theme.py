"""The colours of the program, light and dark, and how they become a Qt palette and a style sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from explorer.domain.component import ComponentClass

_LIGHT_CLASSES = {
    ComponentClass.MODEL: "#332288",
    ComponentClass.DATA: "#2F8577",
    ComponentClass.ARTIFACT: "#8A7A1E",
    ComponentClass.LIBRARY: "#2C7FB0",
    ComponentClass.ADAPTATION: "#B84A5C",
    ComponentClass.AGENT: "#96358A",
    ComponentClass.BUILD: "#6F6F1C",
    ComponentClass.DISTRIBUTION: "#117733",
    ComponentClass.COMPUTE: "#882255",
    ComponentClass.SYSTEM: "#1D2329",
    ComponentClass.PARTY: "#5A646E",
    ComponentClass.UNKNOWN: "#5A646E",
}
_DARK_CLASSES = {
    ComponentClass.MODEL: "#9C8FE8",
    ComponentClass.DATA: "#5CC4B2",
    ComponentClass.ARTIFACT: "#E3D37F",
    ComponentClass.LIBRARY: "#88CCEE",
    ComponentClass.ADAPTATION: "#E88A98",
    ComponentClass.AGENT: "#D68AC8",
    ComponentClass.BUILD: "#BDBD5A",
    ComponentClass.DISTRIBUTION: "#62B97E",
    ComponentClass.COMPUTE: "#D77BA8",
    ComponentClass.SYSTEM: "#E7EAED",
    ComponentClass.PARTY: "#9BA6B0",
    ComponentClass.UNKNOWN: "#9BA6B0",
}


@dataclass(frozen=True, eq=False)
class Theme:
    """One set of colours, as `#RRGGBB` texts; hues of classes after Paul Tol's muted scheme, safe for colour blindness."""

    name: str
    dark: bool
    background: str
    raised: str
    sunken: str
    text: str
    muted: str
    line: str
    accent: str
    bad: str
    warning: str
    good: str
    classes: Mapping[ComponentClass, str]

    def class_colour(self, component_class: ComponentClass) -> QColor:
        """The hue of a class."""
        return QColor(self.classes[component_class])


LIGHT = Theme(
    "light", False, "#FBFAF7", "#FFFFFF", "#F1EFEA", "#1D2329", "#5A646E", "#8A939B", "#0B6BCB",
    "#B3261E", "#9A5B00", "#1B6E3C", MappingProxyType(_LIGHT_CLASSES),
)  # fmt: skip
DARK = Theme(
    "dark", True, "#15191E", "#1C2127", "#101317", "#E7EAED", "#9BA6B0", "#66717B", "#6DB3F8",
    "#FF8A80", "#F0B252", "#6FCF97", MappingProxyType(_DARK_CLASSES),
)  # fmt: skip


SCALES = (0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
"""Text sizes relative to the system's."""


class ThemeChoice(StrEnum):
    """What the user may choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def light() -> Theme:
    """The light theme."""
    return LIGHT


def dark() -> Theme:
    """The dark theme."""
    return DARK


def system_theme() -> Theme:
    """The theme that the desktop asks for; light where it does not say."""
    hints = QGuiApplication.styleHints()
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def chosen(choice: ThemeChoice) -> Theme:
    """The theme of a choice, as things stand now."""
    return {ThemeChoice.LIGHT: LIGHT, ThemeChoice.DARK: DARK}.get(choice) or system_theme()


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(first: str, second: str, part: float) -> str:
    """The colour `part` of the way from the first to the second, 0 to 1."""
    one, two = QColor(first), QColor(second)
    channels = zip((one.red(), one.green(), one.blue()), (two.red(), two.green(), two.blue()), strict=True)
    red, green, blue = (round(a + (b - a) * part) for a, b in channels)
    return QColor(red, green, blue).name()


def apply(theme: Theme, application: QApplication, scale: float = 1.0) -> None:
    """Dress the whole program in a theme; `scale` is the font size relative to the system's, 0.8 to 2."""
    from explorer.ui.style_sheet import style_sheet

    # Once only: a widget with a sheet of its own goes on drawing with the style that it began with, which Qt deletes.
    if not application.styleSheet():
        application.setStyle("Fusion")
    application.setPalette(palette(theme))
    application.setStyleSheet(style_sheet(theme, scale))


def palette(theme: Theme) -> QPalette:
    """The Qt palette of a theme."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.background,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.raised,
        QPalette.ColorRole.AlternateBase: mixed(theme.raised, theme.sunken, 0.6),
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: "#FFFFFF" if not theme.dark else "#101317",
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Light: theme.raised,
        QPalette.ColorRole.Dark: theme.line,
    }
    for role, colour in roles.items():
        result.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(mixed(theme.muted, theme.background, 0.35)))
    return result


def _luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    wanted = QColor(colour)
    red, green, blue = (linear(value) for value in (wanted.redF(), wanted.greenF(), wanted.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
