"""Which sources there are: our own, and those that other packages add under the entry-point group `explorer.sources`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import PurePosixPath

from explorer.domain.claim import Problem
from explorer.sources.added_sources import Added, added_sources
from explorer.sources.guarded_reading import readers_of
from explorer.sources.interface import Source

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
    "download_list",
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
    "prompt_file",
    "pylock",
    "pyproject",
    "python_code",
    "recorded_hub_answers",
    "remote_code_flag",
    "requirements",
    "script_metadata",
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
    "weight_paths",
    "yarn_lock",
)
"""Modules of this package that end with `SOURCE = …`, in the order in which they read a file."""


@cache
def all_sources() -> tuple[Source, ...]:
    """Every source that can be used, our own first."""
    return (*_own(), *_added().sources)


def unusable_sources() -> tuple[Problem, ...]:
    """What installed packages add and cannot be used, each with the reason."""
    return _added().problems


def sources_for(path: PurePosixPath, problems: Callable[[Problem], None]) -> list[Source]:
    """The sources that take a file at this path; one that fails at being asked is given to `problems`."""
    return readers_of(path, all_sources(), problems)


def _own() -> tuple[Source, ...]:
    return tuple(import_module(f"explorer.sources.{name}").SOURCE for name in BUILT_IN)


@cache
def _added() -> Added:
    return added_sources(frozenset(each.name for each in _own()))


def look_again() -> None:
    """Ask anew which packages are installed, at the next use."""
    all_sources.cache_clear()
    _added.cache_clear()
