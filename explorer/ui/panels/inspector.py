"""The one thing selected: its facts, how well each is known, its relations, evidence and annotations."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from explorer.domain.annotation import Annotation, Note, ResidualRisk, TrustDelegation
from explorer.domain.component import CLASS_TITLES, Component, ComponentId, Knowledge
from explorer.domain.evidence import Evidence
from explorer.graph.identity import family
from explorer.graph.reach import UNREACHED, downstream, upstream
from explorer.pipeline.sentences import counted
from explorer.ui.link import Link
from explorer.ui.panels.inventory import glyph_icon
from explorer.ui.session import Session
from explorer.ui.text import plain

KNOWLEDGE_WORDS = {
    Knowledge.VERIFIED: "Verified: a digest, signature or interface confirmed it.",
    Knowledge.DECLARED: "Declared: its maker or a file says so; nobody checked.",
    Knowledge.INFERRED: "Inferred: deduced by a rule, named in the evidence.",
    Knowledge.UNKNOWN: "Unknown: something is there; what, nobody has said.",
}
MOST_RELATIONS = 12
"""Relations listed per direction; the panel says how many more there are."""


class InspectorPanel(QScrollArea):
    """Facts of the selected component."""

    source_requested = Signal(object)
    """The `Evidence` to open."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Facts of the selected component")
        session.selection_changed.connect(lambda *_: self.refresh())
        session.answers_changed.connect(lambda *_: self.refresh())
        session.annotations_changed.connect(lambda *_: self.refresh())
        session.theme_changed.connect(lambda *_: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show the latest selected component, or how to select one."""
        body = QWidget()
        self._layout = QVBoxLayout(body)
        self._layout.setContentsMargins(12, 8, 12, 12)
        self._layout.setSpacing(4)
        component = self._selected()
        if component is None:
            self._muted(
                "Nothing is selected. Click a component in a drawing or table, or press / to search; its facts, evidence "
                "and annotations appear here."
            )
        else:
            self._fill(component)
        self._layout.addStretch(1)
        self.setWidget(body)

    def _selected(self) -> Component | None:
        chosen = self._session.selection
        return self._session.snapshot.component(chosen[-1]) if chosen else None

    def _fill(self, component: Component) -> None:
        node = self._session.snapshot.graph.find(component.id)
        assert node is not None, "a selected component is in the snapshot"
        self._title(component)
        self._position(node)
        self._facts(component)
        self._annotations(component)
        self._relations(node)
        self._evidence(component)

    def _title(self, component: Component) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        icon = QLabel()
        icon.setPixmap(glyph_icon(component.component_class, component.knowledge, self._session.theme).pixmap(28, 28))
        icon.setAccessibleName(f"{component.kind.value}, {component.knowledge.value}")
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        name = self._label(f"{component.name} {component.version}".strip(), "headline")
        row.addWidget(name, 1)
        self._layout.addLayout(row)
        self._muted(f"{component.kind.value}, {CLASS_TITLES[component.component_class].lower()}")
        identity = self._muted(component.id)
        identity.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._plain(KNOWLEDGE_WORDS[component.knowledge])

    def _position(self, node: int) -> None:
        graph, depth = self._session.snapshot.graph, self._session.answers.depth
        up, down = int(upstream(graph, [node]).sum()) - 1, int(downstream(graph, [node]).sum()) - 1
        if depth.least[node] != UNREACHED:
            least, greatest = int(depth.least[node]), int(depth.greatest[node])
            where = f"Depth {least}" if least == greatest else f"Depth {least} to {greatest}"
        else:
            where = "Not upstream of what is looked at"
        self._plain(f"{where} · relies on {up:,} · {counted(down, 'component relies', 'components rely')} on it")

    def _facts(self, component: Component) -> None:
        if not component.attributes and component.supplier is None:
            return
        self._section("Facts")
        if component.supplier is not None:
            supplier = self._session.snapshot.component(component.supplier)
            self._link(f"supplier: {supplier.name if supplier else component.supplier}", component.supplier)
        for name, value in component.attributes.items():
            self._plain(f"{name}: {value}")

    def _annotations(self, component: Component) -> None:
        self._section("Judgement")
        mine = [
            each
            for each in self._session.annotations
            if str(each.subject) in {str(component.id), str(family(component.id))}
        ]
        if not mine:
            self._muted("Nobody has written anything about it yet.")
        for each in mine:
            button = Link(annotation_line(each), "Edit")
            button.clicked.connect(
                lambda _=False, annotation=each: self._session.edit_requested.emit("edit", annotation)
            )
            self._layout.addWidget(button)
        row = QHBoxLayout()
        row.setSpacing(4)
        subject = family(component.id)
        for word, text in (("trust", "Trust…"), ("risk", "Risk…"), ("note", "Note…")):
            adding = QPushButton(text)
            adding.setAccessibleName(f"Add {_TITLES[word]} on {component.name}")
            adding.setToolTip(f"Add {_TITLES[word]}")
            adding.clicked.connect(
                lambda _=False, kind=word, subject=subject: self._session.edit_requested.emit(kind, subject)
            )
            row.addWidget(adding)
        row.addStretch(1)
        self._layout.addLayout(row)

    def _relations(self, node: int) -> None:
        graph = self._session.snapshot.graph
        self._direction("Relies on", graph.up.relations_of(node).tolist(), graph.relation_target)
        self._direction("Relied on by", graph.down.relations_of(node).tolist(), graph.relation_source)

    def _direction(self, title: str, relations: list[int], ends: object) -> None:
        self._section(f"{title} ({len(relations):,})")
        snapshot = self._session.snapshot
        for number in relations[:MOST_RELATIONS]:
            relation = snapshot.relations[number]
            other = snapshot.components[int(ends[number])]  # type: ignore[index]
            place = relation.evidence[0].place() if relation.evidence else "no evidence"
            scope = "" if relation.scope.value == "runtime" else f" ({relation.scope.value})"
            text = f"{relation.kind.value} {other.name} {other.version}".strip() + scope
            self._link(text, other.id, f"{relation.knowledge.value}, {place}")
        if len(relations) > MOST_RELATIONS:
            self._muted(f"and {len(relations) - MOST_RELATIONS:,} more; the lineage view's table shows all")
        if not relations:
            self._muted("nothing that was read")

    def _evidence(self, component: Component) -> None:
        self._section(f"Evidence ({len(component.evidence):,})")
        for found in component.evidence:
            button = Link(found.place(), found.text or "No text was kept")
            button.setAccessibleName(f"Open evidence {found.place()}")
            button.clicked.connect(lambda _=False, each=found: self.source_requested.emit(each))
            self._layout.addWidget(button)
            self._muted(f"{found.source}{_when(found)}: {found.text}" if found.text else found.source)

    def _section(self, text: str) -> None:
        self._layout.addSpacing(8)
        self._layout.addWidget(self._label(text, "section"))

    def _plain(self, text: str) -> QLabel:
        label = self._label(text, "")
        self._layout.addWidget(label)
        return label

    def _muted(self, text: str) -> QLabel:
        label = self._label(text, "muted")
        self._layout.addWidget(label)
        return label

    def _link(self, text: str, identity: ComponentId, tip: str = "") -> None:
        button = Link(text, tip)
        button.clicked.connect(lambda _=False: self._session.select([identity]))
        self._layout.addWidget(button)

    def _label(self, text: str, name: str) -> QLabel:
        label = QLabel(_breakable(plain(text)), objectName=name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setMinimumWidth(1)
        return label


_TITLES = {"trust": "a trust delegation", "risk": "a residual risk", "note": "a note"}


def annotation_line(annotation: Annotation) -> str:
    """An annotation in one line."""
    match annotation:
        case TrustDelegation():
            until = f", review by {annotation.review_by}" if annotation.review_by else ""
            return f"Trust: {annotation.status.value}, {annotation.basis.value}{until}"
        case ResidualRisk():
            score = f"{annotation.score_after} of 25" if annotation.score_after is not None else "not assessed"
            return f"Risk: {annotation.title}, {score}"
        case Note():
            return f"Note: {annotation.text}"


def _when(found: Evidence) -> str:
    return f" ({found.read[:10]})" if found.read else ""


def _breakable(text: str) -> str:
    """The text with places where a long identity may wrap."""
    return re.sub(r"([/@?_.:=&%-])", "\\1\u200b", text) if len(text) > 24 else text
