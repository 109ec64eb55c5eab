"""What is left of a dimension of concentration when one's own parties are left out?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from explorer.analysis.condensed import Flags
from explorer.analysis.dimensions import Membership
from explorer.analysis.makers import makers
from explorer.analysis.trust import party_of_nodes
from explorer.graph.kept import kept
from explorer.graph.supply_graph import SupplyGraph


@kept
def own_things(graph: SupplyGraph, own: Collection[int]) -> Flags:
    """(n,): the components that these parties made and nobody else did, or that they answer for where no maker is known.

    >>> from explorer.domain.component import Kind
    >>> from explorer.domain.relation import RelationKind
    >>> from explorer.graph.example import example_snapshot
    >>> made = {"ours->us": RelationKind.MADE_BY, "llama->meta": RelationKind.MADE_BY}
    >>> kinds = {"us": Kind.PARTY, "meta": Kind.PARTY, "ours": Kind.MODEL, "llama": Kind.MODEL}
    >>> graph = example_snapshot("app->ours->us ours->llama->meta", kinds, made).graph
    >>> [graph.id_of(int(node)) for node in own_things(graph, [graph.find("us")]).nonzero()[0]]
    ['ours', 'us']
    """
    mine = np.isin(party_of_nodes(graph), list(own))
    for node, parties in makers(graph).items():
        mine[node] = set(parties) <= set(own)
    return mine


def without_own(graph: SupplyGraph, parts: Membership, own: Collection[int]) -> Membership:
    """The same dimension without what is one's own, and without these parties among the holders of what is left.

    What rests on one's own party and on others rests on the others alone; what rests on nobody else is left out, and
    is not counted as unknown.
    """
    names = {graph.id_of(node) for node in own}
    is_own = np.array([holder in names for holder in parts.holders], bool)
    other = ~own_things(graph, own)[parts.node] & ~is_own[parts.holder] if len(parts.node) else np.zeros(0, bool)
    node, holder = parts.node[other], parts.holder[other]
    kept_known = np.zeros(len(parts.members), bool)
    kept_known[node] = True
    unknown = parts.unknown & ~own_things(graph, own)
    part = 1 / np.bincount(node, minlength=len(parts.members))[node] if len(node) else np.zeros(0)
    return replace(parts, members=kept_known | unknown, unknown=unknown, node=node, holder=holder, part=part)
