"""Which findings are shown: by severity, by rule, by what was decided, and by words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from explorer.analysis.finding_reviews import FindingReview, Judged
from explorer.analysis.findings import Finding
from explorer.knowledge.finding_rules import Severity
from explorer.ui.views.parts import choice, row_of

ALL, OPEN = "", "open"


MOST_RULE, MOST_WORDS = 170, 150
"""Pixels of the box of rules, whose longest titles would take a line of their own, and of the line of words."""


class FindingsFilter(QWidget):
    """Three boxes and a line of words; a finding has to please all of them."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.severity = _box(
            "Severity", [("Every severity", ALL), *((each.value.capitalize(), each) for each in Severity)]
        )
        self.rule = _box("Rule", [("Every finding", ALL)])
        decided = [(each.value.capitalize(), each) for each in Judged]
        self.decided = _box("Decided", [("Open", OPEN), *decided, ("Open and decided", ALL)])
        self.words = QLineEdit(placeholderText="Words in it")
        self.words.setAccessibleName("Words in the finding")
        self.words.setClearButtonEnabled(True)
        self.rule.setMaximumWidth(MOST_RULE)
        self.words.setMaximumWidth(MOST_WORDS)
        for box in (self.severity, self.rule, self.decided):
            box.activated.connect(lambda _: self.changed.emit())
        self.words.textChanged.connect(lambda _: self.changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row_of(self.severity, self.rule, self.decided, self.words))

    def offer(self, found: Iterable[Finding]) -> None:
        """Offer the rules that these findings come from; the one chosen stays where it can."""
        titles = {each.rule.key: each.rule.title for each in found}
        chosen = self.rule.currentData()
        with QSignalBlocker(self.rule):
            self.rule.clear()
            self.rule.addItem("Every finding", ALL)
            for key, title in sorted(titles.items(), key=lambda item: item[1]):
                self.rule.addItem(title, key)
            self.rule.setCurrentIndex(max(self.rule.findData(chosen), 0))

    def accepts(self, each: Finding, review: FindingReview | None, name: str) -> bool:
        """Whether a finding on the component of this name is to be shown."""
        state = review.judged if review else OPEN
        text = f"{each.rule.title} {each.sign.says} {name} {review.reason if review else ''}".casefold()
        return (
            self.severity.currentData() in (ALL, each.severity)
            and self.rule.currentData() in (ALL, each.rule.key)
            and self.decided.currentData() in (ALL, state)
            and all(word in text for word in self.words.text().casefold().split())
        )


def _box(name: str, entries: Iterable[tuple[str, object]]) -> QComboBox:
    box = choice(name, f"Show findings by this: {name.lower()}")
    for text, data in entries:
        box.addItem(text, data)
    return box
