"""Reads shell scripts, Makefiles and Procfiles: models in arguments and variables, installations, downloads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.relation import Scope
from explorer.sources.commands import command_claims
from explorer.sources.heredocs import heredoc_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.python_code.data_aliases import without_aliases
from explorer.sources.script_text import from_batch, from_powershell
from explorer.sources.slurm_job import slurm_claims

_SUFFIXES = frozenset({".sh", ".bash", ".zsh", ".ksh", ".mk", ".slurm", ".sbatch", ".ps1", ".bat", ".cmd"})
_NAMES = frozenset({"makefile", "gnumakefile", "procfile", "justfile"})
_RECIPE = re.compile(r"(?m)(?<!\\\n)^(\t| {2,})(?:@|-(?!-))+")
"""The marks before a command of a recipe; a line that goes on from the one above begins with a flag, not with a mark."""
_PROCESS = re.compile(r"(?m)^[\w-]+:(?=\s*\S+.*$)")


class ShellFileSource:
    """Text made of commands."""

    name = "shell"
    reads = (
        "Shell scripts, batch files, PowerShell, Makefiles, Procfiles: models in arguments and variables, packages, download "
        "addresses; manifests that they write; accelerators that Slurm jobs ask for."
    )
    does_not_read = "What variables hold that the file does not set; loops and conditions are read as if all were run."

    def matches(self, path: PurePosixPath) -> bool:
        """`*.sh` and its like, `Makefile`, `Procfile`, `justfile`."""
        return path.suffix.lower() in _SUFFIXES or path.name.lower() in _NAMES

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims for every command, each at its line."""
        text = file.read_text()
        if file.name.lower() == "procfile":
            text = _PROCESS.sub("", text)
        elif file.name.lower() in _NAMES or file.path.suffix == ".mk":
            text = _RECIPE.sub(lambda match: " " * len(match.group()), text)
            text = re.sub(r"\$\((\w+)\)", r"${\1}", re.sub(r"(?m)^(\w+)\s*[:?]?=\s*(.*)$", r"\1='\2'", text))
        elif file.path.suffix.lower() in (".bat", ".cmd"):
            text = from_batch(text)
        elif file.path.suffix.lower() == ".ps1":
            text = from_powershell(text)
        in_docker = "docker" in {part.lower() for part in file.path.parts[:-1]}
        scope = scope_of_path(file.path, Scope.BUILD if in_docker else Scope.RUNTIME)
        found = evidence(self.name, file, 1)
        site = Site(self.name, file, project, scope)
        yield from slurm_claims(text, site)
        yield from heredoc_claims(text, site)
        yield from without_aliases(command_claims(text, project.system, found, scope, 1), project)


SOURCE = ShellFileSource()
