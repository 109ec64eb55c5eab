"""How the workspace's tables came to be, step by step; each step and its record share one transaction."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.storage.opening import APPLICATION_ID

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

CURRENT_VERSION = 1
"""The number of migrations; stands in the file as `user_version`."""


def migrate(path: Path, version: int) -> None:
    """Bring a file of an older version (0 for a new one) to the current one; an existing file is backed up first."""
    from sqlite_utils import Database

    if version:
        _back_up(path, version)
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        database = Database(connection, execute_plugins=False)
        _steps().apply(database)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={CURRENT_VERSION}")
        connection.commit()
    finally:
        connection.close()


def _back_up(path: Path, version: int) -> None:
    """A copy beside the file, `NAME.catchment.v1.backup`, made by SQLite so that it is whole."""
    source = sqlite3.connect(path)
    target = sqlite3.connect(f"{path}.v{version}.backup")
    with target:
        source.backup(target)
    target.close()
    source.close()


def _steps() -> Migrations:
    from sqlite_utils.migrations import Migrations

    steps = Migrations("catchment")

    @steps()
    def m001_first_tables(database: Database) -> None:
        """Systems with their snapshots, annotations with their journal, answers of network sources, settings."""
        database.table("systems").create({"id": str, "name": str, "targets": str}, pk="id", strict=True)
        database.table("snapshots").create(
            {"id": int, "system": str, "taken": str, "components": int, "relations": int},
            pk="id", foreign_keys=[("system", "systems", "id")], strict=True,
        )  # fmt: skip
        for table, columns in (
            ("components", {"identity": str, "kind": str, "facts": str}),
            ("relations", {"source": int, "target": int, "kind": str, "facts": str}),
            ("problems", {"facts": str}),
        ):
            database.table(table).create(
                {"snapshot": int, "position": int, **columns},
                pk=("snapshot", "position"), foreign_keys=[("snapshot", "snapshots", "id")], strict=True,
            )  # fmt: skip
        database.table("annotations").create(
            {"position": int, "id": str, "type": str, "subject": str, "fields": str},
            pk="position", not_null={"id"}, strict=True,
        )  # fmt: skip
        database.table("annotations").create_index(["id"], unique=True)
        database.table("annotations").create_index(["subject"])
        database.table("journal").create(
            {"number": int, "moment": str, "author": str, "action": str, "subject": str, "before": str, "after": str, "state": str},
            pk="number", strict=True,
        )  # fmt: skip
        database.table("answers").create({"key": str, "body": bytes, "read": str}, pk="key", strict=True)
        database.table("settings").create({"key": str, "value": str}, pk="key", strict=True)

    return steps
