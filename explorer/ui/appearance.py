"""How the program looks now: the theme and text size that the user chose, and what the desktop asks for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from explorer.ui import theme
from explorer.ui.session import Session
from explorer.ui.settings_store import save_looks, saved_scale, saved_theme
from explorer.ui.theme import SCALES, Theme, ThemeChoice


class Appearance(QObject):
    """Dresses the application whenever theme or text size change; follows the desktop where that was chosen."""

    changed = Signal()

    def __init__(self, session: Session, application: QApplication, fixed: Theme | None = None) -> None:
        """`fixed` is a theme to use whatever was chosen, for pictures and tests; nothing is remembered then."""
        super().__init__(session)
        self._session = session
        self._application = application
        self._remember = fixed is None
        self._choice = ThemeChoice.SYSTEM if fixed is None else ThemeChoice(fixed.name)
        self._scale = 1.0
        if self._remember:
            self._choice, self._scale = saved_theme(), saved_scale()
        session.theme_changed.connect(lambda _: self._dress())
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(lambda _: self._follow())
        session.set_theme(theme.chosen(self._choice))
        self._dress()

    @property
    def choice(self) -> ThemeChoice:
        """Which theme the user chose."""
        return self._choice

    @property
    def scale(self) -> float:
        """The text size relative to the system's, one of `SCALES`."""
        return self._scale

    def choose_theme(self, choice: ThemeChoice) -> None:
        """Use a theme from now on."""
        self._choice = choice
        self._session.set_theme(theme.chosen(choice))
        self._keep()

    def set_scale(self, scale: float) -> None:
        """Use another text size from now on; the nearest of `SCALES`."""
        self._scale = min(SCALES, key=lambda each: abs(each - scale))
        self._dress()
        self._keep()

    def step_scale(self, step: int) -> None:
        """The next larger or smaller text size."""
        place = SCALES.index(self._scale) + step
        self.set_scale(SCALES[max(0, min(len(SCALES) - 1, place))])

    def _follow(self) -> None:
        if self._choice is ThemeChoice.SYSTEM:
            self._session.set_theme(theme.system_theme())

    def _dress(self) -> None:
        theme.apply(self._session.theme, self._application, self._scale)

    def _keep(self) -> None:
        if self._remember:
            save_looks(self._choice, self._scale)
        self.changed.emit()
