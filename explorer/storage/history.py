"""The journal: every edit with who, when, before and after; undo and redo read it and survive a restart.

A step is what one undo takes back: one edit, or all edits of one import. Positions in the list of annotations are never
given twice, so that an annotation that comes back stands where it stood.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from explorer.domain.annotations import title_of as annotation_title
from explorer.errors import WorkspaceError
from explorer.storage.annotation_table import find, free_position, place, take_out
from explorer.storage.annotations import Record, journalled, readable, record_in_journal
from explorer.storage.failures import part_is_damaged
from explorer.storage.texts import restored, stored

DONE, UNDONE, DISCARDED, REMARK = "done", "undone", "discarded", "remark"
"""States of a journal entry: in force; undone and open to redo; undone and overtaken; the record of an undo or redo, or of
what a workspace began with."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One line of the journal."""

    when: str
    """ISO 8601, UTC."""
    who: str
    action: str
    subject: str
    before: str
    """The annotation before, as JSON; empty where there was none."""
    after: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One annotation becomes another; None is none."""

    before: Record | None
    after: Record | None
    position: int
    """Where it stands, or stood, in the list of annotations."""

    def turned(self) -> Edit:
        """The edit that takes this one back."""
        return Edit(self.after, self.before, self.position)


def edits_for(connection: sqlite3.Connection, changes: Iterable[tuple[str, Record | None]]) -> list[Edit]:
    """What has to happen so that each identity gets its record, or none; what is so already is left out.

    Where an identity comes twice, the last one counts: a step is what it comes to, so that no undo takes back nothing.
    """
    free = free_position(connection)
    edits: list[Edit] = []
    for identity, after in dict(changes).items():
        before, position = find(connection, identity) or (None, 0)
        if not position:
            position, free = free, free + 1
        if before is None or after is None or before.document() != after.document():
            edits.append(Edit(before, after, position))
    return [edit for edit in edits if edit.before is not None or edit.after is not None]


def carry_out(connection: sqlite3.Connection, edits: Iterable[Edit], author: str) -> None:
    """Make edits as one step inside the caller's transaction, and write them down; what was undone is now overtaken."""
    connection.execute("UPDATE journal SET state = ? WHERE state = ?", (DISCARDED, UNDONE))
    step = _next_step(connection)
    for edit in edits:
        _apply(connection, edit)
        _write_down(connection, edit, author, _words(edit), DONE, step)


def carry_in(connection: sqlite3.Connection, edits: Iterable[Edit], author: str) -> None:
    """Write down what a new workspace begins with: it stands in the journal, and nobody has done it who could undo it."""
    step = _next_step(connection)
    for edit in edits:
        _apply(connection, edit)
        _write_down(connection, edit, author, _words(edit), REMARK, step)


def undo(connection: sqlite3.Connection, author: str) -> str | None:
    """Take back the latest step in force; returns what it was, None where there is nothing to undo."""
    return _turn(connection, author, DONE, UNDONE)


def redo(connection: sqlite3.Connection, author: str) -> str | None:
    """Do again the earliest undone step; returns what it was, None where there is nothing to redo."""
    return _turn(connection, author, UNDONE, DONE)


def next_undo(connection: sqlite3.Connection) -> str | None:
    """What undo would take back, in words."""
    return _in_words(connection, DONE, _next(connection, DONE))


def next_redo(connection: sqlite3.Connection) -> str | None:
    """What redo would do again, in words."""
    return _in_words(connection, UNDONE, _next(connection, UNDONE))


def entries(connection: sqlite3.Connection) -> list[JournalEntry]:
    """The whole journal, the oldest first."""
    rows = connection.execute("SELECT moment, author, action, subject, before, after FROM journal ORDER BY number")
    return [JournalEntry(*map(restored, row)) for row in rows]


def last_number(connection: sqlite3.Connection) -> int:
    """The number of the last entry; 0 where there is none."""
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM journal").fetchone()[0])


def records_at(connection: sqlite3.Connection, number: int) -> dict[str, Record]:
    """The annotations as they stood after the entry of this number, by identity."""
    state: dict[str, Record] = {}
    rows = "SELECT before, after, position FROM journal WHERE number <= ? ORDER BY number"
    for before, after, position in connection.execute(rows, (number,)):
        edit = _edit(before, after, position)
        if edit.after is not None:
            state[edit.after.id] = edit.after
        elif edit.before is not None:
            state.pop(edit.before.id, None)
    return state


