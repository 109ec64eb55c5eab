"""Which files describe builds, by where they stand; what these use serves to build, not to run."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_FOLDERS = frozenset(
    {
        ".github",
        ".gitea",
        ".forgejo",
        ".gitlab",
        ".circleci",
        ".azure-pipelines",
        ".azuredevops",
        ".buildkite",
        ".woodpecker",
        "github-actions",
        "github_actions",
        "github-workflows",
        "github_workflows",
        "gh-actions",
    }
)
_NAMES = re.compile(
    r"([\w.-]*\.gitlab-ci[\w.-]*|azure-pipelines?[\w.-]*|cloudbuild[\w.-]*|bitbucket-pipelines[\w.-]*|\.drone[\w.-]*|"
    r"\.woodpecker[\w.-]*|buildkite|buildspec[\w.-]*|\.travis|\.?appveyor)\.ya?ml"
)


def is_pipeline(path: PurePosixPath) -> bool:
    """Whether the file at this path describes a build: a workflow, a pipeline, or a part of one."""
    return bool(_FOLDERS & set(path.parts[:-1])) or bool(_NAMES.fullmatch(path.name.lower()))
