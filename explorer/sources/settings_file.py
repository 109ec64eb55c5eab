"""Reads settings: YAML, TOML, JSON and environment files whose keys are known to hold models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.relation import Scope
from explorer.sources.commands import argument_claims, command_claims
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.json_text import line_of_text, read_json
from explorer.sources.lined_yaml import LinedText, read_yaml, settings
from explorer.sources.model_references import claims_for, model_in_setting
from explorer.sources.toml_lines import read_toml

_JSON_NAMES = re.compile(r"(?i)(config|settings|agents?|crew|langgraph|litellm|models?|app)[\w.-]*\.json$")
_NOT_SETTINGS = re.compile(
    r"(?i)(^|[.-])(lock|schema|package|tsconfig|composer|adapter_config|generation_config|tokenizer|special_tokens)"
)
_COMMAND_KEYS = frozenset(
    {"run", "command", "args", "entrypoint", "cmd", "script", "vllmcommand", "extraargs", "setup"}
)
_FALLBACK = re.compile(r"\$\{\w+:?-?([^${}]*)\}")
MAX_JSON_BYTES = 2 * 1024 * 1024
"""A larger JSON file is data, not settings."""


class SettingsFileSource:
    """Settings whose key says that the value is a model, an adapter or a dataset."""

    name = "settings"
    reads = "YAML, TOML, .env and configuration JSON: keys that hold models, adapters and datasets, and commands."
    does_not_read = "JSON larger than 2 MB, lock files and schemas; commented-out settings."

    def matches(self, path: PurePosixPath) -> bool:
        """`*.yaml`, `*.toml`, `.env*`, and JSON files that are named like settings."""
        name = path.name.lower()
        if name.endswith((".yaml", ".yml", ".yaml.example", ".yml.example")):
            return name not in ("pnpm-lock.yaml", "environment.yml", ".pre-commit-config.yaml")
        if name.endswith(".toml"):
            return name not in ("pylock.toml", "poetry.lock", "cargo.toml")
        if name.startswith(".env") or name.endswith((".env", ".env.example")):
            return True
        return bool(_JSON_NAMES.search(name)) and not _NOT_SETTINGS.search(name)

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A claim for each setting whose key and value both say a model."""
        name = file.name.lower()
        if name == "cog.yaml":
            return  # Its own reader knows its keys.
        usual = Scope.BUILD if ".github" in file.path.parts else Scope.RUNTIME
        scope = scope_of_path(file.path, Scope.EXAMPLE if name.endswith(".example") else usual)
        if (".env" in name and not name.endswith((".yaml", ".yml", ".example"))) or name.startswith(".env.ex"):
            entries = _env_entries(file.read_text())
        elif name.endswith(".toml"):
            entries = _toml_entries(file)
        elif name.endswith(".json"):
            if file.size > MAX_JSON_BYTES:
                return
            entries = _json_entries(file)
        else:
            yield from self._read_yaml(file, project, scope)
            return
        for key, value, line in entries:
            yield from self._setting(key, value, line, file, project, scope)

    def _read_yaml(self, file: ProjectFile, project: Project, scope: Scope) -> Iterator[Claim]:
        for document in read_yaml(file):
            for _, key, value in settings(document):
                yield from self._setting(key, value, value.line, file, project, scope)
            yield from self._structures(document, file, project, scope)

    def _structures(self, document: Any, file: ProjectFile, project: Project, scope: Scope) -> Iterator[Claim]:
        """Lists of arguments, `name`/`value` pairs, and commands."""
        waiting: list[tuple[str, Any]] = [("", document)]
        while waiting:
            key, node = waiting.pop()
            if isinstance(node, dict):
                name, value = node.get("name"), node.get("value")
                if isinstance(name, LinedText) and isinstance(value, LinedText):
                    yield from self._setting(name, value, value.line, file, project, scope)
                waiting += [(str(inner), below) for inner, below in node.items()]
            elif isinstance(node, list):
                words = [item for item in node if isinstance(item, LinedText)]
                if words and len(words) == len(node) and _is_command(key, words):
                    found = evidence(self.name, file, words[0].line, " ".join(words), key)
                    yield from argument_claims([_resolved(word)[0] for word in words], project.system, found, scope)
                    yield from self._long_words(words, file, project, scope)
                waiting += [(key, item) for item in node if not isinstance(item, LinedText)]
            elif isinstance(node, LinedText) and key.lower().replace("_", "") in _COMMAND_KEYS:
                found = evidence(self.name, file, node.line, node, key)
                yield from command_claims(node, project.system, found, scope)

    def _long_words(self, words: list[LinedText], file: ProjectFile, project: Project, scope: Scope) -> Iterator[Claim]:
        """`["sh", "-c", "vllm serve … && …"]`: a whole command in one word."""
        for word in words:
            if " " in word:
                yield from command_claims(word, project.system, evidence(self.name, file, word.line, word), scope)

    def _setting(
        self, key: str, value: str, line: int | None, file: ProjectFile, project: Project, scope: Scope
    ) -> Iterator[Claim]:
        text, fallback = _resolved(value)
        reference = model_in_setting(key, text)
        if reference is not None:
            found = evidence(self.name, file, line, f"{key}: {value}", key)
            role = Scope.DEFAULT if fallback and scope is Scope.RUNTIME else scope
            yield from claims_for(reference, project.system, found, role)


def _resolved(text: str) -> tuple[str, bool]:
    """The text with `${NAME:-fallback}` replaced by the fallback, and whether that was done."""
    replaced = _FALLBACK.sub(lambda match: match.group(1), text)
    return replaced, replaced != text and bool(replaced.strip())


def _is_command(key: str, words: list[LinedText]) -> bool:
    return key.lower().replace("_", "") in _COMMAND_KEYS or any(word.startswith("--") for word in words)


def _env_entries(text: str) -> Iterator[tuple[str, str, int | None]]:
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r"\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$", line)
        if match:
            yield match.group(1), re.sub(r"\s+#.*$", "", match.group(2)).strip("'\""), number


def _toml_entries(file: ProjectFile) -> Iterator[tuple[str, str, int | None]]:
    table, _ = read_toml(file)
    text = file.read_text()
    for key, value in _pairs(table):
        yield key, value, line_of_text(text, f'"{value}"') or line_of_text(text, value)


def _json_entries(file: ProjectFile) -> Iterator[tuple[str, str, int | None]]:
    value, text = read_json(file)
    for key, inner in _pairs(value):
        yield key, inner, line_of_text(text, f'"{inner}"')


def _pairs(tree: Any) -> Iterator[tuple[str, str]]:
    """Every key with a text value, however deep; items of a list have their list's key."""
    waiting: list[tuple[str, Any]] = [("", tree)]
    while waiting:
        key, node = waiting.pop()
        if isinstance(node, dict):
            waiting += [(str(name), value) for name, value in node.items()]
        elif isinstance(node, list):
            waiting += [(key, item) for item in node]
        elif isinstance(node, str):
            yield key, node


SOURCE = SettingsFileSource()
