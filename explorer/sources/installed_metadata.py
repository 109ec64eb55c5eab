"""What is written beside an installed Python distribution; read as text, nothing of it imported."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from explorer.domain.claim import Problem
from explorer.graph.identity import normalized_package_name
from explorer.sources.loose_values import as_mapping, as_text
from explorer.sources.package_index import without_credentials

SOURCE_NAME = "installed-environment"
MAX_METADATA = 8 * 1024 * 1024
"""A larger metadata file is not one."""

_FOLDER = re.compile(r"(?P<name>[^-]+(?:-[^-\d][^-]*)*)(?:-(?P<version>\d[^-]*))?(?:-.*)?\.(?:dist|egg)-info$")


@dataclass(frozen=True, slots=True)
class Installed:
    """One installed distribution."""

    name: str
    version: str
    location: str
    """The metadata file, seen from the folder of the environment."""
    line: int | None
    """Where the name stands."""
    requirements: tuple[tuple[int, str], ...]
    """The `Requires-Dist` texts with their lines."""
    licence: str
    was_requested: bool
    """Whether the installer noted that a person asked for it, and not only another package."""
    installer: str
    address: str
    """Where it came from, if not from an index: `git+https://…@commit` or a path."""

    @property
    def key(self) -> str:
        """The normalized name."""
        return normalized_package_name("pypi", self.name)


def installed_in(folder: Path, prefix: Path) -> Iterator[Installed | Problem]:
    """Every distribution in a site-packages folder, by name; a problem for each whose metadata cannot be used."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(entry.name for entry in listing if entry.name.endswith((".dist-info", ".egg-info")))
    except OSError as error:
        advice = "Check the folder's permissions."
        yield Problem(SOURCE_NAME, str(folder), None, f"The folder cannot be listed: {error.strerror}.", advice)
        return
    for name in entries:
        path = folder / name
        metadata = _metadata_file(path)
        location = _seen_from(prefix, metadata or path)
        text = _text(metadata) if metadata is not None else None
        found = _read(path, text, location) if text is not None else None
        if found is None:
            message = "An installed package has no readable metadata."
            yield Problem(SOURCE_NAME, location, None, message, "Install it again, or remove what is left of it.")
        else:
            yield found


def _metadata_file(path: Path) -> Path | None:
    candidates = (path, path / "METADATA", path / "PKG-INFO")
    return next((each for each in candidates if _is_regular(each)), None)


def _is_regular(path: Path) -> bool:
    try:
        facts = path.stat()
    except OSError:
        return False
    return stat.S_ISREG(facts.st_mode) and facts.st_size <= MAX_METADATA


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _seen_from(prefix: Path, path: Path) -> str:
    return path.relative_to(prefix).as_posix() if path.is_relative_to(prefix) else path.as_posix()


def _read(path: Path, text: str, location: str) -> Installed | None:
    fields = list(_fields(text))
    first = {key: (line, value) for line, key, value in reversed(fields)}
    by_folder = _FOLDER.match(path.name)
    line, name = first.get("name", (None, by_folder["name"] if by_folder else ""))
    _, version = first.get("version", (None, (by_folder["version"] or "") if by_folder else ""))
    if not name:
        return None
    requirements = tuple((number, value) for number, key, value in fields if key == "requires-dist")
    if path.suffix == ".egg-info" and not requirements:
        requirements = tuple(_egg_requirements(path))
    return Installed(
        name,
        version,
        location,
        line,
        requirements,
        _licence(fields),
        _is_regular(path / "REQUESTED"),
        (_small(path / "INSTALLER") or "").strip(),
        _address(path / "direct_url.json"),
    )


def _fields(text: str) -> Iterator[tuple[int, str, str]]:
    """The header fields with their lines; the body, a long description, is not looked at."""
    for number, line in enumerate(text.split("\n"), 1):
        if line in ("", "\r"):
            return  # A line of spaces only is part of a folded field, such as a licence text.
        if line[0] not in " \t":
            key, colon, value = line.partition(":")
            if colon:
                yield number, key.strip().lower(), value.strip()


def _licence(fields: list[tuple[int, str, str]]) -> str:
    """The expression, else a short licence text, else the classifiers."""
    values = [(key, value) for _, key, value in fields]
    for wanted in ("license-expression", "license"):
        text = next((value for key, value in values if key == wanted and value), "")
        if text and len(text) <= 60 and text.upper() != "UNKNOWN":
            return text
    classifiers = (value for key, value in values if key == "classifier" and value.startswith("License ::"))
    return ", ".join(value.rpartition("::")[2].strip() for value in classifiers)


def _egg_requirements(path: Path) -> Iterator[tuple[int, str]]:
    """The requirements of the older format: sections `[extra:marker]`, turned into markers."""
    condition = ""
    for number, line in enumerate((_small(path / "requires.txt") or "").splitlines(), 1):
        line = line.strip()
        if line.startswith("["):
            extra, _, marker = line.strip("[]").partition(":")
            parts = [f"({marker})"] if marker else []
            condition = " and ".join([*parts, f'extra == "{extra}"'] if extra else parts)
        elif line:
            yield number, f"{line} ; {condition}" if condition else line


def _small(path: Path) -> str | None:
    return _text(path) if _is_regular(path) else None


def _address(path: Path) -> str:
    """The origin that the installer noted (PEP 610), written as pip would, without credentials."""
    try:
        stated = as_mapping(json.loads(_small(path) or "{}"))
    except (ValueError, RecursionError):
        return ""
    address, vcs = without_credentials(as_text(stated.get("url"))), as_mapping(stated.get("vcs_info"))
    commit = as_text(vcs.get("commit_id"))
    if address and vcs:
        return f"{as_text(vcs.get('vcs')) or 'git'}+{address}" + (f"@{commit}" if commit else "")
    return address
