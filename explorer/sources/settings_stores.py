"""Which stores of vectors a tree of settings names: by their collection, or where that is not said, by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.relation import RelationKind
from explorer.graph.identity import slug
from explorer.knowledge.model_names import index_provider, snake_case
from explorer.sources.claims import used_by
from explorer.sources.infrastructure import Site
from explorer.sources.lined_yaml import LinedText
from explorer.sources.retrieval_index import retrieval_index
from explorer.sources.settings_around import STORE_KEYS, STORES, Around, resolved

_COLLECTION_KEYS = ("collection", "index", "table", "class_name", "table_name")
"""Keys that name what is searched, only inside the settings of a store."""
_STORE_SECTIONS = frozenset(
    """vectorstore vector_store vectordb vector_db vector_database vector_store_type vectorstore_type vector_db_type
    vectordb_type vector_store_provider vector_db_provider""".split()
)
"""Sections and keys that say which store is searched."""
_NO_NAME = re.compile(r"(?i)your[-_]|my[-_]index|index_?name|none$|null$")


def store_alone_claims(node: dict[LinedText, object], around: Around, site: Site) -> Iterator[Claim]:
    """`vectorstore: {database: qdrant}`: a store whose collection is not said."""
    below = [entry for each in node.values() if isinstance(each, dict) for entry in each.items()]
    if any(isinstance(value, LinedText) and searched(key, "any") is not None for key, value in [*node.items(), *below]):
        return
    is_section = snake_case(around.key) in _STORE_SECTIONS
    for key, value in node.items():
        plain = snake_case(key)
        is_here = (is_section and plain in (*STORE_KEYS, "database", "name")) or plain in _STORE_SECTIONS
        if isinstance(value, LinedText) and is_here and slug(resolved(value)[0]) in STORES:
            yield from index_claims(slug(resolved(value)[0]), key, LinedText("index", value.line), around, site)


def searched(key: str, store: str) -> str | None:
    """Whose collection a key names: the store's around it (empty) or one that the key itself says; None for no key."""
    plain = snake_case(key).removeprefix("default_")
    return "" if store and plain in _COLLECTION_KEYS else index_provider(plain)


def index_claims(provider: str, key: str, value: LinedText, around: Around, site: Site) -> Iterator[Claim]:
    """The collection of a vector store."""
    if not provider or not re.fullmatch(r"[A-Za-z][\w.-]{1,80}", value) or _NO_NAME.match(value):
        return
    corpus = retrieval_index(provider, str(value), site.found(value.line, f"{key}: {value}", str(key)))
    yield from used_by(site.project.system, corpus, RelationKind.RETRIEVES_FROM, around.scope)
