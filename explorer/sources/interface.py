"""What every file source is given and what it gives back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Protocol

from explorer.domain.claim import Claim
from explorer.domain.component import ComponentId
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Scope
from explorer.errors import InputError
from explorer.sources.secrets import redact
from explorer.sources.trusted_keys import TrustedKey

MAX_TEXT_BYTES = 32 * 1024 * 1024
"""Text larger than this is not read as configuration or code; the scan says so."""

MAX_EVIDENCE_TEXT = 300


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """One regular file of the scanned folder; nothing is read before it is asked for."""

    path: PurePosixPath
    """Relative to the scanned folder."""
    absolute: Path
    size: int

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.name

    def read_bytes(self, limit: int = MAX_TEXT_BYTES) -> bytes:
        """The whole file. Raises `InputError` where it is larger than `limit` bytes or cannot be read."""
        try:
            with self.absolute.open("rb") as stream:
                data = stream.read(limit + 1)
        except OSError as error:
            reason = error.strerror or str(error)
            raise InputError(f"{self.path} cannot be read: {reason}.", "Check the file's permissions.") from error
        if len(data) > limit:
            raise InputError(
                f"{self.path} is larger than {limit // 1024**2} MB and was not read.", "Scan it by itself, or split it."
            )
        return data

    def read_text(self, limit: int = MAX_TEXT_BYTES) -> str:
        """The file as text (UTF-8, or UTF-16 with a byte order mark). Raises `InputError` for binary content."""
        data = self.read_bytes(limit)
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            raise InputError(
                f"{self.path} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8 and scan again."
            ) from error
        if "\0" in text:
            raise InputError(f"{self.path} has NUL characters, so it is not text.", "Check that the file is whole.")
        return text


@dataclass(frozen=True)
class Project:
    """The folder being scanned: its system and all its files, so that a source can look beyond one file."""

    root: Path
    system: ComponentId
    files: tuple[ProjectFile, ...] = field(default=())
    keys: tuple[TrustedKey, ...] = ()
    """The keys that the user trusts to verify signatures with."""
    memory: dict[str, object] = field(default_factory=dict, compare=False, repr=False)
    """What sources keep from one file to the next; it lives as long as the scan."""

    @cached_property
    def _by_path(self) -> dict[PurePosixPath, ProjectFile]:
        return {file.path: file for file in self.files}

    def find(self, path: PurePosixPath) -> ProjectFile | None:
        """The file at this relative path, if the scan has it."""
        return self._by_path.get(path)


class Source(Protocol):
    """A reader of one input format."""

    name: str
    """Short and stable; stands in every evidence: `requirements`, `python-code`."""
    reads: str
    """One sentence: what it reads."""
    does_not_read: str
    """One sentence: what it leaves out on purpose."""

    def matches(self, path: PurePosixPath) -> bool:
        """Whether a file at this path is for this source; looks at the path only."""

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Yield what the file says.

        Raises `InputError` where the file as a whole is unusable; a part that is broken is yielded as a `Problem`
        and the rest is still read.
        """


def evidence(source: str, file: ProjectFile, line: int | None = None, text: str = "", field: str = "") -> Evidence:
    """Evidence in a file of the project; the text is on one line, without secrets, at most 300 characters."""
    # Cut before looking for secrets: that search takes quadratic time, and a hostile line may have megabytes.
    shown = redact(" ".join(text[: 2 * MAX_EVIDENCE_TEXT].split()))
    return Evidence(source, str(file.path), line, field, shown[:MAX_EVIDENCE_TEXT])


_PATTERN_ENDINGS = (
    ".example",
    ".sample",
    ".template",
    ".dist",
    ".tmpl",
    ".tpl",
    ".tftpl",
    ".gotmpl",
    ".j2",
    ".jinja",
    ".jinja2",
)


def as_filled_in(path: PurePosixPath) -> PurePosixPath:
    """The path of the file that is made from a pattern: `cog.yaml` for `cog.yaml.template`; any other path as it is."""
    is_pattern = path.suffix.lower() in _PATTERN_ENDINGS and "." in path.stem.lstrip(".")
    return path.with_suffix("") if is_pattern else path


_SCOPE_OF_FOLDER = {
    "test": Scope.TEST,
    "tests": Scope.TEST,
    "testing": Scope.TEST,
    "e2e": Scope.TEST,
    "example": Scope.EXAMPLE,
    "examples": Scope.EXAMPLE,
    "demo": Scope.EXAMPLE,
    "demos": Scope.EXAMPLE,
    "samples": Scope.EXAMPLE,
    "tutorials": Scope.EXAMPLE,
    "cookbook": Scope.EXAMPLE,
    "docs": Scope.DOCUMENTATION,
    "doc": Scope.DOCUMENTATION,
    "documentation": Scope.DOCUMENTATION,
    "dev": Scope.DEVELOPMENT,
}


def scope_of_path(path: PurePosixPath, default: Scope = Scope.RUNTIME) -> Scope:
    """The role that a file's place suggests: `tests/…` is test, `examples/…` is example, and so on."""
    for part in path.parts[:-1]:
        if (scope := _SCOPE_OF_FOLDER.get(part.lower())) is not None:
            return scope
    stem = path.name.lower()
    if stem.startswith("test_") or stem.endswith(("_test.py", ".test.ts", ".spec.ts")):
        return Scope.TEST
    return Scope.EXAMPLE if stem.endswith((".example", ".sample")) and default is Scope.RUNTIME else default
