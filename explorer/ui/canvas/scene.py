"""One drawing with its positions and words: everything that stays the same from frame to frame."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from explorer.domain.component import CLASS_TITLES, ComponentClass, ComponentId, Kind, Knowledge
from explorer.graph.adjacency import Adjacency
from explorer.graph.merge import Draft
from explorer.graph.snapshot import snapshot_of
from explorer.graph.supply_graph import KNOWLEDGE, RELATION_KINDS, SupplyGraph
from explorer.layout.change_signs import MarkSigns, Sign, Signs, signs_of_marks
from explorer.layout.drawing import CLASSES, SINGLE, Drawing
from explorer.layout.focus import draw, focus_on
from explorer.layout.layered import Baseline, Placement, lay_out
from explorer.layout.legibility import Labels
from explorer.layout.measures import GLYPH, Room
from explorer.layout.survey import Question, survey
from explorer.ui.text import elide_middle, plain

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


_LONGEST_LABEL = 200
"""No label is ever shown longer; hostile names are measured for every frame otherwise."""


@dataclass(frozen=True, slots=True)
class Look:
    """What tells one glyph from another."""

    component_class: ComponentClass
    knowledge: Knowledge
    bundle: bool
    text: str
    """The initials of a party; empty for all others, whose text stands beside them."""


@dataclass(frozen=True, eq=False)
class Scene:
    """What is on the canvas; k marks, q pieces. Without Qt objects, so that a worker thread may make it."""

    graph: SupplyGraph
    drawing: Drawing
    placement: Placement
    labels: tuple[str, ...]
    """(k,): what stands beside each mark, unelided."""
    signs: MarkSigns | None = None
    """Of a drawing of two scans, what became of each mark and link."""

    @property
    def description(self) -> str:
        """The drawing in a sentence, for assistive technology and for the title of a picture."""
        counts = self.drawing.counts
        if not counts.total:
            return "Nothing is drawn yet."
        return (
            f"Strata of depth from left to right: {counts.shown:,} of {counts.total:,} components shown, "
            f"{counts.bundles:,} bundles hold {counts.bundled:,}. Arrow keys move, brackets follow relations."
        )

    def nodes_of(self, marks: Iterable[int]) -> npt.NDArray[np.int64]:
        """The graph's nodes behind marks."""
        parts = [self.drawing.members(mark) for mark in marks]
        return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)

    def identities(self, marks: Iterable[int]) -> tuple[ComponentId, ...]:
        """The identities of all components behind marks."""
        return tuple(self.graph.id_of(int(node)) for node in self.nodes_of(marks))

    def marks_of(self, identities: Iterable[ComponentId]) -> list[int]:
        """The marks that hold these components, ascending; what is not drawn is left out."""
        nodes = [node for node in (self.graph.find(identity) for identity in identities) if node is not None]
        return [int(mark) for mark in self.drawing.marks_of(nodes)]

    def class_of(self, mark: int) -> ComponentClass:
        """The class of a mark."""
        return CLASSES[int(self.drawing.component_class[mark])]

    def knowledge_of(self, mark: int) -> Knowledge:
        """How well a mark is known."""
        return KNOWLEDGE[int(self.drawing.knowledge[mark])]

    def is_bundle(self, mark: int) -> bool:
        """Whether several components stand behind a mark."""
        return bool(self.drawing.bundle[mark] != SINGLE)

    def full_name(self, mark: int) -> str:
        """The whole name with the version, for tooltips and speech."""
        if self.is_bundle(mark):
            return self.labels[mark]
        node = int(self.drawing.node[mark])
        return plain(f"{self.graph.names[node]} {self.graph.versions[node]}".strip())

    def second_lines(self, mark: int) -> tuple[str, ...]:
        """What can stand under a label in near view, the fullest first: owner or version, kind; or how well known."""
        if self.is_bundle(mark):
            return (self.knowledge_counts(mark), str(self.knowledge_of(mark)))
        node = int(self.drawing.node[mark])
        kind = str(self.graph.kind_of(node)).replace("-", " ")
        owner = plain(self.graph.names[node].rpartition("/")[0] or self.graph.versions[node])
        return (f"{owner} · {kind}", owner) if owner else (kind,)

    def knowledge_counts(self, mark: int) -> str:
        """How many components of a mark are known how well: `40 declared, 12 inferred`."""
        counts = np.bincount(self.graph.knowledge[self.drawing.members(mark)], minlength=len(KNOWLEDGE))
        return ", ".join(f"{int(count):,} {one}" for one, count in zip(KNOWLEDGE, counts, strict=True) if count)

    def expandable(self, mark: int) -> bool:
        """Whether a mark is a bundle that can be opened."""
        return self.is_bundle(mark) and self.drawing.bundles[self.drawing.bundle[mark]].expandable

    def dependants(self, mark: int) -> int:
        """How many components rely directly on a mark, those inside the same bundle not counted."""
        members = self.drawing.members(mark)
        below = self.graph.down.targets[self.graph.down.slots(members)]
        inside = np.zeros(len(self.graph), bool)
        inside[members] = True
        return len(set(below[~inside[below]].tolist()))

    def spoken(self, mark: int) -> str:
        """What is announced when the keyboard reaches a mark."""
        band = self.drawing.bands[self.drawing.layer[mark]]
        where = band.title.lower() if band.depth != 0 else "your system"
        count = self.dependants(mark)
        relied = f"{count:,} {'dependant' if count == 1 else 'dependants'}"
        kind = "bundle" if self.is_bundle(mark) else str(self.graph.kind_of(int(self.drawing.node[mark])))
        said = self.change_words(mark)
        changed = f"{said}, " if said else ""
        return (
            f"{self.full_name(mark)}, {changed}{kind.replace('-', ' ')}, {where}, {relied}, {self.knowledge_of(mark)}"
        )

    def change_words(self, mark: int) -> str:
        """What became of a mark between two scans, in words; empty where nothing did, or where there are no two."""
        if self.signs is None or self.signs.marks[mark] == Sign.SAME:
            return ""
        return plain(self.signs.words.get(mark, "")) or Sign(self.signs.marks[mark]).name.lower()

    def first_relation(self, link: int) -> int:
        """The graph's number of the first relation that a link stands for."""
        return int(np.flatnonzero(self.drawing.link_of == link)[0])

    def word(self, link: int) -> str:
        """The word of a link: `requires`, or `requires (31 relations)`."""
        word = str(RELATION_KINDS[self.drawing.link_kind[link]]).replace("-", " ")
        count = int(self.drawing.relations[link])
        return word if count == 1 else f"{word} ({count:,} relations)"

    @cached_property
    def boxes(self) -> Floats:
        """(k, 4): left, top, right and bottom of every mark with its label, in units of the drawing."""
        place = self.placement
        half = place.row_height / 2
        left = place.x - GLYPH / 2 - 3
        return np.stack([left, place.y - half, place.x + place.reach + 3, place.y + half], axis=1)

    @cached_property
    def looks(self) -> tuple[tuple[Look, ...], npt.NDArray[np.int64]]:
        """The different glyphs, and (k,) which of them each mark has."""
        known: dict[Look, int] = {}
        codes = [known.setdefault(self._look(mark), len(known)) for mark in range(len(self.drawing))]
        return tuple(known), np.array(codes, np.int64)

    def _look(self, mark: int) -> Look:
        component_class = self.class_of(mark)
        party = component_class is ComponentClass.PARTY and not self.is_bundle(mark)
        text = "".join(word[0] for word in self.labels[mark].split()[:2]).upper() if party else ""
        return Look(component_class, self.knowledge_of(mark), self.is_bundle(mark), text)

    @cached_property
    def up(self) -> Adjacency:
        """From each mark to what it relies on; the relations are links."""
        return Adjacency.of(len(self.drawing), self.drawing.source, self.drawing.target)

    @cached_property
    def down(self) -> Adjacency:
        """From each mark to what relies on it."""
        return Adjacency.of(len(self.drawing), self.drawing.target, self.drawing.source)

    @cached_property
    def piece_lineage(self) -> Flags:
        """(q,): the pieces through which any lineage flows."""
        return self.any_link(self.drawing.link_lineage)

    @cached_property
    def piece_knowledge(self) -> npt.NDArray[np.uint8]:
        """(q,): the best knowledge among the links of a piece; unknown where it leads to something unknown."""
        flow = self.placement.streams
        if not len(flow.source):
            return np.zeros(0, np.uint8)
        knowledge = self.drawing.link_knowledge.copy()
        knowledge[self.drawing.beyond[self.drawing.target]] = 3
        return np.minimum.reduceat(knowledge[flow.piece_links], flow.piece_offsets[:-1])

    @cached_property
    def piece_signs(self) -> npt.NDArray[np.uint8]:
        """(q,): the sign of all links that flow through a piece; the same as ever where they have several."""
        count, signs = len(self.placement.streams.source), self.signs
        found = np.zeros(count, np.uint8)
        if signs is not None and count:
            for sign in (Sign.ADDED, Sign.REMOVED, Sign.CHANGED):
                found[~self.any_link(signs.links != sign)] = sign
        return found

    @cached_property
    def importance(self) -> Floats:
        """(k,): which labels go first where not all find room."""
        drawing = self.drawing
        degree = np.bincount(drawing.source, minlength=len(drawing)) + np.bincount(
            drawing.target, minlength=len(drawing)
        )
        bonus = np.array([1000.0 if one is ComponentClass.SYSTEM else 0.0 for one in CLASSES])
        told = 0.0 if self.signs is None else 100.0 * (self.signs.marks != Sign.SAME)
        return np.asarray(degree + bonus[drawing.component_class] + 20.0 * (drawing.bundle != SINGLE) + told)

    @cached_property
    def system_gap(self) -> float:
        """The least distance between two systems, in units of the drawing; the height of a row where there is one."""
        systems = self.drawing.component_class == CLASSES.index(ComponentClass.SYSTEM)
        heights = np.sort(self.placement.y[systems & (self.drawing.bundle == SINGLE)])
        return float(np.diff(heights).min(initial=self.placement.row_height * 2))

    def any_link(self, links: Flags) -> Flags:
        """(q,): the pieces through which any of these links flows."""
        flow = self.placement.streams
        if not len(flow.source):
            return np.zeros(0, bool)
        return np.asarray(np.logical_or.reduceat(links[flow.piece_links], flow.piece_offsets[:-1]))


