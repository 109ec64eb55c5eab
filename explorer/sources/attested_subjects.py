"""What an attestation is about: its subjects by digest, held against the files that are scanned with it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.errors import InputError
from explorer.sources.interface import Project, ProjectFile, scope_of_path
from explorer.sources.model_repository import repository_of
from explorer.sources.signature_verdict import Verdict
from explorer.sources.weight_format import is_weight_name
from explorer.sources.weight_identity import weight_file_id

STRONG = ("sha512", "sha384", "sha256")
"""Digests that bind a statement to content, strongest first; SHA-1 and MD5 do not, for others can be made to match."""

MOST_HASHED = 4 * 1024**3
"""A larger file is not read for its digest; the answer says so."""

_PIECE = 1024 * 1024


class Binding(StrEnum):
    """What came of holding a subject against the files of the scan."""

    MATCHES = "matches a scanned file"
    DIFFERS = "differs from the scanned file of its name"
    ABSENT = "not among the scanned files"
    WEAK = "has no strong digest"
    TOO_LARGE = "too large to be compared"


@dataclass(frozen=True)
class Subject:
    """One subject of a statement."""

    name: str
    algorithm: str
    """One of `STRONG`; empty where none is stated."""
    digest: str
    binding: Binding
    file: ProjectFile | None = None
    """The file that it matches or differs from."""


def subjects_of(statement: Mapping[str, Any], project: Project) -> list[Subject]:
    """The subjects with a name, each held against the files of its name; raises nothing."""
    stated = statement.get("subject")
    found = [each for each in stated if isinstance(each, dict)] if isinstance(stated, list) else []
    return [_subject(each, project) for each in found if isinstance(each.get("name"), str)]


def in_words(subjects: Sequence[Subject]) -> str:
    """How many match, differ and so on: `2 matches a scanned file, 1 not among the scanned files`."""
    counts = Counter(each.binding for each in subjects)
    return ", ".join(f"{counts[each]:,} {each.value}" for each in Binding if counts[each])


def what_differs(subjects: Sequence[Subject]) -> Iterator[tuple[str, str]]:
    """For each subject whose file has other content than was attested: what is to be said, and what to do."""
    for each in subjects:
        if each.binding is Binding.DIFFERS and each.file is not None:
            yield (
                f"{each.file.path} is not what the attestation is about: its {each.algorithm} differs.",
                "Get the file and its attestation from one release, and do not rely on this one until then.",
            )


def attested_weights(
    subjects: Sequence[Subject], signature: Verdict, found: Evidence, project: Project
) -> Iterator[Claim]:
    """The scanned weight files that match, with their digest, and with the signature where that was verified.

    One in no model's folder is the system's own, also where its ending alone would not make it a weight file.
    """
    facts = {"signature": signature.words} if signature.is_verified else {}
    known = Knowledge.VERIFIED if signature.is_verified else Knowledge.DECLARED
    for each in subjects:
        if each.binding is Binding.MATCHES and each.file is not None and is_weight_name(each.file.name):
            identity = weight_file_id(each.file, project)
            attributes = {each.algorithm: each.digest, **facts}
            yield Component(identity, Kind.WEIGHT_FILE, each.file.name, "", None, known, attributes, (found,))
            if repository_of(each.file.path, project) is None:
                scope = scope_of_path(each.file.path)
                yield Relation(project.system, identity, RelationKind.CONTAINS, scope, evidence=(found,))


def _subject(stated: Mapping[str, Any], project: Project) -> Subject:
    name, digests = str(stated["name"]), stated.get("digest")
    known = digests if isinstance(digests, dict) else {}
    algorithm = next((each for each in STRONG if isinstance(known.get(each), str)), "")
    digest = str(known.get(algorithm, "")).lower()
    files = list(_files_named(name, project))
    if not algorithm:
        return Subject(name, "", "", Binding.WEAK)
    if not files:
        return Subject(name, algorithm, digest, Binding.ABSENT)
    hashed = [(file, _digest(file, algorithm)) for file in files]
    for file, own in hashed:
        if own == digest:
            return Subject(name, algorithm, digest, Binding.MATCHES, file)
    file, own = next(((file, own) for file, own in hashed if own), (files[0], ""))
    return Subject(name, algorithm, digest, Binding.DIFFERS if own else Binding.TOO_LARGE, file)


def _files_named(name: str, project: Project) -> Iterator[ProjectFile]:
    """The file at this path, else those with this last part: statements name what was built, not where it is kept."""
    path = PurePosixPath(name)
    if (exact := project.find(path)) is not None:
        yield exact
        return
    yield from (file for file in project.files if path.name and file.name == path.name)


def _digest(file: ProjectFile, algorithm: str) -> str:
    """The digest of a file; empty where it is too large. Raises `InputError` where it cannot be read."""
    if file.size > MOST_HASHED:
        return ""
    running = hashlib.new(algorithm)
    try:
        with file.absolute.open("rb") as stream:
            while piece := stream.read(_PIECE):
                running.update(piece)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{file.path} cannot be read: {reason}.", "Check the file's permissions.") from error
    return running.hexdigest()
