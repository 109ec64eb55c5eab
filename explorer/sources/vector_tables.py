"""Reads SQL and Prisma schemas: the tables that hold vectors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.relation import RelationKind
from explorer.sources.claims import used_by
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.retrieval_index import retrieval_index

_SQL = re.compile(
    r"(?is)\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?(?:[\"`\w]+\.)?[\"`]?(?P<name>[a-z_]\w*)[\"`]?\s*\((?P<columns>[^;]*?)\)\s*(?:;|$)"
)
_COLUMN = re.compile(r"(?i)[\"`\w]\s+(?:\w+\.)?(?:half|sparse)?vec(?:tor)?\s*\(\s*\d+\s*\)")
_PRISMA = re.compile(r"(?ms)^model\s+(?P<name>\w+)\s*\{(?P<columns>.*?)^\}")
_OF_PRISMA = re.compile(r"Unsupported\(\"(?:half|sparse)?vec(?:tor)?\b")
_MAPPED = re.compile(r"@@map\(\"(\w+)\"\)")


class VectorTablesSource:
    """Tables of Postgres with a column of pgvector's types."""

    name = "vector-table"
    reads = "SQL scripts and Prisma schemas: tables with a column of vectors."
    does_not_read = "Columns that a later script adds; other databases' types."

    def matches(self, path: PurePosixPath) -> bool:
        """`*.sql` and `*.prisma`."""
        return path.suffix.lower() in (".sql", ".prisma")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A corpus for each such table."""
        text = file.read_text()
        if "vec" not in text.lower():
            return
        site = Site.of(self.name, file, project)
        for name, line in tables_of_sql(text) if file.path.suffix.lower() == ".sql" else _models_of_prisma(text):
            corpus = retrieval_index("pgvector", name, site.found(line, name, "table"))
            yield from used_by(project.system, corpus, RelationKind.RETRIEVES_FROM, site.scope)


def tables_of_sql(text: str) -> Iterator[tuple[str, int]]:
    """The tables that SQL makes with a column of vectors, each with its line, from 1.

    >>> list(tables_of_sql("CREATE TABLE a (id int);\\nCREATE TABLE b (e vector(3));"))
    [('b', 2)]
    """
    for match in _SQL.finditer(text):
        if _COLUMN.search(match.group("columns")):
            yield match.group("name"), text.count("\n", 0, match.start("name")) + 1


def _models_of_prisma(text: str) -> Iterator[tuple[str, int]]:
    for match in _PRISMA.finditer(text):
        if _OF_PRISMA.search(match.group("columns")):
            mapped = _MAPPED.search(match.group("columns"))
            name = mapped.group(1) if mapped else match.group("name")
            yield name, text.count("\n", 0, match.start("name")) + 1


SOURCE = VectorTablesSource()
