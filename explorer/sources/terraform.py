"""Reads Terraform: providers, machine types, images, and models in literal assignments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind, Scope
from explorer.graph.identity import package_id
from explorer.knowledge.clouds import cloud_of_resource
from explorer.knowledge.hardware import accelerator_named, instance_type
from explorer.sources.claims import used_by
from explorer.sources.dockerfile import image_claims
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.model_references import claims_for, hub_model, model_in_setting
from explorer.sources.weight_address import weight_claims

_BLOCK = re.compile(r'^\s*(resource|data|provider|module)\s+"([^"]+)"(?:\s+"([^"]+)")?\s*\{')
_ASSIGNMENT = re.compile(r'^\s*"?([\w.-]+)"?\s*[=:]\s*\[?\s*"([^"$]+)"')
_DEFAULT = re.compile(r'^\s*variable\s+"([^"]+)"')


class TerraformSource:
    """Terraform files, by their literal assignments."""

    name = "terraform"
    reads = "Terraform: clouds by resource and provider, machine types, accelerators, images, models, modules."
    does_not_read = (
        "Expressions and variables without a literal default; state files; remote modules beyond their name."
    )

    def matches(self, path: PurePosixPath) -> bool:
        """`*.tf`, `*.tfvars`."""
        return path.suffix in (".tf", ".tfvars")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims per block and per assignment."""
        scope = scope_of_path(file.path)
        block, variable = "", ""
        for number, line in _code_lines(file.read_text()):
            found = evidence(self.name, file, number, line)
            if opened := _BLOCK.match(line):
                block = opened.group(1)
                if block in ("resource", "data", "provider"):
                    cloud = cloud_of_resource(opened.group(2))
                    if cloud is not None:
                        component = Component(
                            cloud.id, Kind.CLOUD, cloud.name, "", None, Knowledge.DECLARED, {}, (found,)
                        )
                        yield from used_by(project.system, component, RelationKind.RUNS_ON, scope)
            if named := _DEFAULT.match(line):
                variable, block = named.group(1), "variable"
            if match := _ASSIGNMENT.match(line):
                key, value = match.groups()
                if key == "default" and variable:
                    scope_here: Scope
                    key, scope_here = variable, Scope.DEFAULT if scope is Scope.RUNTIME else scope
                else:
                    scope_here = scope
                if key == "source" and block == "module":
                    yield from _module(value, project, found, scope)
                yield from _assigned(key, value, project, found, scope_here)


def _assigned(key: str, value: str, project: Project, found: Evidence, scope: Scope) -> Iterator[Claim]:
    reference = model_in_setting(key, value)
    if reference is None and re.fullmatch(r"(?i)hf_(model_id|task_model)|model_id", key):
        reference = hub_model(value, bare=True)
    if reference is not None:
        yield from claims_for(reference, project.system, found, scope)
    hardware = instance_type(value)
    if hardware is not None:
        component = Component(
            ComponentId(f"hardware:{hardware.name}"), Kind.HARDWARE, hardware.name, "", None, Knowledge.DECLARED,
            {"role": "machine type"}, (found,),
        )  # fmt: skip
        yield from used_by(project.system, component, RelationKind.RUNS_ON, scope)
    elif (accelerator := accelerator_named(value)) is not None and re.search(r"(?i)accelerator|gpu|^type$", key):
        component = Component(
            accelerator.id, Kind.HARDWARE, accelerator.name, "", None, Knowledge.DECLARED, {}, (found,)
        )
        yield from used_by(project.system, component, RelationKind.RUNS_ON, scope)
    if value.startswith(("s3://", "gs://", "https://", "http://")):
        yield from weight_claims(value, project.system, found, scope)
    if re.search(r"(?i)(^|_)image(_uri|_url)?$", key) and re.search(r"[/:]", value) and " " not in value:
        yield from image_claims(value, project, found, scope)


def _module(source: str, project: Project, found: Evidence, scope: Scope) -> Iterator[Claim]:
    if source.startswith((".", "/")) or not re.fullmatch(r"[\w-]+/[\w-]+/[\w-]+(//.*)?", source):
        return
    name = source.partition("//")[0]
    identity = package_id("terraform", name)
    component = Component(
        identity, Kind.PACKAGE, name, "", None, Knowledge.DECLARED, {"role": "Terraform module"}, (found,)
    )
    yield from used_by(project.system, component, scope=scope)


def _code_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines outside comments."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if inside:
            inside = "*/" not in line
            continue
        stripped = line.lstrip()
        if stripped.startswith("/*"):
            inside = "*/" not in stripped
        elif not stripped.startswith(("#", "//")):
            yield number, line


SOURCE = TerraformSource()
