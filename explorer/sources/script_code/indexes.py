"""Collections of vector stores that a file searches."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.identity import service_id
from explorer.knowledge.model_names import index_provider, snake_case
from explorer.knowledge.npm_sdks import store_of_package
from explorer.sources.claims import used_by
from explorer.sources.script_code.reading import Reading
from explorer.sources.script_code.structure import key_of_expression
from explorer.sources.script_code.tokens import Token

_KEYS = frozenset({"collection_name", "collection", "index_name", "class_name", "index", "table_name"})
_CALLS = frozenset(
    {
        "index",
        "Index",
        "getCollection",
        "getOrCreateCollection",
        "createCollection",
        "collection",
        "fromExistingCollection",
    }
)
_NAME = re.compile(r"[A-Za-z][\w.-]{1,80}")


def index_claims(reading: Reading) -> Iterator[Claim]:
    """A corpus for each collection that is named in a file which speaks with one store."""
    stores = {store for each in reading.packages if (store := store_of_package(each))}
    store = next(iter(stores)) if len(stores) == 1 else ""
    for number, token, place in reading.texts():
        words = [place.key] if place.key else _fallback(reading, number)
        provider = next((found for word in words if (found := index_provider(word))), "")
        is_kept = bool(store) and any(
            snake_case(word) in _KEYS or snake_case(word).endswith(("_index_name", "_collection_name"))
            for word in words
        )
        is_called = bool(store) and place.argument == 0 and bool(place.calls) and place.calls[0].name in _CALLS
        if (provider or is_kept or is_called) and _NAME.fullmatch(token.value):
            yield from _corpus(reading, provider or store, token)


def _fallback(reading: Reading, number: int) -> list[str]:
    """`PINECONE_INDEX` of `process.env.PINECONE_INDEX ?? "docs"`."""
    found = reading.found
    is_fallback = number >= 2 and found[number - 1].value in ("||", "??")
    return [found[number - 2].value, key_of_expression(found, number - 1)] if is_fallback else []


def _corpus(reading: Reading, provider: str, token: Token) -> Iterator[Claim]:
    corpus = Component(
        service_id(provider, token.value), Kind.CORPUS, f"{provider} {token.value}", "", None, Knowledge.DECLARED,
        {"role": "retrieval index", "provider": provider}, (reading.at(token.line),),
    )  # fmt: skip
    yield from used_by(reading.project.system, corpus, RelationKind.RETRIEVES_FROM, reading.scope)
