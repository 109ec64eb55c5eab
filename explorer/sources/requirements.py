"""Reads pip requirements files: what is asked for, from where, and, where a resolver noted it, because of what."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import normalized_package_name
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.lock import hash_facts
from explorer.sources.package_index import distributed_by, each_hub_once, host_of
from explorer.sources.python_requirement import is_own_code, required_by, required_package, scope_of_name
from explorer.sources.requirements_text import BrokenLine, OptionLine, RequirementLine, requirement_lines

MAY_SERVE = "rule: an extra index or link page may serve any package of the file"
RYE_LOCKS = ("requirements", "requirements-dev")
"""The stems of the two files in which Rye locks a project, written as pip reads them."""
NAME_DEDUCED = "rule: a repository without a stated name holds the package of its own name"


class RequirementsSource:
    """Requirements files, with their options, markers, hashes, URLs, editable installs, and `# via` notes."""

    name = "requirements"
    reads = "pip requirements files, Rye's locks, the files that they include with -r, and the constraints that they name with -c."
    does_not_read = "Constraints by themselves, since they ask for nothing, and files outside the folder or on the web."

    def matches(self, path: PurePosixPath) -> bool:
        """`requirements.txt`, `dev-requirements.in`, `requirements/base.txt`, Rye's `requirements.lock`; no constraints."""
        stem = path.stem.lower()
        if stem in RYE_LOCKS and path.suffix == ".lock":
            return True
        if path.suffix.lower() not in (".txt", ".in") or "constraint" in stem:
            return False
        return "requirements" in stem or path.parent.name.lower() in ("requirements", "reqs")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A package per requirement, the relations that the file notes, and the indexes that serve it."""
        yield from requirement_file_claims(self.name, file, project, scope_of_requirements(file.path))


def scope_of_requirements(path: PurePosixPath) -> Scope:
    """The role of a requirements file by its folder, else by its name."""
    by_folder = scope_of_path(path)
    return by_folder if by_folder is not Scope.RUNTIME else scope_of_name(path.stem, Scope.RUNTIME)


def requirement_file_claims(
    source: str, file: ProjectFile, project: Project, scope: Scope, text: str | None = None
) -> Iterator[Claim]:
    """What a requirements file says, whatever its name, in the given role.

    `source` stands in the evidence. `text` is given where the lines stand inside a file of another format; they keep
    their line numbers there.
    """
    reading = _Reading(source, project)
    yield from reading.gather(file, text=text)
    yield from each_hub_once(reading.claims(scope), on_each_line=True)


@dataclass
class _Reading:
    """One file with all that it includes: options hold for all lines, wherever they stand."""

    source: str
    project: Project
    seen: set[PurePosixPath] = field(default_factory=set)
    asked: list[tuple[ProjectFile, RequirementLine]] = field(default_factory=list)
    indexes: list[tuple[OptionLine, Evidence]] = field(default_factory=list)
    limits: dict[str, tuple[str, Evidence]] = field(default_factory=dict)
    """The constraint on each package: its specifier and where it stands."""

    def gather(self, file: ProjectFile, constraints: bool = False, text: str | None = None) -> Iterator[Problem]:
        """Take in the lines of a file and of the files that it includes; yield what is wrong with them."""
        self.seen.add(file.path)
        for line in requirement_lines(file.read_text() if text is None else text):
            match line:
                case BrokenLine():
                    yield Problem(self.source, str(file.path), line.line, line.reason, "Check the line.")
                case OptionLine(option="--requirement" | "--constraint"):
                    yield from self._include(file, line, constraints or line.option == "--constraint")
                case OptionLine():
                    shown = f"{line.option} {host_of(line.value) or line.value}"
                    self.indexes.append((line, evidence(self.source, file, line.line, shown)))
                case RequirementLine() if constraints:
                    self._limit(file, line)
                case RequirementLine():
                    self.asked.append((file, line))

    def _include(self, file: ProjectFile, line: OptionLine, constraints: bool) -> Iterator[Problem]:
        path = _joined(file.path.parent, line.value)
        included = self.project.find(path) if path is not None else None
        if included is None:
            message = (
                f"{line.option} {host_of(line.value) or line.value} is not in the scanned folder and was not read."
            )
            yield Problem(self.source, str(file.path), line.line, message, "Put the file there and scan again.")
        elif included.path in self.seen:
            message = f"{included.path} is included again, perhaps in a circle; it was read once."
            yield Problem(self.source, str(file.path), line.line, message, "Take one of the two lines out.")
        elif constraints or not SOURCE.matches(included.path):
            # A file that matches is read for itself; reading it here as well would say everything twice.
            yield from self.gather(included, constraints)

    def _limit(self, file: ProjectFile, line: RequirementLine) -> None:
        found = evidence(self.source, file, line.line, line.text, "constraint")
        self.limits.setdefault(_key(line.requirement.name), (line.requirement.specifier, found))

    def claims(self, scope: Scope) -> Iterator[Claim]:
        """Packages, relations and hubs of everything gathered."""
        noted = any(line.via for _, line in self.asked)
        packages: dict[str, Component] = {}
        listed = {_key(line.requirement.name) for _, line in self.asked}
        for file, line in self.asked:
            if is_own_code(line.requirement, file.path.parent):
                continue
            if not line.requirement.name:
                message = "A requirement by path or address whose package name cannot be told."
                yield Problem(self.source, str(file.path), line.line, message, "Write it as `name @ address`.")
                continue
            package = self._package(file, line, listed=noted)
            packages.setdefault(_key(package.name), package)
            yield from self._asked(line, package, scope, listed)
            yield from self._served(package, scope)
        for _, line in self.asked:
            yield from _noted(line, packages)

    def _package(self, file: ProjectFile, line: RequirementLine, listed: bool) -> Component:
        field_ = NAME_DEDUCED if line.name_is_deduced else ""
        found = evidence(self.source, file, line.line, line.text, field_)
        facts = hash_facts(line.hashes) | ({"dependencies": "listed"} if listed else {})
        specifier, limit = self.limits.get(_key(line.requirement.name), ("", None))
        if limit is not None:
            facts["constraint"] = specifier
        version = replace(line.requirement, specifier=specifier).exact_version
        knowledge = Knowledge.INFERRED if line.name_is_deduced else Knowledge.DECLARED
        package = required_package(line.requirement, found, facts, version, knowledge)
        return package if limit is None else replace(package, evidence=(found, limit))

    def _asked(
        self, line: RequirementLine, package: Component, scope: Scope, listed: Container[str]
    ) -> Iterator[Claim]:
        if line.via and not any(_is_direct(reason, listed) for reason in line.via):
            yield package
        else:
            yield from required_by(self.project.system, line.requirement, package, scope)

    def _served(self, package: Component, scope: Scope) -> Iterator[Claim]:
        if "url" in package.attributes or "path" in package.attributes:
            return
        only_links = any(option.option == "--no-index" for option, _ in self.indexes)
        for option, found in self.indexes:
            certain = option.option == "--index-url" or only_links
            knowledge = Knowledge.DECLARED if certain else Knowledge.INFERRED
            reason = found if certain else replace(found, field=MAY_SERVE)
            yield from distributed_by(package.id, option.value, reason, scope=scope, knowledge=knowledge)


def _noted(line: RequirementLine, packages: dict[str, Component]) -> Iterator[Relation]:
    """The relations in a `# via` note: the packages named there require this one."""
    target = packages.get(_key(line.requirement.name))
    for reason in line.via if target is not None else ():
        source = packages.get(_key(reason.partition("[")[0]))
        if source is not None and target is not None and source.id != target.id:
            found = replace(target.evidence[0], text=f"{line.text} # via {reason}")
            yield Relation(source.id, target.id, RelationKind.REQUIRES, evidence=(found,))


def _is_direct(reason: str, listed: Container[str]) -> bool:
    """Whether a `# via` note names a file of the project, or the project itself, and not a package of the file."""
    return reason.startswith("-r") or "(" in reason or _key(reason.partition("[")[0]) not in listed


def _key(name: str) -> str:
    return normalized_package_name("pypi", name)


def _joined(folder: PurePosixPath, value: str) -> PurePosixPath | None:
    """The path inside the scanned folder that a relative path means; None where it leads out or is an address."""
    if "://" in value or value.startswith(("/", "~")):
        return None
    parts = list(folder.parts)
    for part in PurePosixPath(value.replace("\\", "/")).parts:
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            return None
    return PurePosixPath(*parts)


SOURCE = RequirementsSource()
