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
from explorer.sources.local_places import is_weight_name
from explorer.sources.model_references import ModelReference, hub_dataset, hub_model
from explorer.sources.python_code.parsing import callable_name, keyword_value, text_of
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
        asked = keyword_value(call, "filename", "weight_name", "allow_patterns", "allow_file_pattern")
        if asked is None and callable_name(call.func).endswith("hf_hub_download") and len(call.args) > 1:
            asked = call.args[1]
        for value in self._reading.texts(asked, names):
            if is_weight_name(value.text) and "*" not in value.text:
                found = self._reading.evidence(value.line, "filename", value.module)
                yield from _contained(reference, value.text, found, role)

    def loaded(self, call: ast.Call, path: ast.expr | None) -> Iterator[Claim]:
        """`load_file(folder / "vae.safetensors")`, where the module takes only one repository from the hub whole."""
        name = text_of(path.right) if isinstance(path, ast.BinOp) and isinstance(path.op, ast.Div) else None
        if name is None or not is_weight_name(name):
            return
        repositories = self._taken_whole()
        if len(repositories) == 1:
            found = self._reading.evidence(call.lineno, "file of the repository that is downloaded")
            yield from _contained(next(iter(repositories)), name, found, self._reading.scope, Knowledge.INFERRED)

    def _taken_whole(self) -> set[ModelReference]:
        values = (
            value
            for downloaded, names in self._reading.module.names.calls.get("snapshot_download", [])
            for value in self._reading.texts(
                keyword_value(downloaded, "repo_id") or next(iter(downloaded.args), None), names
            )
        )
        return {found for value in values if (found := hub_model(value.text)) is not None}


def _contained(
    reference: ModelReference, path: str, found: Evidence, role: Scope, known: Knowledge = Knowledge.DECLARED
) -> Iterator[Claim]:
    identity = file_id(reference.identity, path)
    name = path.rsplit("/", 1)[-1]
    yield Component(identity, Kind.WEIGHT_FILE, name, "", None, known, {}, (found,))
    yield Relation(reference.identity, identity, RelationKind.CONTAINS, role, known, {}, (found,))
