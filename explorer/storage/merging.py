"""Two analysts' copies of one workspace become one: by identity, field by field, with what they agree on settled.

The state that both started from is the base. It is read from the two journals, which are the same up to the moment when
the copies parted, so no third file is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from explorer.storage.annotations import Record, record_in_journal
from explorer.storage.history import JournalEntry

WHOLE = ""
"""Stands for a field where one side removed the annotation that the other changed."""


class Side(StrEnum):
    """Whose word counts."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field, or a whole annotation, that both sides changed to something else."""

    id: str
    subject: str
    field: str
    """The field; empty where one side removed the annotation."""
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """What has to happen to mine so that it holds both sides' work."""

    changes: tuple[tuple[str, Record | None], ...]
    """Identities with their new record, None to remove, in a fixed order; conflicts are settled by `resolve` first."""
    conflicts: tuple[Conflict, ...]


def base_of(mine: Sequence[JournalEntry], theirs: Sequence[JournalEntry]) -> dict[str, Record]:
    """The annotations at the moment when two copies parted: the state after the entries that both journals begin with."""
    state: dict[str, Record] = {}
    for one, other in zip(mine, theirs, strict=False):
        if one != other:
            break
        before, after = record_in_journal(one.before), record_in_journal(one.after)
        if after is not None:
            state[after.id] = after
        elif before is not None:
            state.pop(before.id, None)
    return state


def merge_records(
    base: Mapping[str, Record],
    mine: Iterable[Record],
    theirs: Iterable[Record],
    choose: Callable[[Conflict], Side | None] = lambda conflict: None,
) -> Merged:
    """Both sides' annotations joined over their base.

    What only one side changed is taken; what both changed to the same is kept; the rest are conflicts, field by field,
    which `choose` may settle. An open conflict leaves mine as it is.
    """
    here, there = {each.id: each for each in mine}, {each.id: each for each in theirs}
    changes: list[tuple[str, Record | None]] = []
    open_conflicts: list[Conflict] = []
    for identity in sorted({*here, *there, *base}):
        joined, conflicts = _joined(base.get(identity), here.get(identity), there.get(identity), choose)
        open_conflicts += conflicts
        if _document(joined) != _document(here.get(identity)):
            changes.append((identity, joined))
    return Merged(tuple(changes), tuple(open_conflicts))


def _joined(
    base: Record | None, mine: Record | None, theirs: Record | None, choose: Callable[[Conflict], Side | None]
) -> tuple[Record | None, list[Conflict]]:
    if _document(mine) == _document(theirs) or _document(theirs) == _document(base):
        return mine, []
    if _document(mine) == _document(base):
        return theirs, []
    if mine is None or theirs is None or mine.type != theirs.type:
        known = mine or theirs or base
        assert known is not None, "an identity comes from one of the three"
        conflict = Conflict(known.id, known.subject, WHOLE, _document(base), _document(mine), _document(theirs))
        chosen = choose(conflict)
        return (theirs if chosen is Side.THEIRS else mine), ([] if chosen else [conflict])
    return _joined_fields(base, mine, theirs, choose)


def _joined_fields(
    base: Record | None, mine: Record, theirs: Record, choose: Callable[[Conflict], Side | None]
) -> tuple[Record, list[Conflict]]:
    before = base.fields if base is not None and base.type == mine.type else {}
    values: dict[str, Any] = {}
    conflicts = []
    for name in dict.fromkeys([*mine.fields, *theirs.fields]):
        old, one, other = before.get(name), mine.fields.get(name), theirs.fields.get(name)
        if one == other or other == old:
            values[name] = one
        elif one == old:
            values[name] = other
        else:
            conflict = Conflict(mine.id, mine.subject, name, old, one, other)
            chosen = choose(conflict)
            values[name] = other if chosen is Side.THEIRS else one
            if chosen is None:
                conflicts.append(conflict)
    return Record(mine.type, values), conflicts


def _document(record: Record | None) -> Mapping[str, Any] | None:
    return None if record is None else record.document()
