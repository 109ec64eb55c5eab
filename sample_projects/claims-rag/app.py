"""Answers questions about insurance claims from the company's own documents (a sample for Catchment)."""

import os

from langchain_openai import ChatOpenAI
from openai import OpenAI
from qdrant_client import QdrantClient
from sentence_transformers import CrossEncoder, SentenceTransformer

CHAT_MODEL = os.getenv("CHAT_MODEL", "gpt-4o-mini")
SPEECH_MODEL = os.getenv("SPEECH_MODEL", "whisper-1")
EMBEDDING_MODEL = "BAAI/bge-m3"

chat = ChatOpenAI(model=CHAT_MODEL, temperature=0)
embedder = SentenceTransformer(EMBEDDING_MODEL)
reranker = CrossEncoder("BAAI/bge-reranker-v2-m3", revision="main")
index = QdrantClient(url=os.environ["QDRANT_URL"])
calls = OpenAI()


def written_out(call: str) -> str:
    """What was said on the claims line."""
    with open(call, "rb") as recording:
        return calls.audio.transcriptions.create(model=SPEECH_MODEL, file=recording).text


def answer(question: str) -> str:
    """Retrieve, rerank, answer."""
    vector = embedder.encode(question)
    found = index.query_points(collection_name="claims-handbook", query=vector.tolist(), limit=20).points
    ranked = reranker.rank(question, [point.payload["text"] for point in found], top_k=4)
    context = "\n".join(found[each["corpus_id"]].payload["text"] for each in ranked)
    return chat.invoke(f"{context}\n\n{question}").content
