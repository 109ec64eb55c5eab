"""Collections of vector stores that code searches, each as the documentation of its client or framework shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.knowledge.model_names import index_provider
from tests.sources.code_reading import found, named, places


@pytest.mark.parametrize(
    ("code", "identity"),
    [
        (
            "from langchain_neo4j import Neo4jVector\n"
            'Neo4jVector.from_existing_graph(embedding=e, index_name="tasks", node_label="Task")\n',
            "service:neo4j/tasks",
        ),
        (
            "from langchain_community.vectorstores import Neo4jVector\n"
            'Neo4jVector.from_existing_index(e, url=u, index_name="vector")\n',
            "service:neo4j/vector",
        ),
        (
            "from langchain_milvus import Milvus\n"
            'await Milvus.afrom_documents(docs, e, collection_name="speeches")\n',
            "service:milvus/speeches",
        ),
        (
            'from langchain_qdrant import QdrantVectorStore\nQdrantVectorStore.from_client(c, collection_name="notes")\n',
            "service:qdrant/notes",
        ),
        (
            'from agents import FileSearchTool\ntool = FileSearchTool(max_num_results=3, vector_store_ids=["vs_1"])\n',
            "service:openai/vs_1",
        ),
        (
            "from openai import OpenAI\n"
            'tools = [{"type": "file_search", "vector_store_ids": ["vs_2"], "max_num_results": 20}]\n',
            "service:openai/vs_2",
        ),
        (
            "from pymongo import MongoClient\n"
            'c.aggregate([{"$vectorSearch": {"index": "plots", "path": "e", "queryVector": q, "limit": 4}}])\n',
            "service:mongodb-atlas/plots",
        ),
        (
            "from pymongo.operations import SearchIndexModel\n"
            'SearchIndexModel(definition={}, name="plot_index", type="vectorSearch")\n',
            "service:mongodb-atlas/plot_index",
        ),
        ('import redis\nr = redis.Redis()\nr.ft("idx:bikes").search(query)\n', "service:redis/idx:bikes"),
        (
            'from pymilvus import MilvusClient\nMilvusClient("m.db").search(collection_name="demo", data=[v])\n',
            "service:milvus/demo",
        ),
        (
            "from elasticsearch import Elasticsearch\n"
            'Elasticsearch().search(index="books", knn={"field": "v", "query_vector": v})\n',
            "service:elasticsearch/books",
        ),
        (
            "from pgvector.sqlalchemy import Vector\nclass Item(Base):\n"
            '    __tablename__ = "items"\n    embedding = mapped_column(Vector(3))\n',
            "service:pgvector/items",
        ),
        (
            "import psycopg\n"
            'conn.execute("CREATE TABLE documents (id bigserial PRIMARY KEY, embedding vector(384))")\n',
            "service:pgvector/documents",
        ),
    ],
)  # fmt: skip
def test_that_a_collection_is_found_by_its_name(tmp_path: Path, code: str, identity: str) -> None:
    assert {each for each in named(tmp_path, code) if not each.startswith("tool:")} == {identity}


@pytest.mark.parametrize(
    "code",
    [
        'from elasticsearch import Elasticsearch\nElasticsearch().search(index="logs", query={})\n',
        'import psycopg\nconn.execute("CREATE TABLE users (id bigserial PRIMARY KEY, name text)")\n',
    ],
)
def test_that_a_place_without_vectors_is_no_collection(tmp_path: Path, code: str) -> None:
    assert named(tmp_path, code) == set()


def test_that_a_table_in_a_long_statement_is_found_at_its_own_line(tmp_path: Path) -> None:
    code = 'TABLE = "memories"\nSCHEMA = f"""\n  CREATE TABLE IF NOT EXISTS {TABLE} (\n  e vector({SIZE}));\n"""\n'
    assert places(tmp_path, {"app.py": code}, "service:pgvector/memories") == {("app.py", 3)}
    assert set(found(tmp_path, {"app.py": code})) == {"service:pgvector/memories"}


@pytest.mark.parametrize(
    ("key", "provider"),
    [
        ("PINECONE_INDEX_NAME", "pinecone"),
        ("qdrant_docs_collection", "qdrant"),
        ("VECTOR_STORE_TABLE_NAME", "pgvector"),
        ("mongodb_vector_index_name", "mongodb-atlas"),
        ("neo4j_vector_index", "neo4j"),
        ("azure_search_index_name", "azure-ai-search"),
        ("index_name", ""),
        ("mongodb_collection", None),
        ("redis_index", None),
        ("qdrant_collection_size", None),
        ("chroma_subsampling_index", None),
    ],
)
def test_whose_index_a_setting_holds(key: str, provider: str | None) -> None:
    """A database that holds much else is only meant where the key speaks of vectors."""
    assert index_provider(key) == provider
