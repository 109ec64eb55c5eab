"""What to ask about while nobody has chosen anything: the component about which most is to be told."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers


@dataclass(frozen=True, slots=True)
class SuggestedGoal:
    """A component and why it is worth asking about."""

    node: int
    reason: str


def suggested_goal(snapshot: Snapshot, answers: Answers) -> SuggestedGoal | None:
    """Where sight ends deepest; where nothing is unknown, the end of the longest chain; None where nothing is upstream."""
    depth, names = answers.depth.greatest, snapshot.graph.id_of
    beyond = [int(node) for node in answers.visibility.beyond.nonzero()[0] if depth[node] > 0]
    if beyond:
        deepest = min(beyond, key=lambda node: (-int(depth[node]), names(node)))
        return SuggestedGoal(deepest, "of all that nobody describes it lies deepest")
    chain = answers.depth.longest_chain
    return SuggestedGoal(int(chain[-1]), "the longest chain ends there") if len(chain) > 1 else None