def title_of(record: Record) -> str:
    """An annotation in a few words: `residual risk “Unpinned adapter”`."""
    annotation = readable(record)
    if annotation is None:
        return f"annotation that this program cannot read ({record.type})"
    return annotation_title(annotation)


def _next(connection: sqlite3.Connection, state: str) -> int | None:
    """The step that undo (for DONE) or redo (for UNDONE) would turn."""
    order = "DESC" if state == DONE else "ASC"
    found = f"SELECT step FROM journal WHERE state = ? ORDER BY number {order} LIMIT 1"
    row = connection.execute(found, (state,)).fetchone()
    return None if row is None else int(row[0])


def _in_words(connection: sqlite3.Connection, state: str, step: int | None) -> str | None:
    if step is None:
        return None
    among = "FROM journal WHERE step = ? AND state = ?"
    count = connection.execute(f"SELECT count(*) {among}", (step, state)).fetchone()[0]
    first = connection.execute(f"SELECT action {among} ORDER BY number LIMIT 1", (step, state)).fetchone()[0]
    return restored(first) + (f" and {count - 1:,} more" if count > 1 else "")


def _turn(connection: sqlite3.Connection, author: str, state: str, becomes: str) -> str | None:
    step = _next(connection, state)
    if step is None:
        return None
    words = _in_words(connection, state, step)
    backwards = becomes == UNDONE
    rows = connection.execute(
        "SELECT action, before, after, position FROM journal WHERE step = ? AND state = ? "
        f"ORDER BY number {'DESC' if backwards else 'ASC'}",
        (step, state),
    ).fetchall()
    remark = _next_step(connection)
    for action, before, after, position in rows:
        edit = _edit(before, after, position)
        edit = edit.turned() if backwards else edit
        _apply(connection, edit)
        word = "Undo" if backwards else "Redo"
        _write_down(connection, edit, author, f"{word}: {restored(action)}", REMARK, remark)
    connection.execute("UPDATE journal SET state = ? WHERE step = ? AND state = ?", (becomes, step, state))
    return words


def _edit(before: str, after: str, position: int) -> Edit:
    """The edit of a journal entry. Raises `WorkspaceError` where the entry is broken."""
    try:
        return Edit(record_in_journal(before), record_in_journal(after), position)
    except ValueError as error:
        raise part_is_damaged("An entry of the journal") from error


def _apply(connection: sqlite3.Connection, edit: Edit) -> None:
    if edit.after is not None:
        place(connection, edit.after, edit.position)
    elif edit.before is not None:
        take_out(connection, edit.before.id)


def _write_down(connection: sqlite3.Connection, edit: Edit, author: str, action: str, state: str, step: int) -> None:
    record = edit.after or edit.before
    connection.execute(
        "INSERT INTO journal (moment, author, action, subject, before, after, state, position, step) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            datetime.now(UTC).isoformat(timespec="milliseconds"), stored(author), stored(action),
            stored(record.subject if record else ""), journalled(edit.before), journalled(edit.after), state, edit.position, step,
        ),
    )  # fmt: skip


def _words(edit: Edit) -> str:
    if edit.after is None:
        return f"Remove {title_of(edit.before)}" if edit.before else ""
    return f"{'Change' if edit.before else 'Add'} {title_of(edit.after)}"


def _next_step(connection: sqlite3.Connection) -> int:
    """A step bears the number of its first entry."""
    return int(connection.execute("SELECT coalesce(max(number), 0) + 1 FROM journal").fetchone()[0])


def restore_from_journal(connection: sqlite3.Connection) -> int:
    """Put back the annotations that the journal has and the table lost; returns how many."""
    latest: dict[str, tuple[Record, int] | None] = {}
    for before, after, position in connection.execute("SELECT before, after, position FROM journal ORDER BY number"):
        try:
            edit = _edit(before, after, position)
        except WorkspaceError:
            continue
        if edit.after is not None:
            latest[edit.after.id] = (edit.after, position)
        elif edit.before is not None:
            latest[edit.before.id] = None
    there = {restored(row[0]): row[1] for row in connection.execute("SELECT id, position FROM annotations")}
    missing = [found for identity, found in latest.items() if found is not None and identity not in there]
    taken = set(there.values())
    for record, position in missing:
        _apply(connection, Edit(None, record, 0 if position in taken else position))
        taken.add(position)
    return len(missing)


def forget_steps(connection: sqlite3.Connection) -> None:
    """Leave nothing to undo or redo; the entries stay."""
    connection.execute("UPDATE journal SET state = ? WHERE state IN (?, ?)", (DISCARDED, DONE, UNDONE))
