"""Reads what programs in Go, Rust, Java, Kotlin, Ruby, C# and PHP ask for: go.mod, Cargo.toml, pom.xml, build.gradle and so on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.relation import RelationKind, Scope
from explorer.graph.identity import package_id
from explorer.sources.claims import used_by
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.toml_lines import read_toml

Asked = tuple[str, str, int, Scope]
"""Name, version as written (empty for none), line, role."""

_GO = re.compile(r"^[^\S\n]*+(?:require\s+)?([\w.-]+\.[a-z]+/\S+)\s+(v\S+)[ \t]*(//[ \t]*indirect)?", re.MULTILINE)
_GRADLE = re.compile(
    r"(?mi)^[^\S\n]*+(\w*(?:implementation|api|compileOnly|runtimeOnly|kapt|ksp|annotationProcessor|compile|mavenBom))\b\s*+(?:\(\s*+)?"
    r"(?:platform\()?[\"']([\w.-]+):([\w.-]+)(?::([\w.\[\],+-]+))?"
)
_GEM = re.compile(r"(?m)^[^\S\n]*+gem\s+[\"']([\w-]+)[\"'](?:\s*,\s*[\"']([^\"']+)[\"'])?")
_NUGET = re.compile(r"<PackageReference\s[^>]*?Include=\"([\w.-]+)\"(?:[^>]*?Version=\"([^\"]+)\")?", re.IGNORECASE)
_COMPOSER = re.compile(r"\"([a-z0-9][\w.-]*/[\w.-]+)\"\s*:\s*\"([^\"]*)\"")
_MAVEN = re.compile(r"<dependency>(.*?)</dependency>", re.DOTALL)
_EXACT = re.compile(r"v?\d+(\.\d+)*([.+-][\w.+-]*)?")


class OtherManifestsSource:
    """Direct dependencies of programs in other languages."""

    name = "other-manifest"
    reads = "go.mod, Cargo.toml, pom.xml, build.gradle, Gemfile, .csproj and composer.json: what they ask for directly."
    does_not_read = "Versions that a parent, a catalogue or a property gives; indirect requirements; lock files."

    def matches(self, path: PurePosixPath) -> bool:
        """The manifests by their names."""
        return _reader(path) is not None

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A package for each entry."""
        known = _reader(file.path)
        if known is None:
            return
        ecosystem, reader = known
        site = Site.of(self.name, file, project)
        for name, written, line, scope in reader(file):
            version = written if _EXACT.fullmatch(written) else ""
            facts = {"pinned": "yes" if version and ecosystem in ("golang", "maven") else "no"}
            facts |= {"requirement": written} if written else {}
            found = site.found(line, f"{name} {written}".strip(), "dependencies")
            identity = package_id(ecosystem, name, version if facts["pinned"] == "yes" else "")
            package = Component(
                identity, Kind.PACKAGE, name, version if facts["pinned"] == "yes" else "", None, Knowledge.DECLARED, facts, (found,)
            )  # fmt: skip
            yield from used_by(project.system, package, RelationKind.REQUIRES, scope)


def _reader(path: PurePosixPath) -> tuple[str, Callable[[ProjectFile], Iterator[Asked]]] | None:
    name = path.name.lower()
    if name.endswith((".csproj", ".fsproj", ".vbproj")) or name == "directory.packages.props":
        return "nuget", _by_pattern(_NUGET)
    return _BY_NAME.get(name)


def _by_pattern(pattern: re.Pattern[str]) -> Callable[[ProjectFile], Iterator[Asked]]:
    def read(file: ProjectFile) -> Iterator[Asked]:
        text = file.read_text()
        for match in pattern.finditer(text):
            yield match.group(1), match.group(2) or "", _line(text, match.start(1)), Scope.RUNTIME

    return read


def _go(file: ProjectFile) -> Iterator[Asked]:
    text = file.read_text()
    for match in _GO.finditer(text):
        before = text[: match.start(1)].rpartition("\n")[2].split()
        if not match.group(3) and before in ([], ["require"]):
            yield match.group(1), match.group(2), _line(text, match.start(1)), Scope.RUNTIME


def _cargo(file: ProjectFile) -> Iterator[Asked]:
    table, lines = read_toml(file)
    workspace = table.get("workspace")
    tables = (
        (("dependencies",), Scope.RUNTIME),
        (("dev-dependencies",), Scope.DEVELOPMENT),
        (("build-dependencies",), Scope.BUILD),
    )
    places = [*tables, (("workspace", "dependencies"), Scope.RUNTIME)] if isinstance(workspace, dict) else tables
    for path, scope in places:
        asked = table.get(path[0], {}) if len(path) == 1 else table[path[0]].get(path[1], {})
        for name, wanted in asked.items() if isinstance(asked, dict) else ():
            given = wanted if isinstance(wanted, dict) else {"version": wanted}
            if "path" not in given:
                yield (
                    str(given.get("package", name)),
                    str(given.get("version", "")),
                    lines.line_of(*path, name) or 1,
                    scope,
                )


def _maven(file: ProjectFile) -> Iterator[Asked]:
    text = file.read_text()
    for match in _MAVEN.finditer(text):
        group, artifact, version, scope = (
            _tag(match.group(1), each) for each in ("groupId", "artifactId", "version", "scope")
        )
        if group and artifact and "$" not in group + artifact:
            place = match.start(1) + match.group(1).find("<artifactId>")
            yield f"{group}/{artifact}", version, _line(text, place), Scope.TEST if scope == "test" else Scope.RUNTIME


def _gradle(file: ProjectFile) -> Iterator[Asked]:
    text = file.read_text()
    for match in _GRADLE.finditer(text):
        scope = Scope.TEST if match.group(1).startswith("test") else Scope.RUNTIME
        yield f"{match.group(2)}/{match.group(3)}", match.group(4) or "", _line(text, match.start(2)), scope


def _tag(text: str, name: str) -> str:
    match = re.search(rf"<{name}>\s*([^<\s]+)\s*</{name}>", text)
    return match.group(1) if match else ""


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


_BY_NAME: dict[str, tuple[str, Callable[[ProjectFile], Iterator[Asked]]]] = {
    "go.mod": ("golang", _go),
    "cargo.toml": ("cargo", _cargo),
    "pom.xml": ("maven", _maven),
    "build.gradle": ("maven", _gradle),
    "build.gradle.kts": ("maven", _gradle),
    "gemfile": ("gem", _by_pattern(_GEM)),
    "composer.json": ("composer", _by_pattern(_COMPOSER)),
}

SOURCE = OtherManifestsSource()
