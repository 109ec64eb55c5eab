"""The editor of a correction: what the scan got wrong or could not know, set right by hand."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from explorer.domain.annotation import RELATION_PREFIX, Subject
from explorer.domain.component import Kind
from explorer.domain.correction import Correction, CorrectionAction
from explorer.domain.relation import RelationKind
from explorer.ui.dialogs.fields import FormDialog, choice, line, paragraph, titles_of

ON_COMPONENTS = (
    CorrectionAction.RETYPE, CorrectionAction.MERGE, CorrectionAction.HIDE_COMPONENT, CorrectionAction.ADD_RELATION,
    CorrectionAction.ADD_COMPONENT,
)  # fmt: skip
ON_RELATIONS = (CorrectionAction.HIDE_RELATION, CorrectionAction.SPLIT)

_WORDS = {
    CorrectionAction.RETYPE: "it is of another kind",
    CorrectionAction.MERGE: "it is the same as another component",
    CorrectionAction.HIDE_COMPONENT: "it is not there; hide it",
    CorrectionAction.ADD_RELATION: "it also relies on something else",
    CorrectionAction.ADD_COMPONENT: "a component is missing; add it",
    CorrectionAction.HIDE_RELATION: "it does not rely on it; hide the relation",
    CorrectionAction.SPLIT: "this relation leads to another component than the rest",
}


class CorrectionDialog(FormDialog):
    """What is wrong about a component or relation, and what is right."""

    def __init__(self, correction: Correction, parent: QWidget | None = None) -> None:
        super().__init__("Correction", correction.subject, parent)
        self._correction = correction
        about_relation = (
            correction.subject.startswith(RELATION_PREFIX) and correction.action is not CorrectionAction.ADD_RELATION
        )
        actions = ON_RELATIONS if about_relation else ON_COMPONENTS
        self._action = choice("What is wrong", {each.value: _WORDS[each] for each in actions}, correction.action.value)
        self._target = line("Other identity", correction.target, "pkg:huggingface/owner/name, service:…, party:…")
        self._relation = choice("Relation", titles_of(RelationKind), RelationKind.USES.value)
        self._kind = choice("Kind", titles_of(Kind), correction.kind.value if correction.kind else Kind.MODEL.value)
        self._name = line("Name", correction.name)
        self._version = line("Version", correction.version)
        self._supplier = line("Supplier", correction.supplier, "party:acme, or empty where nobody knows")
        self._reason = paragraph("How you know", correction.reason, "what you saw, where; it is the evidence")
        for title, field in (
            ("&What is wrong", self._action), ("&Other identity", self._target), ("&Relation", self._relation), ("&Kind", self._kind),
            ("&Name", self._name), ("&Version", self._version), ("Su&pplier", self._supplier), ("&How you know", self._reason),
        ):  # fmt: skip
            self.row(title, field)
        self._action.currentIndexChanged.connect(lambda _: self._fit())
        self._fit()

    def what_is_wrong(self) -> str | None:
        """Override FormDialog.what_is_wrong."""
        if self._needs(self._target) and not self._target.text().strip():
            return "Give the other identity, as it stands in the inventory or as a package URL."
        if not self._reason.toPlainText().strip():
            return "Say how you know: a correction without a reason cannot be checked by anyone."
        return None

    def result_annotation(self) -> Correction:
        """The correction as edited, with the identity it came with."""
        action = CorrectionAction(self._action.currentData())
        target = self._target.text().strip()
        subject = self._correction.subject
        if action is CorrectionAction.ADD_RELATION and not subject.startswith(RELATION_PREFIX):
            subject, target = Subject(f"{RELATION_PREFIX}{subject}|{self._relation.currentData()}|{target}"), ""
        elif action is CorrectionAction.ADD_COMPONENT:
            subject, target = Subject(target), ""
        has_kind = action in (CorrectionAction.RETYPE, CorrectionAction.ADD_COMPONENT)
        return replace(
            self._correction, subject=subject, action=action, target=target if self._needs(self._target) else "",
            kind=Kind(self._kind.currentData()) if has_kind else None, name=self._name.text().strip(),
            version=self._version.text().strip(), supplier=self._supplier.text().strip(),
            reason=self._reason.toPlainText().strip(),
        )  # fmt: skip

    def _needs(self, field: QWidget) -> bool:
        return self.form.isRowVisible(field)

    def _fit(self) -> None:
        """Show the fields that the chosen action has."""
        action = CorrectionAction(self._action.currentData())
        adds = action is CorrectionAction.ADD_COMPONENT
        with_target = (
            CorrectionAction.MERGE,
            CorrectionAction.SPLIT,
            CorrectionAction.ADD_RELATION,
            CorrectionAction.ADD_COMPONENT,
        )
        wanted = {
            self._target: action in with_target,
            self._relation: action is CorrectionAction.ADD_RELATION,
            self._kind: adds or action is CorrectionAction.RETYPE,
            self._name: adds, self._version: adds, self._supplier: adds,
        }  # fmt: skip
        for field, is_wanted in wanted.items():
            self.form.setRowVisible(field, is_wanted)
