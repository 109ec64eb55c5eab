"""A name is either a provider's or a hub's: where code or settings can be read both ways, the place that says more decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.evidence import Evidence
from explorer.graph.merge import Draft

Place = tuple[str, int]


def drop_what_was_misread(draft: Draft) -> None:
    """Leave out a model of a hub, or of a provider, that was read nowhere but where the same name is read as the other.

    `MODEL = "deepseek-ai/DeepSeek-V3"` looks like a hub's repository; the call that sends it to a provider says what it is.
    `MODEL = "baidu/ERNIE-4.5"` looks like a provider's; the call that loads it says that it is not. What anything else is
    known of, such as its own upstream, stays.
    """
    sources = {relation.source for relation in draft.relations.values()}
    alone = [each for each in draft.components.values() if each.id not in sources]
    served: dict[str, list[Component]] = defaultdict(list)
    for each in alone:
        if each.kind is Kind.MODEL_SERVICE:
            served[each.name.casefold()].append(each)
    misread: set[ComponentId] = set()
    for model in alone:
        if model.kind is Kind.MODEL and model.id.startswith("pkg:huggingface/"):
            misread |= _misread(model, served)
    _drop(draft, misread)


def _misread(model: Component, served: dict[str, list[Component]]) -> set[ComponentId]:
    name = model.name.casefold()
    here, found = _places(model.evidence), set[ComponentId]()
    same, last = served.get(name, []), served.get(name.rpartition("/")[2], [])
    there = set[Place]().union(*(_places(each.evidence) for each in same))
    if here and here <= there:
        return {model.id}
    for each in (*same, *last):
        places = _places(each.evidence)
        if places and places < here:
            found.add(each.id)
    return found


def _drop(draft: Draft, misread: set[ComponentId]) -> None:
    for identity in misread:
        del draft.components[identity]
    for key in [key for key, relation in draft.relations.items() if relation.target in misread]:
        del draft.relations[key]


def _places(evidence: Iterable[Evidence]) -> set[Place]:
    """Where something was read; nothing where a part of it has no line, since then nobody can compare."""
    found = [(each.location, each.line) for each in evidence]
    return (
        {(location, line) for location, line in found if line is not None} if all(line for _, line in found) else set()
    )
