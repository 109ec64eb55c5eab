"""The editor of the scale of likelihood and impact."""

from __future__ import annotations

from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSpinBox, QWidget

from explorer.analysis.risk_scale import STEPS, RiskScale
from explorer.ui.dialogs.fields import FormDialog, line, stepped


class ScaleDialog(FormDialog):
    """A word for each step, a chance for each likelihood, and from which score a risk is medium or high."""

    def __init__(self, scale: RiskScale, parent: QWidget | None = None) -> None:
        super().__init__("Scale of risk", "likelihood times impact, for the whole workspace", parent)
        self._likelihood = [line(f"Likelihood {step}", word) for step, word in enumerate(scale.likelihood, 1)]
        self._impact = [line(f"Impact {step}", word) for step, word in enumerate(scale.impact, 1)]
        self._chance = [
            _chance(f"Chance per year of likelihood {step}", value) for step, value in enumerate(scale.chance, 1)
        ]
        for step in range(STEPS):
            self.row(f"Likelihood {step + 1}", _beside(self._likelihood[step], self._chance[step]))
        for step in range(STEPS):
            self.row(f"Impact {step + 1}", self._impact[step])
        self._medium, self._high = _score("Medium from", scale.medium_from), _score("High from", scale.high_from)
        self.row("&Medium from", self._medium)
        self.row("&High from", self._high)

    def what_is_wrong(self) -> str | None:
        """Override FormDialog.what_is_wrong."""
        if not all(edit.text().strip() for edit in (*self._likelihood, *self._impact)):
            return "Give every step a word."
        chances = [box.value() for box in self._chance]
        if chances != sorted(chances):
            return "A greater likelihood cannot have a smaller chance; let the chances rise."
        return None if self._medium.value() < self._high.value() else "High must begin above medium."

    def result_scale(self) -> RiskScale:
        """The scale as edited."""
        return RiskScale(
            tuple(edit.text().strip() for edit in self._likelihood), tuple(edit.text().strip() for edit in self._impact),
            tuple(box.value() / 100 for box in self._chance), self._high.value(), self._medium.value(),
        )  # fmt: skip


def _chance(name: str, value: float) -> QDoubleSpinBox:
    box = stepped(name, QDoubleSpinBox(minimum=0, maximum=100, decimals=1, suffix=" % a year"))
    box.setValue(value * 100)
    return box


def _score(name: str, value: int) -> QSpinBox:
    box = stepped(name, QSpinBox(minimum=1, maximum=STEPS * STEPS, suffix=" of 25"))
    box.setValue(value)
    return box


def _beside(*parts: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        row.addWidget(part, 1)
    holder.setFocusProxy(parts[0])
    return holder
