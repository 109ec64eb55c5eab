"""What lights up when something is selected: what it relies on, what relies on it, the way to a root."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from explorer.graph.reach import downstream, least_depths, upstream
from explorer.layout.change_signs import Sign
from explorer.layout.drawing import UNKNOWN_CODE
from explorer.ui.canvas.palette import Tone
from explorer.ui.canvas.scene import Scene

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint8]


class Moment(StrEnum):
    """Which of two scans in one drawing is looked at."""

    BOTH = "both"
    BEFORE = "before"
    AFTER = "after"


_NOT_THERE = {Moment.BEFORE: Sign.ADDED, Moment.AFTER: Sign.REMOVED}
"""What there is not at a moment: it stays where it is, in the dark."""


@dataclass(frozen=True, eq=False)
class Light:
    """k marks, q pieces."""

    lit: Flags
    """(k,): what is not dimmed."""
    tone: Codes
    """(q,): a `Tone` for every piece."""
    dims: bool
    """Whether anything is selected at all."""


def light(
    scene: Scene, selected: tuple[int, ...], trail: bool = False, chosen: npt.NDArray[np.int64] | None = None
) -> Light:
    """The light that selected marks throw; with `trail` also the shortest way to each from a root.

    Closures run on the components themselves, so that a bundle lights only what its members touch: all of them, or
    those that are `chosen` (nodes of the graph).
    """
    # What leads to the unknown stays light: the dots say enough.
    lineage = scene.piece_lineage & (scene.piece_knowledge < UNKNOWN_CODE)
    base = np.where(lineage, Tone.LINEAGE, Tone.USE).astype(np.uint8)
    if not selected:
        return Light(np.ones(len(scene.drawing), bool), base, False)
    graph, drawing = scene.graph, scene.drawing
    nodes = scene.nodes_of(selected) if chosen is None else chosen
    above, below = upstream(graph, nodes), downstream(graph, nodes)
    tone = np.full(len(base), Tone.DIM, np.uint8)
    tone[scene.any_link(_links(scene, below[graph.relation_target]))] = Tone.DOWNSTREAM
    tone[scene.any_link(_links(scene, above[graph.relation_source]))] = Tone.UPSTREAM
    if trail:
        on_trail = np.zeros(len(drawing.source), bool)
        for mark in selected:
            on_trail[trail_links(scene, mark)] = True
        tone[scene.any_link(on_trail)] = Tone.TRAIL
    held = np.flatnonzero(drawing.mark_of >= 0)
    lit = np.zeros(len(drawing), bool)
    lit[drawing.mark_of[held[(above | below)[held]]]] = True
    return Light(lit, tone, True)


def at_moment(seen: Light, scene: Scene, moment: Moment) -> Light:
    """The same light on two scans: what came or went in its own tone, and dark what is not there at the moment."""
    signs = scene.signs
    if signs is None:
        return seen
    absent, pieces = _NOT_THERE.get(moment), scene.piece_signs
    tone = seen.tone.copy()
    for sign, its in ((Sign.ADDED, Tone.ADDED), (Sign.REMOVED, Tone.REMOVED)):
        tone[(pieces == sign) & (tone != Tone.DIM)] = its
    tone[pieces == absent] = Tone.DIM
    return Light(seen.lit & (signs.marks != absent), tone, seen.dims)


def trail_links(scene: Scene, mark: int) -> list[int]:
    """The links of a shortest way from what the drawing begins with to a mark, first link first."""
    graph, drawing = scene.graph, scene.drawing
    roots = np.concatenate([drawing.members(root) for root in np.flatnonzero(drawing.layer == 0).tolist()])
    allowed = drawing.link_of >= 0
    # Relations inside a bundle are not links, yet a way may lead through them.
    allowed |= drawing.mark_of[graph.relation_source] == drawing.mark_of[graph.relation_target]
    depth = least_depths(graph, roots, allowed)
    members = drawing.members(mark)
    members = members[depth[members] >= 0]
    if not len(members):
        return []
    node, links = int(members[np.argmin(depth[members])]), []
    while depth[node]:
        relations = graph.down.relations_of(node)
        sources = graph.relation_source[relations]
        step = np.flatnonzero((depth[sources] == depth[node] - 1) & allowed[relations])[0]
        node = int(sources[step])
        links.append(int(drawing.link_of[relations[step]]))
    return [link for link in reversed(links) if link >= 0]


def _links(scene: Scene, relations: Flags) -> Flags:
    """(r,): the links that stand for any of these relations."""
    found = scene.drawing.link_of[relations]
    lit = np.zeros(len(scene.drawing.source), bool)
    lit[found[found >= 0]] = True
    return lit
