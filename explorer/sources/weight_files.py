"""Weight files: their format by content, size, digest, what loading them can do, and what their headers state."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.errors import InputError
from explorer.sources.card_claims import dataset_claims
from explorer.sources.gguf_header import read_gguf_header
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.keras_header import read_keras_header
from explorer.sources.lineage import Signs, Word, base_claims
from explorer.sources.loose_values import without_empty
from explorer.sources.model_repository import ModelRepository, repository_claims, repository_of
from explorer.sources.onnx_header import read_onnx_header
from explorer.sources.pickle_globals import scan_pickles
from explorer.sources.safetensors_header import read_safetensors_header
from explorer.sources.weight_format import (
    GGUF,
    KERAS,
    KERAS_LAMBDA,
    NOT_RECOGNISED,
    ONNX,
    SAFETENSORS,
    WeightFormat,
    format_of_name,
    is_weight_name,
)
from explorer.sources.weight_header import StatedBase, WeightHeader
from explorer.sources.weight_identity import weight_file_id
from explorer.sources.weight_signature import PREFIX_BYTES, lfs_pointer, recognise
from explorer.sources.zip_bomb import unpacked_size

MAX_HASHED_BYTES = 2 * 1024**3
"""A larger file gets no digest: reading it would take longer than the rest of the scan."""

_VAGUE_SUFFIXES = (".bin", ".pt", ".p")
"""Extensions that other things bear too: a file of theirs outside a model's folder counts only by its content."""


class WeightFiles:
    """Reads weight files."""

    name = "weight-file"
    reads = (
        "Weight files by content: safetensors, GGUF, pickle, PyTorch, ONNX, TFLite, Keras, HDF5, SavedModel, NumPy; "
        "digests, headers, and the imports of pickles. Nothing is loaded."
    )
    does_not_read = "Tensors, compressed content, archives, and .bin files that no format explains."

    def matches(self, path: PurePosixPath) -> bool:
        """Whether a file of this name may hold weights."""
        return is_weight_name(str(path))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The file, what contains it, and what its header states."""
        repository = repository_of(file.path, project)
        head = _head(file)
        pointer = lfs_pointer(head)
        with _opened(file) as stream:
            found = format_of_name(file.name) if pointer else recognise(stream, file.size, str(file.path))
        if found is NOT_RECOGNISED and repository is None and file.path.suffix.lower() in _VAGUE_SUFFIXES:
            if file.size > MAX_HASHED_BYTES:
                message = f"{file.name} is {_in_words(file.size)} of no known format, so nothing is said of it."
                yield Problem(self.name, str(file.path), None, message, "Check what wrote it, if it should be a model.")
            return
        place = _Place(weight_file_id(file, project), file, repository, project, self.name)
        yield from _contained(place, found)
        if pointer:
            facts = {"format known from": "the file name", "content": "not here: a Git LFS pointer", **pointer}
            yield _component(place, {**_format_facts(found, ""), **facts})
            return
        yield from _mismatch(place, found)
        yield from _described(place, found)


@dataclass(frozen=True, slots=True)
class _Place:
    """One weight file and where it stands."""

    id: ComponentId
    file: ProjectFile
    repository: ModelRepository | None
    project: Project
    source: str

    def at(self, field: str = "", text: str = "") -> Evidence:
        """Evidence in this file."""
        return evidence(self.source, self.file, None, text, field)

    def problem(self, message: str, advice: str) -> Problem:
        """A problem with this file."""
        return Problem(self.source, str(self.file.path), None, message, advice)


def _contained(place: _Place, found: WeightFormat) -> Iterator[Claim]:
    owner = place.project.system
    at = place.at("", found.name)
    if place.repository is not None:
        yield from repository_claims(place.repository, place.project, at)
        owner = place.repository.id
    yield Relation(owner, place.id, RelationKind.CONTAINS, scope_of_path(place.file.path), evidence=(at,))


def _described(place: _Place, found: WeightFormat) -> Iterator[Claim]:
    digest = _sha256(place.file)
    facts = {"format known from": "the content", "size": str(place.file.size), "sha256": digest}
    knowledge, check = _against_name(place.file, digest)
    facts.update(without_empty({"digest check": check}))
    if bomb := _bomb(place.file):
        message = f"It would unpack to {_in_words(bomb)} from {_in_words(place.file.size)}, so it was not looked into."
        yield place.problem(message, "Do not load or unpack it before somebody has looked at where it came from.")
        yield _component(place, {**_format_facts(found, "it is a zip bomb"), **facts}, knowledge)
        return
    if found.has_pickle:
        report = scan_pickles(place.file.absolute)
        facts.update(without_empty({"pickle scan": report.verdict, "pickle imports": report.imports()}))
        if report.bad:
            message = f"Loading this file would import {', '.join(report.bad[:5])}."
            yield place.problem(message, "Do not load it before somebody has looked at why it needs that.")
    header = WeightHeader()
    try:
        header = _header(place.file, found)
    except InputError as error:
        yield place.problem(error.message, error.advice)
    if header.problem:
        yield place.problem(header.problem, "Fetch the file again.")
    if check.startswith("does not match"):
        yield place.problem("The content is not what the hub's cache says it is.", "Fetch the file again, and ask why.")
    yield _component(place, {**_format_facts(found, found.unread), **facts, **header.facts}, knowledge)
    for base in header.bases:
        yield from _base(place, found, header, base)


def _component(place: _Place, facts: dict[str, str], knowledge: Knowledge = Knowledge.DECLARED) -> Component:
    at = place.at("", facts.get("format", ""))
    return Component(place.id, Kind.WEIGHT_FILE, place.file.name, "", None, knowledge, facts, (at,))


def _format_facts(found: WeightFormat, unread: str) -> dict[str, str]:
    scan = {"content scan": f"not scanned: {unread}"} if unread else {}
    return {"format": found.name, "loading can execute code": found.execution.value, **scan}


def _mismatch(place: _Place, found: WeightFormat) -> Iterator[Problem]:
    """A file whose content is another format than its extension promises, where that makes loading riskier."""
    promised = format_of_name(place.file.name)
    if promised.execution == "no" and found.execution != "no" and not _is_array(promised, found):
        message = f"The file is named as {promised.name}, but its content is: {found.name}."
        yield place.problem(message, "A loader that goes by content treats it as that; check where it came from.")


def _is_array(promised: WeightFormat, found: WeightFormat) -> bool:
    return promised.name.startswith("NumPy") and found.name.startswith("NumPy")


def _header(file: ProjectFile, found: WeightFormat) -> WeightHeader:
    with _opened(file) as stream:
        if found is SAFETENSORS:
            return read_safetensors_header(stream, file.size, str(file.path))
        if found is GGUF:
            return read_gguf_header(stream, str(file.path))
        if found is ONNX:
            return read_onnx_header(stream, file.size, str(file.path))
        return read_keras_header(stream) if found in (KERAS, KERAS_LAMBDA) else WeightHeader()


def _base(place: _Place, found: WeightFormat, header: WeightHeader, base: StatedBase) -> Iterator[Claim]:
    """What a header names as origin is claimed of the model's repository, or of the file where it has none."""
    described = place.repository.id if place.repository else place.id
    at = place.at(base.key, base.name)
    if base.kind is RelationKind.TRAINED_ON:
        yield from dataset_claims(described, base.name, base.kind, at)
        return
    yield from base_claims(described, base.name, _word(found, header, base), at)


