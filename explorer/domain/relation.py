"""How one component relies on another. Relations point upstream, from the one that relies to the one relied on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from explorer.domain.component import ComponentId, Knowledge
from explorer.domain.evidence import Evidence


class RelationKind(StrEnum):
    """The word of a relation."""

    USES = "uses"
    REQUIRES = "requires"
    FINE_TUNED_FROM = "fine-tuned-from"
    ADAPTS = "adapts"
    QUANTIZED_FROM = "quantized-from"
    MERGED_FROM = "merged-from"
    DISTILLED_FROM = "distilled-from"
    DERIVED_FROM = "derived-from"
    TRAINED_ON = "trained-on"
    EVALUATED_ON = "evaluated-on"
    RETRIEVES_FROM = "retrieves-from"
    CONTAINS = "contains"
    CALLS = "calls"
    SERVES = "serves"
    BUILT_BY = "built-by"
    TRAINED_BY = "trained-by"
    DISTRIBUTED_BY = "distributed-by"
    RUNS_ON = "runs-on"
    EQUIPPED_WITH = "equipped-with"
    MADE_BY = "made-by"
    OPERATED_BY = "operated-by"
    LOCATED_IN = "located-in"


LINEAGE = frozenset(
    {
        RelationKind.FINE_TUNED_FROM,
        RelationKind.ADAPTS,
        RelationKind.QUANTIZED_FROM,
        RelationKind.MERGED_FROM,
        RelationKind.DISTILLED_FROM,
        RelationKind.DERIVED_FROM,
        RelationKind.TRAINED_ON,
    }
)
"""The relations that say what a model or dataset was made from."""


class Scope(StrEnum):
    """In which role a relation holds."""

    RUNTIME = "runtime"
    DEFAULT = "default"
    OPTIONAL = "optional"
    BUILD = "build"
    DEVELOPMENT = "development"
    TEST = "test"
    EXAMPLE = "example"
    DOCUMENTATION = "documentation"


@dataclass(frozen=True, slots=True)
class Relation:
    """One reliance, with the evidence for it."""

    source: ComponentId
    target: ComponentId
    kind: RelationKind
    scope: Scope = Scope.RUNTIME
    knowledge: Knowledge = Knowledge.DECLARED
    attributes: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()

    @property
    def key(self) -> tuple[ComponentId, ComponentId, RelationKind]:
        """What makes two claims the same relation."""
        return (self.source, self.target, self.kind)
