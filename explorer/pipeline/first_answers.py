"""What a newcomer asks first beyond the summary: who takes down most, what is shared unseen, does signing help, whom to ask."""

from __future__ import annotations

from explorer.analysis.ancestors import ancestors
from explorer.analysis.control_effects import control_effects
from explorer.analysis.exposure import entries_of
from explorer.domain.annotation import Attack
from explorer.domain.component import ComponentId
from explorer.graph.reach import systems_upon
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import attack_types
from explorer.pipeline.ancestors_table import ancestors_sentence
from explorer.pipeline.answers import Answers
from explorer.pipeline.first_questions import FIRST_QUESTIONS, FirstAnswer
from explorer.pipeline.frontier_table import frontier_of, frontier_sentence
from explorer.pipeline.outage import ranked_outages
from explorer.pipeline.outage_sentences import outage_sentence
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.whatif import controls_in_place, what_if
from explorer.progress import Progress

MOST_COMPONENTS = 50_000
"""Beyond so many, these are worked out only when their views are opened, and the summary says so."""
LATER = "Worked out when it is opened."


def first_answers(snapshot: Snapshot, answers: Answers, progress: Progress) -> tuple[FirstAnswer, ...]:
    """The answers to `FIRST_QUESTIONS`, in their order."""
    if len(snapshot.graph) > MOST_COMPONENTS:
        return tuple(FirstAnswer(question, view, LATER) for question, view in FIRST_QUESTIONS)
    progress.step("Answering what one asks first")
    sentences = (
        (outage_sentence(snapshot, answers, ranked_outages(snapshot, answers)), ()),
        (ancestors_sentence(snapshot, ancestors(snapshot.graph, answers.roots)), ()),
        hub_answer(snapshot, answers),
        (frontier_sentence(snapshot, frontier_of(snapshot, answers)), ()),
    )
    return tuple(
        FirstAnswer(question, view, sentence, about)
        for (question, view), (sentence, about) in zip(FIRST_QUESTIONS, sentences, strict=True)
    )


def hub_answer(snapshot: Snapshot, answers: Answers) -> tuple[str, tuple[ComponentId, ...]]:
    """What the compromise of the model hub that most systems rely on would come to, and whether signing helps; with the hub."""
    graph, attack = snapshot.graph, attack_types()[Attack.COMPROMISED_REPOSITORY]
    upon = systems_upon(graph, answers.roots)
    hubs = sorted(entries_of(graph, answers.roots, attack), key=lambda node: (-int(upon[node]), graph.id_of(node)))
    controls = controls_in_place(snapshot, answers)
    for hub in hubs:
        answer = what_if(snapshot, answers.roots, attack, [hub], controls)
        if answer.systems:
            break
    else:
        return "No hub serves models or data to any system, as far as was seen.", ()
    signing = next(each for each in control_effects(snapshot, answer, controls) if each.control == "signature")
    held = f"keep {counted(signing.kept_now, 'system')} from it" if signing.kept_now else "keep no system from it"
    return (
        f"Through {name_of(snapshot, hub)} it comes to {len(answer.reached_systems)} of {counted(len(answers.roots), 'system')}. "
        f"Verified signatures are recorded on {signing.recorded} of {counted(signing.ways, 'relation')} there and {held}; "
        f"recorded everywhere, they would keep {signing.kept_everywhere} of {signing.systems} systems from it."
    ), (graph.id_of(hub),)
