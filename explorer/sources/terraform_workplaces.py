"""Is what Terraform puts up a place to work at, or a place where the system runs? Notebooks are for building and training."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from explorer.domain.relation import Scope
from explorer.knowledge.clouds import cloud_of_resource
from explorer.sources.hcl_tree import Attribute, Block
from explorer.sources.infrastructure import Site

_WORKPLACE = re.compile(
    r"aws_sagemaker_(notebook_instance\w*|domain|user_profile|space|app|app_image_config|studio_\w+)"
    r"|google_(notebooks_\w+|workbench_instance|colab_\w+)|azurerm_machine_learning_compute_instance"
)
"""Resources in which people write, try and train; nothing that is put up here answers users (the providers' registry pages)."""


def scoped(block: Block, module: Iterable[tuple[Attribute | Block, ...]], site: Site) -> Site:
    """The site with the role of a block: a notebook is where the system is built and trained, and so is the cloud of a
    provider of which a module has notebooks and nothing else. `module` are the bodies of all files of its folder.
    """
    kind = block.labels[0] if block.labels else ""
    if site.scope is not Scope.RUNTIME:
        return site
    if block.kind == "resource" and _WORKPLACE.fullmatch(kind):
        return replace(site, scope=Scope.BUILD)
    if block.kind == "provider" and _has_only_workplaces(kind, module):
        return replace(site, scope=Scope.BUILD)
    return site


def _has_only_workplaces(provider: str, module: Iterable[tuple[Attribute | Block, ...]]) -> bool:
    """Whether a provider's cloud serves for notebooks alone; a module called from elsewhere may put up anything."""
    cloud = cloud_of_resource(provider)
    found = [each for body in module for each in body if isinstance(each, Block)]
    if any(each.kind == "module" for each in found):
        return False
    kinds = [each.labels[0] for each in found if each.kind == "resource" and each.labels]
    of_cloud = [each for each in kinds if cloud is not None and cloud_of_resource(each) == cloud]
    return bool(of_cloud) and all(_WORKPLACE.fullmatch(each) for each in of_cloud)
