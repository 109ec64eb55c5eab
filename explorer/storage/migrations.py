"""How the workspace's tables came to be, step by step; an existing file is copied before each step."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.storage import first_layout, opening
from explorer.storage.failures import damaged
from explorer.storage.files import back_up

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

NAMES = ("m001_first_tables", "m002_steps_and_positions_in_the_journal", "m003_snapshots_in_blocks", "m004_arrays")
"""The migrations in order."""

CURRENT_VERSION = len(NAMES)
"""Stands in the file as `user_version`."""


def migrate(path: Path, to: int = CURRENT_VERSION, keep_copies: bool = False, forgiving: bool = False) -> list[Path]:
    """Bring a file (of version 0 where it is new) to a version; returns the copies that were made before each step.

    A `forgiving` migration leaves out the snapshots that are not whole; otherwise these are an error.

    A step, its record and the version are one transaction: where one fails, the file is as it was before that step.
    Raises `sqlite3.Error`, OSError, and `WorkspaceError` where an older file is not what its version wrote.
    """
    from sqlite_utils import Database

    copies = []
    with closing(sqlite3.connect(path, timeout=opening.BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA journal_mode=WAL")
        if not keep_copies:
            # Nobody knows this file yet: it is synchronised once, before it gets its name (files.py).
            connection.execute("PRAGMA synchronous=OFF")
        database = Database(connection, execute_plugins=False)
        while (version := _version(connection)) < to:
            if keep_copies:
                copies.append(back_up(connection, path, version))
            _step(database, path, version, forgiving)
    return copies


def _step(database: Database, path: Path, version: int, forgiving: bool) -> None:
    """Apply the step after this version, unless another program has done it while we waited."""
    connection = database.conn
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) == version:
            _steps(forgiving).apply(database, stop_before=NAMES[version + 1 :])
            connection.execute(f"PRAGMA application_id={opening.APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={version + 1}")
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if version and _is_content(error):
            raise damaged(path) from error
        raise


def _is_content(error: BaseException) -> bool:
    """Whether a step failed because the rows or tables of an older file are not what that version wrote."""
    from sqlite_utils.db import AlterError, NoTable

    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    return isinstance(error, (ValueError, LookupError, TypeError, AttributeError, AlterError, NoTable))


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _steps(forgiving: bool) -> Migrations:
    from sqlite_utils.migrations import Migrations

    steps = Migrations("catchment")
    functions: tuple[Callable[[Database], None], ...] = (
        _first_tables, _steps_and_positions, partial(_blocks, forgiving=forgiving), _arrays,
    )  # fmt: skip
    for name, step in zip(NAMES, functions, strict=True):
        steps(name=name)(step)
    return steps


def _first_tables(database: Database) -> None:
    """Systems with their snapshots, annotations with their journal, answers of network sources, settings."""
    database.table("systems").create({"id": str, "name": str, "targets": str}, pk="id", strict=True)
    database.table("snapshots").create(
        {"id": int, "system": str, "taken": str, "components": int, "relations": int},
        pk="id", foreign_keys=[("system", "systems", "id")], strict=True,
    )  # fmt: skip
    first_layout.create_tables(database)
    database.table("annotations").create(
        {"position": int, "id": str, "type": str, "subject": str, "fields": str},
        pk="position", not_null={"id"}, strict=True,
    )  # fmt: skip
    database.table("annotations").create_index(["id"], unique=True)
    database.table("annotations").create_index(["subject"])
    database.table("journal").create(
        {
            "number": int, "moment": str, "author": str, "action": str, "subject": str, "before": str, "after": str,
            "state": str,
        },
        pk="number", strict=True,
    )  # fmt: skip
    database.table("answers").create({"key": str, "body": bytes, "read": str}, pk="key", strict=True)
    database.table("settings").create({"key": str, "value": str}, pk="key", strict=True)


def _steps_and_positions(database: Database) -> None:
    """Several edits can be one step; where an annotation stood is kept in the journal and no more among the settings."""
    journal = database.table("journal")
    journal.add_column("position", int, not_null_default=0)
    journal.add_column("step", int, not_null_default=0)
    stands = {row["id"]: row["position"] for row in database.table("annotations").rows}
    stood = {row["key"]: int(row["value"]) for row in database.table("settings").rows_where("key LIKE 'place:%'")}
    for row in list(journal.rows):
        identity = _identity(row["after"] or row["before"])
        position = stands.get(identity) or stood.get(f"place:{identity}", 0)
        journal.update(row["number"], {"position": position, "step": row["number"]})
    database.table("settings").delete_where("key LIKE 'place:%'")
    journal.create_index(["state"])
    journal.create_index(["step"])
    journal.create_index(["position"])


def _identity(text: str) -> str:
    """Whom a journal entry is about; empty where the entry is damaged."""
    try:
        return str(json.loads(text)["id"])
    except (ValueError, LookupError, TypeError):
        return ""


def _blocks(database: Database, forgiving: bool) -> None:
    """Components, relations and problems go from a row each into blocks with a digest."""
    database.table("blocks").create(
        {"snapshot": int, "part": str, "position": int, "digest": bytes, "body": bytes},
        pk=("snapshot", "part", "position"), foreign_keys=[("snapshot", "snapshots", "id")], strict=True,
    )  # fmt: skip
    database.table("snapshots").add_column("problems", int, not_null_default=0)
    for row in list(database.table("snapshots").rows):
        try:
            _into_blocks(database, row)
        except (ValueError, LookupError, TypeError):
            if not forgiving:
                raise
            database.table("blocks").delete_where("snapshot = ?", [row["id"]])
            database.table("snapshots").delete(row["id"])
    for table in first_layout.TABLES:
        database.table(table).drop()


def _into_blocks(database: Database, row: dict[str, Any]) -> None:
    """Write one snapshot's rows as blocks. Raises ValueError, LookupError or TypeError where they are not whole."""
    from explorer.storage.snapshot_rows import write_rows

    number = row["id"]
    components = list(first_layout.components(database.conn, number))
    relations = list(first_layout.relations(database.conn, number))
    problems = first_layout.problems(database.conn, number)
    if (len(components), len(relations)) != (row["components"], row["relations"]):
        raise ValueError("rows are missing")
    ends = ([source for source, _, _ in relations], [target for _, target, _ in relations])
    if not all(0 <= end < len(components) for side in ends for end in side):
        raise ValueError("a relation ends nowhere")
    write_rows(database.conn, number, components, [relation for _, _, relation in relations], ends, problems)
    database.table("snapshots").update(number, {"problems": len(problems)})


def _arrays(database: Database) -> None:
    """Columns of graphs and layouts beside the rows; those of older snapshots are made when these are first read."""
    database.table("arrays").create(
        {"owner": str, "part": str, "form": str, "length": int, "deflated": int, "mark": int, "body": bytes},
        strict=True,
    )
    database.table("arrays").create_index(["owner", "part"], unique=True)
