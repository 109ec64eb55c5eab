"""What the facilitator reads of an attack or incident that is played."""

from __future__ import annotations

from explorer.domain.annotation import ATTACK_TITLES, Attack
from explorer.knowledge.attacks import attack_types
from explorer.knowledge.incidents import incidents


def card_text(card: str, told_events: int) -> str:
    """What is played: an attack in a sentence, or an incident with the event told last; the stage lists all of them."""
    incident = incidents().get(card)
    if incident is not None:
        said = f"{incident.key} {incident.title}. {incident.says}"
        if not told_events:
            return said
        event = incident.events[told_events - 1]
        return f"{said}\n\nEvent {told_events} of {len(incident.events)}, {event.date}: {event.text}"
    if card in set(Attack):
        return f"{card} {ATTACK_TITLES[Attack(card)]}. {attack_types()[Attack(card)].says}"
    return ""
