"""The greeting: what is upstream, how far one sees and on whom it rests, in a few plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.graph.snapshot import Snapshot
from explorer.pipeline import sentences
from explorer.pipeline.answers import Answers


def summary_lines(snapshot: Snapshot, answers: Answers) -> Sequence[str]:
    """The answers in plain sentences, the most important first."""
    top = sentences.most_concentrated(answers)
    return (
        sentences.scope_sentence(snapshot, answers),
        sentences.depth_sentence(snapshot, answers),
        sentences.horizon_sentence(answers),
        sentences.concentration_sentence(top) if top else "Nothing is known of any vendor, cloud, maker or hub.",
        sentences.trust_sentence(answers),
        sentences.risk_sentence(answers),
        sentences.findings_sentence(snapshot),
    )
