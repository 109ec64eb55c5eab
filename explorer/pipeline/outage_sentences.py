"""Who takes down most if it stops, in a sentence: with those that take down as many, and what is only perhaps so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from explorer.analysis.outage import Outage, SystemOutage, weight_by
from explorer.analysis.outage_ways import own_relations
from explorer.analysis.own_parties import own_parties
from explorer.domain.component import Kind, Knowledge
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KNOWLEDGE
from explorer.knowledge.outages import FELT_TITLES, Felt
from explorer.pipeline.answers import Answers
from explorer.pipeline.outage import Stopping, notes_of, owner_of, weights_of
from explorer.pipeline.sentences import counted, name_of, names_at, own_marked

TIMES = (Felt.NOW, Felt.NEXT_BUILD, Felt.NEXT_RENEWAL)
NAMED = 3
"""Systems, components or companies that a sentence names before it counts the rest."""
NOUNS = {Stopping.COMPANY: "company", Stopping.HUB: "hub", Stopping.CLOUD: "cloud", Stopping.SERVICE: "hosted service"}


def outage_sentence(
    snapshot: Snapshot, answers: Answers, found: Sequence[Outage], stopping: Stopping = Stopping.COMPANY
) -> str:
    """Who takes down most, who takes down as many, over what, who perhaps does, and who takes down more by the next build."""
    head, rest = outage_sentences(snapshot, answers, found, stopping)
    return f"{head} {rest}".strip()


def outage_sentences(
    snapshot: Snapshot, answers: Answers, found: Sequence[Outage], stopping: Stopping = Stopping.COMPANY
) -> tuple[str, str]:
    """The same in two parts: a short one for a headline, and what else there is to say."""
    noun, of = NOUNS[stopping], len(answers.roots)
    if not found:
        return f"No {noun} is known on which any system relies; that does not show that there is none.", ""
    first = found[0]
    felt = first.systems[0].still
    if felt is Felt.NEVER:
        return _only_perhaps_or_held(snapshot, answers, first, noun, of), ""
    hit = first.still_by(felt)
    head = (
        f"{stopper_name(snapshot, answers, first.entry)} takes down most if it stops: {len(hit)} of {counted(of, 'system')} "
        f"{FELT_TITLES[felt]} ({_few(snapshot, [each.system for each in hit])}){_as_many(snapshot, answers, found, felt)}."
    )
    rest = f"Through {through_words(snapshot, answers, found, first, hit)}."
    if felt is not Felt.NOW:
        return (
            head,
            f"{rest} No {noun} is known to stop any at once{_perhaps(snapshot, answers, found, ', but perhaps')}.",
        )
    perhaps = _perhaps(snapshot, answers, found, " Perhaps")
    rest += f"{perhaps}." if perhaps else ""
    most = max(len(each.still_by(Felt.NEXT_BUILD)) for each in found)
    also = [each for each in found if len(each.still_by(Felt.NEXT_BUILD)) == most]
    if most <= len(hit):
        return head, rest
    names = "it as well" if first in also else _names(snapshot, answers, also)
    return head, f"{rest} At the next build: {names}, {most} of {of}."


def one_outage_sentence(snapshot: Snapshot, outage: Outage, answers: Answers) -> str:
    """What one standstill comes to, and what is not known."""
    of, name = counted(len(answers.roots), "system"), stopper_name(snapshot, answers, outage.entry)
    if not outage.systems:
        return f"If {name} stops, no way leads to any of {of}, as far as was seen."
    parts, before = [], 0
    for felt in TIMES:
        count = len(outage.still_by(felt))
        if count > before:
            parts.append(f"{count - before} {FELT_TITLES[felt]}")
            before = count
    sooner = sum(each.perhaps < each.still for each in outage.systems)
    perhaps = f"; {counted(sooner, 'system')} perhaps sooner, over one of several clouds" if sooner else ""
    held = len(outage.felt_by(TIMES[-1])) - len(outage.unheld)
    rest = f"; something recorded holds up {held}" if held else "; nothing recorded helps any"
    feel = f"{before} of {of} {'feels' if before == 1 else 'feel'} it" + (
        f": {', '.join(parts)}" if parts else " for sure"
    )
    return f"If {name} stops, {feel}{perhaps}{rest if outage.felt_by(TIMES[-1]) else ''}."


def stopper_name(snapshot: Snapshot, answers: Answers, node: int) -> str:
    """The name, with the owner's where there is one, and with a word where it is one's own party."""
    owner = owner_of(snapshot, node) if snapshot.graph.kind_of(node) is Kind.PARTY else None
    name = name_of(snapshot, node) + (f" (of {name_of(snapshot, owner)})" if owner is not None else "")
    return own_marked(name, node in own_parties(snapshot.graph, answers.annotations))


def through_words(
    snapshot: Snapshot, answers: Answers, found: Sequence[Outage], outage: Outage, systems: Sequence[SystemOutage]
) -> str:
    """Everything over which the systems themselves feel it so soon; and that all their ways are inferred, if so."""
    graph, own = snapshot.graph, own_relations(snapshot, found, notes_of(answers))[outage.entry]
    relations = [each for one in systems for each in own[one.system]]
    names = [name for name, _ in Counter(names_at(snapshot, graph.relation_target[relations])).most_common()]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    known = {weakest_words(snapshot, each) for each in systems}
    return ", ".join(names[:NAMED]) + more + (" (inferred)" if known == {Knowledge.INFERRED.value} else "")


def weakest_words(snapshot: Snapshot, each: SystemOutage) -> str:
    """How well the least known relation of a way is known."""
    knowledge = snapshot.graph.relation_knowledge[list(each.way)]
    return KNOWLEDGE[int(knowledge.max())].value


def _as_many(snapshot: Snapshot, answers: Answers, found: Sequence[Outage], felt: Felt) -> str:
    """The others whose standstill weighs as much at this time."""
    weights = weights_of(snapshot, answers)
    most = weight_by(found[0], felt, weights)
    others = [each for each in found[1:] if weight_by(each, felt, weights) == most]
    return f"; {_names(snapshot, answers, others, 'and')} as many" if others else ""


def _perhaps(snapshot: Snapshot, answers: Answers, found: Sequence[Outage], word: str) -> str:
    """Whoever takes down most at once if what is only one of several clouds is the one that is needed."""
    most = max((len(each.perhaps_by(Felt.NOW)) for each in found), default=0)
    if not most:
        return ""
    some = [each for each in found if len(each.perhaps_by(Felt.NOW)) == most]
    more = " more" if any(each.still_by(Felt.NOW) for each in some) else ""
    return f"{word} {_names(snapshot, answers, some, 'and')} {most}{more}, if that is the one of several clouds that is used"


def _only_perhaps_or_held(snapshot: Snapshot, answers: Answers, first: Outage, noun: str, of: int) -> str:
    name, one = stopper_name(snapshot, answers, first.entry), first.systems[0]
    if one.perhaps < Felt.NEVER:
        some = [each for each in first.systems if each.perhaps <= one.perhaps]
        names = _few(snapshot, [each.system for each in some])
        return (
            f"No {noun} is known to take down any system for sure; perhaps {name} takes down {len(some)} of {counted(of, 'system')} "
            f"{FELT_TITLES[one.perhaps]} ({names}), if that is the one of several clouds that is used."
        )
    felt = min(each.felt for each in first.systems)
    some = [each for each in first.systems if each.felt == felt]
    return (
        f"As recorded, no {noun} takes down any system; without what is recorded, {name} would take down {len(some)} of "
        f"{counted(of, 'system')} {FELT_TITLES[felt]} ({_few(snapshot, [each.system for each in some])})."
    )


def _names(snapshot: Snapshot, answers: Answers, some: Sequence[Outage], join: str = "or") -> str:
    names = [stopper_name(snapshot, answers, each.entry) for each in some[:NAMED]]
    if len(some) > NAMED:
        return f"{', '.join(names)} {join} {len(some) - NAMED} more"
    return f" {join} ".join([", ".join(names[:-1]), names[-1]] if names[:-1] else names)


def _few(snapshot: Snapshot, nodes: Sequence[int]) -> str:
    names = ", ".join(name_of(snapshot, node) for node in nodes[:NAMED])
    return names + (f" and {len(nodes) - NAMED} more" if len(nodes) > NAMED else "")
