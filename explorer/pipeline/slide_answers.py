"""What the stage shows of a slide once it is uncovered, in a sentence or two for the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from explorer.analysis.concentration import Concentration
from explorer.analysis.incidents import replay
from explorer.domain.annotation import Attack
from explorer.domain.component import CLASS_TITLES, ComponentId
from explorer.domain.workshop import Slide
from explorer.errors import InputError
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import Moment
from explorer.knowledge.incidents import incidents
from explorer.pipeline.answers import Answers
from explorer.pipeline.incident_table import replay_sentence
from explorer.pipeline.sentences import counted, most_unexamined, name_of, percent
from explorer.pipeline.slide_state import state_of
from explorer.pipeline.whatif import attack_named, controls_in_place, what_if
from explorer.pipeline.whatif_table import exposure_sentence


def slide_answer(snapshot: Snapshot, answers: Answers, slide: Slide) -> str:
    """What the group's guesses are held against; empty where the table of the slide says it all."""
    found = _ANSWERS.get(slide.view)
    return found(snapshot, answers, slide) if found is not None and answers.roots else ""


def _least_seen(snapshot: Snapshot, answers: Answers, _: Slide) -> str:
    sight = answers.visibility
    system = max(sight.by_system, key=lambda each: each.components.unknown / max(each.components.total, 1))
    classes = {chosen: shares for chosen, shares in sight.by_expected_class.items() if shares.total}
    if not classes or not sight.shares.unknown:
        return ""
    worst = max(classes, key=lambda chosen: classes[chosen].unknown / classes[chosen].total)
    seen, described = system.components, classes[worst]
    return (
        f"We see least in {name_of(snapshot, system.root)}: {seen.unknown:,} of {seen.total:,} unknown "
        f"({percent(seen.unknown / max(seen.total, 1))}). Described worst: {CLASS_TITLES[worst].lower()}, "
        f"{described.unknown:,} of {described.total:,} unknown."
    )


def _tops(_: Snapshot, answers: Answers, __: Slide) -> str:
    return " ".join(text for each in answers.concentrations if (text := _tie(each)))


def _tie(concentration: Concentration) -> str:
    """Who stands first together with others; empty where one stands there alone."""
    most = max((len(each.systems) for each in concentration.holders), default=0)
    names = [each.name for each in concentration.holders if len(each.systems) == most]
    if not 1 < len(names) <= MOST_TIED:
        return ""
    return (
        f"{concentration.title}: {', '.join(names[:-1])} and {names[-1]} each stand behind {counted(most, 'system')}."
    )


MOST_TIED = 4
"""Holders up to which a tie is worth naming; where many share the first place, nobody stands out."""


def _both_moments(snapshot: Snapshot, answers: Answers, slide: Slide) -> str:
    if slide.card not in set(Attack):
        return ""
    chosen = [snapshot.graph.find(ComponentId(str(each))) for each in state_of(slide.state).get("selection", ())]
    entries, controls = [node for node in chosen if node is not None], controls_in_place(snapshot, answers)
    if not entries:
        return ""
    said = []
    for moment, words in ((Moment.LATER, "From now on"), (Moment.ALREADY, "Already inside")):
        try:
            found = what_if(snapshot, answers.roots, attack_named(slide.card), entries, controls, moment)
        except InputError:
            return ""  # The slide begins where this attack cannot; the stage says so.
        said.append(f"{words}: {exposure_sentence(snapshot, found, len(answers.roots))}")
    return " ".join(said)


def _replayed(snapshot: Snapshot, answers: Answers, slide: Slide) -> str:
    incident = incidents().get(slide.card)
    if incident is None:
        return ""
    found = replay(snapshot, answers.roots, incident, controls_in_place(snapshot, answers))
    return replay_sentence(snapshot, found, len(answers.roots))


_ANSWERS: Mapping[str, Callable[[Snapshot, Answers, Slide], str]] = {
    "horizon": _least_seen, "concentration": _tops, "what-if": _both_moments, "incidents": _replayed,
    "trust-map": lambda snapshot, answers, _: most_unexamined(snapshot, answers),
}  # fmt: skip
