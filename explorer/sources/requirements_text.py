"""The lines of a pip requirements file, told apart: requirements, options, broken lines, and who asked for what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from explorer.sources.package_index import without_credentials
from explorer.sources.python_requirement import PythonRequirement, name_in_address

MAX_LINE = 4_000
"""A longer line is no requirement that a person or a tool wrote."""

_VIA = re.compile(r"#\s*via\b\s*(.*)$")
_VIA_ITEM = re.compile(r"\s*#\s{2,}(\S.*)$")
_OPTIONS = {
    "index_url": "--index-url",
    "extra_index_urls": "--extra-index-url",
    "find_links": "--find-links",
    "no_index": "--no-index",
    "requirements": "--requirement",
    "constraints": "--constraint",
}


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One requirement, with the line where it begins."""

    line: int
    text: str
    requirement: PythonRequirement
    hashes: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    """What a resolver wrote beside it as the reason: package names, or `-r requirements.in`."""
    name_is_deduced: bool = False
    """Whether the name was read off a repository address, for want of a stated one."""


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One option that says where packages or more lines come from."""

    line: int
    option: str
    value: str


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that cannot be used, and why."""

    line: int
    reason: str


Line = RequirementLine | OptionLine | BrokenLine


def requirement_lines(text: str) -> list[Line]:
    """All lines that say something, in the order of the file.

    Raises nothing: pip-requirements-parser collects what it cannot read, and what is too long is not given to it.
    """
    lines = text.splitlines()
    broken: list[Line] = []
    for index, line in enumerate(lines):
        if len(line) > MAX_LINE:
            broken.append(BrokenLine(index + 1, f"The line is longer than {MAX_LINE:,} characters."))
            lines[index] = ""
    try:
        parsed = _parsed("\n".join(re.sub(r"[ \t]{2,}", " ", line) for line in lines))
    except (ValueError, TypeError, AttributeError, AssertionError, RecursionError, LookupError) as error:
        return [*broken, BrokenLine(1, f"The file cannot be read as requirements ({type(error).__name__}).")]
    via = _reasons(lines)
    starts = sorted(each.line_number for each in parsed.requirements)
    reasons: dict[int, tuple[str, ...]] = {}
    for number, names in via.items():
        if before := [start for start in starts if start <= number]:
            reasons[before[-1]] = names
    found = [
        *broken,
        *(line for each in parsed.options for line in _options(each)),
        *(_requirement(each, lines, reasons) for each in parsed.requirements),
        *(_invalid(each, lines) for each in parsed.invalid_lines),
    ]
    return sorted(found, key=lambda line: line.line)


def _parsed(text: str) -> Any:
    from pip_requirements_parser import RequirementsFile

    # The parser reads files only, and guesses their encoding by the locale unless a byte order mark says it.
    with TemporaryDirectory() as folder:
        copy = Path(folder, "requirements.txt")
        copy.write_text(text, encoding="utf-8-sig")
        return RequirementsFile.from_file(str(copy))


def _options(parsed: Any) -> Iterator[OptionLine]:
    for name, value in parsed.options.items():
        for each in value if isinstance(value, list) else [value]:
            if name in _OPTIONS:
                yield OptionLine(parsed.line_number, _OPTIONS[name], "" if each is True else str(each))


def _requirement(parsed: Any, lines: list[str], reasons: dict[int, tuple[str, ...]]) -> Line:
    number = parsed.line_number
    address = str(parsed.link.url) if parsed.link else str(getattr(parsed.req, "url", None) or "")
    name, version = (parsed.req.name, "") if parsed.req else name_in_address(address)
    specifier = str(parsed.req.specifier) if parsed.req else f"=={version}" * bool(version)
    extras = {*(parsed.extras or ()), *(parsed.req.extras if parsed.req else ())}
    marker = str(parsed.marker or getattr(parsed.req, "marker", None) or "")
    requirement = PythonRequirement(name, specifier, tuple(sorted(extras)), marker, without_credentials(address))
    deduced = parsed.req is None and not version and "egg=" not in address
    hashes = tuple(str(each) for each in parsed.hash_options or ())
    return RequirementLine(number, _written(lines, number), requirement, hashes, reasons.get(number, ()), deduced)


def _invalid(parsed: Any, lines: list[str]) -> Line:
    """pip takes an address without a name since version 21; the parser does not, so it is tried here."""
    number = parsed.line_number
    text = re.sub(r"^\s*(?:-e|--editable)[\s=]+", "", parsed.line or "")
    name, version = name_in_address(text.split()[0]) if "://" in text else ("", "")
    if name:
        specifier = f"=={version}" if version else ""
        requirement = PythonRequirement(name, specifier, (), "", without_credentials(text.split()[0]))
        deduced = not version and "egg=" not in text
        return RequirementLine(number, _written(lines, number), requirement, name_is_deduced=deduced)
    reason = without_credentials(" ".join(str(parsed.error_message).split()))[:160]
    return BrokenLine(number, f"Not a requirement: {reason or without_credentials(text)[:80]}")


def _written(lines: list[str], number: int) -> str:
    line = lines[number - 1] if number <= len(lines) else ""
    return without_credentials(re.sub(r"\s*\\$|\s+#.*$", "", line.strip()))


def _reasons(lines: list[str]) -> dict[int, tuple[str, ...]]:
    """The names in `# via` comments, as pip-compile and uv write them, by the line where each comment begins."""
    reasons: dict[int, tuple[str, ...]] = {}
    start = 0
    for number, line in enumerate(lines, 1):
        if match := _VIA.search(line):
            start = number
            reasons[start] = tuple(name.strip() for name in match.group(1).split(",") if name.strip())
        elif start and (item := _VIA_ITEM.match(line)):
            reasons[start] += (item.group(1).strip(),)
        else:
            start = 0
    return reasons
