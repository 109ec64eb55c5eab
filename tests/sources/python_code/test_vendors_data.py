"""Datasets and vector stores, each as its library's documentation shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.code_reading import named

CASES: list[tuple[str, set[str]]] = [
    (
        "from langchain_community.vectorstores import FAISS\ndb=await_(FAISS.afrom_documents(d, e))\n",
        {"service:faiss/index"},
    ),
    (
        'from langchain_redis import RedisVectorStore, RedisConfig\nconfig=RedisConfig(index_name="newsgroups")\n',
        {"service:redis/newsgroups"},
    ),
    (
        'from langchain_elasticsearch import ElasticsearchStore\ns=ElasticsearchStore("test_index", embedding=e)\n',
        {"service:elasticsearch/test_index"},
    ),
    (
        "from langchain_astradb import AstraDBVectorStore\n"
        's=AstraDBVectorStore(collection_name="astra", embedding=e)\n',
        {"service:astra-db/astra"},
    ),
    (
        "from langchain_community.document_loaders import HuggingFaceDatasetLoader\n"
        'l=HuggingFaceDatasetLoader("imdb", "text")\n',
        {"pkg:huggingface/datasets/imdb"},
    ),
    (
        "from llama_index.vector_stores.qdrant import QdrantVectorStore\n"
        'v=QdrantVectorStore("my_collection", client=c)\n',
        {"service:qdrant/my_collection"},
    ),
    (
        "from mem0 import Memory\n"
        'm=Memory.from_config({"llm":{"provider":"openai","config":{"model":"gpt-4o"}},"embedder":{"provider":"huggingface","config":{"model":"multi-qa-MiniLM-L6-cos-v1"}},"vector_store":{"provider":"qdrant","config":{"collection_name":"mem"}}})\n',
        {
            "pkg:huggingface/sentence-transformers/multi-qa-MiniLM-L6-cos-v1",
            "service:openai/gpt-4o",
            "service:qdrant/mem",
        },
    ),
    (
        'from modelscope.msdatasets import MsDataset\nd=MsDataset.load("clue", subset_name="afqmc")\n',
        {"pkg:generic/modelscope/clue"},
    ),
    (
        "from kaggle.api.kaggle_api_extended import KaggleApi\n"
        "api=KaggleApi()\n"
        'api.dataset_download_files("uciml/iris", path=".")\n'
        'api.competition_download_files("titanic")\n',
        {"pkg:generic/kaggle/titanic", "pkg:generic/kaggle/uciml/iris"},
    ),
    (
        'from datasets import load_dataset\nd=load_dataset("csv", data_files={"train":"a.csv","test":"b.csv"})\n',
        {"unknown:dataset:a.csv", "unknown:dataset:b.csv"},
    ),
    (
        "from datasets import load_from_disk, Dataset\n"
        'd=load_from_disk("./data/processed")\n'
        'e=Dataset.from_json("train.json")\n',
        {"unknown:dataset:./data/processed", "unknown:dataset:train.json"},
    ),
    (
        'from torchtext.datasets import AG_NEWS\nd=AG_NEWS(split="train")\n',
        {"pkg:generic/torchtext/AG_NEWS"},
    ),
    (
        'from torch_geometric.datasets import Planetoid\nd=Planetoid(root="/tmp", name="Cora")\n',
        {"pkg:generic/torch-geometric/Cora"},
    ),
    (
        'from ogb.nodeproppred import PygNodePropPredDataset\nd=PygNodePropPredDataset(name="ogbn-arxiv")\n',
        {"pkg:generic/ogb/ogbn-arxiv"},
    ),
    (
        "from sklearn.datasets import fetch_20newsgroups\nd=fetch_20newsgroups()\n",
        {"pkg:generic/scikit-learn/fetch_20newsgroups"},
    ),
    (
        'import seaborn as sns\nd=sns.load_dataset("titanic")\n',
        {"pkg:generic/seaborn/titanic"},
    ),
    (
        "import fiftyone.zoo as foz\n"
        'd=foz.load_zoo_dataset("coco-2017")\n'
        'm=foz.load_zoo_model("clip-vit-base32-torch")\n',
        {"pkg:generic/fiftyone/clip-vit-base32-torch", "pkg:generic/fiftyone/coco-2017"},
    ),
    (
        'from argilla import Argilla\nimport argilla as rg\nd=rg.Dataset.from_hub("argilla/ultrafeedback")\n',
        {"pkg:huggingface/datasets/argilla/ultrafeedback"},
    ),
    (
        "import lancedb\n"
        'db=lancedb.connect("data")\n'
        't=db.create_table("my_table", data=d)\n'
        "from lancedb.embeddings import get_registry\n"
        'm=get_registry().get("sentence-transformers").create(name="BAAI/bge-small-en-v1.5")\n',
        {"pkg:huggingface/BAAI/bge-small-en-v1.5", "service:lancedb/my_table"},
    ),
    (
        "from elasticsearch import Elasticsearch\n"
        "es=Elasticsearch()\n"
        'es.indices.create(index="docs", mappings={"properties":{"v":{"type":"dense_vector","dims":768}}})\n'
        'es.search(index="docs", knn={})\n',
        {"service:elasticsearch/docs"},
    ),
    (
        "from opensearchpy import OpenSearch\n"
        "c=OpenSearch()\n"
        'c.indices.create(index="my-knn", body={"settings":{"index.knn":True}})\n',
        {"service:opensearch/my-knn"},
    ),
    (
        'from azure.search.documents import SearchClient\nc=SearchClient("https://x", "hotels", k)\n',
        {"service:azure-ai-search/hotels"},
    ),
    (
        'import turbopuffer as tpuf\nns=tpuf.Namespace("my-ns")\n',
        {"service:turbopuffer/my-ns"},
    ),
    (
        'import vecs\nvx=vecs.create_client(u)\ndocs=vx.get_or_create_collection(name="docs", dimension=3)\n',
        {"service:pgvector/docs"},
    ),
    (
        'import hnswlib\np=hnswlib.Index(space="cosine", dim=128)\n',
        {"service:hnswlib/index"},
    ),
    (
        "from usearch.index import Index\ni=Index(ndim=3)\n",
        {"service:usearch/index"},
    ),
    (
        'from annoy import AnnoyIndex\nt=AnnoyIndex(100,"angular")\n',
        {"service:annoy/index"},
    ),
    (
        "from upstash_vector import Index\ni=Index(url=u, token=t)\n",
        {"service:upstash-vector/index"},
    ),
    (
        'from astrapy import DataAPIClient\ndb=DataAPIClient(t).get_database(u)\nc=db.get_collection("vec")\n',
        {"service:astra-db/vec"},
    ),
    (
        'from vertexai.preview import rag\nc=rag.create_corpus(display_name="my_corpus")\n',
        {"service:google-vertex/my_corpus"},
    ),
    (
        'from neo4j_graphrag.retrievers import VectorRetriever\nr=VectorRetriever(driver, "moviePlots", embedder)\n',
        {"service:neo4j/moviePlots"},
    ),
]


@pytest.mark.parametrize(("code", "identities"), CASES)
def test_that_a_dataset_or_store_is_read(tmp_path: Path, code: str, identities: set[str]) -> None:
    assert named(tmp_path, code) == identities
