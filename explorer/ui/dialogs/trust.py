"""The editor of a trust delegation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from explorer.domain.annotation import ATTACK_TITLES, Attack, Basis, Subject, TrustDelegation, TrustStatus
from explorer.domain.component import CLASS_TITLES, ComponentClass
from explorer.ui.dialogs.choices import ManyChoice
from explorer.ui.dialogs.fields import DayField, FormDialog, choice, line, paragraph, titles_of
from explorer.ui.dialogs.files import ask_open

_CLASSES = {each.value: f"{each.value} {CLASS_TITLES[each]}" for each in ComponentClass if each.value.startswith("C")}
_ATTACKS = {each.value: f"{each.value} {title}" for each, title in ATTACK_TITLES.items()}
_REVIEW_AFTER = timedelta(days=365)
"""The date suggested for the review: a year on, as supplier reviews usually are."""


class TrustDialog(FormDialog):
    """All fields of a trust delegation."""

    def __init__(
        self,
        delegation: TrustDelegation,
        parent: QWidget | None = None,
        looked_at: Subject | None = None,
        others: int = 0,
        called: Callable[[str], str] = str,
    ) -> None:
        more = f"{called(delegation.subject)} and {others:,} more; each keeps its own two parties" if others else ""
        super().__init__("Trust delegation", more or delegation.subject, parent, called)
        self._delegation = delegation
        today = datetime.now(UTC).date()
        self._delegator = line("Who trusts", delegation.delegator, "a system or party; empty means all of us", called)
        self._delegate = line("Whom", delegation.delegate, "party:acme, or a name", called)
        self._classes = ManyChoice("For which classes", _CLASSES, delegation.classes, "all classes")
        self._attacks = ManyChoice(
            "Against which attacks", _ATTACKS, tuple(delegation.attacks), "all attack categories"
        )
        self._basis = choice("Basis", titles_of(Basis), delegation.basis.value)
        self._link = line("Evidence", delegation.evidence_link, "a link or file that shows it")
        self._owner = line("Owner", delegation.owner, "who answers for this decision")
        self._granted = DayField("Granted", delegation.granted, today)
        self._review = DayField("Review by", delegation.review_by, today + _REVIEW_AFTER)
        self._conditions = paragraph("Conditions", delegation.conditions, "under which the trust holds")
        self._status = choice("Status", titles_of(TrustStatus), delegation.status.value)
        for title, field in (
            ("&Who trusts", self._delegator), ("W&hom", self._delegate), ("For which &classes", self._classes),
            ("A&gainst which attacks", self._attacks), ("&Basis", self._basis), ("&Evidence", self._evidence()),
            ("&Owner", self._owner), ("Gran&ted", self._granted), ("&Review by", self._review),
            ("Co&nditions", self._conditions), ("&Status", self._status),
        ):  # fmt: skip
            self.row(title, field)
        self._holds_for = self.ask_versions(delegation.subject, looked_at)
        for field in (self._delegator, self._delegate):
            field.setEnabled(not others)

    def _evidence(self) -> QWidget:
        """The link with a button that chooses a file."""
        choose = QPushButton("File…")
        choose.setAccessibleName("Choose the file that shows the basis; its digest is kept")
        choose.setToolTip(choose.accessibleName())
        choose.setAutoDefault(False)
        choose.clicked.connect(
            lambda: ask_open(self, "The file that shows the basis", "All files (*)", self._link_file)
        )
        field = QWidget()
        row = QHBoxLayout(field)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._link, 1)
        row.addWidget(choose)
        field.setFocusProxy(self._link)
        return field

    def _link_file(self, path: Path) -> None:
        """Link a file as it is now, also where it was linked before."""
        self._link.setText(str(path))
        self._delegation = replace(self._delegation, evidence_digest="")

    def what_is_wrong(self) -> str | None:
        """Override FormDialog.what_is_wrong."""
        if not self._delegate.text().strip():
            return "Say whom this trusts: a party such as party:acme, or a name."
        granted, review = self._granted.value(), self._review.value()
        if granted and review and review < granted:
            return "The review is due before the trust was granted; change one of the dates."
        examined = self._status.currentData() == TrustStatus.EXAMINED
        if examined and self._basis.currentData() == Basis.NONE:
            return "Examined trust needs a basis; choose one, or leave the status at proposed."
        return None

    def result_annotation(self) -> TrustDelegation:
        """The delegation as edited, with the identity it came with; another link has no digest yet."""
        link, before = self._link.text().strip(), self._delegation
        return replace(
            self._delegation, subject=self._holds_for.subject(),
            delegator=self._delegator.text().strip(), delegate=self._delegate.text().strip(),
            classes=self._classes.chosen(), attacks=tuple(Attack(each) for each in self._attacks.chosen()),
            basis=Basis(self._basis.currentData()), evidence_link=link,
            evidence_digest=before.evidence_digest if link == before.evidence_link else "",
            owner=self._owner.text().strip(), granted=self._granted.value(), review_by=self._review.value(),
            conditions=self._conditions.toPlainText().strip(), status=TrustStatus(self._status.currentData()),
        )  # fmt: skip
