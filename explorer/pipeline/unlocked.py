"""Which Python requirements no lock file resolves, as pip would be asked for them."""

from __future__ import annotations

from collections import defaultdict

from explorer.domain.component import GIVEN, LISTED, Component, ComponentId
from explorer.graph.identity import normalized_package_name
from explorer.graph.joined_claims import CONFLICT_SEPARATOR
from explorer.graph.merge import Draft
from explorer.sources.python_requirement import parse_requirement


def unlocked_requirements(draft: Draft) -> list[str]:
    """The packages of Python's index whose own dependencies no lock file lists: name, extras, version limits.

    What comes from an address or a path is left out: its name may be somebody else's on the index. Where files disagree on
    the limits, those read first are asked for.
    """
    extras = _extras(draft)
    return [
        _as_asked(each, sorted(extras[each.id]))
        for each in draft.components.values()
        if each.id.startswith("pkg:pypi/")
        and each.attributes.get("dependencies") not in (LISTED, GIVEN)
        and not each.attributes.keys() & {"url", "path"}
    ]


def _extras(draft: Draft) -> dict[ComponentId, set[str]]:
    found: dict[ComponentId, set[str]] = defaultdict(set)
    for relation in draft.relations.values():
        for text in relation.attributes.get("extras", "").split(CONFLICT_SEPARATOR):
            found[relation.target] |= {extra.strip() for extra in text.split(",") if extra.strip()}
    return found


def _as_asked(component: Component, extras: list[str]) -> str:
    stated = component.attributes.get("requirement", "").partition(CONFLICT_SEPARATOR)[0]
    whole = parse_requirement(stated)  # Commands name the package too, files only its limits.
    if whole is not None and _same(whole.name, component.name):
        stated, extras = whole.specifier, sorted({*extras, *whole.extras})
    if not stated and component.version:
        stated = f"=={component.version}"
    return f"{component.name}[{','.join(extras)}]{stated}" if extras else f"{component.name}{stated}"


def _same(one: str, other: str) -> bool:
    return normalized_package_name("pypi", one) == normalized_package_name("pypi", other)