def scene_of(
    graph: SupplyGraph,
    drawing: Drawing,
    room: Room | None = None,
    baseline: Baseline | None = None,
    signs: Signs | None = None,
) -> Scene:
    """Lay a drawing out and put words to it."""
    labels = _labels(graph, drawing)
    placement = lay_out(drawing, Labels.of(drawing, labels), room, baseline)
    return Scene(graph, drawing, placement, labels, signs_of_marks(drawing, signs) if signs is not None else None)


def empty_scene() -> Scene:
    """A scene of nothing."""
    graph = snapshot_of(Draft(), "").graph
    return scene_of(graph, draw(focus_on(survey(graph, Question()))))


def _labels(graph: SupplyGraph, drawing: Drawing) -> tuple[str, ...]:
    """(k,): what stands beside each mark; where two would read alike, their versions or their owners tell them apart."""
    labels = [_label(graph, drawing, mark) for mark in range(len(drawing))]
    alike: dict[str, list[int]] = {}
    for mark in np.flatnonzero(drawing.bundle == SINGLE).tolist():
        alike.setdefault(labels[mark], []).append(mark)
    for marks in alike.values():
        if len(marks) > 1:
            for mark, addition in zip(marks, _additions(graph, drawing.node[marks].tolist()), strict=True):
                labels[mark] = elide_middle(f"{labels[mark]} {addition}".strip(), _LONGEST_LABEL)
    return tuple(labels)


