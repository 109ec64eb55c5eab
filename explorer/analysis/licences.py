"""Under which terms, along the chain? The hop where a licence changes, or where a term of the base is gone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from explorer.domain.relation import LINEAGE
from explorer.graph.kept import kept
from explorer.graph.snapshot import Snapshot
from explorer.graph.stated import stated

NOT_STATED = "not stated"
_NOTHING = frozenset({"", "noassertion", "none", "unknown", "null", "n/a"})
_NON_COMMERCIAL = re.compile(r"(?i)(^|[^a-z])(nc|non-?commercial|research-only)([^a-z]|$)")


class Change(StrEnum):
    """What happens to the terms on one hop."""

    SAME = "same"
    CHANGED = "changed"
    NC_DROPPED = "the base is non-commercial, this is not"
    NOT_STATED_HERE = "not stated here"
    NOT_STATED_THERE = "not stated for the base"
    NOT_STATED_AT_ALL = "not stated on either side"


@dataclass(frozen=True, slots=True)
class LicenceHop:
    """One hop of lineage and the licences at its ends."""

    relation: int
    node: int
    base: int
    here: str
    there: str
    """As stated; `not stated` where nothing is."""
    change: Change


@kept
def licence_hops(snapshot: Snapshot) -> tuple[LicenceHop, ...]:
    """Every hop of lineage (models, adapters, data) with its licences; what changes first.

    Whether a change is allowed is a question for a lawyer; this shows only where it happens.

    >>> from explorer.graph.example import example_snapshot
    >>> from explorer.domain.component import Kind
    >>> from explorer.domain.relation import RelationKind
    >>> kinds = {"tuned": Kind.MODEL, "base": Kind.MODEL}
    >>> snapshot = example_snapshot("tuned->base", kinds, {"tuned->base": RelationKind.FINE_TUNED_FROM})
    >>> [hop.change.value for hop in licence_hops(snapshot)]
    ['not stated on either side']
    """
    graph, licences = snapshot.graph, stated(snapshot, "licence")
    relations = np.flatnonzero(graph.relation_has_kind(*LINEAGE))
    ends = zip(graph.relation_source[relations].tolist(), graph.relation_target[relations].tolist(), strict=True)
    found = []
    for relation, (node, base) in zip(relations.tolist(), ends, strict=True):
        here, there = _known_licence(licences.get(node, "")), _known_licence(licences.get(base, ""))
        found.append(LicenceHop(relation, node, base, here, there, change_between(here, there)))
    order = (Change.NC_DROPPED, Change.CHANGED, Change.NOT_STATED_HERE, Change.NOT_STATED_THERE)
    rank = {each: place for place, each in enumerate((*order, Change.NOT_STATED_AT_ALL, Change.SAME))}
    return tuple(sorted(found, key=lambda hop: (rank[hop.change], hop.node, hop.base)))


def licence_of(snapshot: Snapshot, node: int) -> str:
    """The licence as its maker or hub states it; `not stated` for none, NOASSERTION and the like."""
    return _known_licence(snapshot.components[node].attributes.get("licence", ""))


def _known_licence(stated_ones: str) -> str:
    if not stated_ones:
        return NOT_STATED
    known = [text for each in stated_ones.split(" | ") if (text := each.strip()).lower() not in _NOTHING]
    return " | ".join(known) or NOT_STATED


def change_between(here: str, there: str) -> Change:
    """What a hop from `there` to `here` does to the terms.

    >>> change_between("apache-2.0", "cc-by-nc-4.0").value
    'the base is non-commercial, this is not'
    >>> change_between("apache-2.0", "Apache-2.0").value, change_between("not stated", "mit").value
    ('same', 'not stated here')
    """
    if NOT_STATED in (here, there):
        if here == there:
            return Change.NOT_STATED_AT_ALL
        return Change.NOT_STATED_HERE if here == NOT_STATED else Change.NOT_STATED_THERE
    if here.lower() == there.lower():
        return Change.SAME
    if _NON_COMMERCIAL.search(there) and not _NON_COMMERCIAL.search(here):
        return Change.NC_DROPPED
    return Change.CHANGED
