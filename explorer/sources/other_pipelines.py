"""Reads Azure Pipelines, CircleCI, Google Cloud Build, Bitbucket, Buildkite and Drone: images, tasks, orbs, plugins."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import ComponentId
from explorer.domain.relation import Scope
from explorer.graph.identity import package_id
from explorer.sources.build import action_claims, build_claims, build_image_claims
from explorer.sources.commands import command_claims
from explorer.sources.helm_chart import chart_claims, chart_id
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, Tree, settings, text_at, value_at, yaml_as_far_as_possible
from explorer.sources.package_index import distributed_by, without_credentials

Reader = Callable[[Tree, ComponentId, Site], Iterator[Claim]]


class OtherPipelinesSource:
    """Build descriptions of the smaller platforms."""

    name = "pipeline"
    reads = (
        "Azure Pipelines, CircleCI, Google Cloud Build, AWS CodeBuild, Bitbucket Pipelines, Buildkite, Drone, Woodpecker, Travis CI "
        "and AppVeyor: images, tasks, orbs, pipes, plugins, templates."
    )
    does_not_read = "Templates of other repositories beyond their name."

    def matches(self, path: PurePosixPath) -> bool:
        """`azure-pipelines*.yml`, `.circleci/config.yml`, `cloudbuild*.yaml`, `.buildkite/*.yml`, `.drone.yml` and so on."""
        return _platform(path) is not None

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """One build per file, and what it uses."""
        known = _platform(file.path)
        if known is None:
            return
        platform, reader = known
        site = Site.of(self.name, file, project)
        for document in yaml_as_far_as_possible(file):
            name = text_at(document, "name") or LinedText(file.path.name, 1)
            build, claims = build_claims(site, str(name), name.line, platform, _runners(document))
            yield from claims
            yield from reader(document, build, site)


def _runners(document: Tree) -> list[str]:
    names = ("vmImage", "resource_class", "machineType", "queue")
    return [str(value) for _, key, value in settings(document) if key in names and "$" not in value]


def _azure(document: Tree, build: ComponentId, site: Site) -> Iterator[Claim]:
    for above, key, value in settings(document):
        found = site.found(value.line, f"{key}: {value}", str(key))
        if key == "task" and (match := re.fullmatch(r"([\w.-]+)@(\d+(?:\.\d+)*)", value)):
            identity = package_id("generic", f"azure-pipelines-task/{match.group(1)}", match.group(2))
            yield from action_claims(identity, match.group(1), match.group(2), build, found, "pipeline task")
        elif (key == "image" and {"container", "containers"} & set(above)) or (key == "container" and "/" in value):
            yield from build_image_claims(value, build, site, found)
        elif key in ("bash", "pwsh", "powershell"):
            yield from command_claims(value.as_commands, site.project.system, found, Scope.BUILD, value.first_line)
    repositories = value_at(document, "resources", "repositories")
    for each in repositories if isinstance(repositories, list) else []:
        name, reference = text_at(each, "name"), text_at(each, "ref") or ""
        if name is not None and text_at(each, "type") == "github":
            found = site.found(name.line, f"{name} {reference}", "resources.repositories")
            short = reference.removeprefix("refs/tags/").removeprefix("refs/heads/")
            identity = package_id("github", name, short)
            yield from action_claims(identity, str(name), short, build, found, "pipeline templates")


def _circle(document: Tree, build: ComponentId, site: Site) -> Iterator[Claim]:
    orbs = value_at(document, "orbs")
    for value in orbs.values() if isinstance(orbs, dict) else []:
        if isinstance(value, LinedText) and "/" in value:
            name, _, version = value.partition("@")
            found = site.found(value.line, f"orb: {value}", "orbs")
            identity = package_id("generic", f"circleci-orb/{name}", version)
            yield from action_claims(identity, name, version, build, found, "orb")
    for above, key, value in settings(document):
        found = site.found(value.line, f"{key}: {value}", str(key))
        if key == "image" and above[-1:] == ("docker",):
            yield from build_image_claims(value, build, site, found)
        elif key == "resource_class" and value.startswith(("gpu.nvidia", "windows.gpu.nvidia")):
            yield from site.hardware("nvidia-gpu", found)


def _cloud_build(document: Tree, build: ComponentId, site: Site) -> Iterator[Claim]:
    steps = value_at(document, "steps")
    for step in steps if isinstance(steps, list) else []:
        name, entry = text_at(step, "name"), text_at(step, "entrypoint") or ""
        if name is not None:
            yield from build_image_claims(name, build, site, site.found(name.line, f"name: {name}", "steps"))
        given = value_at(step, "args")
        words = [each for each in given if isinstance(each, LinedText)] if isinstance(given, list) else []
        if words:
            line = " ".join(shlex.quote(each) for each in ([entry, *words] if entry else words))
            found = site.found(words[-1].line, line, "args")
            yield from command_claims(line, site.project.system, found, Scope.BUILD)


def _bitbucket(document: Tree, build: ComponentId, site: Site) -> Iterator[Claim]:
    for above, key, value in settings(document):
        found = site.found(value.line, f"{key}: {value}", str(key))
        if key == "image" or (key == "name" and above[-1:] == ("image",)):
            yield from build_image_claims(value, build, site, found)
        elif key == "pipe":
            name, _, version = value.removeprefix("docker://").rpartition(":")
            identity = package_id("bitbucket", name.lower(), version)
            yield from action_claims(identity, name, version, build, found, "pipe")


_PLUGIN = "-buildkite-plugin"
_GITHUB = re.compile(r"(?:https://|ssh://git@|git@|ssh://)github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git)?")


def _buildkite(document: Tree, build: ComponentId, site: Site) -> Iterator[Claim]:
    steps = value_at(document, "steps") if isinstance(document, dict) else document
    for plugin in _plugins(steps):
        yield from _buildkite_plugin(plugin, build, site)
    for _, key, value in settings(steps):
        if key == "image":
            yield from build_image_claims(value, build, site, site.found(value.line, f"image: {value}", "image"))


def _plugins(steps: Tree | None) -> Iterator[LinedText]:
    """The names of the plugins of every step: a list of texts, of tables of one entry, or one table."""
    waiting = [steps]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            waiting += node.values()
            listed = value_at(node, "plugins")
            for each in listed if isinstance(listed, list) else [listed]:
                yield from [each] if isinstance(each, LinedText) else each or ()


def _buildkite_plugin(plugin: LinedText, build: ComponentId, site: Site) -> Iterator[Claim]:
    """`docker#v5.8.0` is `buildkite-plugins/docker-buildkite-plugin`, `owner/x#v1` is `owner/x-buildkite-plugin`."""
    if plugin.startswith((".", "/")) or not plugin:
        return  # A part of the project itself.
    address, _, version = without_credentials(plugin).partition("#")
    short, match = re.fullmatch(r"[\w.-]+(/[\w.-]+)?", address), _GITHUB.fullmatch(address)
    if short is not None:
        owner = "" if short.group(1) else "buildkite-plugins/"
        name = owner + address + ("" if address.endswith(_PLUGIN) else _PLUGIN)
    else:
        name = match.group(1) if match is not None else address.partition("://")[2]
    found = site.found(plugin.line, f"plugin: {address} {version}", "plugins")
    identity = package_id("github" if short or match else "generic", name, version)
    yield from action_claims(identity, name, version, build, found, "pipeline plugin")


def _commands(document: Tree, build: ComponentId, site: Site) -> Iterator[Claim]:
    """Platforms whose files hold little but commands, which the reader of settings reads: the images that they name."""
    for _, key, value in settings(document):
        if key == "image" and re.search(r"[/:]", value):
            yield from build_image_claims(value, build, site, site.found(value.line, f"image: {value}", "image"))


def _drone(document: Tree, build: ComponentId, site: Site) -> Iterator[Claim]:
    for above, key, value in settings(document):
        found = site.found(value.line, f"{key}: {value}", str(key))
        if key == "image" and {"steps", "services", "pipeline", "clone"} & set(above):
            yield from build_image_claims(value, build, site, found)
    steps = value_at(document, "steps")
    for step in steps if isinstance(steps, list) else []:
        yield from _drone_chart(value_at(step, "settings"), site)


def _drone_chart(given: Tree | None, site: Site) -> Iterator[Claim]:
    """The chart that the Helm plugin deploys, and the repository that its alias means."""
    chart = text_at(given, "chart")
    if chart is None:
        return
    listed = value_at(given, "add_repos") or value_at(given, "helm_repos")
    alias = str(chart).partition("/")[0] + "="
    repository = next((each for each in listed or [] if isinstance(each, LinedText) and each.startswith(alias)), None)
    version = text_at(given, "chart_version") or ""
    found = site.found(chart.line, f"chart: {chart} {version}".strip(), "chart")
    yield from chart_claims(chart, version, "", site.project.system, found, Scope.BUILD)
    if repository is not None:
        at = site.found(repository.line, f"add_repos: {repository}", "add_repos")
        yield from distributed_by(
            chart_id(chart, version), repository.partition("=")[2], at, "chart repository", Scope.BUILD
        )


def _platform(path: PurePosixPath) -> tuple[str, Reader] | None:
    name = path.name.lower()
    if not name.endswith((".yml", ".yaml")):
        return None
    if name.startswith("azure-pipeline") or {".azure-pipelines", ".azuredevops"} & set(path.parts):
        return "Azure Pipelines", _azure
    if path.parts[-2:-1] == (".circleci",):
        return "CircleCI", _circle
    if name.startswith("cloudbuild"):
        return "Google Cloud Build", _cloud_build
    if ".buildkite" in path.parts or name in ("buildkite.yml", "buildkite.yaml"):
        return "Buildkite", _buildkite
    if re.fullmatch(r"buildspec[\w.-]*|\.travis|appveyor|\.appveyor", name.rpartition(".")[0]):
        return "AWS CodeBuild" if name.startswith(
            "buildspec"
        ) else "Travis CI" if "travis" in name else "AppVeyor", _commands
    if name.startswith((".drone.", ".woodpecker.")) or ".woodpecker" in path.parts:
        return "Drone" if "drone" in name else "Woodpecker", _drone
    return ("Bitbucket Pipelines", _bitbucket) if name.startswith("bitbucket-pipelines") else None


SOURCE = OtherPipelinesSource()
