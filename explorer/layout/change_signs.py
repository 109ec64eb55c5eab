"""What two scans in one drawing are marked with: added, removed or changed; no bundle holds two of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Int32
from explorer.graph.supply_graph import SupplyGraph, UInt8
from explorer.layout.bundles import Group, Grouping
from explorer.layout.drawing import Drawing, Flags
from explorer.layout.focus import Focus
from explorer.layout.survey import Question


class Sign(IntEnum):
    """What became of a component or relation from the earlier scan to the later one."""

    SAME = 0
    ADDED = 1
    REMOVED = 2
    CHANGED = 3


@dataclass(frozen=True, eq=False)
class Signs:
    """The signs of a graph that holds what either scan holds; n nodes and m relations as in the graph."""

    nodes: UInt8
    """(n,): a `Sign` each."""
    relations: UInt8
    """(m,): a `Sign` each."""
    words: Mapping[int, str]
    """By node: what changed on it, in words."""

    def question(self, graph: SupplyGraph) -> Question:
        """Ask for what changed and the ways to it; what a relation that came or went leads to is shown without its other ways.

        Where nothing changed this asks for everything.
        """
        touched, moved = self.nodes != Sign.SAME, self.relations != Sign.SAME
        touched[graph.relation_source[moved]] = True
        around, ends = np.flatnonzero(touched), np.unique(graph.relation_target[moved])
        return Question(around=tuple(around.tolist()), only_paths=bool(len(around)), ends=tuple(ends.tolist()))


@dataclass(frozen=True, eq=False)
class MarkSigns:
    """The signs of a drawing; k marks and r links."""

    marks: UInt8
    """(k,): a `Sign` each; all members of a bundle have the same."""
    links: UInt8
    """(r,): the sign that all relations of a link have; changed where they differ."""
    words: Mapping[int, str]
    """By mark: what changed on the one component that it is."""


def apart_by_sign(focus: Focus, nodes: UInt8) -> Focus:
    """The same focus with each bundle split into what has one sign, so that a bundle can be marked with it."""
    grouping = focus.grouping
    groups = list(grouping.groups)
    inner, outer = (_split(groups, column, nodes) for column in (grouping.inner, grouping.outer))
    return replace(focus, grouping=Grouping(tuple(groups), inner, outer))


def signs_of_marks(drawing: Drawing, signs: Signs) -> MarkSigns:
    """The signs of what is drawn, where no bundle holds two."""
    marks = np.array([signs.nodes[drawing.members(mark)[0]] for mark in range(len(drawing))], np.uint8)
    words = {
        mark: signs.words[int(node)] for mark, node in enumerate(drawing.node.tolist()) if int(node) in signs.words
    }
    return MarkSigns(marks, _links(drawing, signs.relations), words)


def _split(groups: list[Group], column: Int32, nodes: UInt8) -> Int32:
    """Add a group for every sign beside the first that a group of this column holds, and put its members there."""
    placed = column.copy()
    for position in np.unique(column[column >= 0]).tolist():
        members = np.flatnonzero(column == position).astype(np.int32)
        held = np.unique(nodes[members])
        for sign in held[1:].tolist():
            part = members[nodes[members] == sign]
            placed[part] = len(groups)
            whole = groups[position]
            groups.append(Group(f"{whole.key}:{Sign(sign).name.lower()}", whole.title, part))
    return placed


def _links(drawing: Drawing, relations: UInt8) -> UInt8:
    count = len(drawing.source)
    drawn: Flags = drawing.link_of >= 0
    link: npt.NDArray[np.int64] = drawing.link_of[drawn].astype(np.int64)
    table = np.zeros((count, len(Sign)), bool)
    table[link, relations[drawn]] = True
    only = np.argmax(table, axis=1)
    return np.where(table.sum(axis=1) == 1, only, Sign.CHANGED).astype(np.uint8)
