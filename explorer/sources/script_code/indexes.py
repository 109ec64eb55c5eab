"""Collections of vector stores that a file searches."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.relation import RelationKind
from explorer.knowledge.model_names import index_provider, snake_case
from explorer.knowledge.npm_sdks import store_calls, store_of_package
from explorer.sources.claims import used_by
from explorer.sources.retrieval_index import retrieval_index
from explorer.sources.script_code.reading import Reading
from explorer.sources.script_code.structure import Place, bracket_end, key_of_expression, literal
from explorer.sources.script_code.tokens import Sort, Token
from explorer.sources.settings_around import STORES
from explorer.sources.vector_tables import tables_of_sql

_KEYS = frozenset({"index_id", "collection_name", "collection", "index_name", "class_name", "index", "table_name"})
_CONSTRUCTORS = frozenset(
    {"fromDocuments", "fromTexts", "fromExistingIndex", "fromExistingCollection", "fromExistingGraph"}
)
"""Methods by which LangChain.js makes a store of texts, or opens one that is there."""
_OF_STORES = re.compile(r"(Vector)?(Store|Search)$")
_NAME = re.compile(r"[A-Za-z][\w.-]{1,80}")


def index_claims(reading: Reading) -> Iterator[Claim]:
    """A corpus for each collection that a file names; where one opens a store and says no name, one without a name."""
    is_named = False
    for claim in _named(reading):
        is_named = True
        yield claim
    yield from () if is_named else _unnamed(reading)


def _unnamed(reading: Reading) -> Iterator[Claim]:
    """`pinecone.Index(process.env.INDEX!)`, `QdrantVectorStore.fromExistingCollection(embeddings, settings)`."""
    stores = {store for each in reading.packages if (store := store_of_package(each))}
    for number, call in reading.calls:
        if call.name in ("Index", "index") and len(call.chain) > 1 and stores == {"pinecone"}:
            yield from _corpus(reading, "pinecone", "index", reading.found[number].line)
        elif call.name in _CONSTRUCTORS and (store := _store_of(reading, call.chain[0])):
            yield from _corpus(reading, store, "index", reading.found[call.opening].line)
        elif call.is_new and call.name == "Index" and _store_of(reading, call.name) == "upstash-vector":
            yield from _corpus(reading, "upstash-vector", "index", reading.found[call.opening].line)
        elif call.is_new and _OF_STORES.search(call.name) and (store := _store_of(reading, call.name)):
            table, _ = literal(reading.found, call.opening + 1)
            if isinstance(table, dict) and any(
                _is_kept(each) for each in table
            ):  # An index that it is handed stands elsewhere.
                yield from _corpus(reading, store, "index", reading.found[call.opening].line)


def _named(reading: Reading) -> Iterator[Claim]:
    """A corpus for each collection that is named in a file which speaks with one store."""
    stores = {store for each in reading.packages if (store := store_of_package(each))}
    store = next(iter(stores)) if len(stores) == 1 else ""
    yield from _tables_of_vectors(reading)
    if store:
        yield from _by_constant(reading, store)
    for number, token, place in reading.texts():
        for table, line in tables_of_sql(token.value) if "vec" in token.value.lower() else ():
            yield from _corpus(reading, "pgvector", table, token.line + line - 1)
        if place.key == "index" and place.above[:1] == ("$vectorSearch",):  # A stage of MongoDB's aggregation.
            yield from _corpus(reading, "mongodb", token.value, token.line)
            continue
        if token.value.startswith("vs_") and _is_store_of_openai(place):
            yield from _corpus(reading, "openai", token.value, token.line)
            continue
        words = [place.key] if place.key else _fallback(reading, number)
        provider = next((found for word in words if (found := index_provider(word))), "")
        own = store or next((each for call in place.calls if (each := _store_of(reading, call.chain[0]))), "")
        own = own or _named_beside(reading, place)
        is_kept = bool(own) and any(_is_kept(word) for word in words)
        is_called = bool(store) and _is_called(place, store)
        name = token.value.removeprefix("./")
        if (provider or is_kept or is_called) and _NAME.fullmatch(name):
            yield from _corpus(reading, provider or own, name, token.line)


def _is_store_of_openai(place: Place) -> bool:
    """`vector_store_ids: ["vs_1"]`, `fileSearchTool("vs_1")`: where OpenAI's tool for files is told what to search."""
    key = snake_case(place.key or next(iter(place.above), ""))
    return key in ("vector_store_ids", "vector_store_id") or any(each.name == "fileSearchTool" for each in place.calls)


