"""Dominators within one cycle group, whose members cannot be put in an order once and for all."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.graph.supply_graph import SupplyGraph


def dominate_cycle(
    graph: SupplyGraph, members: list[int], entries: list[int], outside: int
) -> Iterator[tuple[int, int]]:
    """Each member with its immediate dominator, those nearer to the entries first.

    `entries` are the members that are entered from outside, and `outside` is the node where all that enters meets: what
    dominates a member from outside dominates every way into the group, since all members reach each other.
    K. Cooper, T. Harvey, K. Kennedy, A simple, fast dominance algorithm, 2001.
    """
    inside = set(members)
    after = {node: sorted((inside & set(graph.up.neighbours(node).tolist())) - {node}) for node in members}
    after[outside] = sorted(set(entries))
    order = _reverse_postorder(after, outside)
    number = {node: place for place, node in enumerate(order)}
    before: dict[int, list[int]] = {node: [] for node in order}
    for node, targets in after.items():
        for target in targets:
            before[target].append(node)
    above = {outside: outside}
    changed = True
    while changed:
        changed = False
        for node in order[1:]:
            known = [each for each in before[node] if each in above]
            meeting = known[0]
            for other in known[1:]:
                meeting = _meet(meeting, other, above, number)
            if above.get(node) != meeting:
                above[node] = meeting
                changed = True
    yield from ((node, above[node]) for node in order[1:])


def _meet(one: int, other: int, above: dict[int, int], number: dict[int, int]) -> int:
    while one != other:
        if number[one] > number[other]:
            one = above[one]
        else:
            other = above[other]
    return one


def _reverse_postorder(after: dict[int, list[int]], start: int) -> list[int]:
    order: list[int] = []
    seen = {start}
    way = [(start, iter(after[start]))]
    while way:
        node, rest = way[-1]
        target = next((each for each in rest if each not in seen), None)
        if target is None:
            order.append(node)
            way.pop()
        else:
            seen.add(target)
            way.append((target, iter(after[target])))
    return order[::-1]
