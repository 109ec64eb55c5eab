"""Where an installed Python environment keeps its packages, and for which Python; found without running it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from explorer.errors import InputError

_SITE_FOLDERS = (
    "lib/python*/site-packages",
    "lib64/python*/site-packages",
    "lib/pypy*/site-packages",
    "Lib/site-packages",
    "local/lib/python*/dist-packages",
    "lib/python3/dist-packages",
)
_LATE_PATCH = "99"
"""Stands for a patch release that nothing states: environments are rarely made with the first one."""


@dataclass(frozen=True, slots=True)
class Layout:
    """An environment on disk."""

    prefix: Path
    site_folders: tuple[Path, ...]
    """Where packages lie, in the order in which Python looks."""
    python_version: str
    """`3.11.7`, or `3.11.99` where only the minor release is known; empty where nothing tells."""
    implementation: str = "cpython"
    is_windows: bool = False

    def marker_environment(self) -> dict[str, str]:
        """The values of PEP 508 markers in that environment; the machine is taken to be this one."""
        from packaging.markers import default_environment

        environment = {key: str(value) for key, value in default_environment().items()}
        if self.python_version:
            environment["python_full_version"] = self.python_version
            environment["python_version"] = ".".join(self.python_version.split(".")[:2])
        environment["implementation_name"] = self.implementation
        environment["platform_python_implementation"] = {"pypy": "PyPy"}.get(self.implementation, "CPython")
        if self.is_windows:
            environment |= {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"}
        return environment


def layout_of(path: Path) -> Layout:
    """The environment that a path means: its interpreter, its folder, its site-packages, or a project with `.venv`.

    Raises `InputError` where no installed packages are found there. Symbolic links of interpreters are not followed,
    since the interpreter of a virtual environment is a link out of it.
    """
    if not path.exists():
        advice = "Give an interpreter, a virtual environment or a site-packages folder."
        raise InputError(f"{path} does not exist.", advice)
    if path.is_dir() and _holds_packages(path):
        prefix = next((each for each in list(path.parents)[:4] if (each / "pyvenv.cfg").is_file()), path)
        return _layout(prefix, (path,))
    prefix = path if path.is_dir() else path.parent.parent
    for each in (prefix, prefix / ".venv", prefix / "venv"):
        if folders := tuple(_site_folders(each)):
            return _layout(each, folders)
    advice = "Give the interpreter (bin/python) or the folder of a virtual environment; a wrapper script is neither."
    raise InputError(f"No installed Python packages were found for {path}.", advice)


def _holds_packages(folder: Path) -> bool:
    return any(each.suffix in (".dist-info", ".egg-info") for each in folder.iterdir())


def _site_folders(prefix: Path) -> Iterator[Path]:
    """The package folders of one Python: where a prefix has several, those of the newest."""
    found = [folder for pattern in _SITE_FOLDERS for folder in sorted(prefix.glob(pattern)) if folder.is_dir()]
    versions = [version for folder in found if (version := _minor_version(folder))]
    newest = max(versions, default=(0, 0))
    seen: set[Path] = set()
    for folder in found:
        real = folder.resolve()
        if _minor_version(folder) in (None, newest) and real not in seen:
            seen.add(real)
            yield folder


def _minor_version(folder: Path) -> tuple[int, int] | None:
    match = re.search(r"(?:python|pypy)(\d+)\.(\d+)", folder.parent.name)
    return (int(match.group(1)), int(match.group(2))) if match else None


def _layout(prefix: Path, folders: tuple[Path, ...]) -> Layout:
    settings = _settings(prefix / "pyvenv.cfg")
    stated = settings.get("version_info") or settings.get("version") or ""
    version = match.group() if (match := re.match(r"\d+\.\d+\.\d+", stated)) else _version_in(prefix, folders)
    implementation = settings.get("implementation", "pypy" if "pypy" in str(folders[0]) else "cpython").lower()
    base = Path(settings.get("home", "")).parent
    if settings.get("include-system-site-packages", "").lower() == "true" and settings.get("home"):
        folders += tuple(_site_folders(base))
    is_windows = (prefix / "Scripts/python.exe").is_file() or folders[0].parent.name == "Lib"
    return Layout(prefix, folders, version, implementation, is_windows)


def _settings(path: Path) -> dict[str, str]:
    """The `key = value` lines of a pyvenv.cfg; none where there is no such regular file."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", errors="replace") as stream:
        pairs = (line.partition("=") for line in stream.read(64 * 1024).splitlines())
    return {key.strip().lower(): value.strip() for key, _, value in pairs}


def _version_in(prefix: Path, folders: tuple[Path, ...]) -> str:
    """The version in the headers of the Python, else the minor version in the name of its folder."""
    if prefix == Path(sys.prefix):
        return ".".join(str(part) for part in sys.version_info[:3])
    minor = next((version for folder in folders if (version := _minor_version(folder))), None)
    if minor is None:
        return ""
    name = f"{minor[0]}.{minor[1]}"
    header = prefix / f"include/python{name}/patchlevel.h"
    if header.is_file():
        found = re.search(r'PY_VERSION\s+"(\d+\.\d+\.\d+)', header.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found.group(1)
    return f"{name}.{_LATE_PATCH}"
