"""Which components are drawn: single marks and bundles, within a number that can be read, and where all others went."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.domain.component import CLASS_TITLES, ComponentClass, Kind
from explorer.graph.adjacency import Int32
from explorer.graph.supply_graph import KINDS, KNOWLEDGE
from explorer.layout.bundles import Grouping, group
from explorer.layout.drawing import CLASSES, SINGLE, Band, Bundle, Counts, Drawing, Flags
from explorer.layout.links import links_between
from explorer.layout.survey import Survey

FEW = 60
"""Up to this many components nothing is bundled."""

MANY = 90
"""About so many marks are drawn before anybody expands anything."""

MOST = 2000
"""Never more marks than this, whatever is expanded."""


@dataclass(frozen=True, eq=False)
class Wishes:
    """What the user changed in a drawing; none of it moves what it does not concern."""

    expanded: frozenset[str] = frozenset()
    """Keys of the bundles that are open."""
    apart: frozenset[int] = frozenset()
    """Nodes that are pinned or selected: never bundled, never filtered out."""
    passes: Flags | None = None
    """(n,): what the filter lets through; None lets everything through."""


@dataclass(frozen=True, eq=False)
class Focus:
    """A survey with its groups: everything that stays the same whatever the user expands or filters."""

    survey: Survey
    grouping: Grouping
    most: int = MOST


def focus_on(survey: Survey, notable: frozenset[int] = frozenset(), few: int = FEW, many: int = MANY) -> Focus:
    """Group what a survey found. `notable` nodes are never in a bundle."""
    return Focus(survey, group(survey, few, many, notable))


def draw(focus: Focus, wishes: Wishes | None = None) -> Drawing:
    """The marks and links to draw.

    >>> from explorer.graph.example import example_graph
    >>> from explorer.layout.survey import Question, survey
    >>> drawing = draw(focus_on(survey(example_graph("app->a app->b a->b"), Question())))
    >>> drawing.counts.shown, drawing.counts.total, [band.title for band in drawing.bands]
    (3, 3, ['Your systems', 'Depth 1', 'Depth 2'])
    """
    wishes = wishes or Wishes()
    found = focus.survey
    apart = np.zeros(len(found.graph), bool)
    apart[[node for node in wishes.apart if found.candidates[node]]] = True
    drawn = found.candidates if wishes.passes is None else found.candidates & (wishes.passes | apart)
    holder = _holders(focus, wishes, drawn, apart)
    return _compose(focus, drawn, holder, _left_over(focus, drawn, holder, apart))


def _holders(focus: Focus, wishes: Wishes, drawn: Flags, apart: Flags) -> Int32:
    """(n,): the group that holds each node; -1 where it is a mark of its own or not drawn."""
    groups = focus.grouping.groups
    is_open = np.array([one.key in wishes.expanded for one in groups] + [True])
    inner = np.where(is_open[focus.grouping.inner], SINGLE, focus.grouping.inner)
    holder = np.where(is_open[focus.grouping.outer], inner, focus.grouping.outer)
    holder[apart | ~drawn] = SINGLE
    sizes = np.bincount(holder[holder >= 0], minlength=len(groups))
    return np.where((holder >= 0) & (np.append(sizes, 0)[holder] == 1), SINGLE, holder).astype(np.int32)


def _left_over(focus: Focus, drawn: Flags, holder: Int32, apart: Flags) -> Int32:
    """The nodes of open bundles that do not fit: the least relied on first, those with equal claim by number."""
    single = drawn & (holder == SINGLE)
    bundles = len(np.flatnonzero(np.bincount(holder[holder >= 0])))
    excess = int(single.sum()) + bundles - focus.most
    if excess <= 0:
        return np.zeros(0, np.int32)
    opened = (focus.grouping.inner >= 0) | (focus.grouping.outer >= 0)
    nodes = np.flatnonzero(single & opened & ~apart)
    claim = focus.survey.graph.down.degree()[nodes]
    # The bundle "… more" that takes them needs a place as well, one for each open bundle at most.
    room = excess + len(np.unique(_origin(focus)[nodes]))
    return np.sort(nodes[np.lexsort((-nodes, claim))][:room]).astype(np.int32)


def _origin(focus: Focus) -> Int32:
    return np.where(focus.grouping.inner >= 0, focus.grouping.inner, focus.grouping.outer)


def _compose(focus: Focus, drawn: Flags, holder: Int32, left_over: Int32) -> Drawing:
    found, graph = focus.survey, focus.survey.graph
    single = drawn & (holder == SINGLE)
    single[left_over] = False
    bundles = _bundles(focus, holder, left_over)
    node = np.concatenate([np.flatnonzero(single), np.full(len(bundles), SINGLE)]).astype(np.int32)
    bundle = np.concatenate([np.full(int(single.sum()), SINGLE), np.arange(len(bundles))]).astype(np.int32)
    first = np.where(node >= 0, node, np.array([0, *(one.members[0] for one in bundles)])[bundle + 1])
    stratum = np.array([found.stratum[one.members].min() for one in bundles] + [0])[bundle]
    stratum = np.where(node >= 0, found.stratum[first], stratum)
    order = np.lexsort((first, stratum))
    node, bundle, first, stratum = node[order], bundle[order], first[order], stratum[order]
    mark_of = _mark_of(len(graph), node, bundle, bundles)
    links = links_between(graph, mark_of, len(node))
    layer, bands = _bands(found, stratum, bundle, mark_of)
    return Drawing(
        node=node,
        bundle=bundle,
        bundles=bundles,
        layer=layer,
        bands=bands,
        component_class=found.component_class[first].astype(np.uint8),
        knowledge=_knowledge(graph.knowledge, mark_of, len(node)),
        source=links.source,
        target=links.target,
        link_kind=links.kind,
        link_knowledge=links.knowledge,
        link_lineage=links.lineage,
        relations=links.relations,
        link_of=links.link_of,
        mark_of=mark_of,
        counts=_counts(found, drawn, bundles, mark_of),
    )


def _bundles(focus: Focus, holder: Int32, left_over: Int32) -> tuple[Bundle, ...]:
    groups = focus.grouping.groups
    made = []
    for position in np.flatnonzero(np.bincount(holder[holder >= 0], minlength=len(groups))).tolist():
        members = np.flatnonzero(holder == position).astype(np.int32)
        made.append(Bundle(groups[position].key, groups[position].title, members))
    origin = _origin(focus)[left_over]
    for position in np.unique(origin).tolist():
        members = left_over[origin == position]
        made.append(Bundle(groups[position].key + ":more", groups[position].title, members, expandable=False))
    return tuple(made)


def _mark_of(nodes: int, node: Int32, bundle: Int32, bundles: tuple[Bundle, ...]) -> Int32:
    mark_of = np.full(nodes, -1, np.int32)
    alone = np.flatnonzero(node >= 0)
    mark_of[node[alone]] = alone
    for mark in np.flatnonzero(bundle >= 0).tolist():
        mark_of[bundles[bundle[mark]].members] = mark
    return mark_of


def _knowledge(knowledge: np.ndarray, mark_of: Int32, marks: int) -> np.ndarray:
    """How most members of each mark are known; the less known where two are equally common."""
    held = mark_of >= 0
    table = np.zeros((marks, len(KNOWLEDGE)), np.int64)
    np.add.at(table, (mark_of[held], knowledge[held]), 1)
    return np.asarray(len(KNOWLEDGE) - 1 - np.argmax(table[:, ::-1], axis=1), np.uint8)


def _bands(found: Survey, stratum: np.ndarray, bundle: Int32, mark_of: Int32) -> tuple[Int32, tuple[Band, ...]]:
    layer = _layers(found, stratum, bundle)
    count = int(layer.max(initial=-1)) + 1
    held = np.flatnonzero(mark_of >= 0)
    band_of = layer[mark_of[held]] if len(held) else np.zeros(0, np.int32)
    components = np.bincount(band_of, minlength=count)
    unknown = np.bincount(band_of[found.beyond[held]], minlength=count)
    bands = []
    for position in range(count):
        nodes = held[band_of == position]
        first = int(stratum[layer == position].min())
        title, depth = _band_title(found, stratum[layer == position], nodes), first if first < found.bedrock else None
        bands.append(Band(title, depth, int(components[position]), int(unknown[position])))
    return layer, tuple(bands)


def _layers(found: Survey, stratum: np.ndarray, bundle: Int32) -> Int32:
    """(k,): the band of each mark. Deep strata one after the other that hold only bundles share a band."""
    if not len(stratum):
        return np.zeros(0, np.int32)
    used = np.flatnonzero(np.bincount(stratum))
    alone = np.bincount(stratum[bundle == SINGLE], minlength=int(used[-1]) + 1)[used] > 0
    begins = np.ones(len(used), bool)
    # The first two strata are what one has and what one relies on directly; the bedrock keeps its own.
    shared = ~alone & (used > 1) & (used < found.bedrock)
    begins[1:] = ~(shared[1:] & shared[:-1])
    return (np.cumsum(begins) - 1)[np.searchsorted(used, stratum)].astype(np.int32)


def _band_title(found: Survey, strata: np.ndarray, nodes: np.ndarray) -> str:
    """Bundles count at the depth of their nearest member, which is where they are drawn."""
    first, last = int(strata.min()), int(strata.max())
    classes = {CLASSES[code] for code in found.component_class[nodes].tolist()}
    if first == 0:
        return "Your systems" if classes <= {ComponentClass.SYSTEM} else "Where it starts"
    if first < found.bedrock:
        span = f"{first}" if first == last else f"{first} to {last}"
        return f"{span} away" if found.by_steps else f"Depth {span}"
    if set(found.graph.kind[nodes].tolist()) == {KINDS.index(Kind.HARDWARE)}:
        return "Hardware"
    if classes == {ComponentClass.COMPUTE, ComponentClass.DISTRIBUTION}:
        return "Hubs and clouds"
    named = [CLASS_TITLES[one] for one in CLASSES if one in classes and one is not ComponentClass.UNKNOWN]
    return named[0] if named else CLASS_TITLES[ComponentClass.UNKNOWN]


def _counts(found: Survey, drawn: Flags, bundles: tuple[Bundle, ...], mark_of: Int32) -> Counts:
    bundled = sum(len(one.members) for one in bundles)
    return Counts(
        total=int(found.scope.sum()),
        shown=int((mark_of >= 0).sum()) - bundled,
        bundles=len(bundles),
        bundled=bundled,
        filtered=int((found.candidates & ~drawn).sum()),
        beyond_limit=int((found.focus & ~found.candidates).sum()),
        outside_focus=int((found.scope & ~found.focus).sum()),
        beyond_horizon=int((found.beyond & (mark_of >= 0)).sum()),
    )
