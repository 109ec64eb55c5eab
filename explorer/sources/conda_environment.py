"""Reads the environment files of conda, mamba and micromamba."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import hub_id, package_id
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.lined_yaml import LinedText, read_yaml
from explorer.sources.package_index import each_hub_once, hub_component
from explorer.sources.requirements import requirement_file_claims

MAY_SERVE = "rule: any channel of the environment may serve a package that names none"
_SPEC = re.compile(r"(?:(?P<channel>[^\s:\[\]]+)(?::[^\s:]*)?::)?(?P<name>[A-Za-z0-9_.-]+)\s*(?P<rest>.*)$", re.DOTALL)
_EXACT = re.compile(r"==\s*(?P<equal>[^\s=<>!,*|]+)$|=?\s*(?P<version>[^\s=<>!,*|]+)[=\s]\s*(?P<build>[^\s=<>!,|]+)$")


@dataclass(frozen=True, slots=True)
class CondaSpec:
    """One package as conda writes it."""

    name: str
    specifier: str
    version: str
    """The one version that it allows; `=1.2` allows every `1.2.x`, so it names none."""
    channel: str


def conda_spec(text: str) -> CondaSpec | None:
    """The parts of `conda-forge::numpy=1.26.4=py311_0`; None where the text is not a package.

    >>> [conda_spec(text).version for text in ("numpy=1.26", "numpy==1.26.4", "numpy=1.26.4=py311_0")]
    ['', '1.26.4', '1.26.4']
    """
    match = _SPEC.match(text.strip())
    if match is None:
        return None
    rest = match["rest"].strip().partition("[")[0].strip()
    exact = _EXACT.match(rest)
    version = (exact["equal"] or exact["version"]) if exact else ""
    channel = (match["channel"] or "").partition("/")[0] if "://" not in text else match["channel"] or ""
    return CondaSpec(match["name"].lower(), rest, version, channel)


class CondaEnvironmentSource:
    """Environment files: packages of conda, packages of pip, channels."""

    name = "conda-environment"
    reads = "environment.yml and the like: conda packages with their channels, and the pip packages listed inside."
    does_not_read = "Variables and the prefix of the environment."

    def matches(self, path: PurePosixPath) -> bool:
        """`environment.yml`, `environment-gpu.yaml`, `conda.yml`, `conda_env.yaml`."""
        if path.suffix.lower() not in (".yml", ".yaml") or "lock" in path.stem.lower():
            return False
        return bool(re.match(r"(?:.*[-_.])?(?:environment|conda)(?:[-_.].*)?$|conda[-_]?env|env$", path.stem.lower()))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A package per entry; nothing where the file is some other YAML."""
        yield from each_hub_once(self._read(file, project))

    def _read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        tree = next(iter(read_yaml(file)), None)
        entries = tree.get(_key("dependencies")) if isinstance(tree, dict) else None
        if not isinstance(tree, dict) or not isinstance(entries, list):
            return
        stated = tree.get(_key("channels"))
        channels = [each for each in (stated if isinstance(stated, list) else []) if isinstance(each, LinedText)]
        scope = scope_of_path(file.path)
        for entry in entries:
            if isinstance(entry, LinedText):
                yield from self._conda(entry, channels, file, project, scope)
            elif isinstance(entry, dict):
                lines = entry.get(_key("pip"))
                yield from self._pip(lines, file, project, scope)

    def _conda(
        self, entry: LinedText, channels: list[LinedText], file: ProjectFile, project: Project, scope: Scope
    ) -> Iterator[Claim]:
        spec = conda_spec(entry)
        if spec is None:
            yield Problem(self.name, str(file.path), entry.line, f"Not a package: {entry[:80]}", "Check the line.")
            return
        found = evidence(self.name, file, entry.line, entry)
        facts = {"requirement": spec.specifier} if spec.specifier else {}
        identity = package_id("conda", spec.name, spec.version)
        stated = {**facts, "pinned": "yes" if spec.version else "no"}
        yield Component(identity, Kind.PACKAGE, spec.name, spec.version, attributes=stated, evidence=(found,))
        yield Relation(project.system, identity, RelationKind.USES, scope, attributes=facts, evidence=(found,))
        if spec.channel:
            yield from channel_claims(identity, spec.channel, found, Knowledge.DECLARED)
            return
        for channel in channels:
            place = evidence(self.name, file, channel.line, channel, "channels")
            is_only = len(channels) == 1
            reason = place if is_only else replace(place, field=MAY_SERVE)
            knowledge = Knowledge.DECLARED if is_only else Knowledge.INFERRED
            yield from channel_claims(identity, channel, reason, knowledge)

    def _pip(self, lines: Any, file: ProjectFile, project: Project, scope: Scope) -> Iterator[Claim]:
        listed = [each for each in (lines if isinstance(lines, list) else []) if isinstance(each, LinedText)]
        text = [""] * max((each.line for each in listed), default=0)
        for each in listed:
            text[each.line - 1] = str(each)
        yield from requirement_file_claims(self.name, file, project, scope, "\n".join(text))


def channel_claims(package: ComponentId, channel: str, found: Evidence, knowledge: Knowledge) -> Iterator[Claim]:
    """The hub behind a conda channel, and that a package comes from it; nothing for `nodefaults`."""
    if channel == "nodefaults":
        return
    hub = hub_component(channel, found, "conda channel")
    if hub is None:
        known = {"conda-forge": ("conda-forge", "conda-forge"), "defaults": ("anaconda-defaults", "Anaconda defaults")}
        key, name = known.get(channel, (f"conda-channel-{channel}", f"conda channel {channel}"))
        hub = Component(hub_id(key), Kind.HUB, name, attributes={"role": "conda channel"}, evidence=(found,))
    yield hub
    yield Relation(package, hub.id, RelationKind.DISTRIBUTED_BY, knowledge=knowledge, evidence=(found,))


def _key(name: str) -> LinedText:
    return LinedText(name, 0)


SOURCE = CondaEnvironmentSource()
