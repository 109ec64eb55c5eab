"""One graph in strata with its colouring and words: everything that stays the same from frame to frame."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from explorer.domain.component import ComponentClass, ComponentId, Kind, Knowledge
from explorer.graph.supply_graph import KINDS, KNOWLEDGE, SupplyGraph
from explorer.layout.drawing import CLASS_OF_KIND, CLASSES, UNKNOWN_CODE
from explorer.layout.families import families
from explorer.layout.forest import Reading
from explorer.layout.strata import Strata
from explorer.ui.canvas.strata_colouring import Colouring
from explorer.ui.canvas.strata_shape import Shape
from explorer.ui.text import elide_middle, plain

if TYPE_CHECKING:
    from explorer.ui.canvas.strata_light import StrataLight

LONGEST_NAME = 120

NOTHING = (
    "Nothing to draw yet. Scan a folder or import a bill of materials, and the strata of what is upstream appear here."
)


@dataclass(frozen=True, eq=False)
class StrataScene:
    """What the strata canvas shows; c cells as many as the graph has nodes."""

    graph: SupplyGraph
    strata: Strata
    colouring: Colouring
    noun: str = "components"
    """What the nodes are called together."""
    nothing: str = NOTHING
    """What is said where there is nothing to draw."""

    def __len__(self) -> int:
        return len(self.strata)

    @cached_property
    def row_unknown(self) -> list[int]:
        """How many components of each row are unknown."""
        unknown = np.append(0, np.cumsum(self.graph.knowledge[self.strata.node] == UNKNOWN_CODE))
        return [int(count) for count in np.diff(unknown[self.strata.starts])]

    @cached_property
    def row_counts(self) -> list[int]:
        """How many components stand in each row."""
        return [int(count) for count in np.diff(self.strata.starts)]

    @cached_property
    def beyond_horizon(self) -> int:
        """How many components are unknown."""
        return sum(self.row_unknown)

    @property
    def members(self) -> np.ndarray:
        """(first row,): how many components hang on each of the first row, itself included."""
        return self._hanging[0]

    @property
    def deepest(self) -> np.ndarray:
        """(first row,): how many rows below each of the first row something still hangs on it."""
        return self._hanging[1]

    @cached_property
    def _hanging(self) -> tuple[np.ndarray, np.ndarray]:
        """Members and depth below each of the first row; whose each cell is, is not kept beside them."""
        found = families(self.strata)
        first = int(self.strata.starts[1]) if self.strata.rows else 0
        deepest = np.zeros(first, np.int64)
        deepest[found.roots] = found.deepest
        return np.bincount(found.of, minlength=first)[:first], deepest

    def make_ready(self) -> StrataScene:
        """Work out, in a worker, what would be felt on millions when it is first painted; returns the scene itself."""
        _ = self._hanging, self.row_unknown, self.row_counts
        return self

    @property
    def how_rings_are_read(self) -> str:
        """What is inside and what outside, where rows are rings."""
        if self.strata.reading is Reading.DESCENT:
            return "Inside: origins. Each ring outwards: one step on."
        return "Inside: where it starts. Each ring outwards: one relation deeper."

    def row_title(self, row: int) -> str:
        """What a row is."""
        if self.strata.reading is Reading.DESCENT:
            return "Origins" if row == 0 else f"{row:,} step{'s' if row > 1 else ''} on"
        if row:
            return f"Depth {row:,}"
        first = self.graph.kind[self.strata.node[: self.strata.starts[1]]]
        return "Systems" if (first == KINDS.index(Kind.SYSTEM)).all() else "Beginning"

    def description(self, shape: Shape) -> str:
        """The drawing in a sentence, for assistive technology and for the title of a picture."""
        if not len(self):
            return "Nothing is drawn yet."
        laid = (
            f"Strata of depth from top to bottom: {len(self):,} {self.noun} in {self.strata.rows:,} rows"
            if shape is Shape.ICICLE
            else f"{shape.capitalize()}, from the middle outwards: {len(self):,} {self.noun} in {self.strata.rows:,} rings"
        )
        return f"{laid}, each as wide as what hangs on it. Arrow keys move, brackets follow relations, plus and minus zoom."

    def identity(self, cell: int) -> ComponentId:
        """The identity of what stands in a cell."""
        return self.graph.id_of(int(self.strata.node[cell]))

    def cells_of(self, identities: Iterable[ComponentId]) -> list[int]:
        """The cells of these components; what the graph does not have is left out."""
        nodes = (self.graph.find(identity) for identity in identities)
        return [int(self.strata.cell[node]) for node in nodes if node is not None]

    def name(self, cell: int) -> str:
        """The name in a cell, harmless for the screen."""
        return elide_middle(plain(self.graph.names[int(self.strata.node[cell])]), LONGEST_NAME)

    def full_name(self, cell: int) -> str:
        """The name with the version."""
        node = int(self.strata.node[cell])
        return elide_middle(plain(f"{self.graph.names[node]} {self.graph.versions[node]}".strip()), LONGEST_NAME)

    def second_lines(self, cell: int) -> tuple[str, ...]:
        """What can stand under the name, the fullest first: the kind with what the colour says, the kind."""
        node = int(self.strata.node[cell])
        kind = str(self.graph.kind_of(node)).replace("-", " ")
        if self.colouring.key in ("class", "knowledge"):
            return f"{kind} · {self.knowledge(cell)}", kind
        says = plain(self.colouring.words(node))
        return f"{kind} · {says}", says, kind

    def class_of(self, cell: int) -> ComponentClass:
        """The class of a cell."""
        return CLASSES[int(CLASS_OF_KIND[self.graph.kind[self.strata.node[cell]]])]

    def knowledge(self, cell: int) -> Knowledge:
        """How well a cell's component is known."""
        return KNOWLEDGE[int(self.graph.knowledge[self.strata.node[cell]])]

    def hanging(self, cell: int) -> int:
        """How many leaves hang on a cell."""
        return int(self.strata.right[cell] - self.strata.left[cell])

    def spoken(self, cell: int) -> str:
        """What assistive technology says of a cell."""
        node = int(self.strata.node[cell])
        kind = str(self.graph.kind_of(node)).replace("-", " ")
        row = self.row_title(self.strata.row_of(cell)).lower()
        relies, relied = self._degrees(node)
        return (
            f"{self.full_name(cell)}, {kind}, {row}, {self.knowledge(cell)}, "
            f"relies on {relies:,}, relied on by {relied:,}"
        )

    def chosen_words(self, chosen: int, light: StrataLight) -> str:
        """What assistive technology says of a selection and what it lights up."""
        if not chosen:
            return "Nothing selected."
        return f"{chosen:,} selected; {light.upstream:,} upstream and {light.downstream:,} downstream are lit."

    def way_words(self, way: tuple[int, ...]) -> str:
        """What assistive technology says of a way, from the first row on."""
        steps = len(way) - 1
        names = ", ".join(self.name(cell) for cell in way[:8])
        more = f" and {len(way) - 8:,} more" if len(way) > 8 else ""
        return f"{steps:,} step{'' if steps == 1 else 's'} from the first row: {names}{more}."

    def told(self, cell: int, shares_with: int) -> str:
        """What the mouse is told about a cell; `shares_with` others stand in the same column of pixels."""
        node = int(self.strata.node[cell])
        kind = str(self.graph.kind_of(node)).replace("-", " ")
        relies, relied = self._degrees(node)
        below = self.hanging(cell)
        lines = [self.full_name(cell), f"{kind}, {self.knowledge(cell)}"]
        if self.colouring.key not in ("class", "knowledge"):
            lines.append(f"{self.colouring.title}: {plain(self.colouring.words(node))}")
        lines.append(
            f"{self.row_title(self.strata.row_of(cell))}; relies on {relies:,}, relied on by {relied:,}"
            + (f"; {below:,} ends hang on it here" if below > 1 else "")
        )
        if shares_with:
            lines.append(f"One of {shares_with + 1:,} components in this column of pixels; zoom in to tell them apart.")
        return "\n".join(lines)

    def _degrees(self, node: int) -> tuple[int, int]:
        up, down = self.graph.up.offsets, self.graph.down.offsets
        return int(up[node + 1] - up[node]), int(down[node + 1] - down[node])
