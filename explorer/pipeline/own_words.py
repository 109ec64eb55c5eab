"""One's own party in words: which one it could be, and what is left out where it does not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.analysis.concentration import Concentration
from explorer.analysis.own_candidates import Hint, OwnHint, own_hints
from explorer.analysis.own_parties import own_parties
from explorer.domain.component import ComponentId
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


@dataclass(frozen=True, slots=True)
class OwnCandidate:
    """A party that could be one's own, with what speaks for it; nothing is one's own until somebody says so."""

    party: ComponentId
    name: str
    why: tuple[str, ...]


def own_candidates(snapshot: Snapshot, answers: Answers) -> list[OwnCandidate]:
    """The parties that could be one's own and are not called so yet; the one with the plainest reasons first."""
    own, said = own_parties(snapshot.graph, answers.annotations), dict[int, list[str]]()
    for each in own_hints(snapshot, answers.roots):
        if each.party not in own:
            said.setdefault(each.party, []).append(_hint_words(snapshot, each))
    return [
        OwnCandidate(snapshot.graph.id_of(party), name_of(snapshot, party), tuple(why)) for party, why in said.items()
    ]


def _hint_words(snapshot: Snapshot, each: OwnHint) -> str:
    system, about = name_of(snapshot, each.system), name_of(snapshot, each.about)
    if each.hint is Hint.SAME_BUILD:
        return f"made {about}, which the same build makes as {system}"
    if each.hint is Hint.SAME_NAME:
        return f"publishes {about}, which is called as {system} is"
    return f"is {each.hint.value} {system}"
