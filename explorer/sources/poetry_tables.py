"""The dependency tables of Poetry, which have a grammar of their own for versions and origins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from explorer.domain.relation import Scope
from explorer.sources.loose_values import as_mapping, as_text, as_texts
from explorer.sources.package_index import without_credentials
from explorer.sources.python_requirement import PythonRequirement, scope_of_name

Found = tuple[PythonRequirement, Scope, tuple[str | int, ...], str, str]
"""The requirement, its role, its place below `tool.poetry`, its group, and the index that it names."""


def poetry_dependencies(poetry: Mapping[str, Any]) -> Iterator[Found]:
    """Every dependency below `[tool.poetry]`, of all groups."""
    yield from _table(poetry.get("dependencies"), Scope.RUNTIME, ("dependencies",), "")
    yield from _table(poetry.get("dev-dependencies"), Scope.DEVELOPMENT, ("dev-dependencies",), "dev")
    for name, group in as_mapping(poetry.get("group")).items():
        optional = as_mapping(group).get("optional") is True
        default = Scope.RUNTIME if name == "main" else Scope.OPTIONAL if optional else Scope.DEVELOPMENT
        wanted = as_mapping(group).get("dependencies")
        yield from _table(wanted, scope_of_name(name, default), ("group", name, "dependencies"), name)


def _table(table: object, scope: Scope, place: tuple[str | int, ...], group: str) -> Iterator[Found]:
    for name, wanted in as_mapping(table).items():
        if name.lower() == "python":
            continue
        for each in wanted if isinstance(wanted, list) else [wanted]:
            facts = each if isinstance(each, Mapping) else {"version": each}
            role = Scope.OPTIONAL if facts.get("optional") is True and scope is Scope.RUNTIME else scope
            yield _requirement(name, facts), role, (*place, name), group, as_text(facts.get("source"))


def _requirement(name: str, facts: Mapping[str, Any]) -> PythonRequirement:
    extras = tuple(sorted(as_texts(facts.get("extras"))))
    specifier = standard_specifier(as_text(facts.get("version")))
    address = without_credentials(table_address(facts))
    return PythonRequirement(name, specifier, extras, as_text(facts.get("markers")), address)


def table_address(facts: Mapping[str, Any]) -> str:
    """The origin in a dependency table of Poetry, Pipenv or PDM, written as pip would: `git+https://…@rev`."""
    if git := as_text(facts.get("git")):
        revision = next((text for key in ("rev", "ref", "tag", "branch") if (text := as_text(facts.get(key)))), "")
        return f"git+{git}" + (f"@{revision}" if revision else "")
    return as_text(facts.get("url")) or as_text(facts.get("path")) or as_text(facts.get("file"))


def standard_specifier(text: str) -> str:
    """A Poetry version constraint; only the bare version is changed, since it means exactly that one.

    >>> standard_specifier("1.10"), standard_specifier("^3.10"), standard_specifier("*")
    ('==1.10', '^3.10', '')
    """
    text = text.strip()
    if text in ("", "*"):
        return ""
    return f"=={text}" if re.fullmatch(r"v?\d[\w.!+-]*", text) and "*" not in text else text
