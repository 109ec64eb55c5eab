"""Reads Terraform and OpenTofu: clouds, providers, modules, machine types, images, charts, models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.errors import InputError
from explorer.sources.hcl_json import parse_hcl_json
from explorer.sources.hcl_parser import HclFile, parse_hcl
from explorer.sources.hcl_tree import Attribute, Block
from explorer.sources.hcl_values import Values
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.terraform_blocks import block_claims, variable_claims
from explorer.sources.terraform_registry import lock_claims
from explorer.sources.terraform_settings import store_of_module
from explorer.sources.terraform_workplaces import scoped

LOCK = ".terraform.lock.hcl"
_MODULE = (".tf", ".tofu")


class TerraformSource:
    """Terraform files, each read with the variables and locals of its folder."""

    name = "terraform"
    reads = "Terraform: clouds, providers and their lock, modules, machine types, accelerators, images, charts, models."
    does_not_read = "State files, the content of remote modules; what only a run can compute stays open."

    def matches(self, path: PurePosixPath) -> bool:
        """`*.tf`, `*.tofu`, `*.tfvars`, each also as JSON, `.terraform.lock.hcl`, `terragrunt.hcl`."""
        return _ending(path) in (*_MODULE, ".tfvars") or path.name in (LOCK, "terragrunt.hcl")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims per block; a problem for each part that is not HCL."""
        site = Site.of(self.name, file, project)
        parsed = _parsed(file, project)
        for line, message in parsed.broken:
            yield Problem(
                self.name,
                str(file.path),
                line,
                f"Not valid Terraform: {message}.",
                "Mend the block; the rest was read.",
            )
        if file.name == LOCK:
            yield from lock_claims(parsed.body, site)
            return
        values = _values(file, project)
        site = replace(site, store=_store(file, project))
        for item in parsed.body:
            if isinstance(item, Block):
                yield from block_claims(item, values, scoped(item, _bodies(file, project), site))
            else:
                yield from variable_claims(item, values, site)


def _ending(path: PurePosixPath) -> str:
    """`.tf` for `main.tf` and for `main.tf.json`; empty for JSON that is not Terraform's."""
    return PurePosixPath(path.name.removesuffix(".json")).suffix


def _parsed(file: ProjectFile, project: Project) -> HclFile:
    """The file's blocks, parsed once per scan."""
    key = f"hcl:{file.path}"
    known = project.memory.get(key)
    if not isinstance(known, HclFile):
        text = file.read_text()
        is_json = file.path.suffix == ".json"
        known = project.memory[key] = parse_hcl_json(text, str(file.path)) if is_json else parse_hcl(text)
    return known


def _values(file: ProjectFile, project: Project) -> Values:
    """The variables and locals of the file's folder."""
    folder = file.path.parent
    key = f"hcl-values:{folder}"
    known = project.memory.get(key)
    if not isinstance(known, Values):
        known = project.memory[key] = Values.of(_bodies(file, project))
    return known


def _store(file: ProjectFile, project: Project) -> str:
    """The store of vectors that the module in the file's folder is for; empty for none or several."""
    key = f"hcl-store:{file.path.parent}"
    known = project.memory.get(key)
    if not isinstance(known, str):
        known = project.memory[key] = store_of_module(_bodies(file, project))
    return known


def _bodies(file: ProjectFile, project: Project) -> Iterator[tuple[Attribute | Block, ...]]:
    """The bodies of a module: of its `.tf` files, then of the variable files that Terraform loads by itself."""
    files = _by_folder(project).get(file.path.parent, [file])
    for each in sorted(files, key=lambda found: _ending(found.path) == ".tfvars"):
        try:
            yield _parsed(each, project).body
        except InputError:
            continue  # It is reported where it is read itself.


def _by_folder(project: Project) -> dict[PurePosixPath, list[ProjectFile]]:
    known = project.memory.get("hcl-folders")
    if isinstance(known, dict):
        return known
    folders: dict[PurePosixPath, list[ProjectFile]] = {}
    for each in project.files:
        name = each.path.name.removesuffix(".json")
        loaded = name == "terraform.tfvars" or name.endswith(".auto.tfvars")
        if _ending(each.path) in _MODULE or loaded:
            folders.setdefault(each.path.parent, []).append(each)
    project.memory["hcl-folders"] = folders
    return folders


SOURCE = TerraformSource()
