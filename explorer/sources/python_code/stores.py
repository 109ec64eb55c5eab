"""Vector stores that code searches: collections that calls name, and settings whose name says that they hold one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from explorer.domain.claim import Claim
from explorer.domain.component import Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind
from explorer.domain.relation import Scope as Role
from explorer.graph.identity import slug
from explorer.knowledge.files import read_knowledge
from explorer.knowledge.model_names import index_provider
from explorer.knowledge.sdks import SdkCall
from explorer.sources.claims import used_by
from explorer.sources.python_code.calls import argument_of
from explorer.sources.python_code.constants import Value
from explorer.sources.python_code.parsing import (
    callable_name,
    entries_of,
    is_setting_of_environment,
    keyword_value,
    text_of,
)
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.scopes import Scope
from explorer.sources.retrieval_index import retrieval_index
from explorer.sources.settings_around import STORES
from explorer.sources.vector_tables import tables_of_sql

_NAME = re.compile(r"[\w ./:@-]{1,120}")
_STATED = ("provider", "type", "backend", "vector_store", "vectorstore", "vector_db", "vectordb", "class")
"""Keys of a table that say which store it is about."""


class StoreReader:
    """Reads the collections of vector stores; what lies in them the code does not say."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._named_of: set[str] = set()
        self._unnamed: dict[str, list[Evidence]] = {}

    def call(self, call: ast.Call, scope: Scope, row: SdkCall) -> Iterator[Claim]:
        """The collections that a call names; where it names none, its store waits for `unnamed`."""
        written = callable_name(call.func)
        provider = row.provider or _store_called(written.partition(".")[0])
        values = [value for value in self._texts_of(call, scope, row) if _NAME.fullmatch(value.text)]
        place = self._reading.evidence(call.lineno, written)
        for value in values:
            yield from self._named(provider, value, written, place)
        if not values:
            self._unnamed.setdefault(provider, []).append(place)

    def _texts_of(self, call: ast.Call, scope: Scope, row: SdkCall) -> list[Value]:
        """The texts of the argument that names the collection; of a mapped column of vectors, the name of its table."""
        if row.arguments:
            return self._reading.texts(argument_of(call, row), scope)
        named = scope.bindings.get("__tablename__", []) if isinstance(scope.node, ast.ClassDef) else []
        return [value for each in named for value in self._reading.texts(each.expression, scope)]

    def statements(self, node: ast.expr | None, scope: Scope) -> Iterator[Claim]:
        """`execute("CREATE TABLE items (… embedding vector(384))")`: a table of Postgres with a column of vectors."""
        if not isinstance(node, ast.Constant | ast.JoinedStr):
            return
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        written = "".join(text_of(part) or "" for part in parts).lower()
        text = self._sql(parts, scope) if "vec" in written and "create" in written else ""
        for name, line in tables_of_sql(text) if text else ():
            yield from self._named(
                self._database, Value(name, node.lineno + line - 1, self._reading.module), "table", None
            )

    @property
    def _database(self) -> str:
        drivers = dict(each.split("=") for each in read_knowledge("sdks")["stores"]["sql"])
        return next((drivers[root] for root in drivers if root in self._reading.module.roots), "pgvector")

    def _sql(self, parts: Sequence[ast.expr], scope: Scope) -> str:
        """The text, with what is filled in where the code says it; a number in any other place, as its size has one."""
        filled = (
            self._reading.text(part.value, scope) or "0"
            if isinstance(part, ast.FormattedValue)
            else text_of(part) or ""
            for part in parts
        )
        return "".join(filled)

    def unnamed(self) -> Iterator[Claim]:
        """The stores of which the module names no collection anywhere; asked for when all of it was read."""
        for provider, places in self._unnamed.items():
            for place in places if provider not in self._named_of else ():
                yield from self._corpus(provider, "index", Knowledge.DECLARED, self._reading.scope, (place,))

    def setting(self, key: str, node: ast.expr, scope: Scope, role: Role = Role.RUNTIME) -> Iterator[Claim]:
        """`PINECONE_INDEX_NAME = "docs"`: the name itself says whose collection it holds."""
        provider = index_provider(key.removeprefix("default_").removeprefix("DEFAULT_"))
        for value in self._reading.texts(node, scope) if provider else ():
            if re.fullmatch(r"[A-Za-z][\w.-]{1,80}", value.text):
                yield from self._named(provider or "", value, key, None, role)

    def assignment(self, node: ast.Assign | ast.AnnAssign, scope: Scope) -> Iterator[Claim]:
        """A variable, or a field of a class, of such a name."""
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        role = Role.DEFAULT if isinstance(scope.node, ast.ClassDef) else Role.RUNTIME
        for target in targets:
            name = (
                target.id if isinstance(target, ast.Name) else target.attr if isinstance(target, ast.Attribute) else ""
            )
            if name and node.value is not None:
                yield from self.setting(name, node.value, scope, role)
        yield from self.statements(node.value, scope)

    def keywords(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """`os.getenv("PINECONE_INDEX", "docs")`, `add_argument("--qdrant-collection", default="docs")`."""
        for argument in call.args[:1]:
            yield from self.statements(argument, scope)
        last = callable_name(call.func).rpartition(".")[2]
        if (
            last not in ("getenv", "get", "add_argument", "option") and not is_setting_of_environment(call)
        ) or not call.args:
            return
        key = (text_of(call.args[0]) or "").lstrip("-")
        default = keyword_value(call, "default") or (call.args[1] if len(call.args) == 2 else None)
        if default is not None:
            yield from self.setting(key, default, scope, Role.DEFAULT)

    def entries(self, table: ast.Dict, scope: Scope) -> Iterator[Claim]:
        """`{"provider": "qdrant", "config": {"collection_name": "docs"}}`."""
        named = entries_of(table)
        stated = (slug(self._reading.text(named[key], scope)) for key in _STATED if key in named)
        store = next((each for each in stated if each in STORES), "")
        asked = entries_of(named.get("$vectorSearch", table)).get("index") if "$vectorSearch" in named else None
        for found in self._reading.texts(asked, scope):  # A stage of MongoDB's aggregation.
            yield from self._named("mongodb-atlas", found, "$vectorSearch", None)
        for key, value in named.items():
            yield from self.setting(key, value, scope)
            inner = entries_of(value) if store else {}
            for each, text in {**inner, key: value}.items() if store else ():
                if index_provider(each) == "":
                    for found in self._reading.texts(text, scope):
                        yield from self._named(store, found, each, None)

    def _named(
        self, provider: str, value: Value, field: str, place: Evidence | None, role: Role = Role.RUNTIME
    ) -> Iterator[Claim]:
        if not value.text.strip():
            return
        self._named_of.add(provider)
        written = self._reading.evidence(value.line, field, value.module)
        found = tuple(dict.fromkeys([written, place] if place is not None else [written]))
        known = Knowledge.INFERRED if value.is_inferred else Knowledge.DECLARED
        of_value = self._reading.role(value)
        yield from self._corpus(provider, value.text, known, of_value if role is Role.RUNTIME else role, found)

    def _corpus(
        self, provider: str, index: str, known: Knowledge, role: Role, found: tuple[Evidence, ...]
    ) -> Iterator[Claim]:
        corpus = retrieval_index(provider, index, *found, knowledge=known)
        yield from used_by(self._reading.system, corpus, RelationKind.RETRIEVES_FROM, role)


def _store_called(name: str) -> str:
    """The store that a class is named after: `AstraDBVectorStore`; what is not one store keeps the class's name."""
    plain = re.sub(r"(Vector(Store|Search|Database|Db)?|DocumentStore|Index)$", "", name)
    return slug(name if plain in ("", "InMemory", "Simple") else plain)
