"""One's own party in words: which one it is wherever it stands among others, and what is left out where it does not count."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.analysis.concentration import Concentration
from explorer.analysis.own_parties import own_parties
from explorer.errors import InputError
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted, name_of

NOBODY_OWN = "Nobody is called your own: choose a party, then Edit › This party is our own."


def own_names(snapshot: Snapshot, answers: Answers) -> frozenset[str]:
    """The identities of one's own parties, under the judgement that the answers were made with."""
    graph = snapshot.graph
    return frozenset(graph.id_of(node) for node in own_parties(graph, answers.annotations))


def without_words(snapshot: Snapshot, without: frozenset[int], measured: Sequence[Concentration]) -> str:
    """What does not count beside numbers that are of others alone; empty where everything counts."""
    if not without:
        return ""
    told = [f"{counted(each.left_out, 'component')} of {each.title.lower()}" for each in measured if each.left_out]
    return f"{without_lead(snapshot, without)}{', '.join(told) or 'nothing'} left out."


def without_lead(snapshot: Snapshot, without: frozenset[int]) -> str:
    """The beginning of a sentence about others alone; empty where everything counts."""
    names = ", ".join(sorted(name_of(snapshot, node) for node in without))
    return f"Without our own {names}: " if without else ""


def asked_without(snapshot: Snapshot, answers: Answers) -> frozenset[int]:
    """The parties that do not count where one's own are left out. Raises `InputError` where nobody is called one's own."""
    own = own_parties(snapshot.graph, answers.annotations)
    if not own:
        raise InputError("Nobody is called your own.", "Write a note tagged “own party” on your own party first.")
    return own
