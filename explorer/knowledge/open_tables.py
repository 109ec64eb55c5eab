"""Which shipped tables a user may add to, and what an entry of each must hold.

Open are the tables of facts about the world, whose entries have a name of their own. The others stay closed: rules of
reading (`sdks`, `npm_sdks`, `model_names`, `model_images`, `kaito_presets`, the clients of `clouds`) have no such name and
are matched in order; standards (`cvss4`, `ecosystems`) are as their makers wrote them; and the method (`attacks`,
`controls`, `incidents`, `findings`, `outages`, `popular_names`) must be the same for all, or figures could not be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Entry = dict[str, Any]
Identity = tuple[str, ...]

_SLUG = re.compile(r"[a-z0-9][a-z0-9.-]*")
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True)
class OpenTable:
    """One array of tables in a knowledge file."""

    word: str
    """As it is written: `[[party]]`."""
    file: str
    """The shipped file that holds it, without its ending."""
    texts: tuple[str, ...]
    """Fields that must be texts; `source` and `date` must be there too."""
    identity: Identity = ("id",)
    """The fields that are together the name of an entry."""
    optional: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    """Lists of texts, empty where they are left out."""
    references: tuple[tuple[str, str], ...] = ()
    """Fields that hold the id of an entry of another table, with that table's word."""
    flags: tuple[str, ...] = ()

    def name_of(self, entry: Mapping[str, Any]) -> Identity:
        """The identity of an entry that was checked."""
        return tuple(entry[field] for field in self.identity)

    @property
    def fields(self) -> frozenset[str]:
        """Every field that an entry may have."""
        return frozenset((*self.texts, *self.optional, *self.lists, *self.flags, "source", "date"))


OPEN_TABLES = (
    OpenTable("party", "parties", ("id", "name"), optional=("country", "owner"), lists=("namespaces",),
              references=(("owner", "party"),)),
    OpenTable("hub", "hubs", ("id", "name", "operator"), optional=("lists_dependencies",), lists=("purl_types", "hosts"),
              references=(("operator", "party"),)),
    OpenTable("cloud", "clouds", ("id", "name", "operator"), lists=("terraform", "labels"),
              references=(("operator", "party"),)),
    OpenTable("hardware", "hardware", ("id", "name", "maker"), optional=("foundry", "pattern"),
              lists=("words", "resources"), references=(("maker", "party"), ("foundry", "party"))),
    OpenTable("instance_type", "instance_types", ("cloud", "pattern"), ("cloud", "pattern"),
              optional=("accelerator",), references=(("cloud", "cloud"), ("accelerator", "hardware"))),
    OpenTable("provider", "providers", ("id", "party"), optional=("cloud", "cloud_source"),
              references=(("party", "party"), ("cloud", "cloud"))),
    OpenTable("package", "frameworks", ("ecosystem", "name"), ("ecosystem", "name"), optional=("maker",),
              flags=("framework",), references=(("maker", "party"),)),
    OpenTable("needs", "frameworks", ("pattern", "hardware"), ("pattern",), references=(("hardware", "hardware"),)),
)  # fmt: skip
"""In an order in which every reference leads to the same table or an earlier one."""


def checked(table: OpenTable, given: Entry) -> Entry:
    """The entry with lists filled in, lower case where names are compared. Raises `ValueError` saying what is wrong."""
    if unknown := sorted(given.keys() - table.fields):
        raise ValueError(f"has {unknown[0]!r}, which is no field of [[{table.word}]]")
    for field in (*table.texts, "source"):
        if not isinstance(given.get(field), str) or not given[field].strip():
            raise ValueError(f"has no {field}")
    if wrong := [field for field in table.optional if not isinstance(given.get(field, ""), str)]:
        raise ValueError(f"has no text as {wrong[0]}")
    if wrong := [field for field in table.flags if not isinstance(given.get(field), bool)]:
        raise ValueError(f"must say true or false as {wrong[0]}")
    lists = {field: _texts(field, given.get(field, [])) for field in table.lists}
    entry = {**given, **lists, "date": _day(given.get("date"))}
    _check_form(table, entry)
    return entry


def _texts(field: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        raise ValueError(f"has no list of texts as {field}")
    return [each.lower() for each in value] if field in ("namespaces", "hosts", "words") else value


def _day(value: object) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ValueError("has no date of the form 2026-11-26") from None


def _check_form(table: OpenTable, entry: Entry) -> None:
    if "id" in table.identity and not _SLUG.fullmatch(entry["id"]):
        raise ValueError("has an id that is not of small letters, digits, dots and hyphens")
    if entry.get("country") and not _COUNTRY.fullmatch(entry["country"]):
        raise ValueError("has a country that is not a code of two capital letters, such as DE")
    if table.word == "provider" and bool(entry.get("cloud")) != bool(entry.get("cloud_source")):
        raise ValueError("must have both cloud and cloud_source, or neither")
    if entry.get("pattern"):
        try:
            re.compile(entry["pattern"])
        except re.error as error:
            raise ValueError(f"has a pattern that is no regular expression ({error})") from None


def missing_reference(table: OpenTable, entry: Entry, known: Mapping[str, Iterable[str]]) -> str:
    """What an entry refers to and nobody describes, in words; nothing where all is there."""
    for field, word in table.references:
        if (wanted := entry.get(field)) and wanted not in known[word]:
            return f"names {wanted!r} as {field}, and no [[{word}]] has that id"
    return ""
