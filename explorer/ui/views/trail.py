"""How does one get there? A walk from one component to the next, each step chosen, what was passed by still in sight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from explorer.analysis.trail import Ground, Walk, ground, walk_along, walk_to
from explorer.analysis.why import Why, why
from explorer.domain.component import CLASS_TITLES
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.sentences import counted, name_of
from explorer.progress import Progress
from explorer.ui.canvas.trail_canvas import TrailCanvas
from explorer.ui.canvas.trail_scene import TrailScene, trail_scene
from explorer.ui.looking import look_of
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.text import plain
from explorer.ui.views.base import View
from explorer.ui.views.parts import choice, column_of, push, row_of, told

LANE = "trail"

_HINT = "Click a card to step there, or walk with the arrow keys: up and down choose, right steps on, left goes back."


@dataclass(frozen=True, slots=True)
class _Row:
    """One card, for the table twin."""

    scene: TrailScene
    column: int
    row: int

    @property
    def taken(self) -> bool:
        return self.scene.columns[self.column].chosen == self.row


class TrailView(View):
    """Columns of what one may step to, and the trail through them."""

    name = "trail"
    tab = "Trail"
    group = "Explore"
    question = "Step by step: where does each lead, and what did I pass by?"
    help_text = (
        "Each column holds everything that the component chosen before relies on directly, those with most behind them first; "
        "or, downwards, everything that relies on it directly. “Next” is how many one could step to from there, “behind” how many "
        "components lie in that direction at any distance. A component that is on the trail already is gone back to, so that no "
        "walk runs in a circle. A ring and “every way” mark steps that no way between the two ends can avoid. The trail is what is "
        "selected, so other views light it, saved views and slides keep it, and a way chosen under Why can be walked here. The "
        "exported picture shows all columns, also those that are out of sight."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._ground: Ground | None = None
        self._snapshot: Snapshot | None = None
        self._walk = Walk()
        self._before: list[Walk] = []
        self._after: list[Walk] = []
        self._answer: Why | None = None
        self._ways, self._words = told(), told(_HINT, "muted")
        self._words.setAccessibleName("The card in words")
        self._canvas = TrailCanvas(session.theme)
        self._canvas.stepped.connect(lambda column, node: self._go(self._walk.stepped(column, node)))
        self._canvas.back_wanted.connect(lambda: self._go(self._walk.back()))
        self._canvas.pointed.connect(lambda words: self._words.setText(words or _HINT))
        self._direction = choice("In which direction")
        self._direction.addItem("to what it relies on", True)
        self._direction.addItem("to what relies on it", False)
        self._direction.activated.connect(lambda _: self._turn_round())
        self._back, self._forward = (
            push("&Back", "The walk before this one"),
            push("For&ward", "The walk that was left by going back"),
        )
        self._back.clicked.connect(lambda: self._move(self._before, self._after))
        self._forward.clicked.connect(lambda: self._move(self._after, self._before))
        to, anew = push("&To what is selected", "A shortest walk to what is selected now"), push("&Anew", "Begin again")
        to.clicked.connect(self._to_selected)
        anew.clicked.connect(lambda: self._go(Walk()))
        self._keep = push("&Save…", "Keep this trail as a saved view")
        self._keep.clicked.connect(self._save)
        self._rows = Table(_COLUMNS, "The trail and the branches along it")
        self._rows.activated.connect(lambda index: self._on_row(self._rows.row_at(index)))
        body = column_of(
            row_of("Walk", self._direction, self._back, self._forward, to, anew, self._keep),
            self._canvas,
            self._ways,
            self._words,
            margins=(16, 4, 16, 12),
            growing=self._canvas,
        )
        self.set_pages(body, self._rows)
        session.selection_changed.connect(lambda _: self._follow_selection())

    def headline(self) -> str:
        """Override View.headline."""
        snapshot, scene = self._snapshot, self._canvas.scene
        if snapshot is None or scene is None:
            return "Being worked out."
        if not len(snapshot.graph):
            return "Nothing is known to be upstream yet; scan a folder or import a bill of materials to begin."
        steps = self._walk.steps
        if not steps:
            return f"Choose where to begin among {counted(len(scene.columns[0]), 'component')}, then step on."
        if len(steps) == 1:
            return f"{name_of(snapshot, steps[0])} {_choices(scene)}"
        ends = f"{name_of(snapshot, steps[0])} to {name_of(snapshot, steps[-1])}"
        passed = counted(scene.not_taken, "branch", "branches")
        return f"From {ends} in {counted(len(steps) - 1, 'step')}; {passed} passed by."

    def refresh(self) -> None:
        """Override View.refresh."""
        self._canvas.set_theme(self.session.theme)
        snapshot, roots = self.session.snapshot, self.session.answers.roots
        if (
            self._ground is not None
            and self._snapshot is snapshot
            and (not self._ground.upwards or self._ground.starts == roots)
        ):
            self._show()
            return
        if self._snapshot is not snapshot:
            self._before, self._after = [], []
        upwards = bool(self._direction.currentData())
        starts = roots if upwards else tuple(self._selected_nodes()[-1:])

        def made(progress: Progress) -> Ground:
            progress.step("Counting what lies behind each")
            return ground(snapshot.graph, starts, upwards)

        self.session.jobs.start(LANE, made, lambda found: self._take(snapshot, found), self.session.tell_failure)

    def show_table(self, wanted: bool) -> None:
        """Override View.show_table: the table is filled when it is looked at."""
        super().show_table(wanted)
        if wanted:
            self._rows.set_rows(list(_rows_of(self._canvas.scene)))

    def table(self) -> Table:
        """Override View.table."""
        self._rows.set_rows(list(_rows_of(self._canvas.scene)))
        return self._rows

    def render_picture(self, path: Path) -> None:
        """Override View.render_picture: the whole trail, also what is out of sight."""
        self.bring_up_to_date()
        self._canvas.render_to(path)

    # Walking

    def _take(self, snapshot: Snapshot, found: Ground) -> None:
        """Begin on another ground: along what is selected where that is a way, else at the beginning with most behind it."""
        self._snapshot, self._ground = snapshot, found
        along = walk_along(found, self._selected_nodes())
        if along is not None and (len(along.steps) > 1 or along.steps[0] in found.starts):
            self._walk = along
        elif along is not None:
            self._walk = walk_to(found, along.steps[0])
        else:
            most = max(found.starts, key=lambda node: int(found.behind.counts[node]), default=None)
            self._walk = Walk() if most is None else Walk((most,))
        self._show()

    def _go(self, walk: Walk) -> None:
        if walk != self._walk:
            self._before.append(self._walk)
            self._after.clear()
        self._set(walk)

    def _move(self, source: list[Walk], kept: list[Walk]) -> None:
        if source:
            kept.append(self._walk)
            self._set(source.pop())

    def _set(self, walk: Walk) -> None:
        self._walk = walk
        self._show()
        graph = self.session.snapshot.graph
        self.session.select(graph.id_of(node) for node in walk.steps)

    def _turn_round(self) -> None:
        """Walk in the other direction, from where one is."""
        self._ground = None
        self._before, self._after = [], []
        self.refresh()

    def _to_selected(self) -> None:
        nodes = self._selected_nodes()
        if self._ground is None or not nodes:
            self.session.message.emit("Select something first; then a way to it is walked.")
            return
        along = walk_along(self._ground, nodes) if len(nodes) > 1 else None
        self._go(along or walk_to(self._ground, nodes[-1]))

    def _follow_selection(self) -> None:
        """Walk along what another view, the history or a saved view selected, where it is a way of several steps."""
        if self._ground is None or self._snapshot is not self.session.snapshot:
            return
        nodes = self._selected_nodes()
        along = walk_along(self._ground, nodes) if len(nodes) > 1 else None
        if along is not None and along.steps not in (self._walk.steps, self._walk.steps[::-1]):
            self._before.append(self._walk)
            self._walk = along
            self._show()

    def _selected_nodes(self) -> list[int]:
        found = (self.session.snapshot.graph.find(each) for each in self.session.selection)
        return [node for node in found if node is not None]

    def _save(self) -> None:
        """Keep the trail, and nothing else that is selected."""
        graph = self.session.snapshot.graph
        self.session.select(graph.id_of(node) for node in self._walk.steps)
        self.session.edit_requested.emit("view", look_of(self.session, self.name, self.headline().rstrip(".")))

    # Showing

    def _show(self) -> None:
        if self._ground is None or self._snapshot is None:
            return
        self._answer = None
        self._draw()
        self._ask_ways(self._snapshot, self._ground, self._walk.steps)

    def _draw(self) -> None:
        assert self._ground is not None, "a walk is on a ground"
        assert self._snapshot is not None, "a walk is on a ground"
        unavoidable = frozenset(self._answer.chokepoints) if self._answer is not None else frozenset()
        scene = trail_scene(self._snapshot, self._ground, self._walk, unavoidable)
        self._canvas.show_scene(scene)
        self._back.setEnabled(bool(self._before))
        self._forward.setEnabled(bool(self._after))
        self._keep.setEnabled(bool(self._walk.steps))
        self._ways.setText(plain(_ways_sentence(self._snapshot, self._answer)) if self._answer is not None else "")
        if self.shows_table():
            self._rows.set_rows(list(_rows_of(scene)))
        self.tell_headline()

    def _ask_ways(self, snapshot: Snapshot, found: Ground, steps: tuple[int, ...]) -> None:
        """How many ways there are between the two ends, and what none of them can avoid."""
        if len(steps) < 2:
            return
        start, goal = (steps[0], steps[-1]) if found.upwards else (steps[-1], steps[0])

        def asked(progress: Progress) -> Why:
            progress.step("Counting the ways")
            return why(snapshot.graph, start, goal, 1)

        self.session.jobs.start(f"{LANE}-ways", asked, self._take_ways, self.session.tell_failure)

    def _take_ways(self, answer: Why) -> None:
        steps = self._walk.steps
        if len(steps) > 1 and {answer.start, answer.goal} == {steps[0], steps[-1]}:
            self._answer = answer
            self._draw()

    def _on_row(self, row: _Row) -> None:
        self._go(self._walk.stepped(row.column, row.scene.node(row.column, row.row)))


def _choices(scene: TrailScene) -> str:
    """What lies ahead of the first step."""
    ahead = len(scene.columns[1]) if len(scene.columns) > 1 else 0
    if not ahead:
        return "leads nowhere in this direction, as far as is known."
    verb = "relies on" if scene.ground.upwards else "is relied on by"
    return f"{verb} {counted(ahead, 'component')} directly; choose one to step there."


def _ways_sentence(snapshot: Snapshot, answer: Why) -> str:
    """How this way stands among all."""
    start, goal = name_of(snapshot, answer.start), name_of(snapshot, answer.goal)
    total = f"at least {counted(answer.at_least, 'way')}" if answer.count is None else counted(answer.count, "way")
    if answer.count == 1:
        return f"This is the only way by which {start} relies on {goal}."
    names = ", ".join(name_of(snapshot, node) for node in answer.chokepoints)
    through = f"every one runs through {names}" if names else "no component between the two is on every one"
    return f"One of {total} by which {start} relies on {goal}; {through}. “Why” lists them."


def _rows_of(scene: TrailScene | None) -> Iterator[_Row]:
    for number, column in enumerate(scene.columns if scene is not None else ()):
        yield from (_Row(scene, number, row) for row in range(len(column)))  # type: ignore[arg-type]


def _known(row: _Row) -> str:
    return row.scene.component(row.column, row.row).knowledge.value


def _evidence(row: _Row) -> str:
    found = [each.place() for relation in row.scene.relations(row.column, row.row) for each in relation.evidence[:1]]
    return found[0] if found else ""


_COLUMNS = (
    Column("Step", lambda row: str(row.column), lambda row: row.column, numeric=True, width=44),
    Column("Taken", lambda row: "yes" if row.taken else "", width=52),
    Column("Component", lambda row: row.scene.name(row.column, row.row), width=-1),
    Column("Class", lambda row: CLASS_TITLES[row.scene.component(row.column, row.row).component_class], width=110, needs=560),
    Column("Relation", lambda row: row.scene.relation_words(row.column, row.row), width=110),
    Column("Known", _known, width=72),
    Column("Next", lambda row: f"{row.scene.columns[row.column].branches.onward[row.row]:,}",
           lambda row: int(row.scene.columns[row.column].branches.onward[row.row]), numeric=True, width=56),
    Column("Behind", lambda row: f"{row.scene.columns[row.column].branches.behind[row.row]:,}",
           lambda row: int(row.scene.columns[row.column].branches.behind[row.row]), numeric=True, width=64),
    Column("Evidence", _evidence, width=-1, tooltip=_evidence, needs=640),
)  # fmt: skip
