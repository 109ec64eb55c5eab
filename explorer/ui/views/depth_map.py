"""Everything at once: the whole graph in strata of depth, at any size, coloured by what one asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QCheckBox, QWidget

from explorer.graph.snapshot import Snapshot, empty_snapshot
from explorer.layout.forest import Reading
from explorer.layout.strata import Strata, strata
from explorer.layout.strata_bundles import RelationBundles, heaviest
from explorer.pipeline.first_layout import kept_strata
from explorer.pipeline.strata_table import strata_sentence
from explorer.progress import Progress
from explorer.ui.canvas.palette import palette_of
from explorer.ui.canvas.strata_colouring import COLOURINGS, Colouring
from explorer.ui.canvas.strata_scene import StrataScene
from explorer.ui.canvas.strata_shading import Shading, shading
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.cells_view import CellsView
from explorer.ui.views.parts import choice, row_of

LANE = "strata"
LAYING_OUT = "The whole is being laid out."
MOST_STREAMS = 60
"""Streams of relations drawn at once; more hide what lies beneath. The bar says how many relations they stand for."""

_READINGS = {
    Reading.RELIANCE: "your systems",
    Reading.DESCENT: "the origins",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the drawing, for the table twin."""

    title: str
    components: int
    unknown: int
    widest: str


@dataclass(frozen=True, eq=False)
class _Laid:
    """What was worked out for one snapshot, reading and colouring."""

    snapshot: Snapshot
    scene: StrataScene
    rows: list[_Row]
    sentence: str
    bundles: RelationBundles | None
    """None where nobody has asked for streams yet."""


class DepthMap(CellsView):
    """The strata canvas with its choices, legend, honest bar and a table of its rows."""

    name = "depth-map"
    tab = "Depth map"
    group = "Explore"
    drawing_name = "Strata drawing"
    question = "What does the whole look like, how deep does it go, and what hangs on what?"
    help_text = (
        "Each row is a depth; each cell is one component, as wide as what hangs on it, so that a wide cell far down is "
        "something that much rests on. Every component hangs on one of those that rely on it, lineage before packages; "
        "its other relations are drawn when it is selected, and the heaviest of them as streams. Where many cells share a "
        "column of pixels, its colour is their exact mean: zoom in to tell them apart. Hatched: unknown. Wheel or plus and "
        "minus zoom, beyond the last step into the drawing of nodes and lines around what is under the mouse, as Enter "
        "does; zooming out there leads back. Dragging moves, Shift draws a box, L a loop. Arrow keys walk, brackets follow "
        "relations, E spreads what hangs on a cell, Shift+E steps back, P pins, T shows the way by which a cell hangs. The "
        "bar below says where every component has gone; nothing is left out without being counted."
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._laid: _Laid | None = None
        self._reading, self._colour = (
            choice(
                "Read from", "From which end the graph is read: from what you run down, or from where things come on"
            ),
            choice("Colour by"),
        )
        for reading, title in _READINGS.items():
            self._reading.addItem(title, reading)
        for key, (title, _) in COLOURINGS.items():
            self._colour.addItem(title, key)
        for box in (self._reading, self._colour):
            box.activated.connect(lambda _: self._lay_out())
        self._streams = QCheckBox("&Streams")
        self._streams.setToolTip("Draw the heaviest streams of relations that the rows do not show by themselves")
        self._streams.toggled.connect(lambda _: self._show_streams())
        self._rows = Table(_COLUMNS, "Rows of the depth map")
        self.assemble(
            row_of("From", self._reading, "colour by", self._colour, self._streams, self.loop, self.fit),
            self._rows,
        )

    def headline(self) -> str:
        """Override View.headline."""
        if self._laid is not None:
            return self._laid.sentence
        if len(self.session.snapshot.graph):
            return LAYING_OUT
        return strata_sentence(empty_snapshot(), self.canvas.scene.strata)

    def refresh(self) -> None:
        """Override View.refresh."""
        super().refresh()
        if self._laid is None or self._laid.snapshot is not self.session.snapshot:
            if self._laid is None and len(self.session.snapshot.graph):
                self.say_nothing_yet(LAYING_OUT)
            self._lay_out()

    def _lay_out(self) -> None:
        snapshot, reading, key = self.session.snapshot, Reading(self._reading.currentData()), self._colour.currentData()
        old, workspace = self._laid, self.session.workspace
        palette = palette_of(self.session.theme)
        path, streams = None if workspace is None else workspace.path, self._streams.isChecked()

        def laid(progress: Progress) -> tuple[_Laid, Shading]:
            placed = _placed(snapshot, reading, old, path, progress)
            colouring: Colouring = COLOURINGS[key][1](snapshot, progress)
            scene = StrataScene(snapshot.graph, placed, colouring)
            shaded = shading(placed, colouring, palette)
            told = _Laid(snapshot, scene, _rows_of(scene), strata_sentence(snapshot, placed), None)
            if not streams:
                return told, shaded
            progress.step("Counting streams of relations")
            return replace(told, bundles=heaviest(snapshot.graph, placed, MOST_STREAMS)), shaded

        self.session.jobs.start(LANE, laid, self._show, self.session.tell_failure)

    def _show(self, made: tuple[_Laid, Shading]) -> None:
        laid, shaded = made
        same = self._laid is not None and self._laid.scene.strata is laid.scene.strata
        self._laid = laid
        self.show_scene(laid.scene, same, shaded)
        self._show_streams()
        self._rows.set_rows(laid.rows)

    def _show_streams(self) -> None:
        laid = self._laid if self._streams.isChecked() else None
        self.canvas.set_bundles(None if laid is None else laid.bundles)
        if laid is not None and laid.bundles is None:
            self._lay_out()


def _placed(snapshot: Snapshot, reading: Reading, old: _Laid | None, path: Path | None, progress: Progress) -> Strata:
    """The strata of before where they are of the same snapshot; else those that the workspace has kept or keeps now."""
    if old is not None and old.snapshot is snapshot and old.scene.strata.reading is reading:
        return old.scene.strata
    if path is None:
        return strata(snapshot.graph, reading, progress=progress)
    return kept_strata(snapshot.graph, reading, path, progress)


def _rows_of(scene: StrataScene) -> list[_Row]:
    placed = scene.strata
    rows = []
    for row in range(placed.rows):
        first, last = int(placed.starts[row]), int(placed.starts[row + 1])
        widest = first + int(np.argmax(placed.right[first:last] - placed.left[first:last]))
        rows.append(_Row(scene.row_title(row), last - first, scene.row_unknown[row], scene.full_name(widest)))
    return rows


_COLUMNS = (
    Column("Row", lambda row: row.title, width=140),
    Column("Components", lambda row: f"{row.components:,}", lambda row: row.components, numeric=True, width=96),
    Column("Unknown", lambda row: f"{row.unknown:,}", lambda row: row.unknown, numeric=True, width=80),
    Column("Widest", lambda row: row.widest, width=-1, explanation="The component on which most hangs"),
)
