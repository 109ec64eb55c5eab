"""A workspace as the first version of its tables held it: a row for each component, places of removed ones as settings."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from explorer.domain.claim import Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.storage.annotations import annotation_fields
from explorer.storage.migrations import migrate
from tests.storage.samples import NOTE, RISK, SYSTEM

TORCH = ComponentId("pkg:pypi/torch@2.4.1")
LOCK = Evidence("uv.lock", "uv.lock", 7)

COMPONENTS = [
    Component(SYSTEM, Kind.SYSTEM, "app", knowledge=Knowledge.VERIFIED, evidence=(Evidence(""),)),
    Component(
        TORCH, Kind.PACKAGE, "torch", "2.4.1", ComponentId("party:meta"), attributes={"é": "\ud800"}, evidence=(LOCK,)
    ),
]
RELATIONS = [
    Relation(SYSTEM, TORCH, RelationKind.USES, Scope.OPTIONAL, attributes={"requirement": ">=2"}, evidence=(LOCK,))
]
PROBLEMS = (Problem("uv.lock", "uv.lock", None, "One entry has no version.", "Lock again."),)

# As the first version wrote them: facts in order, ASCII, evidence without what is empty at its end.
ROWS = {
    "systems": [("system:app", "app", '["/src/app"]')],
    "snapshots": [(1, "system:app", "2026-01-01T00:00:00Z", 2, 1)],
    "components": [
        (1, 0, '"system:app"', "system", '["app","",null,"verified",{},[[]]]'),
        (
            1, 1, '"pkg:pypi/torch@2.4.1"', "package",
            '["torch","2.4.1","party:meta","declared",{"\\u00e9":"\\ud800"},[["uv.lock","uv.lock",7]]]',
        ),
    ],
    "relations": [(1, 0, 0, 1, "uses", '["optional","declared",{"requirement":">=2"},[["uv.lock","uv.lock",7]]]')],
    "problems": [(1, 0, '["uv.lock","uv.lock",null,"One entry has no version.","Lock again."]')],
    "annotations": [(2, "note-1", "note", "pkg:pypi/torch", json.dumps(annotation_fields(NOTE)))],
    "journal": [
        (1, "2026-01-01T00:00:00.000+00:00", "ada", "Add residual risk “One maintainer”", "pkg:pypi/torch", "", json.dumps({"type": "residual-risk", **annotation_fields(RISK)}), "done"),
        (2, "2026-01-01T00:01:00.000+00:00", "ada", "Add note “ask the vendor”", "pkg:pypi/torch", "", json.dumps({"type": "note", **annotation_fields(NOTE)}), "done"),
        (3, "2026-01-01T00:02:00.000+00:00", "bob", "Remove residual risk “One maintainer”", "pkg:pypi/torch", json.dumps({"type": "residual-risk", **annotation_fields(RISK)}), "", "done"),
    ],
    "answers": [("https://hub.example/x", b"{}", "2026-01-01T00:00:00Z")],
    "settings": [("online:system:app", "hub"), ("place:risk-1", "1")],
}  # fmt: skip


def make_first_version(path: Path) -> None:
    """Make such a workspace."""
    migrate(path, to=1)
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, rows in ROWS.items():
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
