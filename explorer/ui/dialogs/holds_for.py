"""Does a judgement hold for every version of what it is about, or only for the one that is looked at?"""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from explorer.domain.annotation import RELATION_PREFIX, Subject
from explorer.graph.identity import family_subject, version_of
from explorer.ui.text import elide_middle, plain


class HoldsFor(QComboBox):
    """The subjects to choose among; only every version where nothing has one."""

    def __init__(self, subject: Subject, looked_at: Subject) -> None:
        """`looked_at` is the same component or relation with the version that is on the screen."""
        super().__init__()
        self.setAccessibleName("Holds for")
        self.setToolTip("Every version: it lasts when the version changes. One version: it is listed as gone with it.")
        self.addItem("every version", family_subject(subject))
        for each in dict.fromkeys((subject, looked_at)):
            if family_subject(each) == family_subject(subject) != each:
                self.addItem(f"only {_version_words(each)}", each)
        self.setCurrentIndex(max(self.findData(subject), 0))

    def subject(self) -> Subject:
        """What was chosen."""
        return Subject(self.currentData())


def _version_words(subject: str) -> str:
    """The versions in a subject; the subject itself where they cannot be told apart from it."""
    ends: tuple[str, ...] = (subject,)
    if subject.startswith(RELATION_PREFIX):
        source, _, rest = subject.removeprefix(RELATION_PREFIX).partition("|")
        ends = (source, rest.partition("|")[2])
    versions = [version_of(end[max(end.find("pkg:"), 0) :]) for end in ends]
    return elide_middle(plain(" and ".join(filter(None, versions)) or subject), 24)
