"""Which sources there are: our own, and those that other packages add under the entry-point group `explorer.sources`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path, PurePosixPath

from explorer.sources.interface import Source, as_filled_in

ENTRY_POINT_GROUP = "explorer.sources"

BUILT_IN = (
    "adapter_config",
    "agent_definitions",
    "agent_plugins",
    "apptainer_file",
    "azure_template",
    "bicep",
    "cloud_code",
    "cloud_job",
    "cloudformation",
    "cog_file",
    "compose_file",
    "conda_environment",
    "conda_lock",
    "croissant",
    "cyclonedx",
    "dev_container",
    "docker_bake",
    "dockerfile",
    "dvc_file",
    "ecosystem_graphs",
    "git_submodules",
    "github_workflow",
    "gitlab_pipeline",
    "helm_chart",
    "hub_cache",
    "javascript_code",
    "jenkins_pipeline",
    "kubernetes",
    "lineage_dump",
    "mcp_bundle",
    "mcp_client_files",
    "mcp_configuration",
    "mcp_registry",
    "merge_config",
    "mirror_settings",
    "mlflow_model",
    "model_card",
    "model_config",
    "model_signature",
    "modelfile",
    "notebook",
    "npm_lock",
    "other_code",
    "other_manifests",
    "other_pipelines",
    "package_json",
    "pdm_lock",
    "pipfile",
    "pipfile_lock",
    "platform_file",
    "pnpm_lock",
    "poetry_lock",
    "pre_commit",
    "pylock",
    "pyproject",
    "python_code",
    "recorded_hub_answers",
    "remote_code_flag",
    "requirements",
    "settings_file",
    "setup_cfg",
    "setup_script",
    "shell_file",
    "slsa_provenance",
    "spdx",
    "terraform",
    "tool_schemas",
    "uv_lock",
    "vector_tables",
    "weight_files",
    "yarn_lock",
)
"""Modules of this package that end with `SOURCE = …`, in the order in which they read a file."""


@cache
def all_sources() -> tuple[Source, ...]:
    """Every known source, our own first."""
    own = tuple(import_module(f"explorer.sources.{name}").SOURCE for name in BUILT_IN)
    return own + (_added() if _may_be_added(sys.path) else ())


def sources_for(path: PurePosixPath) -> list[Source]:
    """The sources that take a file at this path, or the file that is made from the pattern there."""
    meant = as_filled_in(path)
    return [each for each in all_sources() if each.matches(path) or (meant != path and each.matches(meant))]


def _added() -> tuple[Source, ...]:
    from importlib.metadata import entry_points  # Costs more to import than a lock file costs to read.

    return tuple(point.load() for point in entry_points(group=ENTRY_POINT_GROUP))


def _may_be_added(paths: Iterable[str]) -> bool:
    """Whether the metadata of any installed package names our entry-point group; archives are taken to do so."""
    wanted = ENTRY_POINT_GROUP.encode()
    for path in dict.fromkeys(paths):
        folder = Path(path or ".")
        if folder.is_file() and not folder.name.startswith("python3"):  # The standard library's own archive adds none.
            return True
        stated = (*folder.glob("*.dist-info/entry_points.txt"), *folder.glob("*.egg-info/entry_points.txt"))
        try:
            if any(wanted in each.read_bytes() for each in stated):
                return True
        except OSError:
            return True  # What cannot be read here, the standard library may still find.
    return False
