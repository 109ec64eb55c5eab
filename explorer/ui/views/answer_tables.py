"""Questions whose answer is one table: which controls cut most, what fits its base."""

from __future__ import annotations

from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.controls_table import GUARANTEE, controls_table
from explorer.pipeline.licences_table import NOTE as LICENCE_NOTE
from explorer.pipeline.licences_table import licences_table
from explorer.pipeline.lineage_check_table import NOTE as FIT_NOTE
from explorer.pipeline.lineage_check_table import lineage_check_table
from explorer.pipeline.reach_table import NOTE as REACH_NOTE
from explorer.pipeline.reach_table import reach_table
from explorer.pipeline.table import Table
from explorer.ui.views.answer_table import AnswerTableView


class ControlsView(AnswerTableView):
    """The few controls that cut most, and what stays."""

    name = "controls"
    tab = "Controls"
    group = "Stress"
    question = "Which few controls would cut most, and what stays whatever is done?"
    help_text = GUARANTEE

    @staticmethod
    def answered(snapshot: Snapshot, answers: Answers) -> Table:
        """Override AnswerTableView.answered."""
        return controls_table(snapshot, answers)


class LineageCheckView(AnswerTableView):
    """Claimed bases against headers and configurations."""

    name = "lineage-check"
    tab = "Lineage check"
    group = "Stress"
    question = "Does each model fit the base that it claims?"
    help_text = FIT_NOTE

    @staticmethod
    def answered(snapshot: Snapshot, answers: Answers) -> Table:
        """Override AnswerTableView.answered."""
        return lineage_check_table(snapshot, answers)


class ReachView(AnswerTableView):
    """What most rests on, and what is reached one way only."""

    name = "reach"
    tab = "Reach"
    group = "Weigh"
    question = "What does most rest on, and what can be reached one way only?"
    help_text = REACH_NOTE

    @staticmethod
    def answered(snapshot: Snapshot, answers: Answers) -> Table:
        """Override AnswerTableView.answered."""
        return reach_table(snapshot, answers)


class LicencesView(AnswerTableView):
    """Licence terms hop by hop."""

    name = "licences"
    tab = "Licences"
    group = "Weigh"
    question = "Under which terms, along the chain, and where do they change?"
    help_text = LICENCE_NOTE

    @staticmethod
    def answered(snapshot: Snapshot, answers: Answers) -> Table:
        """Override AnswerTableView.answered."""
        return licences_table(snapshot, answers)