def _word(found: WeightFormat, header: WeightHeader, base: StatedBase) -> Word:
    if base.kind is not None:
        return Word(base.kind, Knowledge.DECLARED)
    if header.is_adapter:
        return Word(RelationKind.ADAPTS, Knowledge.DECLARED)
    name = header.facts.get("quantization", "")
    if found is GGUF and name not in ("", "F32", "F16", "BF16"):
        return Word(RelationKind.QUANTIZED_FROM, Knowledge.INFERRED, f"its weights are stored as {name}")
    return Signs().word()


def _against_name(file: ProjectFile, digest: str) -> tuple[Knowledge, str]:
    """In the hub's cache a large file is stored under its own SHA-256; so the digest can be checked."""
    stored = file.absolute.resolve().name
    if len(stored) != 64 or not digest.isalnum() or stored == file.name:
        return Knowledge.DECLARED, ""
    if stored == digest:
        return Knowledge.VERIFIED, "matches the digest that the hub's cache keeps it under"
    return Knowledge.DECLARED, "does not match the digest that the hub's cache keeps it under"


def _bomb(file: ProjectFile) -> int:
    with _opened(file) as stream:
        return unpacked_size(stream, file.size)


def _in_words(size: int) -> str:
    """`4 GB`, `1.2 MB`, `900 KB`, in powers of 1024."""
    value, units = size / 1024, ["KB", "MB", "GB"]
    while value >= 1000 and len(units) > 1:
        value /= 1024
        del units[0]
    return f"{value:,.0f} {units[0]}" if value >= 10 else f"{value:.1f} {units[0]}"


def _sha256(file: ProjectFile) -> str:
    if file.size > MAX_HASHED_BYTES:
        return f"not assessed: larger than {MAX_HASHED_BYTES // 1024**3} GB"
    with _opened(file) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _head(file: ProjectFile) -> bytes:
    with _opened(file) as stream:
        return stream.read(PREFIX_BYTES)


@contextmanager
def _opened(file: ProjectFile) -> Iterator[BufferedReader]:
    try:
        with file.absolute.open("rb") as stream:
            yield stream
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{file.path} cannot be read: {reason}.", "Check the file's permissions.") from error


SOURCE = WeightFiles()
