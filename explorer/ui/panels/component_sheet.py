"""One component: its facts, how well each is known, its place, its relations, evidence and annotations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

import numpy as np
from PySide6.QtWidgets import QLabel

from explorer.domain.annotation import Subject
from explorer.domain.component import CLASS_TITLES, Component, ComponentId
from explorer.domain.evidence import Evidence
from explorer.graph.adjacency import Int32
from explorer.graph.identity import family
from explorer.graph.joined_claims import CONFLICT_SEPARATOR
from explorer.graph.reach import UNREACHED, downstream, upstream
from explorer.graph.supply_graph import RELATION_KINDS
from explorer.pipeline.sentences import counted, name_of
from explorer.ui.icons import glyph_icon
from explorer.ui.panels.evidence import add_evidence
from explorer.ui.panels.judgement import add_judgement
from explorer.ui.panels.knowledge_words import KNOWLEDGE_WORDS
from explorer.ui.panels.sheet import Sheet
from explorer.ui.session import Session

MOST_RELATIONS = 12
"""Relations listed per direction before all are asked for."""

ALL_RELATIONS = 200
"""Relations listed per direction when all are asked for; the sheet says how many more there are."""


_RANK = np.argsort(np.argsort([each.value for each in RELATION_KINDS]))
"""By position in `RELATION_KINDS`, the place of the word in the alphabet."""


_ROLE = "role"
"""The attribute that says for what a system uses a thing; several places may each use it for something else."""


class ComponentSheet(Sheet):
    """The sheet of a component."""

    def __init__(
        self,
        session: Session,
        node: int,
        show: Callable[[Evidence], object],
        most: int,
        others: Sequence[ComponentId] = (),
    ) -> None:
        super().__init__()
        self._session = session
        self._node = node
        self._most = most
        self._more: Callable[[], object] = lambda: None
        component = session.snapshot.components[node]
        self._title(component)
        self._beside(others)
        self._position()
        self._facts(component)
        subjects = (Subject(component.id), Subject(family(component.id)))
        add_judgement(self, session, subjects, component.name)
        words = f"If {component.name} goes bad: who is hit, and what to do first"
        self.buttons({"If it goes bad…": (words, lambda: session.view_requested.emit("response"))})
        graph = session.snapshot.graph
        self._direction("Relies directly on", graph.up.relations_of(node), graph.relation_target)
        self._direction("Relied on directly by", graph.down.relations_of(node), graph.relation_source)
        add_evidence(self, component.evidence, show)
        self.end()

    def on_more(self, run: Callable[[], object]) -> None:
        """Call this when all relations are asked for."""
        self._more = run

    def _beside(self, others: Sequence[ComponentId]) -> None:
        """Say that more is selected than this one, and what: lists and drawings mark all of it."""
        names = [
            name_of(self._session.snapshot, node)
            for one in others
            if (node := self._session.snapshot.graph.find(one)) is not None
        ]
        if names:
            more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
            self.muted(f"Selected last; also selected: {', '.join(names[:3])}{more}")

    def _title(self, component: Component) -> None:
        icon = QLabel()
        theme = self._session.theme
        icon.setPixmap(glyph_icon(component.component_class, component.knowledge, theme).pixmap(28, 28))
        icon.setAccessibleName(f"{component.kind.value}, {component.knowledge.value}")
        self.head(f"{component.name} {component.version}".strip(), icon)
        self.muted(_what(component))
        self.copyable(component.id)
        self.sentence(KNOWLEDGE_WORDS[component.knowledge])

    def _position(self) -> None:
        graph, depth, node = self._session.snapshot.graph, self._session.answers.depth, self._node
        up, down = int(upstream(graph, [node]).sum()) - 1, int(downstream(graph, [node]).sum()) - 1
        if not self._session.answering.is_complete:
            where = "Its depth is not counted yet"
        elif node < len(depth.least) and depth.least[node] != UNREACHED:
            least, greatest = int(depth.least[node]), int(depth.greatest[node])
            where = f"Depth {least}" if least == greatest else f"Least depth {least}, greatest {greatest}"
        else:
            where = "Not upstream of what is looked at"
        self.sentence(f"{where}{self._scope_words()}")
        self.sentence(
            f"In the whole portfolio, at any distance: relies on {up:,} · "
            f"{counted(down, 'component relies', 'components rely')} on it, systems included"
        )

    def _scope_words(self) -> str:
        """Of the system that is looked at, how much relies on it; nothing where all are."""
        session, graph = self._session, self._session.snapshot.graph
        root = graph.find(session.scope) if session.scope is not None else None
        if root is None or root == self._node:
            return ""
        below = downstream(graph, [self._node]) & upstream(graph, [root])
        below[self._node] = False
        return f" · in {graph.names[root]}, {counted(int(below.sum()), 'component relies', 'components rely')} on it at any distance"

    def _facts(self, component: Component) -> None:
        if not component.attributes and component.supplier is None:
            return
        self.section("Facts")
        if (supplier := component.supplier) is not None:
            known = self._session.snapshot.component(supplier)
            name = known.name if known else supplier
            self.link(f"supplier: {name}", supplier, lambda: self._session.select([supplier]))
        for name, value in component.attributes.items():
            said = value.split(CONFLICT_SEPARATOR)
            if name == _ROLE and len(said) > 1:  # Each place that names it says what it is for there.
                self.sentence(f"roles: {' and '.join(said)}, each in one of the places below")
            else:
                self.sentence(
                    f"{name}: {value}" if len(said) == 1 else f"{name}: sources disagree: {' or '.join(said)}"
                )

    def _direction(self, title: str, relations: Int32, ends: Int32) -> None:
        self.section(f"{title} ({len(relations):,})")
        graph = self._session.snapshot.graph
        # Without making an object of each: a hub of models has hundreds of thousands.
        by_word = np.argsort(_RANK[graph.relation_kind[relations]], kind="stable")
        listed = relations[by_word[: self._most]].tolist()
        for word, numbers in groupby(listed, key=lambda number: graph.relation_kind_of(number).value):
            self.muted(word)
            for number in numbers:
                self._relation(number, int(ends[number]))
        left = len(relations) - self._most
        if left > 0 and self._most < ALL_RELATIONS:
            self.link(f"show {left:,} more", f"At most {ALL_RELATIONS} are listed", lambda: self._more())
        elif left > 0:
            self.muted(f"and {left:,} more; the lineage view's table shows all components")
        if not len(relations):
            self.muted("nothing that was read")

    def _relation(self, number: int, end: int) -> None:
        session = self._session
        relation, other = session.snapshot.relations[number], session.snapshot.components[end]
        place = relation.evidence[0].place() if relation.evidence else "no evidence"
        scope = "" if relation.scope.value == "runtime" else f" ({relation.scope.value})"
        self.link_with_reason(
            f"{other.name} {other.version}".strip() + scope,
            f"{relation.kind.value}: {relation.knowledge.value}, {place}",
            lambda: session.select([other.id]),
            lambda: session.look_at_relation(relation),
        )


def _what(component: Component) -> str:
    """`model, class C1 (models)`; systems, parties and the unknown are in a class of their own."""
    component_class = component.component_class
    if component_class.value == component.kind.value:
        return component.kind.value
    return f"{component.kind.value}, class {component_class.value} ({CLASS_TITLES[component_class].lower()})"
