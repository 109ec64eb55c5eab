"""The report of a portfolio: every table of answers in one document."""

from __future__ import annotations

from explorer.exports.report import Section, html_document
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.tables import TABLES, summary_lines

_TITLES = {
    "depth": "How deep does it go?",
    "visibility": "Where does sight end?",
    "concentration": "On whom does it rest?",
    "trust": "Whom do we trust, and did anyone look?",
    "risk": "What risk remains?",
    "findings": "What looks wrong, and what could not be read?",
    "inventory": "Everything upstream",
}
MOST_ROWS = 500
"""Rows printed per table; the report says how many more there are."""


def html_report(snapshot: Snapshot, answers: Answers, title: str) -> str:
    """The report as one HTML document; the same snapshot and answers give the same bytes."""
    sections = []
    for question, heading in _TITLES.items():
        table = TABLES[question](snapshot, answers)
        sections.append(Section(heading, table.headline, table.columns, table.rows, table.note, MOST_ROWS))
    age = f"Scanned {snapshot.taken}. Trust judged on {answers.today.isoformat()}. Vulnerabilities: not assessed."
    return html_document(title, age, summary_lines(snapshot, answers), sections)
