"""Two scans as one graph: everything that either holds, each with what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from explorer.analysis.difference import Change, ComponentChange, Difference
from explorer.domain.component import Component, ComponentId
from explorer.domain.relation import Relation
from explorer.graph.merge import Draft
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.layout.change_signs import Sign, Signs

MOST_WORDS = 4
"""So many changes of one component are told where it stands; the list has all."""

_WHOLE = frozenset({Change.ADDED, Change.REMOVED})


@dataclass(frozen=True, eq=False)
class BothScans:
    """A snapshot of all that is in either scan, with its signs."""

    snapshot: Snapshot
    signs: Signs

    def count(self, sign: Sign) -> int:
        """How many components have this sign."""
        return int((self.signs.nodes == sign).sum())


def both_scans(before: Snapshot, after: Snapshot, found: Difference) -> BothScans:
    """Join two scans whose difference was found: what only changed its version or owner is one component."""
    later = found.later
    draft = Draft()
    for component in _components(before, after, found, later):
        draft.add(component)
    earlier = {each.key: each for each in _moved(before.relations, later)}
    now = {each.key: each for each in after.relations}
    for relation in (earlier | now).values():
        draft.add(relation)
    whole = snapshot_of(draft, after.taken)
    relations = [_sign(earlier.get(each.key), now.get(each.key)) for each in whole.relations]
    signs = Signs(_node_signs(whole, found), np.array(relations, np.uint8), _words(whole, found.components))
    return BothScans(whole, signs)


def _components(
    before: Snapshot, after: Snapshot, found: Difference, later: Mapping[ComponentId, ComponentId]
) -> Iterator[Component]:
    yield from after.components
    for each in found.components:
        if each.change is Change.REMOVED and each.before is not None:
            supplier = each.before.supplier
            yield replace(each.before, supplier=later.get(supplier, supplier) if supplier else supplier)


def _moved(relations: Iterable[Relation], later: Mapping[ComponentId, ComponentId]) -> Iterator[Relation]:
    """Relations between what their ends are called in the later scan."""
    for each in relations:
        source, target = later.get(each.source, each.source), later.get(each.target, each.target)
        yield each if (source, target) == (each.source, each.target) else replace(each, source=source, target=target)


def _sign(was: Relation | None, now: Relation | None) -> Sign:
    """What became of a relation; one that neither scan has was made to close a dangling end."""
    if was is None or now is None:
        return Sign.SAME if was is now else Sign.ADDED if was is None else Sign.REMOVED
    return Sign.SAME if was.knowledge is now.knowledge else Sign.CHANGED


def _node_signs(whole: Snapshot, found: Difference) -> np.ndarray:
    signs = np.zeros(len(whole.graph), np.uint8)
    for each in found.components:
        node = whole.graph.find(each.subject)
        if node is not None:
            signs[node] = {Change.ADDED: Sign.ADDED, Change.REMOVED: Sign.REMOVED}.get(each.change, Sign.CHANGED)
    return signs


def _words(whole: Snapshot, changes: Iterable[ComponentChange]) -> dict[int, str]:
    """What changed on each component, the weightiest first as the list has it."""
    told: dict[ComponentId, list[str]] = defaultdict(list)
    for each in changes:
        told[each.subject].append(_word(each))
    found = {}
    for identity, words in told.items():
        node = whole.graph.find(identity)
        if node is not None:
            more = f"; and {len(words) - MOST_WORDS} more" if len(words) > MOST_WORDS else ""
            found[node] = "; ".join(words[:MOST_WORDS]) + more
    return found


def _word(each: ComponentChange) -> str:
    """One change in words: `version: 1.0 → 2.0`."""
    if each.change in _WHOLE:
        return each.change.value
    name = each.what if each.change is Change.FACT else each.change.value
    return f"{name}: {each.old or '—'} → {each.new or '—'}"
