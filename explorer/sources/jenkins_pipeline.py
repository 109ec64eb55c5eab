"""Reads Jenkinsfiles, declarative and scripted, as text: images of agents, shared libraries, commands, settings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import ComponentId
from explorer.domain.relation import Relation, Scope
from explorer.graph.identity import package_id
from explorer.sources.build import action_claims, build_claims, build_image_claims
from explorer.sources.commands import command_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.nested_text import nested_claims
from explorer.sources.script_code.groovy_tokens import groovy_tokens
from explorer.sources.script_code.tokens import Sort, Token
from explorer.sources.secrets import is_secret

_STEPS = frozenset({"sh", "bat", "powershell", "pwsh"})
_LIBRARIES = frozenset({"@Library", "library"})
_SETTING = re.compile(r"[A-Za-z_]\w*")
_LABELS = frozenset({"label", "node"})


class JenkinsPipelineSource:
    """A pipeline as a build of the system."""

    name = "jenkins"
    reads = (
        "Jenkinsfiles: images of agents and of `docker.image`, shared libraries, commands, environment, pod templates."
    )
    does_not_read = (
        "What shared libraries do, parameters given at a run, credentials (only that a literal one is there)."
    )

    def matches(self, path: PurePosixPath) -> bool:
        """`Jenkinsfile`, `Jenkinsfile.nightly`, `nightly.Jenkinsfile`, `build.jenkinsfile`."""
        name = path.name.lower()
        return bool(re.fullmatch(r"jenkinsfile([.-][\w.-]+)?|[\w.-]+\.jenkins(file)?(\.groovy)?", name))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """One build per file, and what it uses."""
        site = Site.of(self.name, file, project, Scope.BUILD)
        found = list(groovy_tokens(file.read_text()))
        build, claims = build_claims(site, file.name, 1, "Jenkins", _labels(found))
        yield from claims
        for place, token in enumerate(found):
            if token.sort is Sort.TEXT:
                yield from _said(found, place, build, site)


def _labels(found: Sequence[Token]) -> list[str]:
    texts = (each for each in range(1, len(found)) if found[each].sort is Sort.TEXT)
    return [found[each].value for each in texts if _called(found, each) in _LABELS and "$" not in found[each].value]


def _called(found: Sequence[Token], place: int) -> str:
    """The word that a text is given to: of `word 'text'`, `word('text')`, `word: 'text'` and `word = 'text'`."""
    before = place - 1
    if before >= 0 and found[before].value in ("(", ":", "="):
        before -= 1
    return found[before].value if before >= 0 and found[before].sort is Sort.WORD else ""


def _said(found: Sequence[Token], place: int, build: ComponentId, site: Site) -> Iterator[Claim]:
    token, word = found[place], _called(found, place)
    at = site.found(token.line, f"{word} {token.value}", word)
    if _is_library(found, place, word):
        yield from _library(token, build, site)
    elif _is_image(found, place, word):
        yield from build_image_claims(token.value, build, site, at)
    elif word in _STEPS or (word == "script" and _STEPS & set(_words(found, place))):
        yield from command_claims(token.value, site.project.system, at, Scope.BUILD, token.line)
    elif word == "yaml":
        yield from _pod(token, build, site)
    elif _SETTING.fullmatch(word) and found[place - 1].value == "=":
        yield from _setting(word, token, site)


def _words(found: Sequence[Token], place: int) -> list[str]:
    """The few words before a place, back to where its call began."""
    return [each.value for each in found[max(0, place - 8) : place] if each.sort is Sort.WORD]


def _is_library(found: Sequence[Token], place: int, word: str) -> bool:
    """`@Library('one@1')`, `@Library(['one@1', 'two@2'])`, `library identifier: 'one@1'`."""
    if word in _LIBRARIES or (word == "identifier" and "library" in _words(found, place)):
        return True
    if word:
        return False
    start = next((each for each in range(place - 1, max(-1, place - 12), -1) if found[each].value == "["), -1)
    return start >= 2 and found[start - 2].value == "@Library"


def _is_image(found: Sequence[Token], place: int, word: str) -> bool:
    """`docker 'x'`, `image 'x'` inside `docker { … }`, `docker.image('x')`, `containerTemplate(image: 'x')`."""
    value = found[place].value
    if " " in value or value.startswith(("http", "/", ".")):
        return False
    return word == "image" or (word == "docker" and found[place - 1].sort is Sort.WORD)


def _library(token: Token, build: ComponentId, site: Site) -> Iterator[Claim]:
    """`name@version`: which repository the name means is set up in Jenkins, not in the file."""
    name, _, version = token.value.partition("@")
    if re.fullmatch(r"[\w./-]+", name):
        version = "" if "$" in version else version
        identity = package_id("generic", f"jenkins-library/{name}", version)
        found = site.found(token.line, f"library {token.value}", "@Library")
        yield from action_claims(identity, name, version, build, found, "shared library")


def _pod(token: Token, build: ComponentId, site: Site) -> Iterator[Claim]:
    """The pod in which a stage runs, as YAML in a text: its images serve this build, not the system."""
    for claim in nested_claims(token.value, token.line, site):
        if isinstance(claim, Relation) and claim.target.startswith("pkg:docker/"):
            claim = replace(claim, source=build)
        yield claim


def _setting(name: str, token: Token, site: Site) -> Iterator[Claim]:
    """A variable of the environment, or of the script."""
    if is_secret(name, token.value):
        message = f"The pipeline sets “{name}” to a literal secret."
        advice = "Keep it in Jenkins' credentials store and replace the secret."
        yield Problem(site.source, str(site.file.path), token.line, message, advice)
        return
    yield from site.setting(name, token.value, site.found(token.line, f"{name} = {token.value}", name))


SOURCE = JenkinsPipelineSource()
