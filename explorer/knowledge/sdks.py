"""Which calls of SDKs and frameworks name a model, a dataset, an index or a tool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from explorer.knowledge.files import read_knowledge


@dataclass(frozen=True, slots=True)
class SdkCall:
    """One row of `sdks.toml`; what its fields mean stands at the head of that file."""

    names: tuple[str, ...]
    family: str
    skip: frozenset[str]
    modules: frozenset[str]
    arguments: tuple[str, ...]
    position: int | None
    gives: str
    provider: str
    role: str
    namespace: str
    owner: str
    default: str
    default_names: frozenset[str]
    every: bool
    when: tuple[str, ...]
    unless: tuple[str, ...]
    source: str
    url: str


@cache
def sdk_calls() -> tuple[SdkCall, ...]:
    """All rows, in the order of the file."""
    return tuple(
        SdkCall(
            tuple(entry.get("names", [])),
            entry.get("family", ""),
            frozenset(entry.get("skip", [])),
            frozenset(entry["modules"]),
            tuple(entry["argument"]),
            entry.get("position"),
            entry["gives"],
            entry.get("provider", ""),
            entry.get("role", ""),
            entry.get("namespace", ""),
            entry.get("owner", ""),
            entry.get("default", ""),
            frozenset(entry.get("default_names", entry.get("names", []))),
            entry.get("every", False),
            tuple(entry.get("when", "").split()),
            tuple(entry.get("unless", "").split()),
            entry["source"],
            entry["url"],
        )
        for entry in read_knowledge("sdks")["call"]
    )


@cache
def calls_by_last_part() -> Mapping[str, tuple[tuple[SdkCall, str], ...]]:
    """Rows with the name that leads to each, by the last part of that name."""
    table: dict[str, list[tuple[SdkCall, str]]] = {}
    for row in sdk_calls():
        for name in dict.fromkeys((*row.names, *_constructors(row))):
            table.setdefault(name.rpartition(".")[2], []).append((row, name))
    return {last: tuple(rows) for last, rows in table.items()}


def _constructors(row: SdkCall) -> list[str]:
    """The other ways to make a store of vectors: `Chroma.from_documents`; every framework gives its classes the same."""
    classes = [name for name in row.names if name[:1].isupper() and "." not in name] if row.gives == "index" else []
    return [f"{name}.{each}" for name in classes for each in read_knowledge("sdks")["stores"]["constructors"]]


@cache
def families() -> tuple[SdkCall, ...]:
    """Rows that cover every callable below a dotted name."""
    return tuple(row for row in sdk_calls() if row.family)


@cache
def task_defaults() -> Mapping[str, str]:
    """The hub repository that a Transformers pipeline takes for a task where none is named."""
    return dict(read_knowledge("sdks")["task_defaults"])
