"""What stands beside a repository's name in a call: its revision, whether it is a dataset, which of its files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import file_id, hub_dataset_id, hub_model_id
from explorer.sources.model_references import ModelReference, hub_dataset, is_weight_name
from explorer.sources.python_code.parsing import keyword_value
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.scopes import Scope as Names

_FLOATING = frozenset(["main", "master", "latest"])
_ON_HUB = "pkg:huggingface/"


class RepositoryReader:
    """Reads the other arguments of calls that name a repository of the hub."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def exact(self, reference: ModelReference, call: ast.Call, scope: Names) -> ModelReference:
        """The reference at the revision that the call asks for, and as a dataset where the call says that it is one."""
        if not reference.identity.startswith(_ON_HUB) or "@" in reference.identity:
            return reference
        if self._reading.text(keyword_value(call, "repo_type"), scope) == "dataset":
            reference = hub_dataset(reference.name)
        revision = self._reading.text(keyword_value(call, "revision"), scope)
        if not revision or revision in _FLOATING or any(letter.isspace() for letter in revision):
            return reference
        make = hub_dataset_id if reference.kind is Kind.DATASET else hub_model_id
        return replace(reference, identity=make(reference.name, revision))

    def file(self, reference: ModelReference, call: ast.Call, names: Names, role: Scope) -> Iterator[Claim]:
        """The weight file that the call takes from the repository, if it names one."""
        if reference.kind is Kind.DATASET or not reference.identity.startswith(_ON_HUB):
            return
        for value in self._reading.texts(keyword_value(call, "filename", "weight_name"), names):
            if is_weight_name(value.text) and "*" not in value.text:
                found = self._reading.evidence(value.line, "filename", value.module)
                yield from _contained(reference, value.text, found, role)


def _contained(reference: ModelReference, path: str, found: Evidence, role: Scope) -> Iterator[Claim]:
    identity = file_id(reference.identity, path)
    name = path.rsplit("/", 1)[-1]
    yield Component(identity, Kind.WEIGHT_FILE, name, "", None, Knowledge.DECLARED, {}, (found,))
    yield Relation(reference.identity, identity, RelationKind.CONTAINS, role, Knowledge.DECLARED, {}, (found,))
