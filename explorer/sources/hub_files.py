"""The files of a hub repository as its file list names them: weights one by one, the rest counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.identity import file_id
from explorer.sources.loose_values import as_mapping, as_mappings, as_text, without_empty
from explorer.sources.weight_format import format_of_name, is_weight_name

MAX_FILES = 500
"""Weight files of one repository that become components; the number left out is said."""

_LISTED_CODE = 20


def hub_file_claims(
    repository: ComponentId, values: Mapping[str, Any], knowledge: Knowledge, at: Callable[[str, str], Evidence]
) -> Iterator[Claim]:
    """The weight files of a repository by name, with size and digest where the answer has them."""
    entries = {as_text(each.get("rfilename")): each for each in as_mappings(values.get("siblings"))}
    entries.pop("", None)
    weights = [name for name in entries if is_weight_name(name)]
    code = [name for name in entries if name.endswith(".py")]
    if entries:
        facts = {"files": f"{len(entries)}, of which {len(weights)} weight files", "code files": _listed(code)}
        where = at("siblings", facts["files"])
        yield Component(repository, Kind.MODEL, "", "", None, knowledge, without_empty(facts), (where,))
    issues = _issues(values)
    for name in weights[:MAX_FILES]:
        where = at("siblings", name)
        facts = {**_facts(name, entries[name]), "hub scan": issues.get(name, "")}
        identity = file_id(repository, name)
        yield Component(identity, Kind.WEIGHT_FILE, name, "", None, knowledge, without_empty(facts), (where,))
        yield Relation(repository, identity, RelationKind.CONTAINS, knowledge=knowledge, evidence=(where,))
    if len(weights) > MAX_FILES:
        message = f"Only {MAX_FILES} of its {len(weights):,} weight files became components."
        yield Problem("hub", at("siblings", "").location, None, message, "The others are left out of every count.")


def _facts(name: str, entry: Mapping[str, Any]) -> dict[str, str]:
    promised = format_of_name(name)
    stored = as_mapping(entry.get("lfs"))
    return {
        "format": promised.name,
        "format known from": "the file name",
        "loading can execute code": promised.execution.value,
        "size": as_text(stored.get("size")) or as_text(entry.get("size")),
        "sha256": as_text(stored.get("sha256")),
    }


def _issues(values: Mapping[str, Any]) -> dict[str, str]:
    status = as_mapping(values.get("securityRepoStatus"))
    return {
        as_text(each.get("path")): as_text(each.get("level")) for each in as_mappings(status.get("filesWithIssues"))
    }


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _LISTED_CODE} more" if len(names) > _LISTED_CODE else ""
    return ", ".join(names[:_LISTED_CODE]) + more
