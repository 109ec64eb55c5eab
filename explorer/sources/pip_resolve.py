"""Resolves requirements that no lock covers, by asking pip or uv what they would install. Goes to the network.

Only used where the user switched it on by name. Nothing is installed, built or run: only wheels are considered
(`--only-binary :all:`), and requirements that name a repository, an address or a path are left out, since their build
code would run. What leaves this machine are the names and version limits of the packages asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.identity import normalized_package_name, package_id
from explorer.progress import Progress
from explorer.sources.answer_cache import AnswerCache
from explorer.sources.loose_values import as_mapping, as_mappings, as_text, as_texts
from explorer.sources.package_asking import UV, Answer, Outcome, outcome_of
from explorer.sources.package_index import without_credentials
from explorer.sources.python_requirement import PythonRequirement, parse_requirement
from explorer.sources.requirements_text import RequirementLine, requirement_lines

SOURCE_NAME = "pip-resolve"
MOST_SHOWN = 8
"""Requirements that a problem names; it says how many more there are."""


def resolve(
    requirements: Iterable[str], progress: Progress | None = None, cache: AnswerCache | None = None
) -> Iterator[Claim]:
    """The packages that these requirements lead to today, and their relations; inferred, since tomorrow may differ.

    Takes uv where it is on PATH, since it fetches far less, else pip; or the answer in `cache`, with the day on which it
    was read. A requirement that leads nowhere is a problem. Raises `NetworkError` where neither answers.
    """
    wanted = sorted({text for text in requirements if _is_safe(parse_requirement(text))})
    if not wanted:
        return
    outcome = outcome_of(wanted, progress or Progress(), cache)
    for answer in outcome.answers:
        yield from _claims_of(answer, outcome.read)
    yield from _problems_of(outcome)


def _is_safe(requirement: PythonRequirement | None) -> bool:
    return requirement is not None and not requirement.address


def _claims_of(answer: Answer, read: str) -> Iterator[Claim]:
    if answer.resolver == UV:
        yield from compiled_claims(answer.text, read)
        return
    try:
        report = json.loads(answer.text)
    except ValueError:
        report = {}
    yield from report_claims(report, read)


def _problems_of(outcome: Outcome) -> Iterator[Problem]:
    day = outcome.read[:10]
    for requirement, reason in outcome.failed.items():
        message = f"{requirement} could not be resolved on {day}: {reason.rstrip('.')}."
        yield Problem(SOURCE_NAME, "", None, message, "Check this requirement; the others were resolved without it.")
    if outcome.cut_short:
        message = f"Not all requirements were asked for. {outcome.cut_short}"
        yield Problem(SOURCE_NAME, "", None, message, "Scan again.")
    if outcome.not_together:
        shown = ", ".join(outcome.not_together[:MOST_SHOWN])
        more = len(outcome.not_together) - MOST_SHOWN
        also = f" and {more:,} more" if more > 0 else ""
        message = f"No set of packages fits all of {shown}{also} on {day}, so that some may show two versions."
        yield Problem(SOURCE_NAME, "", None, message, "Loosen the limits of the requirements that exclude each other.")


def report_claims(report: Any, read: str = "") -> Iterator[Claim]:
    """The packages and relations in a dry-run report of pip (its version 1), with markers and extras evaluated."""
    report = as_mapping(report)
    entries = {_name(entry): entry for entry in as_mappings(report.get("install") or []) if _name(entry)}
    environment = {key: as_text(value) for key, value in as_mapping(report.get("environment")).items()}
    if not entries:
        yield Problem(SOURCE_NAME, "", None, "pip's answer names no packages.", "Check the requirements.")
    for name, entry in entries.items():
        identity, found = _identity(entry), _evidence(entry, "install", read)
        download = as_mapping(entry.get("download_info"))
        digest = as_text(as_mapping(as_mapping(download.get("archive_info")).get("hashes")).get("sha256"))
        metadata = as_mapping(entry.get("metadata"))
        stated = {
            "pinned": "no",
            "dependencies": "listed",
            "version resolved on": read[:10],
            "sha256": digest,
            "url": without_credentials(as_text(download.get("url"))),
            "licence": as_text(metadata.get("license_expression")) or as_text(metadata.get("license"))[:60],
            "withdrawn from the index": "yes" if entry.get("is_yanked") is True else "",
        }
        facts = {key: text for key, text in stated.items() if text}
        yield Component(
            identity,
            Kind.PACKAGE,
            as_text(metadata.get("name")),
            _version(entry),
            None,
            Knowledge.INFERRED,
            facts,
            (found,),
        )
        yield from _required(name, entries, environment, read)


def _required(
    name: str, entries: Mapping[str, Mapping[str, Any]], environment: Mapping[str, str], read: str
) -> Iterator[Relation]:
    """What an entry requires, with the extras that are asked of it anywhere in the answer."""
    from packaging.requirements import InvalidRequirement, Requirement

    entry = entries[name]
    extras = ["", *as_texts(entry.get("requested_extras") or []), *_asked_extras(name, entries)]
    for text in as_texts(as_mapping(entry.get("metadata")).get("requires_dist") or []):
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        target = entries.get(normalized_package_name("pypi", requirement.name))
        marker = requirement.marker
        holds = marker is None or any(marker.evaluate({**environment, "extra": extra}) for extra in extras)
        if target is not None and target is not entry and holds:
            found = _evidence(entry, "metadata.requires_dist", read, text)
            yield Relation(
                _identity(entry),
                _identity(target),
                RelationKind.REQUIRES,
                knowledge=Knowledge.INFERRED,
                attributes={"requirement": str(requirement.specifier)} if requirement.specifier else {},
                evidence=(found,),
            )


def _asked_extras(name: str, entries: Mapping[str, Mapping[str, Any]]) -> list[str]:
    asked: list[str] = []
    for entry in entries.values():
        for text in as_texts(as_mapping(entry.get("metadata")).get("requires_dist") or []):
            head = text.partition(";")[0]
            if "[" in head and normalized_package_name("pypi", head.partition("[")[0]) == name:
                asked += [extra.strip() for extra in head.partition("[")[2].partition("]")[0].split(",")]
    return asked


def compiled_claims(text: str, read: str = "") -> Iterator[Claim]:
    """The packages and relations in the annotated list that `uv pip compile` prints."""
    lines = [line for line in requirement_lines(text) if isinstance(line, RequirementLine)]
    ids: dict[str, ComponentId] = {}
    for line in lines:
        requirement = line.requirement
        identity = package_id("pypi", requirement.name, requirement.exact_version)
        ids[normalized_package_name("pypi", requirement.name)] = identity
        found = Evidence(SOURCE_NAME, "uv pip compile", line.line, "", line.text, read)
        facts = {"pinned": "no", "dependencies": "listed"} | ({"version resolved on": read[:10]} if read else {})
        name, version = requirement.name, requirement.exact_version
        yield Component(identity, Kind.PACKAGE, name, version, None, Knowledge.INFERRED, facts, (found,))
    for line in lines:
        target = ids[normalized_package_name("pypi", line.requirement.name)]
        for reason in line.via:
            source = ids.get(normalized_package_name("pypi", reason.partition("[")[0]))
            if source is not None and source != target:
                found = Evidence(SOURCE_NAME, "uv pip compile", line.line, "", f"{line.text} # via {reason}", read)
                yield Relation(source, target, RelationKind.REQUIRES, knowledge=Knowledge.INFERRED, evidence=(found,))


def _name(entry: Mapping[str, Any]) -> str:
    return normalized_package_name("pypi", as_text(as_mapping(entry.get("metadata")).get("name")))


def _version(entry: Mapping[str, Any]) -> str:
    return as_text(as_mapping(entry.get("metadata")).get("version"))


def _identity(entry: Mapping[str, Any]) -> ComponentId:
    return package_id("pypi", _name(entry), _version(entry))


def _evidence(entry: Mapping[str, Any], field: str, read: str, text: str = "") -> Evidence:
    shown = text or f"{_name(entry)} {_version(entry)}"
    return Evidence(SOURCE_NAME, "pip install --dry-run --report", None, field, shown[:300], read)
