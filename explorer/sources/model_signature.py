"""Reads signatures of models by OpenSSF model signing: whose they are, and whether every signed file is as it was signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component
from explorer.domain.evidence import Evidence
from explorer.errors import InputError
from explorer.sources.attested_subjects import (
    Binding,
    Subject,
    attested_weights,
    in_words,
    subjects_of,
    what_differs,
)
from explorer.sources.dsse_envelope import Attestation, opened
from explorer.sources.interface import Project, ProjectFile, evidence
from explorer.sources.json_text import parse_json
from explorer.sources.model_repository import ModelRepository, repository_of

_ENDINGS = (".sig", ".sig.json", ".sigstore.json", ".sigstore")
_PREDICATE = "https://model_signing/"
MOST_NAMED = 10
"""How many missing files a problem names; it says how many there are."""


class ModelSignature:
    """Signatures over the files of a model."""

    name = "model-signature"
    reads = (
        "Signatures of models (OpenSSF model signing): which files they cover, whether those are as they were signed, and, "
        "where keys are given (key:FILE), whose they are."
    )
    does_not_read = "Files hashed in shards; signatures that are no Sigstore bundle."

    def matches(self, path: PurePosixPath) -> bool:
        """`model.sig` and other bundles."""
        return path.name.lower().endswith(_ENDINGS)

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The signed weight files, the model that they are of, and what does not fit."""
        attestation = _attestation(file, project)
        if attestation is None:
            return
        subjects = subjects_of(_stated(attestation.statement, file, project), project)
        text = f"{in_words(subjects) or 'no file'}; signature {attestation.signature.words}"
        found = evidence(self.name, file, 1, text, "signature")
        yield from attested_weights(subjects, attestation.signature, found, project)
        if (repository := repository_of(file.path, project)) is not None:
            yield _signed(attestation, subjects, repository, found)
        for message, advice in _wrong(attestation, subjects):
            yield Problem(self.name, str(file.path), 1, message, advice)


def _attestation(file: ProjectFile, project: Project) -> Attestation | None:
    """The signature of a model in the file; None for any other, as `.sig` is an ending of many things."""
    try:
        attestation = opened(parse_json(file.read_text(), str(file.path)), project.keys)
    except InputError:
        return None
    kind = attestation.statement.get("predicateType") if attestation else None
    return attestation if isinstance(kind, str) and kind.startswith(_PREDICATE) else None


def _stated(statement: Mapping[str, Any], file: ProjectFile, project: Project) -> dict[str, Any]:
    """What is signed as subjects by their paths in the scan: resources of the predicate, in older ones the subjects."""
    resources = statement["predicate"].get("resources")
    listed = resources if isinstance(resources, list) else statement.get("subject")
    named = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    folder = file.path.parent
    return {
        "subject": [
            {"name": _path(each.get("name"), folder, project), "digest": _digest(each)}
            for each in named
            if isinstance(each.get("name"), str)
        ]
    }


def _path(name: Any, folder: PurePosixPath, project: Project) -> str:
    """Beside the signature, where such a file is there; else as it is stated."""
    beside = folder / str(name)
    return str(beside) if project.find(beside) else str(name)


def _digest(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    stated = resource.get("digest")
    if isinstance(stated, dict):
        return stated
    return {str(resource.get("algorithm")): stated} if isinstance(stated, str) else {}


def _signed(
    attestation: Attestation, subjects: Sequence[Subject], repository: ModelRepository, found: Evidence
) -> Component:
    """The model whose files are signed, with what is to be said of the signature: verified only where all files fit."""
    whole = bool(subjects) and all(each.binding is Binding.MATCHES for each in subjects)
    words = attestation.signature.words
    told = words if whole or not attestation.signature.is_verified else f"of other files: {in_words(subjects)}; {words}"
    facts = {"signature": told, "signed files": in_words(subjects)}
    if attestation.material:
        facts["signature material"] = attestation.material
    return Component(repository.id, repository.kind, repository.name, attributes=facts, evidence=(found,))


def _wrong(attestation: Attestation, subjects: Sequence[Subject]) -> Iterator[tuple[str, str]]:
    if attestation.fault:
        yield (
            f"The envelope of the signature is not as DSSE has it: {attestation.fault}.",
            "Get the signature anew; this one proves nothing.",
        )
    if attestation.signature.is_wrong:
        yield (
            f"The signature of the model is {attestation.signature.words}.",
            "Do not use the model until its maker has explained it.",
        )
    yield from what_differs(subjects)
    missing = [each.name for each in subjects if each.binding is Binding.ABSENT]
    if missing:
        more = f" and {len(missing) - MOST_NAMED:,} more" if len(missing) > MOST_NAMED else ""
        yield (
            f"Signed files are not in the scan: {', '.join(missing[:MOST_NAMED])}{more}.",
            "Scan the whole folder of the model, or get what is missing.",
        )


SOURCE = ModelSignature()
