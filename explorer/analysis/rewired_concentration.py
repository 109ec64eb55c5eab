"""How concentrated the systems would be after some swaps: the same measure over the rewired columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.analysis.concentration import Concentration, Weighing, Weight, evenly, measured_over
from explorer.analysis.dimensions import MAIN_DIMENSIONS, Dimension, Membership
from explorer.analysis.makers import pairs_with_makers
from explorer.analysis.reliance import Reliance
from explorer.analysis.rewired_columns import RewiredColumns
from explorer.domain.component import ComponentId, Kind
from explorer.graph.adjacency import Int32
from explorer.graph.identity import family


def rewired_concentrations(
    after: RewiredColumns, systems: Sequence[ComponentId], axes: Sequence[Dimension] = MAIN_DIMENSIONS
) -> list[Concentration]:
    """The concentration over each of these main dimensions; only nodes of a dimension are looked at.

    `systems` are the identities of the roots, in their order.
    """
    pairs = pairs_with_makers(after)
    found = []
    for axis in axes:
        nodes = _members(after, axis)
        if axis in _BY_MAKER:
            parts = _by_maker(after, nodes, pairs)
        else:
            parts = _by_family(after, nodes)
        reach = Reliance(after.reach.roots, after.reach.words[nodes])
        weighing = Weighing(axis, Weight.SYSTEMS, [1.0] * len(systems), evenly)
        found.append(measured_over(parts, reach, systems, weighing))
    return found


_BY_MAKER = (Dimension.MODEL_VENDOR, Dimension.HARDWARE_MAKER)

_KINDS = {
    Dimension.MODEL_VENDOR: (Kind.MODEL, Kind.MODEL_SERVICE),
    Dimension.CLOUD: (Kind.CLOUD,),
    Dimension.HARDWARE_MAKER: (Kind.HARDWARE,),
    Dimension.HUB: (Kind.HUB,),
}


def _members(after: RewiredColumns, axis: Dimension) -> np.ndarray:
    return np.flatnonzero(after.is_framework if axis is Dimension.FRAMEWORK else after.has_kind(*_KINDS[axis]))


def _by_maker(after: RewiredColumns, nodes: np.ndarray, pairs: tuple[Int32, Int32]) -> Membership:
    """On which parties these nodes rest; positions among the nodes stand for them."""
    place = np.full(len(after), -1, np.int32)
    place[nodes] = np.arange(len(nodes), dtype=np.int32)
    node, party = place[pairs[0]], pairs[1]
    node, party = node[node >= 0], party[node >= 0]
    parties, first, code = np.unique(party, return_index=True, return_inverse=True)
    by_first = np.argsort(first)  # Holders are numbered in the order in which they are met.
    number = np.empty(len(parties), np.int32)
    number[by_first] = np.arange(len(parties), dtype=np.int32)
    counts = np.bincount(node, minlength=len(nodes))
    holders = parties[by_first]
    return Membership(
        np.ones(len(nodes), bool), counts == 0, node, number[code], 1 / counts[node], tuple(after.identities(holders)),
        tuple(after.names(holders)),
    )  # fmt: skip


def _by_family(after: RewiredColumns, nodes: np.ndarray) -> Membership:
    """On which families these nodes rest; positions among the nodes stand for them."""
    codes: dict[ComponentId, int] = {}
    named: list[int] = []
    holder = np.zeros(len(nodes), np.int32)
    for place, identity in enumerate(after.identities(nodes)):
        holder[place] = codes.setdefault(family(identity), len(codes))
        if len(codes) > len(named):  # A family goes by its own name, where it has one, else by its first member's.
            own = after.find(family(identity))
            named.append(int(nodes[place]) if own is None else own)
    return Membership(
        np.ones(len(nodes), bool), np.zeros(len(nodes), bool), np.arange(len(nodes), dtype=np.int32), holder,
        np.ones(len(nodes)), tuple(codes), tuple(after.names(np.array(named, np.int32))),
    )  # fmt: skip
