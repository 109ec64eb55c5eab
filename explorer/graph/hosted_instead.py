"""A name that code hands to a provider is no model of a hub besides, though it is written like one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.evidence import Evidence
from explorer.graph.merge import Draft

Place = tuple[str, int]


def drop_what_is_hosted(draft: Draft) -> None:
    """Leave out models of a hub that were read nowhere but where the same name is read as what a provider serves.

    `MODEL = "deepseek-ai/DeepSeek-V3"` looks like a hub's repository; the call that sends it to a provider says what it is.
    What anything else is known of, such as its own upstream, stays.
    """
    served: dict[str, set[Place]] = defaultdict(set)
    for each in draft.components.values():
        if each.kind is Kind.MODEL_SERVICE:
            served[each.name.casefold()] |= _places(each.evidence)
    kept_by = {relation.source for relation in draft.relations.values()}
    misread = {
        each.id
        for each in draft.components.values()
        if each.id not in kept_by
        and _is_of_hub(each)
        and _lies_in(each.evidence, served.get(each.name.casefold(), set()))
    }
    _drop(draft, misread)


def _drop(draft: Draft, misread: set[ComponentId]) -> None:
    for identity in misread:
        del draft.components[identity]
    for key in [key for key, relation in draft.relations.items() if relation.target in misread]:
        del draft.relations[key]


def _is_of_hub(component: Component) -> bool:
    return component.kind is Kind.MODEL and component.id.startswith("pkg:huggingface/")


def _lies_in(evidence: Iterable[Evidence], places: set[Place]) -> bool:
    found = _places(evidence)
    return bool(found) and len(found) == len({(each.location, each.line) for each in evidence}) and found <= places


def _places(evidence: Iterable[Evidence]) -> set[Place]:
    return {(each.location, each.line) for each in evidence if each.line is not None}
