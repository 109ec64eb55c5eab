"""Where in the graph an annotation's subject stands: nodes of an identity or family, or one relation."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.domain.annotation import RELATION_PREFIX
from explorer.domain.component import ComponentId
from explorer.graph.identity import family
from explorer.graph.kept import kept
from explorer.graph.supply_graph import SupplyGraph


@kept
def families_of(graph: SupplyGraph) -> Mapping[str, list[int]]:
    """The nodes of every family, ascending."""
    families: dict[str, list[int]] = {}
    for node, identity in enumerate(graph.ids):
        families.setdefault(family(identity), []).append(node)
    return families


class Places:
    """Finds what subjects name; families are listed once per graph, and only when something is sought."""

    def __init__(self, graph: SupplyGraph) -> None:
        self._graph = graph

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
        return tuple(sorted({*families_of(self._graph).get(subject, ()), *(() if exact is None else (exact,))}))

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
