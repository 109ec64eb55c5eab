"""An incident replayed, in words and rows: its timeline on this graph, and what each control would have done."""

from __future__ import annotations

from explorer.analysis.incidents import Replay, Step
from explorer.domain.annotation import ATTACK_TITLES
from explorer.errors import InputError
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.controls import control_title
from explorer.knowledge.incidents import Incident, State, Verdict, incidents
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.table import Table

STATES = {
    State.QUIET: "nothing inside yet",
    State.PLANTED: "inside, not delivered",
    State.DELIVERED: "delivered",
    State.KNOWN: "known",
    State.REMEDIED: "a remedy can be had",
}
VERDICTS = {
    Verdict.CUTS: "would have cut it",
    Verdict.SHOWS: "could have shown it",
    Verdict.BLIND: "would not have seen it",
}


def incident_named(word: str) -> Incident:
    """The incident of a key such as `I4`. Raises `InputError` for others."""
    try:
        return incidents()[word.strip().upper()]
    except KeyError as error:
        known = ", ".join(f"{each.key} {each.title}" for each in incidents().values())
        raise InputError(f"{word} is no incident.", f"Known are: {known}.") from error


def replay_sentence(snapshot: Snapshot, answer: Replay, systems: int) -> str:
    """What the incident would have come to here."""
    title = answer.incident.title
    if not answer.matches:
        places = "; ".join(each.title.lower() for each in answer.incident.patterns)
        return f"{title}: nothing here stands in the same place. Looked for: {places}."
    count = len(answer.exposure.entries)
    what = name_of(snapshot, answer.exposure.entries[0]) if count == 1 else counted(count, "component")
    struck = f"{title}, had it struck {what} in the same place,"
    where = f"The very component of {title}, {what}, is here and" if answer.is_exact else struck
    reached, possible = len(answer.exposure.reached_systems), len(answer.exposure.systems)
    kept = f"; recorded controls keep it from {counted(possible - reached, 'other')}" if possible > reached else ""
    return f"{where} would have come to {reached} of {counted(systems, 'system')}{kept}."


def timeline_table(snapshot: Snapshot, answer: Replay, systems: int) -> Table:
    """One row per dated event, with what is exposed after it; then what each control would have done."""
    rows = tuple(
        (step.event.date, STATES[step.event.state], step.event.text, len(step.inside), len(step.systems), systems,
         held_words(snapshot, step), step.event.source)
        for step in answer.steps
    )  # fmt: skip
    columns = (
        "date",
        "state",
        "what happened",
        "components inside",
        "systems exposed",
        "of",
        "held back by a pin",
        "source",
    )
    return Table(
        "incident", replay_sentence(snapshot, answer, systems), columns, rows, "\n".join(_notes(snapshot, answer))
    )


def held_words(snapshot: Snapshot, step: Step) -> str:
    """The systems that a pin keeps from the remedy."""
    return ", ".join(name_of(snapshot, node) for node in step.held_back) or "none"


def _notes(snapshot: Snapshot, answer: Replay) -> list[str]:
    incident = answer.incident
    lines = [
        f"{incident.key}: {incident.says} Asked as {incident.attack.value} {ATTACK_TITLES[incident.attack].lower()}."
    ]
    for match in answer.matches:
        names = ", ".join(name_of(snapshot, node) for node in match.nodes[:5])
        more = f" and {len(match.nodes) - 5} more" if len(match.nodes) > 5 else ""
        lines.append(f"{match.pattern.title}: {names}{more}.")
    for each in answer.sights:
        where = f"recorded on {each.recorded} of {each.of} relations of its ways here"
        lines.append(f"{control_title(each.sight.control)} {VERDICTS[each.sight.verdict]} ({where}): {each.sight.says}")
    lines.append(f"Dates are as exact as their sources; sources looked at until {incident.checked}.")
    return lines
