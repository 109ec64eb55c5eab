"""The journal: every edit with who, when, before and after; undo and redo read it and survive a restart."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from explorer.domain.annotation import Annotation, Note, ResidualRisk, TrustDelegation
from explorer.storage.records import annotation_fields, annotation_from, annotation_type

DONE, UNDONE, DISCARDED, REMARK = "done", "undone", "discarded", "remark"
"""States of a journal entry: in force; undone and open to redo; undone and overtaken; the record of an undo or redo."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One line of the journal."""

    when: str
    who: str
    action: str
    subject: str
    before: str
    """The annotation before, as JSON; empty where there was none."""
    after: str


def edit(connection: sqlite3.Connection, before: Annotation | None, after: Annotation | None, author: str) -> None:
    """Replace one annotation by another inside the caller's transaction, and write it down."""
    apply(connection, before, after)
    connection.execute("UPDATE journal SET state = ? WHERE state = ?", (DISCARDED, UNDONE))
    _record(connection, author, _words(before, after), before, after, DONE)


def apply(connection: sqlite3.Connection, before: Annotation | None, after: Annotation | None) -> None:
    """Make the table say `after`; where both are None, nothing happens."""
    if after is None:
        if before is not None:
            connection.execute("DELETE FROM annotations WHERE id = ?", (before.id,))
        return
    connection.execute(
        "INSERT INTO annotations (id, type, subject, fields) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "type = excluded.type, subject = excluded.subject, fields = excluded.fields",
        (after.id, annotation_type(after), after.subject, json.dumps(annotation_fields(after))),
    )


def undo(connection: sqlite3.Connection, author: str) -> str | None:
    """Take back the latest edit in force; returns what it was, None where there is nothing to undo."""
    return _turn(connection, author, DONE, UNDONE, "Undo", latest=True)


def redo(connection: sqlite3.Connection, author: str) -> str | None:
    """Do again the earliest undone edit; returns what it was, None where there is nothing to redo."""
    return _turn(connection, author, UNDONE, DONE, "Redo", latest=False)


def next_undo(connection: sqlite3.Connection) -> str | None:
    """What undo would take back, in words."""
    row = connection.execute("SELECT action FROM journal WHERE state = ? ORDER BY number DESC", (DONE,)).fetchone()
    return None if row is None else str(row[0])


def next_redo(connection: sqlite3.Connection) -> str | None:
    """What redo would do again, in words."""
    row = connection.execute("SELECT action FROM journal WHERE state = ? ORDER BY number", (UNDONE,)).fetchone()
    return None if row is None else str(row[0])


def entries(connection: sqlite3.Connection) -> list[JournalEntry]:
    """The whole journal, the oldest first."""
    rows = connection.execute("SELECT moment, author, action, subject, before, after FROM journal ORDER BY number")
    return [JournalEntry(*row) for row in rows]


def title_of(annotation: Annotation) -> str:
    """An annotation in a few words: `residual risk “Unpinned adapter”`."""
    match annotation:
        case TrustDelegation():
            return f"trust delegation to {annotation.delegate}"
        case ResidualRisk():
            return f"residual risk “{annotation.title}”"
        case Note():
            return f"note “{annotation.text[:40]}”"


def _turn(
    connection: sqlite3.Connection, author: str, from_state: str, to_state: str, word: str, latest: bool
) -> str | None:
    order = "DESC" if latest else "ASC"
    row = connection.execute(
        f"SELECT number, action, before, after FROM journal WHERE state = ? ORDER BY number {order} LIMIT 1",
        (from_state,),
    ).fetchone()
    if row is None:
        return None
    number, action, before_text, after_text = row
    before, after = _annotation(before_text), _annotation(after_text)
    if to_state == UNDONE:
        before, after = after, before
    _apply_at_its_place(connection, before, after)
    connection.execute("UPDATE journal SET state = ? WHERE number = ?", (to_state, number))
    _record(connection, author, f"{word}: {action}", before, after, REMARK)
    return str(action)


def _apply_at_its_place(connection: sqlite3.Connection, before: Annotation | None, after: Annotation | None) -> None:
    """Apply; an annotation that comes back after a removal takes its old place in the list again."""
    if before is None and after is not None:
        place = connection.execute("SELECT value FROM settings WHERE key = ?", (f"place:{after.id}",)).fetchone()
        apply(connection, before, after)
        if place is not None:
            connection.execute("UPDATE annotations SET position = ? WHERE id = ?", (int(place[0]), after.id))
        return
    if after is None and before is not None:
        remember_place(connection, before.id)
    apply(connection, before, after)


def remember_place(connection: sqlite3.Connection, identity: str) -> None:
    """Write down where an annotation stands before it is removed, for an undo."""
    connection.execute(
        "INSERT OR REPLACE INTO settings (key, value) SELECT 'place:' || id, position FROM annotations WHERE id = ?",
        (identity,),
    )


def _record(
    connection: sqlite3.Connection,
    author: str,
    action: str,
    before: Annotation | None,
    after: Annotation | None,
    state: str,
) -> None:
    subject = (after or before).subject if after or before else ""  # type: ignore[union-attr]
    connection.execute(
        "INSERT INTO journal (moment, author, action, subject, before, after, state) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            datetime.now(UTC).isoformat(timespec="milliseconds"),
            author,
            action,
            subject,
            _text(before),
            _text(after),
            state,
        ),
    )


def _words(before: Annotation | None, after: Annotation | None) -> str:
    if before is None and after is not None:
        return f"Add {title_of(after)}"
    if after is None and before is not None:
        return f"Remove {title_of(before)}"
    return f"Change {title_of(after)}" if after is not None else "Nothing"


def _text(annotation: Annotation | None) -> str:
    if annotation is None:
        return ""
    return json.dumps({"type": annotation_type(annotation), **annotation_fields(annotation)})


def _annotation(text: str) -> Annotation | None:
    if not text:
        return None
    values: dict[str, Any] = json.loads(text)
    return annotation_from(values.pop("type"), values)
