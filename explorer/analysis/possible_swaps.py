"""What could be replaced to bring a concentration down, while nobody has named anything?"""

from __future__ import annotations

from collections.abc import Sequence

from explorer.analysis.concentration import Weight, concentration
from explorer.analysis.dimensions import Dimension
from explorer.analysis.smallest_set import EXACT_MOST, Goal
from explorer.analysis.swaps import Swap
from explorer.domain.component import ComponentId
from explorer.errors import InputError
from explorer.graph.snapshot import Snapshot

NOBODY_YET = "party:somebody-new-"
"""The beginning of a company that nobody has chosen yet; each swap has one of its own."""


def possible_swaps(snapshot: Snapshot, roots: Sequence[int], goal: Goal, most: int = EXACT_MOST) -> tuple[Swap, ...]:
    """What is held by the largest holders of the goal's dimension, each replaced by something of a company of its own.

    At most so many, those of the largest holder first, and of each those by which it holds most systems. Raises
    `InputError` for a figure that is no concentration: what could shorten a chain, only the user knows.

    >>> from explorer.domain.component import Kind
    >>> from explorer.domain.relation import RelationKind
    >>> from explorer.graph.example import example_snapshot
    >>> kinds = {"llama": Kind.MODEL, "meta": Kind.PARTY}
    >>> snapshot = example_snapshot("app->llama->meta", kinds, {"llama->meta": RelationKind.MADE_BY})
    >>> [each.words() for each in possible_swaps(snapshot, [snapshot.graph.find("app")], Goal("V1", 0.5))]
    ['llama → party:somebody-new-1']
    """
    key = goal.key.partition(".")[0]
    if key not in set(Dimension):
        raise InputError(
            f"Nobody can say what could be replaced to bring {key} down.",
            "Name it: choose what to replace, and by what.",
        )
    found = concentration(snapshot, roots, Dimension(key), Weight.SYSTEMS)
    identity = snapshot.graph.id_of
    held = [identity(node) for holder in found.holders for node in holder.components]
    chosen = list(dict.fromkeys(held))[:most]
    return tuple(Swap(each, ComponentId(f"{NOBODY_YET}{place}")) for place, each in enumerate(chosen, 1))
