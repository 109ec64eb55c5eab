"""What is selected in a scene: components, and with them the marks that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from explorer.domain.component import ComponentId
from explorer.ui.canvas.scene import Scene


@dataclass(frozen=True, eq=False)
class Chosen:
    """Components of one scene, all of them drawn."""

    nodes: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    """The graph's numbers, ascending: all behind a mark, or some of a bundle."""
    marks: tuple[int, ...] = ()
    """Ascending."""
    parts: Mapping[int, int] = field(default_factory=dict)
    """Bundles of which not all is selected, and how many of their components are."""

    @classmethod
    def of(cls, scene: Scene, nodes: npt.NDArray[np.int64]) -> Chosen:
        """These nodes, as far as they are drawn."""
        nodes = nodes[scene.drawing.mark_of[nodes] >= 0]
        marks, counts = np.unique(scene.drawing.mark_of[nodes], return_counts=True)
        held = zip(marks.tolist(), counts.tolist(), strict=True)
        parts = {mark: count for mark, count in held if count < len(scene.drawing.members(mark))}
        return cls(nodes, tuple(marks.tolist()), parts)

    @classmethod
    def named(cls, scene: Scene, identities: Iterable[ComponentId]) -> Chosen:
        """These components, as far as they are drawn."""
        found = {node for node in (scene.graph.find(identity) for identity in identities) if node is not None}
        return cls.of(scene, np.array(sorted(found), np.int64))

    def with_marks(self, scene: Scene, marks: Iterable[int]) -> Chosen:
        """All behind these marks; of bundles that are selected in part already, that part stays."""
        wanted = set(marks)
        kept = self.nodes[np.isin(scene.drawing.mark_of[self.nodes], list(wanted))]
        added = scene.nodes_of(sorted(wanted - {*self.marks}))
        return Chosen.of(scene, np.sort(np.concatenate([kept, added])))

    def identities(self, scene: Scene) -> tuple[ComponentId, ...]:
        """What the components are called by."""
        return tuple(scene.graph.id_of(int(node)) for node in self.nodes)
