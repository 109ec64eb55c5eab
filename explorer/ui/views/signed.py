"""What is signed, and still hangs on somebody nobody vouches for? The table, and ways on from it, also where it is empty."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.domain.annotation import Basis, TrustDelegation, component_subject
from explorer.domain.component import ComponentId
from explorer.graph.identity import family
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.signed_table import LESSON, signed_table
from explorer.pipeline.table import Table
from explorer.ui.session import Session, author
from explorer.ui.views.answer_table import AnswerTableView
from explorer.ui.views.parts import foot_of, push, told

EMPTY = (
    "Nothing can stand here until a signature is recorded as verified. Verify one with its maker's key, select what it is about "
    "in any list, and record it here; then this view says what that signature still hangs on."
)
FULL = "Choose a line, and ask what a compromise of what it rests on would come to: the signature stays valid."


class SignedView(AnswerTableView):
    """Signed artifacts that hang on somebody nobody vouches for."""

    name = "signed"
    tab = "Signed"
    group = "Stress"
    question = "What is signed, and still hangs on somebody nobody vouches for?"
    help_text = LESSON

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._hint = told(EMPTY)
        self._record = push("Record a signature…", "Write down that the signature of what is selected was verified")
        self._ask = push("What if that is compromised…", "Ask what a compromise of what it rests on would come to")
        self._record.clicked.connect(self._on_record)
        self._ask.clicked.connect(self._on_ask)
        layout = self.picture().layout()
        assert isinstance(layout, QVBoxLayout), "a view has its pages before more is put in"
        layout.addLayout(foot_of(self._hint, self._record, self._ask))
        session.selection_changed.connect(lambda _: self._enable())
        self._enable()

    @staticmethod
    def answered(snapshot: Snapshot, answers: Answers) -> Table:
        """Override AnswerTableView.answered."""
        return signed_table(snapshot, answers)

    def _show(self, answer: Table) -> None:
        super()._show(replace(answer, columns=answer.columns[:-1]))  # The identity is for the way on, not to be read.
        self._hint.setText(FULL if answer.rows else EMPTY)
        self._enable()

    def _on_selected(self) -> None:
        super()._on_selected()
        self._enable()

    def _enable(self) -> None:
        self._record.setEnabled(bool(self.session.selection))
        self._ask.setEnabled(self._rests_on() is not None)

    def _rests_on(self) -> ComponentId | None:
        """What the chosen artifact rests on; None where nothing is chosen or nothing is stated."""
        rows = self._table.chosen()
        return ComponentId(rows[-1][-1]) if rows and rows[-1][-1] else None

    def _on_record(self) -> None:
        """Open a trust delegation on the basis of a signature, about what is selected."""
        chosen = self.session.selection[-1]
        component = self.session.snapshot.component(chosen)
        maker = str(component.supplier or "") if component is not None else ""
        subject = component_subject(ComponentId(family(chosen)))
        owner = self.session.owner or author()
        self.session.edit_requested.emit(
            "edit", TrustDelegation(subject, "", maker, basis=Basis.SIGNATURE, owner=owner)
        )

    def _on_ask(self) -> None:
        rests_on = self._rests_on()
        if rests_on is not None:
            self.session.select([rests_on])
            self.session.view_requested.emit(f"what-if/{rests_on}")
