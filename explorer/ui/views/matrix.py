"""Who stands behind what, cell by cell: parties by systems, systems by systems, components by components."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from explorer.analysis.why import why
from explorer.domain.component import ComponentId
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.grid_table import grid_table
from explorer.pipeline.grids import (
    COMPONENT_NOTE,
    NO_NODE,
    SYSTEM_NOTE,
    Grid,
    GridKind,
    component_grid,
    party_grid,
    system_grid,
)
from explorer.pipeline.matrix_table import NOTE, OWN_COLUMNS
from explorer.progress import Progress
from explorer.ui.canvas.grid_canvas import GridCanvas
from explorer.ui.canvas.grid_scale import Scale, count_scale, distance_scale
from explorer.ui.canvas.grid_scene import GridScene, Ordering, grid_scene
from explorer.ui.models.table import Table
from explorer.ui.session import Session
from explorer.ui.views.answer_table import answer_columns
from explorer.ui.views.base import View
from explorer.ui.views.parts import choice, column_of, push, row_of, told
from explorer.ui.views.scale_legend import ScaleLegend

LANE = "matrix"

_SHOWN = {
    GridKind.PARTIES: "parties by systems",
    GridKind.SYSTEMS: "systems by systems",
    GridKind.COMPONENTS: "components",
}
_UNITS = {
    GridKind.PARTIES: "components",
    GridKind.SYSTEMS: "shared",
    GridKind.COMPONENTS: "relations",
}
_HINT = "Point at a cell, or walk with the arrow keys: it is said here. Space or a click selects both ends, Enter goes into it."


@dataclass(frozen=True, eq=False)
class _Made:
    """What was worked out for one snapshot and choice."""

    snapshot: Snapshot
    answers: Answers
    scene: GridScene


class MatrixView(View):
    """The drawn matrix with its choices, legend and words; the same as a table."""

    name = "matrix"
    tab = "Matrix"
    group = "Weigh"
    question = "Which systems share which parties, and where is a hidden common cause?"
    help_text = (
        f"Parties by systems: {NOTE} Systems by systems: {SYSTEM_NOTE} Components by components: {COMPONENT_NOTE} "
        "Press “Of what is selected” to set other components. "
        "Most first puts what most columns share at the top. "
        "Alike side by side puts rows next to rows with the same pattern, so that blocks are common causes. Ctrl and the wheel, "
        "or plus and minus, make cells larger and smaller; F shows everything, 0 what can be read."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._made: _Made | None = None
        self._chosen: tuple[ComponentId, ...] = ()
        self._canvas = GridCanvas(session.theme)
        self._canvas.chosen.connect(self._on_chosen)
        self._canvas.opened.connect(self._on_opened)
        self._canvas.pointed.connect(self._say_cell)
        self._what, self._ordering = choice("What is set against what"), choice("In which order")
        for kind, title in _SHOWN.items():
            self._what.addItem(title, kind)
        for ordering in Ordering:
            self._ordering.addItem(ordering.value, ordering)
        self._what.activated.connect(lambda _: self.refresh())
        self._ordering.activated.connect(lambda _: self._order_anew())
        self._of_selected = push("&Of what is selected", "Set the components against each other that are selected now")
        self._of_selected.clicked.connect(self._take_selected)
        fit = push("&Whole", "Show all rows and columns")
        fit.clicked.connect(self._canvas.fit)
        self._legend = ScaleLegend(session.theme)
        self._words = told(_HINT, "muted")
        self._words.setAccessibleName("The cell in words")
        self._rows = Table((), "The matrix as a table")
        self._rows.selectionModel().selectionChanged.connect(lambda *_: self._on_row())
        body = column_of(
            row_of("Set", self._what, "in order", self._ordering, self._of_selected, fit),
            self._canvas,
            self._legend,
            self._words,
            margins=(16, 4, 16, 12),
            growing=self._canvas,
        )
        self.set_pages(body, self._rows)
        session.selection_changed.connect(lambda _: self._mark_selected())

    def headline(self) -> str:
        """Override View.headline."""
        return self._made.scene.grid.headline if self._made is not None else "Being worked out."

    def refresh(self) -> None:
        """Override View.refresh."""
        snapshot, answers = self.session.snapshot, self.session.answers
        kind, ordering = GridKind(self._what.currentData()), Ordering(self._ordering.currentData())
        found = (snapshot.graph.find(each) for each in self._chosen)
        nodes = [node for node in found if node is not None]
        self._of_selected.setEnabled(kind is GridKind.COMPONENTS)

        def made(progress: Progress) -> _Made:
            progress.step("Setting each against each")
            grid = _grid(kind, snapshot, answers, nodes, progress)
            return _Made(snapshot, answers, grid_scene(snapshot, grid, ordering))

        self.session.jobs.start(LANE, made, self._show, self.session.tell_failure)

    def show_table(self, wanted: bool) -> None:
        """Override View.show_table: the table is filled when it is first looked at."""
        if wanted:
            self._fill_table()
        super().show_table(wanted)

    def table(self) -> Table:
        """Override View.table."""
        self._fill_table()
        return self._rows

    def _show(self, made: _Made) -> None:
        self._made, self._filled = made, None
        self._canvas.set_theme(self.session.theme, self._scale())
        self._canvas.show_scene(made.scene, self._scale())
        self._legend.show_scale(self._scale(), _UNITS[made.scene.grid.kind], self.session.theme)
        self._say_cell("")
        self._mark_selected()
        if self.shows_table():
            self._fill_table()
        self.tell_headline()

    def _scale(self) -> Scale:
        assert self._made is not None, "a scale is of a matrix"
        grid = self._made.scene.grid
        greatest = int(grid.value.max(initial=0))
        scale = distance_scale if grid.kind is GridKind.COMPONENTS else count_scale
        return scale(greatest, self.session.theme)

    def _fill_table(self) -> None:
        made = self._made
        if made is None or self._filled is made:
            return
        self._filled = made
        answer = grid_table(made.snapshot, made.answers, made.scene.grid)
        self._rows.set_columns(answer_columns(answer, _heading))
        self._rows.set_rows(answer.rows)

    _filled: _Made | None = None
    """What the table holds."""

    def _order_anew(self) -> None:
        made = self._made
        if made is not None:
            ordering = Ordering(self._ordering.currentData())
            self._show(_Made(made.snapshot, made.answers, grid_scene(made.snapshot, made.scene.grid, ordering)))

    def _take_selected(self) -> None:
        self._chosen = self.session.selection
        self.refresh()

    def _say_cell(self, words: str) -> None:
        self._words.setText(words or _HINT)

    def _mark_selected(self) -> None:
        found = (self.session.snapshot.graph.find(each) for each in self.session.selection)
        self._canvas.set_selected(node for node in found if node is not None)

    def _on_chosen(self, row: int, column: int) -> None:
        """Select both ends; the one of the row stands last, where it is looked at."""
        if self._made is not None:
            scene, graph = self._made.scene, self._made.snapshot.graph
            nodes = dict.fromkeys(each for each in (scene.column_node(column), scene.row_node(row)) if each != NO_NODE)
            self.session.select(graph.id_of(node) for node in nodes)
            self._say_cell(scene.words(row, column))

    def _on_opened(self, row: int, column: int) -> None:
        """Go to what the cell counts: the ways to a party, what two systems share, the way from one component to another."""
        self._on_chosen(row, column)
        if self._made is None:
            return
        kind = self._made.scene.grid.kind
        if kind is GridKind.COMPONENTS:
            self._walk(self._made, row, column)
        else:
            self.session.view_requested.emit("why" if kind is GridKind.PARTIES else "ancestors")

    def _walk(self, made: _Made, row: int, column: int) -> None:
        """Select a shortest way, which the trail then follows."""
        graph, scene = made.snapshot.graph, made.scene
        if scene.value[row, column]:
            ways = why(graph, scene.row_node(row), scene.column_node(column), 1).paths
            self.session.select(graph.id_of(node) for node in ways[0])
            self.session.view_requested.emit("trail")

    def _on_row(self) -> None:
        """Select what the chosen row of the table is about."""
        made = self._made
        for place in self._rows.selectionModel().selectedRows()[-1:]:
            row = self._rows.row_at(place)
            if made is None:
                return
            if made.scene.grid.kind is GridKind.PARTIES:
                self.session.select([row[-1]] if row[-1] else [])
            else:
                self.session.select(self._identities(row[:2]))

    def _identities(self, names: tuple[str, ...]) -> list[ComponentId]:
        assert self._made is not None, "rows are of a matrix"
        scene = self._made.scene
        shown = {scene.row_names[row]: scene.row_node(row) for row in range(len(scene.row_names))}
        return [self._made.snapshot.graph.id_of(shown[name]) for name in names if name in shown]


def _grid(kind: GridKind, snapshot: Snapshot, answers: Answers, nodes: list[int], progress: Progress) -> Grid:
    if kind is GridKind.PARTIES:
        return party_grid(snapshot, answers)
    return system_grid(snapshot) if kind is GridKind.SYSTEMS else component_grid(snapshot, nodes, progress)


def _heading(title: str) -> str:
    """Systems keep their names."""
    return title.capitalize() if title in (*OWN_COLUMNS, *_OWN) else title


_OWN = (
    "system",
    "other system",
    "shared",
    "may share more",
    "component",
    "relies on",
    "relations between",
    "may rely on more",
)
