"""What no file lists but follows from what was found: hubs, makers, clouds, accelerators, and what must exist unseen.

Every rule has a name that stands in the evidence, and everything that it adds is `inferred`, or `unknown` where only
the existence follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.derivation import Said
from explorer.graph.derive_attested import attested_claims
from explorer.graph.derive_owners import owner_claims
from explorer.graph.derive_places import place_claims
from explorer.graph.derive_unknown import unknown_claims
from explorer.graph.merge import Draft
from explorer.knowledge.frameworks import known_packages


def derive(draft: Draft) -> None:
    """Add what follows to the draft, until nothing new follows. Linear in the number of components."""
    said = Said(draft)
    _take(attested_claims(draft.components.values()), draft, said, [])
    waiting = list(draft.components.values())
    while waiting:
        added: list[Component] = []
        for component in waiting:
            for rule in (owner_claims, place_claims):
                _take(rule(component, said), draft, said, added)
        waiting = added
    for component in list(draft.components.values()):
        _take(unknown_claims(component, said), draft, said, [])
        marked = _framework_marked(component)
        if marked is not component:
            draft.components[component.id] = marked
    _name_suppliers(draft, said)


def _take(claims: Iterable[Claim], draft: Draft, said: Said, added: list[Component]) -> None:
    for claim in claims:
        if isinstance(claim, Component):
            if claim.id in draft.components:
                continue  # Better known already: a rule never adds to what somebody stated.
            added.append(claim)
        elif isinstance(claim, Relation):
            if claim.key in draft.relations:
                continue
            said.note(claim)
        draft.add(claim)


def _framework_marked(component: Component) -> Component:
    """Packages that are frameworks of machine learning carry the attribute that concentration V4 counts."""
    if component.kind is not Kind.PACKAGE or not component.id.startswith("pkg:"):
        return component
    ecosystem, _, rest = component.id.removeprefix("pkg:").partition("/")
    known = known_packages().get((ecosystem, rest.partition("@")[0]))
    if known is None or not known.is_framework:
        return component
    return replace(component, attributes={**component.attributes, "framework": "yes"})


def _name_suppliers(draft: Draft, said: Said) -> None:
    """The supplier of a component is the one party that it is made or operated by, if exactly one is known."""
    for component in list(draft.components.values()):
        if component.supplier is not None or component.kind is Kind.PARTY:
            continue
        for kind in (RelationKind.MADE_BY, RelationKind.OPERATED_BY):
            parties = {target for target in said.targets(component.id, kind) if target.startswith("party:")}
            if len(parties) == 1:
                draft.components[component.id] = replace(component, supplier=parties.pop())
                break
