"""What pip itself lists for a folder of packages: a second opinion, asked of our own pip in a child process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from explorer.domain.claim import Problem
from explorer.graph.identity import normalized_package_name
from explorer.sources.installed_metadata import SOURCE_NAME, Installed

TIME_LIMIT = 60
"""Seconds after which pip is no longer waited for."""

_ASK = """
import json, sys, types
from pip import __version__
# pip_api starts pip once more, only to learn its version, which pip's own first line tells at once.
sys.modules["pip_api._version"] = types.ModuleType("pip_api._version")
sys.modules["pip_api._version"].version = lambda: __version__
# It also brings a reader of requirement files, and with that a network client, which nobody asks here.
sys.modules["pip_api._parse_requirements"] = types.ModuleType("pip_api._parse_requirements")
sys.modules["pip_api._parse_requirements"].__getattr__ = lambda name: None
import pip_api
found = pip_api.installed_distributions(paths=sys.argv[1:])
print(json.dumps({name: str(each.version) for name, each in found.items()}))
"""


def listed_by_pip(folders: Sequence[Path]) -> dict[str, str] | None:
    """Normalized names and versions that pip finds in these folders; None where pip cannot be asked.

    The pip asked is that of this program's own Python, never the environment's: starting the environment's Python
    would run its start-up files. In a packaged program there is no Python to ask. `pip_api` runs pip when it is
    imported, without a time limit, and as `sys.executable`, so it is imported in a child process that is told which
    interpreter to use.
    """
    if getattr(sys, "frozen", False):
        return None
    command = [sys.executable, "-c", _ASK, *(str(folder) for folder in folders)]
    environment = {**os.environ, "PIPAPI_PYTHON_LOCATION": sys.executable, "PIP_NO_INPUT": "1"}
    try:
        answer = subprocess.run(command, capture_output=True, timeout=TIME_LIMIT, check=True, env=environment)
        stated = json.loads(answer.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return {normalized_package_name("pypi", name): version for name, version in stated.items()}


def compared_with_pip(found: Mapping[str, Installed], folders: Sequence[Path]) -> Iterator[Problem]:
    """Where pip and the metadata do not agree on what is installed; one problem where pip cannot be asked."""
    listed = listed_by_pip(folders)
    if listed is None:
        yield Problem(SOURCE_NAME, "", None, "pip could not be asked what is installed.", "Only the metadata was read.")
        return
    for name in sorted(found.keys() - listed.keys()):
        place = found[name]
        message = f"{place.name} {place.version} has metadata, but pip does not list it."
        yield Problem(SOURCE_NAME, place.location, place.line, message, "Look whether it was removed by hand.")
    for name in sorted(listed.keys() - found.keys()):
        message = f"pip lists {name} {listed[name]}, but no metadata of it was found."
        yield Problem(SOURCE_NAME, "", None, message, "Check the environment; this package is missing from the graph.")
