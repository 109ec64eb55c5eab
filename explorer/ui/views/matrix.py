"""Hidden common causes: the parties that systems share, a row for each party and a column for each system."""

from __future__ import annotations

from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.matrix_table import NOTE, OWN_COLUMNS, matrix_table
from explorer.pipeline.table import Table
from explorer.ui.views.answer_table import AnswerTableView


class MatrixView(AnswerTableView):
    """Systems by parties."""

    name = "matrix"
    tab = "Matrix"
    group = "Weigh"
    question = "Which systems share which parties, and where is a hidden common cause?"
    help_text = NOTE

    @staticmethod
    def answered(snapshot: Snapshot, answers: Answers) -> Table:
        """Override AnswerTableView.answered."""
        return matrix_table(snapshot, answers)

    @staticmethod
    def heading(title: str) -> str:
        """Override AnswerTableView.heading: systems keep their names."""
        return title.capitalize() if title in OWN_COLUMNS else title
