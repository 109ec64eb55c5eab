"""Where in the graph an annotation's subject stands: nodes of an identity or family, or one relation."""

from __future__ import annotations

from functools import cached_property

from explorer.domain.annotation import RELATION_PREFIX
from explorer.domain.component import ComponentId
from explorer.graph.identity import family
from explorer.graph.supply_graph import SupplyGraph


class Places:
    """Finds what subjects name; families are listed only once, and only when something is sought."""

    def __init__(self, graph: SupplyGraph) -> None:
        self._graph = graph

    @cached_property
    def _families(self) -> dict[str, list[int]]:
        families: dict[str, list[int]] = {}
        for node in range(len(self._graph)):
            families.setdefault(family(self._graph.ids[node]), []).append(node)
        return families

    def nodes(self, subject: str) -> tuple[int, ...]:
        """The nodes of this identity, or of all versions of this family; none for a relation.

        >>> from explorer.graph.example import example_graph
        >>> graph = example_graph("app->model model->data")
        >>> [graph.id_of(node) for node in Places(graph).nodes("model")]
        ['model']
        """
        if subject.startswith(RELATION_PREFIX):
            return ()
        exact = self._graph.find(subject)
        return tuple(sorted({*self._families.get(subject, ()), *(() if exact is None else (exact,))}))

    def relations(self, subject: str) -> tuple[int, ...]:
        """The relations that a `relation:FROM|KIND|TO` names; none for anything else."""
        if not subject.startswith(RELATION_PREFIX):
            return ()
        source, _, rest = subject.removeprefix(RELATION_PREFIX).partition("|")
        kind, _, target = rest.partition("|")
        targets = set(self.nodes(ComponentId(target)))
        return tuple(
            relation
            for node in self.nodes(ComponentId(source))
            for relation in self._graph.up.relations_of(node).tolist()
            if int(self._graph.relation_target[relation]) in targets
            and self._graph.relation_kind_of(relation).value == kind
        )