def _additions(graph: SupplyGraph, nodes: list[int]) -> list[str]:
    """What tells nodes with the same label apart: versions, owners, kinds, or where they come from; else nothing."""
    versions = [plain(graph.versions[node]) for node in nodes]
    owners = [plain(graph.names[node].rpartition("/")[0]) for node in nodes]
    kinds = [str(graph.kind_of(node)).replace("-", " ") for node in nodes]
    sources = [plain(graph.id_of(node).partition(":")[2].rpartition("/")[0]) for node in nodes]
    if len(set(versions)) == len(nodes):
        return versions
    for told in (owners, kinds, sources):
        if len(set(told)) == len(nodes):
            return [f"({one})" if one else "" for one in told]
    return [""] * len(nodes)


def _label(graph: SupplyGraph, drawing: Drawing, mark: int) -> str:
    """The name without its owner, who stands in the second line; of the unknown, what it is rather than of whom."""
    if drawing.bundle[mark] != SINGLE:
        return drawing.bundles[int(drawing.bundle[mark])].label
    node = int(drawing.node[mark])
    name = graph.names[node]
    if graph.kind_of(node) in (Kind.UNKNOWN, Kind.TRAINING_RUN):
        name = name.partition(" of ")[0]
    short = name if " " in name else name.rpartition("/")[2]
    text = plain((short if len(short) > 1 else name) or CLASS_TITLES[CLASSES[drawing.component_class[mark]]])
    return elide_middle(" ".join(text.split()), _LONGEST_LABEL)