def _named_beside(reading: Reading, place: Place) -> str:
    """`createVectorQueryTool({ vectorStoreName: "pinecone", indexName: "docs" })`: the store that the same table names."""
    table, _ = literal(reading.found, place.table) if place.table >= 0 else (None, 0)
    named = table.get("vectorStoreName") if isinstance(table, dict) else None
    word = named.value.lower() if isinstance(named, Token) and named.sort is Sort.TEXT else ""
    return {"pg": "pgvector", "pgvector": "pgvector"}.get(word, word if word in STORES else "")


def _tables_of_vectors(reading: Reading) -> Iterator[Claim]:
    """`pgTable("embeddings", { embedding: vector("embedding", …) })`: a table of Drizzle with a column of vectors."""
    if "vector" not in reading.imported or not any(each.startswith("drizzle-orm") for each in reading.packages):
        return
    for _, call in reading.calls:
        first = reading.found[call.opening + 1]
        inside = reading.found[call.opening : bracket_end(reading.found, call.opening)]
        if call.name == "pgTable" and first.sort is Sort.TEXT and any(each.value == "vector" for each in inside):
            yield from _corpus(reading, "pgvector", first.value, first.line)


def _store_of(reading: Reading, name: str) -> str:
    """The store whose package gives out this function: `pineconeIndexerRef` in a file that speaks with several."""
    return store_of_package(reading.imported.get(name, "")) or ""


def _by_constant(reading: Reading, store: str) -> Iterator[Claim]:
    """`tableName: TABLE`, `{ indexName }` after `const indexName = process.env.INDEX || DEFAULT`: what the constant says."""
    for number, token in enumerate(reading.found):
        place = reading.places[number]
        if token.sort is not Sort.WORD or not (_is_kept(place.key) or _is_kept(token.value)):
            continue
        is_fallback = reading.found[number - 1].value in ("||", "??")
        names = {each.token.value for each in reading.given(number)} if _is_kept(place.key) or is_fallback else set()
        if not names and _is_kept(token.value) and reading.places[number].calls:
            names = {each for each in (_fallback_of(reading, token.value),) if each}
        for name in names:
            if _NAME.fullmatch(name):
                yield from _corpus(reading, store, name, token.line)


def _fallback_of(reading: Reading, variable: str) -> str:
    """The text of the constant behind `||` in `const NAME = process.env.X || CONSTANT`; empty where there is none."""
    for number, token in enumerate(reading.found[:-2]):
        if token.value == variable and reading.found[number + 1].value == "=":
            for each in range(number + 2, min(number + 12, len(reading.found))):
                if reading.found[each].value == ";":
                    break
                if reading.found[each - 1].value in ("||", "??"):
                    given = {found.token.value for found in reading.given(each)}
                    return given.pop() if len(given) == 1 else ""
    return ""


def _is_kept(word: str) -> bool:
    return snake_case(word) in _KEYS or snake_case(word).endswith(("_index_name", "_collection_name"))


def _is_called(place: Place, store: str) -> bool:
    """`client.search("articles", …)`, `getOrCreateCollection({ name: "docs" })`, `collections.get("Question")`."""
    call = place.calls[0] if place.calls else None
    if call is None or call.name not in store_calls(store):
        return call is not None and call.name == "SearchClient" and place.argument == 1
    if call.name in (
        "get",
        "use",
        "save",
        "load",
    ):  # Words of everything: only of the collections, or of a store's class.
        owner = call.chain[-2] if len(call.chain) > 1 else ""
        return place.argument == 0 and (owner == "collections" or owner.endswith("Store") or owner == "HNSWLib")
    return place.argument == 0 or place.key == "name"


def _fallback(reading: Reading, number: int) -> list[str]:
    """`PINECONE_INDEX` of `process.env.PINECONE_INDEX ?? "docs"`."""
    found = reading.found
    is_fallback = number >= 2 and found[number - 1].value in ("||", "??")
    return [found[number - 2].value, key_of_expression(found, number - 1)] if is_fallback else []


def _corpus(reading: Reading, provider: str, name: str, line: int) -> Iterator[Claim]:
    corpus = retrieval_index(provider, name, reading.at(line))
    yield from used_by(reading.project.system, corpus, RelationKind.RETRIEVES_FROM, reading.scope)
