"""Where the bars and bands of a flow drawing stand: pure positions between 0 and 1 down, columns from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 0.012
"""Between two bars of a column, as a share of the height."""
SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One name of a column."""

    column: int
    name: str
    top: float
    bottom: float
    value: int


@dataclass(frozen=True, slots=True)
class Band:
    """What flows from a bar to one of the next column."""

    column: int
    """Of its left end."""
    source: str
    target: str
    source_top: float
    source_bottom: float
    target_top: float
    target_bottom: float
    value: int


@dataclass(frozen=True, slots=True)
class Sankey:
    """A whole drawing."""

    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]


def sankey(rows: Sequence[tuple[tuple[str, ...], int]]) -> Sankey:
    """Bars as high as what flows through them, ordered so that bands cross little; the same rows give the same drawing.

    >>> drawing = sankey([(("a", "x"), 3), (("b", "x"), 1)])
    >>> [(bar.name, bar.value) for bar in drawing.bars]
    [('a', 3), ('b', 1), ('x', 4)]
    """
    if not rows:
        return Sankey((), ())
    columns = len(rows[0][0])
    values: list[dict[str, int]] = [{} for _ in range(columns)]
    links: list[dict[tuple[str, str], int]] = [{} for _ in range(columns - 1)]
    for names, value in rows:
        for place, name in enumerate(names):
            values[place][name] = values[place].get(name, 0) + value
        for place, pair in enumerate(zip(names, names[1:], strict=False)):
            links[place][pair] = links[place].get(pair, 0) + value
    orders = _ordered(values, links)
    bars = {
        (place, bar.name): bar for place, order in enumerate(orders) for bar in _stacked(place, order, values[place])
    }
    return Sankey(tuple(bars.values()), tuple(_bands(orders, links, bars)))


def _ordered(values: list[dict[str, int]], links: list[dict[tuple[str, str], int]]) -> list[list[str]]:
    orders = [[name for _, name in sorted((-value, name) for name, value in column.items())] for column in values]
    for sweep in range(SWEEPS):
        places = range(1, len(orders)) if sweep % 2 == 0 else range(len(orders) - 2, -1, -1)
        for place in places:
            beside, forward = (place - 1, True) if sweep % 2 == 0 else (place + 1, False)
            rank = {name: number for number, name in enumerate(orders[beside])}
            pull = _pull(links[min(place, beside)], rank, forward)
            orders[place] = [name for _, name in sorted((pull.get(name, 0.0), name) for name in orders[place])]
    return orders


def _pull(links: dict[tuple[str, str], int], rank: dict[str, int], forward: bool) -> dict[str, float]:
    """The mean place of what each name is tied to, weighed by how much flows."""
    total: dict[str, float] = {}
    weight: dict[str, int] = {}
    for (source, target), value in links.items():
        name, other = (target, source) if forward else (source, target)
        total[name] = total.get(name, 0.0) + rank[other] * value
        weight[name] = weight.get(name, 0) + value
    return {name: total[name] / weight[name] for name in total}


def _stacked(column: int, order: list[str], values: dict[str, int]) -> list[Bar]:
    room = max(1.0 - GAP * (len(order) - 1), 0.2)
    unit = room / sum(values.values())
    bars, top = [], 0.0
    for name in order:
        height = values[name] * unit
        bars.append(Bar(column, name, top, top + height, values[name]))
        top += height + (1.0 - room) / max(len(order) - 1, 1)
    return bars


def _bands(
    orders: list[list[str]], links: list[dict[tuple[str, str], int]], bars: dict[tuple[int, str], Bar]
) -> list[Band]:
    found = []
    for place, column in enumerate(links):
        left = {name: bars[place, name].top for name in orders[place]}
        right = {name: bars[place + 1, name].top for name in orders[place + 1]}
        rank = {name: number for number, name in enumerate(orders[place])}
        after = {name: number for number, name in enumerate(orders[place + 1])}
        # Leaving a bar in the order of the next column, arriving in the order of this one: bands of one bar never cross.
        starts: dict[tuple[str, str], float] = {}
        for source, target in sorted(column, key=lambda pair: (rank[pair[0]], after[pair[1]])):
            starts[source, target] = left[source]
            left[source] += column[source, target] * _unit(bars[place, source])
        for source, target in sorted(column, key=lambda pair: (after[pair[1]], rank[pair[0]])):
            value = column[source, target]
            begin, arrive = starts[source, target], right[target]
            end, last = begin + value * _unit(bars[place, source]), arrive + value * _unit(bars[place + 1, target])
            right[target] = last
            found.append(Band(place, source, target, begin, end, arrive, last, value))
    return found


def _unit(bar: Bar) -> float:
    return (bar.bottom - bar.top) / bar.value
