"""What is drawn: marks, the links between them and the strata they lie in. Numbers only, no positions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.domain.component import ComponentClass, Knowledge
from explorer.graph.adjacency import Int32
from explorer.graph.supply_graph import KINDS, KNOWLEDGE, UInt8

Flags = npt.NDArray[np.bool_]

CLASSES = tuple(ComponentClass)
"""What the codes in `component_class` columns mean: the position in this tuple."""

CLASS_OF_KIND: UInt8 = np.array([CLASSES.index(kind.component_class) for kind in KINDS], np.uint8)
"""The class code of every kind code."""

UNKNOWN_CODE = KNOWLEDGE.index(Knowledge.UNKNOWN)

SINGLE = -1
"""Stands in `Drawing.bundle` for a mark that is one component, and in `Drawing.node` for a bundle."""


@dataclass(frozen=True, eq=False)
class Bundle:
    """Several components drawn as one mark, with their number."""

    key: str
    """The same for the same bundle in every drawing of a graph, so that it can be expanded and collapsed."""
    title: str
    """What is inside, in the plural: `packages`."""
    members: Int32
    """The graph's node numbers, ascending."""
    expandable: bool = True
    """False for what did not fit after an expansion."""

    @property
    def label(self) -> str:
        """The title and the number inside: `packages (143)`."""
        return (
            f"{self.title} ({len(self.members):,})" if self.expandable else f"{len(self.members):,} more {self.title}"
        )


@dataclass(frozen=True, slots=True)
class Band:
    """One stratum of the drawing."""

    title: str
    depth: int | None
    """The depth its components have; None for the bedrock of hubs, clouds and parties, which lies under all depths."""
    components: int
    """How many components are drawn in it, those in bundles counted one by one."""
    unknown: int
    """How many of these are unknown."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Where every component of the scope has gone: `shown + bundled + hidden` is `total`."""

    total: int
    shown: int
    """Drawn as marks of their own."""
    bundles: int
    bundled: int
    """Inside the bundles."""
    filtered: int
    """Left out by the filter."""
    beyond_limit: int
    """Left out because they are farther away than the depth limit."""
    outside_focus: int
    """Left out because they are neither upstream nor downstream of what is in focus."""
    beyond_horizon: int
    """Unknown components among those drawn or bundled."""

    @property
    def hidden(self) -> int:
        """Everything that is neither shown nor bundled."""
        return self.filtered + self.beyond_limit + self.outside_focus


@dataclass(frozen=True, eq=False)
class Drawing:
    """k marks in order of stratum, then node; r links between them, each standing for one or more relations."""

    node: Int32
    """(k,): the graph's node of a mark; -1 where it is a bundle."""
    bundle: Int32
    """(k,): position in `bundles`; -1 where the mark is one component."""
    bundles: tuple[Bundle, ...]
    layer: Int32
    """(k,): position in `bands`."""
    bands: tuple[Band, ...]
    component_class: UInt8
    """(k,): position in `CLASSES`."""
    knowledge: UInt8
    """(k,): position in `KNOWLEDGE`; of a bundle, how most of its members are known."""
    source: Int32
    target: Int32
    """(r,): marks; the source relies on the target."""
    link_kind: UInt8
    """(r,): position in `RELATION_KINDS`; a lineage word where one is among the relations, otherwise the first."""
    link_knowledge: UInt8
    """(r,): the best of its relations."""
    link_lineage: Flags
    """(r,): whether any of its relations says what something was made from."""
    relations: Int32
    """(r,): how many relations of the graph it stands for."""
    link_of: Int32
    """(m,): the link that stands for each relation of the graph; -1 where it is not drawn."""
    mark_of: Int32
    """(n,): the mark that holds each node of the graph; -1 where it is not drawn."""
    counts: Counts

    def __len__(self) -> int:
        return len(self.node)

    @property
    def beyond(self) -> Flags:
        """(k,): the marks that lie beyond the visibility horizon."""
        return np.asarray(self.knowledge == UNKNOWN_CODE)

    def members(self, mark: int) -> Int32:
        """The graph's nodes behind a mark."""
        if self.bundle[mark] == SINGLE:
            return self.node[mark : mark + 1]
        return self.bundles[int(self.bundle[mark])].members

    def marks_of(self, nodes: npt.NDArray[np.integer] | list[int]) -> Int32:
        """The marks that hold these nodes, each once, ascending; nodes that are not drawn are left out."""
        found = self.mark_of[np.asarray(nodes, np.int64)]
        return np.asarray(np.unique(found[found >= 0]))
