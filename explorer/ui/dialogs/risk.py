"""The editor of a residual risk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from explorer.analysis.risk_scale import RiskScale
from explorer.domain.annotation import (
    ATTACK_TITLES,
    LIMIT_TITLES,
    Attack,
    Limit,
    ResidualRisk,
    RiskStatus,
    Subject,
    Treatment,
)
from explorer.ui.dialogs.fields import DayField, FormDialog, choice, line, paragraph, titles_of

_NOT_ASSESSED = "not assessed"

USUAL_SCALE = RiskScale()


class RiskDialog(FormDialog):
    """All fields of a residual risk."""

    def __init__(
        self,
        risk: ResidualRisk,
        parent: QWidget | None = None,
        looked_at: Subject | None = None,
        called: Callable[[str], str] = str,
        scale: RiskScale = USUAL_SCALE,
    ) -> None:
        """`scale` is what the team calls the steps of likelihood and impact."""
        super().__init__("Residual risk", risk.subject, parent, called)
        self._risk = risk
        self._title = line("Title", risk.title, "the risk in a few words")
        self._limit = choice(
            "Limit", {each.value: f"{each.value} {LIMIT_TITLES[each]}" for each in Limit}, risk.limit.value
        )
        attacks = {each.value: f"{each.value} {title}" for each, title in ATTACK_TITLES.items()}
        self._attack = choice(
            "Attack category", attacks, risk.attack.value if risk.attack else "", "none in particular"
        )
        self._before = _Score("before controls", scale, risk.likelihood_before, risk.impact_before)
        self._after = _Score("after controls", scale, risk.likelihood_after, risk.impact_after)
        self._treatment = choice("Treatment", titles_of(Treatment), risk.treatment.value)
        self._rationale = paragraph("Rationale", risk.rationale, "why it remains, and why that is acceptable or not")
        self._owner = line("Owner", risk.owner, "who answers for it")
        self._review = DayField("Review by", risk.review_by, datetime.now(UTC).date() + timedelta(days=180))
        self._status = choice("Status", titles_of(RiskStatus), risk.status.value)
        for title, field in (
            ("&Title", self._title), ("&Limit", self._limit), ("&Attack category", self._attack),
            ("&Before controls", self._before), ("A&fter controls", self._after), ("Treat&ment", self._treatment),
            ("Rat&ionale", self._rationale), ("&Owner", self._owner), ("Re&view by", self._review), ("&Status", self._status),
        ):  # fmt: skip
            self.row(title, field)
        self._holds_for = self.ask_versions(risk.subject, looked_at)

    def what_is_wrong(self) -> str | None:
        """Override FormDialog.what_is_wrong."""
        if not self._title.text().strip():
            return "Give the risk a title."
        for score in (self._before, self._after):
            if (score.likelihood() is None) != (score.impact() is None):
                return "Set likelihood and impact together, or leave both not assessed."
        return None

    def result_annotation(self) -> ResidualRisk:
        """The risk as edited, with the identity it came with."""
        attack = self._attack.currentData()
        return replace(
            self._risk, subject=self._holds_for.subject(),
            title=self._title.text().strip(), limit=Limit(self._limit.currentData()),
            attack=Attack(attack) if attack else None,
            likelihood_before=self._before.likelihood(), impact_before=self._before.impact(),
            likelihood_after=self._after.likelihood(), impact_after=self._after.impact(),
            treatment=Treatment(self._treatment.currentData()), rationale=self._rationale.toPlainText().strip(),
            owner=self._owner.text().strip(), review_by=self._review.value(),
            status=RiskStatus(self._status.currentData()),
        )  # fmt: skip


class _Score(QWidget):
    """Likelihood times impact, with the product beside it."""

    def __init__(self, when: str, scale: RiskScale, likelihood: int | None, impact: int | None) -> None:
        super().__init__()
        self._likelihood = choice(f"Likelihood {when}", _steps(scale.likelihood), str(likelihood or ""), _NOT_ASSESSED)
        self._impact = choice(f"Impact {when}", _steps(scale.impact), str(impact or ""), _NOT_ASSESSED)
        self._product = QLabel(objectName="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for word, box in (("likelihood", self._likelihood), ("× impact", self._impact)):
            row.addWidget(QLabel(word))
            row.addWidget(box, 1)
        row.addWidget(self._product)
        for box in (self._likelihood, self._impact):
            box.currentIndexChanged.connect(lambda _: self._multiply())
        self._multiply()
        self.setFocusProxy(self._likelihood)

    def likelihood(self) -> int | None:
        """1 to 5, or None where not assessed."""
        return _number(self._likelihood)

    def impact(self) -> int | None:
        """1 to 5, or None where not assessed."""
        return _number(self._impact)

    def _multiply(self) -> None:
        likelihood, impact = self.likelihood(), self.impact()
        known = likelihood is not None and impact is not None
        self._product.setText(f"= {likelihood * impact} of 25" if known else f"= {_NOT_ASSESSED}")  # type: ignore[operator]


def _steps(words: Sequence[str]) -> dict[str, str]:
    return {str(step): f"{step} {word}" for step, word in enumerate(words, 1)}


def _number(box: QComboBox) -> int | None:
    text = box.currentData()
    return int(text) if text else None
