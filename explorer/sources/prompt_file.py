"""Reads prompts that are kept in files of their own, with the model that they are written for: Prompty and Dotprompt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.knowledge.model_names import provider_of_word, snake_case
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, Tree, parse_yaml, text_at, value_at
from explorer.sources.model_references import ModelReference, hosted_model, hub_model, model_in_setting
from explorer.sources.reference_claims import claims_for

_HEAD = re.compile(r"\A(?:[ \t]*(?:#[^\n]*)?\r?\n)*---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
"""A head between `---` lines; lines of comments may stand before it."""
_NAMES = ("azure_deployment", "name", "model", "model_name", "deployment")
"""What holds the model in a configuration of Prompty, by the type of the connection."""
_OPEN = re.compile(r"[${}<>\s]")


class PromptFileSource:
    """The model that a prompt's head names."""

    name = "prompt-file"
    reads = "Prompty (`*.prompty`) and Dotprompt (`*.prompt`): the model in the head."
    does_not_read = "The prompt below the head; connections that only the program knows."

    def matches(self, path: PurePosixPath) -> bool:
        """`*.prompty` and `*.prompt`."""
        return path.suffix.lower() in (".prompty", ".prompt")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """One model, at the line that names it."""
        text = file.read_text()
        match = _HEAD.match(text)
        if match is None:
            return
        trees = parse_yaml("\n" * text.count("\n", 0, match.start(1)) + match[1], str(file.path))
        site = Site.of(self.name, file, project)
        for name, reference in _named(trees[0] if trees else None):
            yield from claims_for(
                reference, project.system, site.found(name.line, f"model: {name}", "model"), site.scope
            )


def _named(head: Tree | None) -> Iterator[tuple[LinedText, ModelReference]]:
    """`model: {configuration: {type: openai, name: gpt-4o}}`, `model: {id: gpt-4o, provider: openai}`, `model: a/b`."""
    plain = text_at(head, "model")
    if plain is not None and not _OPEN.search(plain) and (reference := model_in_setting("model", plain)) is not None:
        yield plain, reference
    model, configuration = value_at(head, "model"), value_at(head, "model", "configuration")
    sort = text_at(configuration, "type") or text_at(model, "provider") or ""
    names = (text_at(configuration, key) for key in _NAMES)
    name = next((each for each in names if each), None) or text_at(model, "id")
    if name is None or _OPEN.search(name):
        return
    provider = provider_of_word(snake_case(sort)) or ""
    if provider == "hugging-face":
        known = hub_model(name)
    elif provider and not text_at(configuration, "azure_deployment"):
        known = hosted_model(provider, name)
    else:
        known = model_in_setting("azure_deployment" if text_at(configuration, "azure_deployment") else "model", name)
    if known is not None:
        yield name, known


SOURCE = PromptFileSource()
