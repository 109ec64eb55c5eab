"""Reads code in Go, Java, Kotlin, Rust, C#, Ruby, PHP and Swift for the models that it names by a key or a call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.knowledge.model_names import key_role, provider_in_key, provider_of
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.model_references import ModelReference, model_in_setting, named_model
from explorer.sources.other_tools import collection_claims, tool_claims
from explorer.sources.reference_claims import claims_for

_ENDINGS = frozenset({".go", ".java", ".kt", ".kts", ".rs", ".cs", ".rb", ".php", ".swift", ".scala"})
_GIVEN = re.compile(
    r"\b(?:With|with_|set|Set)?([A-Za-z_]\w*?)\"?\s*(?::=|=>|=|:|\()\s*(?:new\s+\w+\(|&?\w+\.Ptr\(|Some\(|String::from\()?\s*"
    r"(?:\"([^\"\\\n]{2,160})\"|`([^`\n]{2,160})`)"
)
_CONSTANT = re.compile(
    r"\bopenai\.((?:GPT|O\d|Whisper|TTS|CreateImageModel|AdaEmbedding|SmallEmbedding|LargeEmbedding)\w*)"
)
_COMMENT = re.compile(r"^\s*(//|#(?!\[)|\*|/\*)")
_WORDS = re.compile(
    r"(?i)openai|anthropic|gemini|genai|ollama|bedrock|llm|langchain|mistral|cohere|hugging|vertex|semantickernel|chat|embed|mcp|rmcp|modelcontextprotocol|"
    r"pinecone|qdrant|weaviate|chroma|milvus|pgvector|lancedb"
)
MAX_LINE = 2_000


class OtherCodeSource:
    """Models in code that is read line by line."""

    name = "other-code"
    reads = (
        "Go, Java, Kotlin, Rust, C#, Ruby, PHP, Swift: models under keys and in calls that hold them, such as `Model:`; tools, "
        "MCP servers and collections by the calls and annotations of their SDKs."
    )
    does_not_read = "Values from elsewhere in the program."

    def matches(self, path: PurePosixPath) -> bool:
        """Sources by their endings, tests of Go aside."""
        return path.suffix.lower() in _ENDINGS and not path.name.endswith("_test.go")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A claim for each place where key and text both say a model."""
        text = file.read_text()
        if not _WORDS.search(text):
            return
        site = Site.of(self.name, file, project)
        yield from tool_claims(text, site)
        yield from collection_claims(text, site)
        for number, line in enumerate(text.splitlines(), 1):
            if len(line) > MAX_LINE or _COMMENT.match(line):
                continue
            for reference in _named(line):
                found = site.found(number, line.strip())
                yield from claims_for(reference, project.system, found, site.scope)


def _named(line: str) -> Iterator[ModelReference]:
    for match in _GIVEN.finditer(line):
        key, value = match.group(1), match.group(2) or match.group(3)
        if key_role(key) is not None and (provider_of(value) or "/" in value or ":" in value or provider_in_key(key)):
            reference = model_in_setting(key, value)
            if reference is not None and reference.role not in ("local path", "local file", "name only"):
                yield reference
    for match in _CONSTANT.finditer(line):
        if (reference := named_model(_spelled(match.group(1)), "openai")) is not None:
            yield reference


def _spelled(constant: str) -> str:
    """The name behind a constant of go-openai: `GPT4oMini` is `gpt-4o-mini`, `GPT3Dot5Turbo` is `gpt-3.5-turbo`.

    >>> _spelled("GPT4oMini"), _spelled("GPT3Dot5Turbo"), _spelled("AdaEmbeddingV2"), _spelled("Whisper1")
    ('gpt-4o-mini', 'gpt-3.5-turbo', 'text-embedding-ada-002', 'whisper-1')
    """
    known = {"AdaEmbeddingV2": "text-embedding-ada-002", "SmallEmbedding3": "text-embedding-3-small",
             "LargeEmbedding3": "text-embedding-3-large", "CreateImageModelDallE3": "dall-e-3",
             "CreateImageModelDallE2": "dall-e-2", "TTSModel1": "tts-1", "TTSModel1HD": "tts-1-hd"}  # fmt: skip
    if constant in known:
        return known[constant]
    plain = constant.replace("Dot", ".")
    plain = re.sub(
        r"^(GPT|O|Whisper)(?=\d)", lambda match: match.group(1) + "-" if match.group(1) != "O" else "O", plain
    )
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", plain).lower()


SOURCE = OtherCodeSource()
