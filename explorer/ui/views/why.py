"""Why is this here? The ways from a system up to what is selected, through and around what one says, each link with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from explorer.analysis.why import Why, why
from explorer.domain.component import ComponentId
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.paths import Path
from explorer.graph.reach import downstream
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.suggested_goal import SuggestedGoal, suggested_goal
from explorer.progress import Progress
from explorer.ui.dialogs.choices import ManyChoice
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.text import plain
from explorer.ui.views.base import View
from explorer.ui.views.parts import choice, column_of, push, row_of, told
from explorer.ui.views.ways_drawing import WaysDrawing

LANE = "why"
MOST_PATHS = 50
"""Paths listed; the sentence above says how many there are in all, or that nobody can count them."""


@dataclass(frozen=True, slots=True)
class _Way:
    number: int
    nodes: Path


@dataclass(frozen=True, slots=True)
class _Link:
    source: str
    relation: Relation
    target: str


class WhyView(View):
    """From, to, through, around, by which relations; the paths, and the links of the one that is chosen."""

    name = "why"
    tab = "Why"
    group = "Explore"
    question = "Why is this here: by which ways does a system come to rely on it?"
    help_text = (
        "The shortest ways from a system up to the component that is selected, loop-free and shortest first; parallel relations "
        "count once. Through and Around narrow them to ways that pass, or do not pass, what is selected when the button is "
        "pressed; By keeps to some kinds of relations. Where no cycle lies between, the number of all ways is exact; otherwise it "
        "is a lower bound and says so. Run through by all: no way leads around these; in the drawing they are ringed. Enter on a "
        "link opens its evidence. While nothing is selected a component is suggested: the deepest that nobody describes, or the "
        "end of the longest chain."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._answer: Why | None = None
        self._snapshot: Snapshot | None = None
        self._goal: ComponentId | None = None
        self._suggestion: SuggestedGoal | None = None
        self._selecting = False
        self._via: list[ComponentId] = []
        self._avoid: list[ComponentId] = []
        self._start = choice("From", "The system whose reliance is asked about")
        self._start.activated.connect(lambda _: self._ask())
        self._kinds = ManyChoice("By", {each.value: each.value for each in RelationKind}, (), "all relations")
        self._kinds.menu().aboutToHide.connect(self._ask)
        to, through = (
            push("&To what is selected", "Ask about what is selected now"),
            push("T&hrough it", "Only ways through it"),
        )
        around, anew = push("Aroun&d it", "No way through it"), push("&Anew", "Forget what ways go through and around")
        to.clicked.connect(self._to_selected)
        through.clicked.connect(lambda: self._narrow(self._via))
        around.clicked.connect(lambda: self._narrow(self._avoid))
        anew.clicked.connect(self._begin_anew)
        self._asked, self._common = told("", "muted"), told()
        self._ways, self._links = Table(self._way_columns(), "Ways"), Table(_LINKS, "Links of the chosen way")
        self._ways.selectionModel().selectionChanged.connect(lambda *_: self._on_way())
        self._links.activated.connect(lambda index: self._open(self._links.row_at(index)))
        self._links.selectionModel().selectionChanged.connect(lambda *_: self._on_link())
        body = QSplitter(Qt.Orientation.Vertical)
        body.addWidget(
            column_of(
                row_of("From", self._start, "by", self._kinds), row_of(to, through, around, anew), self._asked, self._common,
                self._ways, margins=(16, 4, 16, 8),
            )
        )  # fmt: skip
        self._drawing = WaysDrawing(session)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        for part in (self._tabs, self._tabs.tabBar()):
            part.setAccessibleName("The chosen way link by link, and all ways in one drawing")
        self._tabs.addTab(self._drawing.page, "All ways drawn")
        self._tabs.addTab(column_of(self._links, margins=(16, 8, 16, 16)), "The chosen way link by link")
        self._tabs.currentChanged.connect(lambda place: None if place else self._drawing.look())
        body.addWidget(self._tabs)
        body.setSizes([240, 360])
        body.setChildrenCollapsible(False)
        self.set_pages(body, None)
        session.selection_changed.connect(lambda _: self._on_selection())

    def table(self) -> Table:
        """Override View.table."""
        return self._ways

    def render_picture(self, path: FilePath) -> None:
        """Override View.render_picture: all ways in one drawing."""
        self.bring_up_to_date()
        self._drawing.render_to(path)

    def showEvent(self, event: object) -> None:
        """Override View.showEvent: the drawing is made when it is looked at."""
        super().showEvent(event)
        if not self._tabs.currentIndex():
            self._drawing.look()

    def headline(self) -> str:
        """Override View.headline."""
        if self._answer is None or self._snapshot is None:
            return "Select a component, then press “To what is selected”."
        return _sentence(self._snapshot, self._answer)

    def refresh(self) -> None:
        """Override View.refresh."""
        before, snapshot = self._start.currentData(), self.session.snapshot
        self._start.clear()
        for root in self.session.answers.roots:
            self._start.addItem(name_of(snapshot, root), snapshot.graph.id_of(root))
        self._start.setCurrentIndex(max(self._start.findData(before), 0))
        if self._goal is None or snapshot.graph.find(self._goal) is None:
            self._to_selected()
        else:
            self._ask()

    def _to_selected(self) -> None:
        """Ask about what was selected last; where nothing is, about what is suggested."""
        graph = self.session.snapshot.graph
        self._goal, self._suggestion = self.session.selection[-1] if self.session.selection else None, None
        if self._goal is None:
            self._suggestion = suggested_goal(self.session.snapshot, self.session.answers)
            self._goal = graph.id_of(self._suggestion.node) if self._suggestion is not None else None
        goal = graph.find(self._goal or "")
        if goal is not None:
            self._start_where_it_is_relied_on(goal)
        self._ask()

    def _start_where_it_is_relied_on(self, goal: int) -> None:
        """A system that is selected too, or the one that is set; the first that relies on the goal where that one does not."""
        graph = self.session.snapshot.graph
        relying = downstream(graph, [goal])
        places = [place for place, root in enumerate(self.session.answers.roots) if relying[root] and root != goal]
        selected = [place for place in places if self._start.itemData(place) in self.session.selection]
        if selected or (places and self._start.currentIndex() not in places):
            self._start.setCurrentIndex((selected or places)[0])

    def _on_selection(self) -> None:
        """What is selected takes the place of a suggestion, unless it is a way to it."""
        if self._suggestion is not None and self.session.selection and not self._selecting:
            self._goal = None
            self._on_changed()

    def _narrow(self, into: list[ComponentId]) -> None:
        into += [each for each in self.session.selection[-1:] if each not in into and each != self._goal]
        self._ask()

    def _begin_anew(self) -> None:
        self._via.clear()
        self._avoid.clear()
        self._ask()

    def _ask(self) -> None:
        snapshot, graph = self.session.snapshot, self.session.snapshot.graph
        start = graph.find(self._start.currentData() or "")
        goal = graph.find(self._goal or "")
        via, avoid = (_nodes(snapshot, each) for each in (self._via, self._avoid))
        kinds = [RelationKind(each) for each in self._kinds.chosen()] or None
        self._tell_asked(snapshot)
        if start is None or goal is None:
            self._show(snapshot, None)
            return

        def asked(progress: Progress) -> Why:
            progress.step("Looking for ways")
            return why(graph, start, goal, MOST_PATHS, via, avoid, kinds)

        self.session.jobs.start(LANE, asked, lambda answer: self._show(snapshot, answer), self.session.tell_failure)

    def _show(self, snapshot: Snapshot, answer: Why | None) -> None:
        self._snapshot, self._answer = snapshot, answer
        self._ways.show_whole_words(
            [_Way(number, path) for number, path in enumerate(answer.paths, 1)] if answer else ()
        )
        self._links.set_rows(())
        self._common.setText(plain(_common(snapshot, answer)) if answer else "")
        self._drawing.set_answer(snapshot, answer)
        self.tell_headline()
        if answer is not None and answer.paths:
            self._show_links(answer.paths[0])

    def _tell_asked(self, snapshot: Snapshot) -> None:
        parts = []
        for word, nodes in (("through", self._via), ("around", self._avoid)):
            names = [name_of(snapshot, node) for node in _nodes(snapshot, nodes)]
            parts += [f"{word} {', '.join(names)}"] if names else []
        narrowed = f"Only ways {' and '.join(parts)}." if parts else "All ways, the shortest first."
        self._asked.setText(plain(f"{self._suggested(snapshot)}{narrowed}"))

    def _suggested(self, snapshot: Snapshot) -> str:
        """That nobody asked for this, and why it is shown all the same."""
        if self._suggestion is None:
            return ""
        name = name_of(snapshot, self._suggestion.node)
        return f"A suggestion, as nothing is selected: {name}, because {self._suggestion.reason}. "

    def _way_columns(self) -> tuple[Column, ...]:
        return (
            Column("No", lambda row: str(row.number), lambda row: row.number, numeric=True, width=44),
            Column("Steps", lambda row: str(len(row.nodes) - 1), lambda row: len(row.nodes), numeric=True, width=56),
            Column("Way", self._words, width=-1, tooltip=self._words),
        )

    def _words(self, row: _Way) -> str:
        return " → ".join(name_of(self._snapshot, node) for node in row.nodes) if self._snapshot else ""

    def _on_way(self) -> None:
        for row in self._ways.chosen()[-1:]:
            self._show_links(row.nodes)
            graph = self.session.snapshot.graph
            self._selecting = True
            self.session.select(graph.id_of(node) for node in reversed(row.nodes))
            self._selecting = False

    def _show_links(self, path: Path) -> None:
        snapshot = self._snapshot
        if snapshot is not None:
            self._links.set_rows(
                [each for pair in zip(path, path[1:], strict=False) for each in _links(snapshot, *pair)]
            )

    def _on_link(self) -> None:
        for row in self._links.chosen()[-1:]:
            self.session.look_at_relation(row.relation)

    def _open(self, row: _Link) -> None:
        for found in row.relation.evidence[:1]:
            self.session.edit_requested.emit("source", found)


def _nodes(snapshot: Snapshot, identities: Sequence[ComponentId]) -> list[int]:
    found = (snapshot.graph.find(each) for each in identities)
    return [node for node in found if node is not None]


def _links(snapshot: Snapshot, source: int, target: int) -> list[_Link]:
    """Every relation between two neighbours of a way."""
    graph = snapshot.graph
    numbers = [each for each in graph.up.relations_of(source).tolist() if int(graph.relation_target[each]) == target]
    return [_Link(name_of(snapshot, source), snapshot.relations[each], name_of(snapshot, target)) for each in numbers]


def _sentence(snapshot: Snapshot, answer: Why) -> str:
    start, goal = name_of(snapshot, answer.start), name_of(snapshot, answer.goal)
    if not answer.paths:
        sort = " in this way" if answer.via or answer.avoid else ""
        return f"{start} does not rely on {goal}{sort}."
    total = f"at least {counted(answer.at_least, 'way')}" if answer.count is None else counted(answer.count, "way")
    shown = f"; the {len(answer.paths)} shortest are listed" if answer.bounded else ""
    return f"{start} relies on {goal} by {total}{shown}."


def _common(snapshot: Snapshot, answer: Why) -> str:
    if not answer.paths:
        return ""
    names = ", ".join(name_of(snapshot, node) for node in answer.chokepoints) or "nothing but the two ends"
    goal = name_of(snapshot, answer.goal)
    return (
        f"Run through by all: {names}. Without {goal}, {counted(answer.exclusive, 'component')} would be out of reach."
    )


_LINKS = (
    Column("From", lambda row: row.source, width=-1),
    Column("Relation", lambda row: row.relation.kind.value, width=120),
    Column("To", lambda row: row.target, width=-1),
    Column("Known", lambda row: row.relation.knowledge.value, width=80),
    Column("Evidence", lambda row: row.relation.evidence[0].place() if row.relation.evidence else "none", width=-1,
           tooltip=lambda row: "\n".join(each.place() for each in row.relation.evidence)),
)  # fmt: skip
