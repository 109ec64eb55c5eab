"""Reads an offline copy of an OSV database: a folder, a zip or a tar of JSON and YAML records. Nothing is fetched."""

from __future__ import annotations

import json
import re
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from explorer.domain.advisory import Advisory, AdvisoryData
from explorer.errors import InputError
from explorer.knowledge.ecosystems import ecosystem_named
from explorer.progress import Progress
from explorer.sources.loose_values import as_mapping, as_mappings, as_text, as_texts

MAX_RECORD_BYTES = 4 * 1024 * 1024
"""A larger record is no advisory; it counts as unreadable."""

_SPLIT = re.compile(r"[-_.:/ ]+")
_ECOSYSTEM = re.compile(r"""["']?ecosystem["']?\s*:\s*["']?([A-Za-z][A-Za-z. ]*)""")
_NAME = re.compile(r"""(?m)(?:"name"\s*:\s*"|^[^\S\n]*+(?:-\s+)?name:\s*["']?)([^"'\n\r]+)""")
# A key stands at the beginning of a line, or, where the whole record is one line of JSON, in quotes after a brace or comma.
_MODIFIED = re.compile(r"""(?m)(?:^[^\S\n]*+"?|[{,]\s*")modified"?\s*:\s*["']?(\d{4}-\d\d-\d\d[T ]?[\d:.]*Z?)""")
_WITHDRAWN = re.compile(r"""(?m)(?:^[^\S\n]*+"?|[{,]\s*")withdrawn"?\s*:""")
_ENDINGS = (".json", ".yaml", ".yml")
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError, RuntimeError)


def read_advisories(path: Path, wanted: Collection[tuple[str, str]], progress: Progress | None = None) -> AdvisoryData:
    """The advisories about the packages `wanted`, (ecosystem, normalised name) each.

    Every record is counted and dated, but only those that name a wanted package are parsed. Raises `InputError` where
    there is no such folder or archive, or where it holds no record.
    """
    progress = progress or Progress()
    found: list[Advisory] = []
    newest, records, withdrawn, unreadable = "", 0, 0, 0
    # Some records bear a date that is still to come, which says nothing of the age of the copy.
    now = datetime.now(UTC).isoformat()
    ecosystems: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    names = {_plain(name) for _, name in wanted}
    for name, text in _texts(path):
        if text is None:
            unreadable += 1
            continue
        records += 1
        if records % 500 == 0:
            progress.step(f"Reading advisories: {records:,}")
        dates = (match.replace(" ", "T") for match in _MODIFIED.findall(text))
        newest = max(newest, *(each for each in dates if each <= now), "")
        for each in _ecosystems(text):
            known, _ = ecosystem_named(each)
            (ecosystems if known else skipped).update([known.purl if known else each])
        if not any(_plain(each) in names for each in _NAME.findall(text)):
            withdrawn += bool(_WITHDRAWN.search(text))
            continue
        record = _parsed(name, text)
        if record is None:
            unreadable += 1
        elif record.get("withdrawn"):
            withdrawn += 1
        else:
            found += [each for each in advisories_of(record) if (each.ecosystem, each.package) in wanted]
    if not records:
        raise InputError(f"{path} holds no advisory.", "Give a folder, zip or tar of OSV records (JSON or YAML).")
    found.sort(key=lambda each: (each.package, each.id))
    return AdvisoryData(
        path.name, tuple(found), records, withdrawn, newest, dict(ecosystems), unreadable, dict(skipped)
    )


def advisories_of(record: Mapping[str, Any]) -> Iterator[Advisory]:
    """One advisory per affected package of a record, of the ecosystems whose versions can be compared."""
    for affected in as_mappings(record.get("affected")):
        package = as_mapping(affected.get("package"))
        ecosystem, release = ecosystem_named(as_text(package.get("ecosystem")))
        name = as_text(package.get("name"))
        if ecosystem is None or not name:
            continue
        ranges = tuple(
            (as_text(each.get("type")), _events(each))
            for each in as_mappings(affected.get("ranges"))
            if each.get("type") != "GIT"
        )
        database = {**as_mapping(record.get("database_specific")), **as_mapping(affected.get("database_specific"))}
        yield Advisory(
            as_text(record.get("id")), ecosystem.purl, ecosystem.normalized(name), _summary(record),
            frozenset(as_texts(affected.get("versions"))), ranges, tuple(as_texts(record.get("aliases"))),
            tuple(as_text(each.get("score")) for each in as_mappings(record.get("severity") or affected.get("severity"))),
            as_text(database.get("severity")), as_text(record.get("modified")), release,
        )  # fmt: skip


def _events(each: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(key), as_text(value)) for event in as_mappings(each.get("events")) for key, value in event.items()
    )


def _summary(record: Mapping[str, Any]) -> str:
    text = as_text(record.get("summary")) or as_text(record.get("details"))
    return " ".join(text.split())[:200]


def _ecosystems(text: str) -> set[str]:
    return {name.strip() for name in _ECOSYSTEM.findall(text)}


def _plain(name: str) -> str:
    """A name as it is told apart before a record is parsed: no ecosystem takes two names for one that differ here."""
    return _SPLIT.sub("-", name.strip()).lower()


def _parsed(name: str, text: str) -> Mapping[str, Any] | None:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        record = json.loads(text) if name.endswith(".json") else yaml.load(text, Loader=loader)
    except (ValueError, yaml.YAMLError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _texts(path: Path) -> Iterator[tuple[str, str | None]]:
    """Every record's name and text; None where it cannot be read."""
    try:
        if path.is_dir():
            yield from _in_folder(path)
        elif path.is_file() and zipfile.is_zipfile(path):
            yield from _in_zip(path)
        elif path.is_file() and tarfile.is_tarfile(path):
            yield from _in_tar(path)
        elif path.is_file():
            raise InputError(f"{path} is no folder, zip or tar.", "Give an offline copy of an OSV database.")
        else:
            raise InputError(f"{path} does not exist.", "Give an offline copy of an OSV database.")
    except (OSError, *_BROKEN) as error:
        raise InputError(f"{path} cannot be read: {error}.", "Copy it again.") from error


def _in_folder(path: Path) -> Iterator[tuple[str, str | None]]:
    for file in sorted(path.rglob("*")):
        if file.suffix in _ENDINGS and file.is_file() and not file.is_symlink():
            large = file.stat().st_size > MAX_RECORD_BYTES
            yield file.name, None if large else _decoded(file.read_bytes())


def _in_zip(path: Path) -> Iterator[tuple[str, str | None]]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.filename.endswith(_ENDINGS):
                large = member.file_size > MAX_RECORD_BYTES
                yield member.filename, None if large else _decoded(archive.read(member))


def _in_tar(path: Path) -> Iterator[tuple[str, str | None]]:
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(_ENDINGS):
                stream = archive.extractfile(member)
                large = member.size > MAX_RECORD_BYTES or stream is None
                yield member.name, None if large or stream is None else _decoded(stream.read())


def _decoded(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
