"""Which components one looks at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from explorer.domain.component import ComponentClass, Knowledge

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explorer.graph.supply_graph import SupplyGraph


@dataclass(frozen=True, slots=True)
class ComponentFilter:
    """Which components to look at; empty sets and text mean all."""

    classes: frozenset[ComponentClass] = field(default=frozenset())
    knowledge: frozenset[Knowledge] = field(default=frozenset())
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return not (self.classes or self.knowledge or self.text.strip())

    def passes(self, graph: SupplyGraph) -> npt.NDArray[np.bool_]:
        """(n,): the nodes of these classes and this knowledge; the text is for tables, drawings do not follow it."""
        import numpy as np

        from explorer.graph.supply_graph import KNOWLEDGE
        from explorer.layout.drawing import CLASS_OF_KIND, CLASSES

        through = np.ones(len(graph), bool)
        if self.classes:
            through &= np.isin(CLASS_OF_KIND[graph.kind], [CLASSES.index(one) for one in self.classes])
        if self.knowledge:
            through &= np.isin(graph.knowledge, [KNOWLEDGE.index(one) for one in self.knowledge])
        return through
