"""Where do the models come from? All of their lineage at once, at any size, in three shapes and by what one asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtWidgets import QLineEdit, QWidget

from explorer.domain.component import ComponentId
from explorer.graph.lineage_part import lineage_part
from explorer.graph.search import Search
from explorer.graph.supply_graph import SupplyGraph
from explorer.layout.families import families
from explorer.layout.forest import Reading
from explorer.layout.settling import ENOUGH, carried_over, keys_of
from explorer.layout.strata import Strata, largest_first, strata
from explorer.pipeline.families_table import FamilyRow, FamilyRows, families_sentence, family_rows, models_in
from explorer.progress import Progress
from explorer.ui.canvas.lineage_colouring import LINEAGE_COLOURINGS, Lineage
from explorer.ui.canvas.palette import palette_of
from explorer.ui.canvas.strata_colouring import MOST_HUES
from explorer.ui.canvas.strata_scene import StrataScene
from explorer.ui.canvas.strata_shading import Shading, shading
from explorer.ui.canvas.strata_shape import Shape
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.cells_view import CellsView
from explorer.ui.views.parts import choice, row_of

LANE = "atlas"
LAYING_OUT = "The lineage is being laid out."

NOTHING = (
    "No model is known here yet. Scan a folder that uses one, or import a table of models with the columns id and "
    "base_model; then everything that was made from something appears here."
)

_SHAPES = {
    Shape.SUNBURST: ("Sunburst", "Origins inside, what was made from them outwards"),
    Shape.ICICLE: ("Icicle", "Origins at the top, what was made from them below"),
    Shape.RADIAL: ("Radial", "A tree: a dot for each model, a line to what it was made from"),
}


@dataclass(frozen=True, eq=False)
class _Laid:
    """What was worked out for one snapshot and colouring."""

    lineage: Lineage
    scene: StrataScene
    rows: FamilyRows


class Atlas(CellsView):
    """The canvas of cells over the models only, with the families as its table."""

    name = "atlas"
    tab = "Atlas"
    group = "Explore"
    question = "Where do the models descend from, which families are there, and do the terms hold along the way?"
    drawing_name = "Lineage atlas"
    help_text = (
        "Every model and adapter once. Inside (or at the top) are the origins, which were made from nothing known; each "
        "ring or row on is one step of fine-tuning, adapting, quantizing, merging or distilling. A family is an origin "
        "with all that hangs on it, as wide as the models at its ends. A model of several bases hangs on one of them and "
        "is counted once; its other bases are drawn as lines when it is selected. Data is left out here: see Lineage and "
        "Licences. Where many models share a pixel or a dot, its colour is their exact mean: zoom in to tell them apart. "
        "Licence drift says what becomes of the stated terms on the way from the bases; what is not stated is hatched, "
        "and is not the same as no terms. Where nobody states a party, the account that a model stands under on the hub is its "
        "colour: a name, and no proof of who that is. Wheel or plus and minus spread a part around, beyond the last step into the "
        "drawing of nodes and lines, as Enter does; zooming out there leads back. Dragging turns, Shift draws a box, L a "
        "loop. Arrow keys walk, brackets follow relations, E spreads a family, Shift+E steps back, P pins, T shows the way "
        "back to the origin."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._laid: _Laid | None = None
        self._search: Search | None = None
        self._shape = choice("Shape", "How the lineage is laid on the paper")
        for shape, (title, tip) in _SHAPES.items():
            self._shape.addItem(title, shape)
            self._shape.setItemData(self._shape.count() - 1, tip, 3)
        self._colour = choice("Colour by", "What the colour of a model says")
        for key, (title, _) in LINEAGE_COLOURINGS.items():
            self._colour.addItem(title, key)
        self._find = QLineEdit()
        self._find.setPlaceholderText("Find a model")
        self._find.setAccessibleName("Find a model in the atlas; press Enter to go to the next")
        self._find.setMinimumWidth(112)
        self._find.setMaximumWidth(180)
        self._shape.activated.connect(lambda _: self.canvas.set_shape(Shape(self._shape.currentData())))
        self._is_colour_chosen = False
        self._colour.activated.connect(lambda _: self._on_colour())
        self._find.returnPressed.connect(self._go_to_next)
        self._families = Table(_COLUMNS, "Families of the lineage atlas")
        self._families.selectionModel().selectionChanged.connect(lambda *_: self._on_family())
        self.canvas.set_shape(Shape.SUNBURST)
        self.assemble(row_of(self._shape, "colour by", self._colour, self._find, self.loop, self.fit), self._families)

    def headline(self) -> str:
        """Override View.headline."""
        if self._laid is None:
            return LAYING_OUT
        return families_sentence(self._laid.rows)

    def refresh(self) -> None:
        """Override View.refresh."""
        super().refresh()
        if self._laid is None or self._laid.lineage.snapshot is not self.session.snapshot:
            if self._laid is None and len(self.session.snapshot.graph):
                self.say_nothing_yet(LAYING_OUT)
            self._lay_out()

    def _lay_out(self) -> None:
        snapshot, key, old = self.session.snapshot, self._colour.currentData(), self._laid
        palette = palette_of(self.session.theme)

        def laid(progress: Progress) -> tuple[_Laid, Shading]:
            if old is not None and old.lineage.snapshot is snapshot:
                found, rows = old.lineage, old.rows
            else:
                progress.step("Choosing the models")
                part = lineage_part(snapshot.graph)
                placed = _placed(part.graph, old, progress)
                found = Lineage(snapshot, part, placed, families(placed))
                rows = family_rows(part.graph, placed, found.families)
            colouring = LINEAGE_COLOURINGS[key][1](found, progress)
            scene = StrataScene(found.part.graph, found.strata, colouring, "models", NOTHING).make_ready()
            return _Laid(found, scene, rows), shading(found.strata, colouring, palette)

        self.session.jobs.start(LANE, laid, self._show, self.session.tell_failure)

    def _show(self, made: tuple[_Laid, Shading]) -> None:
        laid, shaded = made
        same = self._laid is not None and self._laid.lineage is laid.lineage
        self._laid = laid
        self.show_scene(laid.scene, same, shaded)
        if not same:
            self._families.set_rows(laid.rows)
            self._suggest_colour(laid.rows)

    def _on_colour(self) -> None:
        self._is_colour_chosen = True
        self._lay_out()

    def _suggest_colour(self, rows: Sequence[FamilyRow]) -> None:
        """Where families of a colour of their own hold few of the models, begin with whose they are: grey tells nothing."""
        coloured = sum(row.members for row in rows[:MOST_HUES] if row.origin is not None)
        if not self._is_colour_chosen and coloured * 2 < models_in(rows):
            self._colour.setCurrentIndex(self._colour.findData("party"))
            self._lay_out()

    def _on_family(self) -> None:
        chosen = [row.id for row in self._families.chosen() if isinstance(row, FamilyRow) and row.id]
        if chosen:
            self.session.select(chosen)

    def _go_to_next(self) -> None:
        """Select the best hit for what was typed; the one after it where that is selected already."""
        graph, text = self.canvas.scene.graph, self._find.text().strip()
        if not text:
            return
        hits: list[ComponentId] = [graph.id_of(node) for node in self._searched(graph).find(text).nodes]
        if not hits:
            self.session.message.emit(f"No model here is called “{text}”.")
            return
        last = self.session.selection[-1:]
        place = hits.index(last[0]) + 1 if last and last[0] in hits else 0
        self.session.select([hits[place % len(hits)]])
        self.session.message.emit(f"{place % len(hits) + 1:,} of {len(hits):,} found.")

    def _searched(self, graph: SupplyGraph) -> Search:
        """The search of the graph shown, its text made ready once."""
        if self._search is None or self._search.graph is not graph:
            self._search = Search(graph)
        return self._search


def _placed(graph: SupplyGraph, old: _Laid | None, progress: Progress) -> Strata:
    """The largest family first; after another scan, what was there keeps its order, where enough of it is left."""
    if old is not None:
        shares = carried_over(keys_of(old.scene.graph.ids), old.scene.strata.shares(), keys_of(graph.ids))
        if np.isfinite(shares).sum() >= ENOUGH * max(len(shares), 1):
            return strata(graph, Reading.DESCENT, shares, progress)
    return largest_first(graph, Reading.DESCENT, progress)


def _counts(title: str, name: str, width: int) -> Column:
    """A column of numbers of a family."""
    return Column(
        title, lambda row: f"{getattr(row, name):,}", lambda row: getattr(row, name), numeric=True, width=width,
        sort_all=lambda rows: rows.column(name),
    )  # fmt: skip


_COLUMNS = (
    Column(
        "Family", lambda row: row.name, width=-1, explanation="The origin that it descends from",
        sort_all=lambda rows: [name.casefold() for name in rows.names()],
    ),
    _counts("Models", "members", 80),
    _counts("Steps", "steps", 64),
    _counts("Adapters", "adapters", 80),
    _counts("Unknown", "unknown", 80),
)  # fmt: skip
