"""Models and datasets that `python -c "…"` and `python <<EOF` load, as image builds do beforehand. Read as tokens, never run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from explorer.domain.component import Kind
from explorer.graph.identity import package_id
from explorer.sources.model_references import (
    ModelReference,
    hub_dataset,
    hub_model,
    is_hub_id,
    model_in_setting,
)
from explorer.sources.script_code.python_tokens import python_tokens
from explorer.sources.script_code.tokens import Sort

_LOADERS = frozenset(
    """from_pretrained SentenceTransformer CrossEncoder snapshot_download hf_hub_download WhisperModel pipeline
    HuggingFaceEmbeddings FlagModel""".split()
)

_BY_LIBRARY = {
    ("nltk", "download"): ("nltk", Kind.DATASET),
    ("whisper", "load_model"): ("openai-whisper", Kind.MODEL),
    ("spacy", "load"): ("spacy", Kind.MODEL),
    ("timm", "create_model"): ("timm", Kind.MODEL),
    ("stanza", "download"): ("stanza", Kind.MODEL),
    ("clip", "load"): ("openai-clip", Kind.MODEL),
}
"""Functions that load by a library's own name, by module and function."""

_HEREDOC = re.compile(
    r"(?ms)\bpython[\d.]*\b(?:(?!\bpython|<<)[^\n|])*+<<-?\s*([\"']?)(?P<end>\w+)\1[^\n]*\n(?P<code>.*?)^[^\S\n]*+(?P=end)[^\S\n]*+$"
)
_QUOTED = re.compile(r"(?s)\bpython[\d.]*\s+(?:-[uOBsE]+\s+)*-c\s+(?P<quote>[\"'])(?P<code>.*?)(?<!\\)(?P=quote)")


def inline_references(words: Sequence[str]) -> Iterator[ModelReference]:
    """What the code after `-c` loads by a literal name; nothing for a command that is no Python."""
    programs = [place for place, word in enumerate(words[:-2]) if word.rsplit("/", 1)[-1].startswith("python")]
    for place in programs:
        flag = next((each for each in range(place + 1, len(words) - 1) if words[each] == "-c"), None)
        if flag is not None:
            yield from (reference for reference, _ in _loaded(words[flag + 1]))


def python_passages(text: str) -> Iterator[tuple[int, int, str]]:
    """Python code of more than one line within a shell's text: the first and last of its lines, from 0, and the code."""
    for match in (*_HEREDOC.finditer(text), *_QUOTED.finditer(text)):
        code = match["code"]
        if "\n" in code and "\\\n" not in code:
            first = text.count("\n", 0, match.start("code"))
            yield first, first + code.count("\n"), code


def loaded_references(code: str) -> Iterator[tuple[ModelReference, int]]:
    """What code loads by a literal name, each with its line within the code, from 0."""
    yield from _loaded(code)


def _loaded(code: str) -> Iterator[tuple[ModelReference, int]]:
    found = list(python_tokens(code))
    for place, token in enumerate(found):
        if token.sort is not Sort.TEXT or place < 2:
            continue
        sign, before = found[place - 1].value, found[place - 2]
        reference = None
        module = found[place - 4].value if place > 3 and found[place - 3].value == "." else ""
        if sign == "(" and (known := _BY_LIBRARY.get((module, before.value))) is not None:
            reference = _of_library(*known, token.value)
        elif sign == "(" and before.value == "load_dataset":
            reference = hub_dataset(token.value) if is_hub_id(token.value) else None
        elif sign == "(" and before.value in _LOADERS and before.value != "pipeline":
            reference = hub_model(token.value, bare=True)
        elif sign == "=" and before.sort is Sort.WORD:
            key = "hf_model_id" if before.value in ("repo_id", "model") else before.value
            reference = model_in_setting(key, token.value)
        if reference is not None:
            yield reference, token.line - 1


def _of_library(namespace: str, kind: Kind, name: str) -> ModelReference:
    role = "dataset" if kind is Kind.DATASET else ""
    return ModelReference(kind, package_id("generic", f"{namespace}/{name}"), name, role=role)
