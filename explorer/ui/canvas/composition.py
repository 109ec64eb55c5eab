"""From a question about a snapshot to a scene: what a worker thread does for the lineage view. No Qt here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from explorer.domain.component import ComponentId
from explorer.graph.snapshot import Snapshot
from explorer.layout.change_signs import Signs, apart_by_sign
from explorer.layout.drawing import Drawing
from explorer.layout.focus import MANY, Focus, Wishes, draw, focus_on
from explorer.layout.layered import Baseline, baseline_of
from explorer.layout.measures import Room
from explorer.layout.survey import Question, survey
from explorer.progress import Progress
from explorer.ui.canvas.scene import Scene, scene_of

MOST_NOTABLE = 24
"""So many packages of special note at most keep out of bundles."""

_USUAL_AREA = 1280 * 800
_MOST_AT_FIRST = 200


@dataclass(frozen=True, eq=False)
class Composition:
    """A scene, with what stays the same whatever is expanded or filtered in it."""

    snapshot: Snapshot
    question: Question
    focus: Focus
    baseline: Baseline
    first: Scene
    """Before anything was expanded or filtered."""
    first_room: Room
    scene: Scene
    room: Room
    """What they were laid out for."""

    @property
    def drawing(self) -> Drawing:
        """What is drawn."""
        return self.scene.drawing


def compose(
    snapshot: Snapshot,
    question: Question,
    wishes: Wishes,
    room: Room,
    before: Composition | None = None,
    progress: Progress | None = None,
    signs: Signs | None = None,
) -> Composition:
    """Choose what to draw and lay it out; the order of `before` is kept where it answers the same question.

    With `signs` no bundle holds what came together with what went or stayed.
    """
    progress = progress or Progress()
    if before is not None and before.snapshot is snapshot and before.question == question:
        focus, baseline, first, first_room = before.focus, before.baseline, before.first, before.first_room
    else:
        progress.step("Choosing what to draw", 1, 3)
        apart = notable(snapshot) | (
            frozenset(question.around) if len(question.around) <= MOST_NOTABLE else frozenset()
        )
        focus = focus_on(survey(snapshot.graph, question), apart, many=_marks_for(room))
        focus = focus if signs is None else apart_by_sign(focus, signs.nodes)
        progress.step("Putting it in order", 2, 3)
        first, first_room = scene_of(snapshot.graph, draw(focus), room, signs=signs), room
        baseline = baseline_of(first.drawing, first.placement)
    progress.step("Laying out the drawing", 3, 3)
    drawing = draw(focus, wishes)
    if room.is_like(first_room) and np.array_equal(drawing.mark_of, first.drawing.mark_of):
        scene = first
    else:
        scene = scene_of(snapshot.graph, drawing, room, baseline, signs)
    return Composition(snapshot, question, focus, baseline, first, first_room, scene, room)


def notable(snapshot: Snapshot) -> frozenset[int]:
    """The ML frameworks that most relies on: packages that are worth a mark of their own."""
    nodes = [node for node, component in enumerate(snapshot.components) if component.attributes.get("framework")]
    degree = snapshot.graph.down.degree()
    nodes.sort(key=lambda node: (-int(degree[node]), node))
    return frozenset(nodes[:MOST_NOTABLE])


def opened(
    composition: Composition, identities: Iterable[ComponentId], expanded: frozenset[str], wanted: bool = True
) -> frozenset[str]:
    """The keys of the open bundles, once those that hold these components are opened, or else closed."""
    graph, drawing = composition.snapshot.graph, composition.drawing
    nodes = [node for node in (graph.find(each) for each in identities) if node is not None]
    if not wanted:
        return expanded - keys_of(composition, nodes, expanded)
    bundles = {int(drawing.bundle[drawing.mark_of[node]]) for node in nodes} - {-1}
    return expanded | {drawing.bundles[bundle].key for bundle in bundles if drawing.bundles[bundle].expandable}


def keys_of(composition: Composition, nodes: list[int], expanded: frozenset[str]) -> frozenset[str]:
    """The keys of the open bundles that hold these nodes: the inner ones, or else the outer ones."""
    grouping = composition.focus.grouping
    for column in (grouping.inner, grouping.outer):
        positions = {int(group) for group in column[np.asarray(nodes, np.int64)] if group >= 0}
        open_keys = {grouping.groups[position].key for position in positions} & expanded
        if open_keys:
            return frozenset(open_keys)
    return frozenset()


def _marks_for(room: Room) -> int:
    """More marks at first where there is more room."""
    return round(min(max(MANY * room.width * room.height / _USUAL_AREA, MANY * 0.5), _MOST_AT_FIRST))
