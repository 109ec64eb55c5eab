"""By which words of its own a project's code chooses among datasets: such a word is no dataset's name."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component
from explorer.domain.relation import Relation
from explorer.sources.interface import Project
from explorer.sources.model_references import is_hub_id
from explorer.sources.python_code.compared_choices import compared_in
from explorer.sources.python_code.modules import Module, modules_of
from explorer.sources.python_code.parsing import callable_name, text_of

_LOADERS = frozenset(["load_dataset", "load_from_disk", "load_dataset_builder"])
_KNOWN = "words for datasets"


def data_aliases(project: Project) -> frozenset[str]:
    """All such words: those that a branch compares before it loads another, keys of hub names, classes of settings."""
    found = project.memory.get(_KNOWN)
    if not isinstance(found, frozenset):
        found = frozenset(word for module in modules_of(project).all() for word in _words_of(module))
        project.memory[_KNOWN] = found
    return found


def without_aliases(claims: Iterable[Claim], project: Project) -> Iterator[Claim]:
    """The claims but for those of datasets that are only such words, as `--dataset oasst1` of a script may be."""
    for claim in claims:
        named = claim.id if isinstance(claim, Component) else claim.target if isinstance(claim, Relation) else ""
        word = str(named).removeprefix("unknown:dataset:") if str(named).startswith("unknown:dataset:") else ""
        if not word or word not in data_aliases(project):
            yield claim


def _words_of(module: Module) -> Iterator[str]:
    yield from module.names.classes
    for node in module.walk() if not _LOADERS.isdisjoint(module.names.calls) else ():
        match node:
            case ast.If():
                yield from _compared(node.test, node.body)
            case ast.match_case(pattern=ast.MatchValue(value=ast.Constant(value=str(word)))):
                yield from (word for loaded in _loaded(node.body) if loaded != word)
            case ast.Dict():
                pairs = zip(node.keys, node.values, strict=True)
                yield from (text_of(key) or "" for key, value in pairs if is_hub_id(text_of(value) or ""))


def _compared(test: ast.expr, body: list[ast.stmt]) -> Iterator[str]:
    words = {str(text.value) for _, texts in compared_in(test) for text in texts}
    for loaded in _loaded(body):
        yield from words - {loaded}


def _loaded(body: list[ast.stmt]) -> Iterator[str]:
    """What the calls of a branch load by a name that is written there."""
    for node in (each for part in body for each in ast.walk(part)):
        is_load = isinstance(node, ast.Call) and callable_name(node.func).rpartition(".")[2] in _LOADERS
        if isinstance(node, ast.Call) and is_load and node.args and (name := text_of(node.args[0])):
            yield name
