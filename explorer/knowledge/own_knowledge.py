"""What the user knows beside what is shipped: TOML files in a folder of theirs, checked entry by entry."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from explorer.domain.claim import Problem
from explorer.knowledge.open_tables import OPEN_TABLES, Entry, Identity, OpenTable, checked, missing_reference

SOURCE_NAME = "own-knowledge"
_TABLES = {table.word: table for table in OPEN_TABLES}


@dataclass(frozen=True)
class Given:
    """One entry with the file that it stands in."""

    entry: Entry
    file: Path


@dataclass
class OwnKnowledge:
    """Entries by table and identity, and what could not be used."""

    tables: dict[str, dict[Identity, Given]] = field(default_factory=lambda: {word: {} for word in _TABLES})
    problems: list[Problem] = field(default_factory=list)

    def laid_over(self, file: str, shipped: Mapping[str, Any]) -> dict[str, Any]:
        """A shipped file with these entries: one of the same identity takes its place whole, others come first."""
        result = dict(shipped)
        for table in OPEN_TABLES:
            if table.file == file and (own := self.tables[table.word]):
                own_entries = {name: _with_file(given) for name, given in own.items()}
                names = {table.name_of(entry) for entry in shipped[table.word]}
                new = [entry for name, entry in own_entries.items() if name not in names]
                kept = [own_entries.get(table.name_of(entry), entry) for entry in shipped[table.word]]
                result[table.word] = [*new, *kept]
        return result


def read_folders(folders: tuple[Path, ...], shipped: Callable[[str], Mapping[str, Any]]) -> OwnKnowledge:
    """Everything in the TOML files of these folders; a later folder goes before an earlier one. `shipped` reads a file."""
    found = OwnKnowledge()
    for folder in folders:
        here = OwnKnowledge()
        here.problems += _why_not_listed(folder)
        for path in knowledge_files(folder):
            _read(path, here)
        for word, entries in here.tables.items():
            found.tables[word].update(entries)
        found.problems += here.problems
    _drop_what_leads_nowhere(found, shipped)
    return found


def knowledge_files(folder: Path) -> list[Path]:
    """The TOML files of a folder by name; none where it is not there or cannot be listed."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".toml" and path.is_file())
    except OSError:
        return []


def _why_not_listed(folder: Path) -> Iterator[Problem]:
    try:
        next(folder.iterdir(), None)
    except FileNotFoundError:
        return  # Most have no knowledge of their own.
    except OSError as error:
        message = f"{folder.name} cannot be listed: {error.strerror}."
        yield _problem(folder, message, "Make it a folder that you may read; the shipped knowledge is used.")


def _read(path: Path, found: OwnKnowledge) -> None:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        advice = "Mend the file; the knowledge in all others is used."
        found.problems.append(_problem(path, f"{path.name} cannot be read as TOML ({error}).", advice))
        return
    for table, entry in _entries(path, document, found):
        name = _shown(table, entry)
        try:
            entry = checked(table, entry)
        except ValueError as error:
            found.problems.append(_wrong(path, name, str(error)))
            continue
        before = found.tables[table.word].setdefault(table.name_of(entry), Given(entry, path))
        if before.entry is not entry:
            found.problems.append(_wrong(path, name, f"is given once already, in {before.file.name}"))


def _entries(path: Path, document: Mapping[str, Any], found: OwnKnowledge) -> Iterator[tuple[OpenTable, Entry]]:
    for word, entries in document.items():
        table = _TABLES.get(word)
        if table is None:
            known = ", ".join(f"[[{each}]]" for each in _TABLES)
            found.problems.append(
                _problem(path, f"{path.name} has {word!r}, which nobody can add to.", f"Use {known}.")
            )
        elif not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            found.problems.append(_problem(path, f"{path.name} has {word!r} in another form.", f"Write [[{word}]]."))
        else:
            yield from ((table, entry) for entry in entries)


def _drop_what_leads_nowhere(found: OwnKnowledge, shipped: Callable[[str], Mapping[str, Any]]) -> None:
    """Leave out entries that refer to something nobody describes, and whatever refers to these, and circles of owners."""
    known: dict[str, dict[str, Any]] = {}
    for table in OPEN_TABLES:
        own = found.tables[table.word]
        if table.identity == ("id",):
            known[table.word] = {entry["id"]: entry for entry in shipped(table.file)[table.word]}
            known[table.word] |= {name[0]: given.entry for name, given in own.items()}
        while wrong := {name: why for name, given in own.items() if (why := _why_nowhere(table, given.entry, known))}:
            for name, why in wrong.items():
                given = own.pop(name)
                found.problems.append(_wrong(given.file, _shown(table, given.entry), why))
                if table.word in known:
                    _take_back(known[table.word], name[0], shipped(table.file)[table.word])


def _take_back(known: dict[str, Any], name: str, shipped: list[Entry]) -> None:
    """The shipped entry holds again where there is one."""
    before = next((entry for entry in shipped if entry["id"] == name), None)
    if before is None:
        del known[name]
    else:
        known[name] = before


def _why_nowhere(table: OpenTable, entry: Entry, known: Mapping[str, Mapping[str, Any]]) -> str:
    if why := missing_reference(table, entry, known):
        return why
    passed: set[str] = set()
    at = entry.get("owner", "")
    while table.word == "party" and at and at not in passed:
        if at == entry["id"]:
            return "is owned by itself, by way of its owners"
        passed.add(at)
        at = known["party"].get(at, {}).get("owner", "")
    return ""


def _with_file(given: Given) -> Entry:
    """The entry, whose sources say in which file of the user they stand."""
    sources = {
        key: f"{given.entry[key]} ({given.file.name})" for key in ("source", "cloud_source") if given.entry.get(key)
    }
    return {**given.entry, **sources}


def _shown(table: OpenTable, entry: Mapping[str, Any]) -> str:
    name = " ".join(str(entry[field]) for field in table.identity if field in entry)
    return f"[[{table.word}]] {name}" if name else f"A [[{table.word}]] without {table.identity[-1]}"


def _wrong(path: Path, name: str, why: str) -> Problem:
    return _problem(path, f"{path.name}: {name} {why}.", "Mend the entry; all others are used.")


def _problem(path: Path, message: str, advice: str) -> Problem:
    return Problem(SOURCE_NAME, str(path), None, message, advice)
