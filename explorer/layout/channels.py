"""Lines that pass a wrapped stratum between the same two rows flow together where they lead to the same mark."""

from __future__ import annotations

import numpy as np

from explorer.graph.adjacency import Int64
from explorer.layout.arrangement import Arrangement, layers_of
from explorer.layout.columns import Columns
from explorer.layout.drawing import Drawing, Flags
from explorer.layout.ordering import count_crossings
from explorer.layout.streams import Streams, confluent


def through_rows(drawing: Drawing, order: Arrangement, columns: Columns) -> Arrangement:
    """The arrangement with its streams joined between rows; no mark changes places with another."""
    flow = order.streams
    wrapped = (columns.count[flow.layer] > 1) & ~order.sunken
    if not order.alone or not wrapped[flow.marks :].any():
        return order
    flow, place = confluent(flow, _side_by_side(flow, order.place, columns, wrapped))
    layers = layers_of(drawing, flow)
    return Arrangement(flow, layers.sunken, place, count_crossings(layers, place), order.alone)


def _side_by_side(flow: Streams, place: Int64, columns: Columns, wrapped: Flags) -> Int64:
    """(p,): places in which waypoints of a wrapped stratum stand behind the row before them, by what they lead to."""
    order = np.lexsort((place, flow.layer))
    way = order >= flow.marks
    # The row of the last mark at or before each point; -1 before the first mark of a layer.
    last = np.maximum.accumulate(np.where(way, -1, np.arange(len(order))))
    same = (last >= 0) & (flow.layer[order[last]] == flow.layer[order])
    row = np.where(same, columns.row[np.where(way[last], 0, order[last])], -1)
    moves = wrapped[order]
    channel = np.where(moves, row, np.arange(len(order)))
    goal = np.where(moves & way, _nearest(order, channel, flow), 0.0)
    # Those that lead to different marks may be equally far.
    mark = np.where(moves & way, flow.leads_to[order], 0)
    sorted_points = order[np.lexsort((np.arange(len(order)), mark, goal, moves & way, channel, flow.layer[order]))]
    places = np.empty(len(order), np.int64)
    places[sorted_points] = np.arange(len(order))
    return places - np.searchsorted(flow.layer[sorted_points], flow.layer)


def _nearest(order: Int64, channel: Int64, flow: Streams) -> np.ndarray:
    """(p,): for each point the mean position of those in its channel that lead to the same mark, in the sorted order."""
    wide = len(order) + 1
    key = (flow.layer[order].astype(np.int64) * wide + channel) * wide + flow.leads_to[order]
    _, group = np.unique(key, return_inverse=True)
    return (np.bincount(group, np.arange(len(order))) / np.bincount(group))[group]
