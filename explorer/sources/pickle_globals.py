"""What a pickle would import if it were loaded, listed without loading it, through picklescan's disassembly."""

from __future__ import annotations

import io
import logging
import pickletools
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from picklescan.scanner import ScanResult

MAX_PICKLE_BYTES = 256 * 1024 * 1024
"""A larger pickle is not scanned: listing its instructions could take gigabytes."""

MAX_READS = 5_000_000
"""A pickle of more reads (one or two for each instruction) is not scanned to its end: it would take minutes."""

_LISTED = 12
_PICKLE_MEMBER = re.compile(r"(?i)\.(?:pkl|pickle|joblib|dat|data|pt|pth|bin|ckpt)$")
_NUMPY_MAGIC = b"\x93NUMPY"


class _NotScanned(Exception):
    """The reason why a pickle's imports could not be listed."""


@dataclass(frozen=True, slots=True)
class PickleReport:
    """The imports of the pickles in one file."""

    verdict: str
    """`no known bad import`, `known bad import: …` or `not scanned: …`. Never a promise that the file is harmless."""
    bad: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    """Imports that picklescan lists neither as harmless nor as dangerous."""
    harmless: int = 0

    def imports(self) -> str:
        """The imports in words; empty where nothing was scanned."""
        if self.verdict.startswith("not scanned"):
            return ""
        if not (self.bad or self.unlisted or self.harmless):
            return "none"
        parts = [f"{self.harmless} on picklescan's list of harmless imports"]
        if self.unlisted:
            parts.append(f"{len(self.unlisted)} on no list: {_shortened(self.unlisted)}")
        if self.bad:
            parts.append(f"{len(self.bad)} on its list of dangerous imports: {_shortened(self.bad)}")
        return "; ".join(parts)


def scan_pickles(path: Path) -> PickleReport:
    """List what the pickles in a pickle, a PyTorch zip or a NumPy file of objects would import."""
    logging.getLogger("picklescan").setLevel(logging.CRITICAL)
    results: list[ScanResult] = []
    try:
        with warnings.catch_warnings(), path.open("rb") as stream:
            warnings.simplefilter("ignore")  # The disassembler warns of wrong escapes in the file's texts.
            results.extend(_results(stream))  # What was found before it fails still counts.
    except _NotScanned as reason:
        return _report(results, str(reason))
    except Exception as error:  # A hostile file can make the disassembler fail in any way.
        return _report(results, f"picklescan could not read it ({type(error).__name__})")
    return _report(results, "" if results else "no pickle was found in it")


def _results(stream: BinaryIO) -> Iterator[ScanResult]:
    """One result per pickle stream. The first bytes decide what the file is, as they do for the loaders."""
    head = stream.read(8)
    stream.seek(0)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _zip_results(stream)
    else:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        yield _scanned(_bounded(stream, size), head)


def _zip_results(stream: BinaryIO) -> Iterator[ScanResult]:
    from picklescan.relaxed_zipfile import RelaxedZipFile

    with RelaxedZipFile(stream, "r") as archive:
        for member in archive.infolist():
            try:
                with archive.open(member.filename) as opened:
                    head = opened.read(8)
                if not (_PICKLE_MEMBER.search(member.filename) or _is_pickle(head) or head.startswith(_NUMPY_MAGIC)):
                    continue
                with archive.open(member.filename) as opened:
                    yield _scanned(_bounded(opened, member.file_size), head)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
                if member.filename.endswith(".pkl"):
                    raise _NotScanned(f"its member {member.filename} cannot be unpacked") from error


def _scanned(stream: _Bounded, head: bytes) -> ScanResult:
    from picklescan.scanner import scan_numpy, scan_pickle_bytes, scan_pytorch
    from picklescan.torch import MAGIC_NUMBER, get_magic_number

    data = cast(IO[bytes], stream)
    if head.startswith(_NUMPY_MAGIC):
        return scan_numpy(data, "file")
    is_torch = get_magic_number(data) == MAGIC_NUMBER
    stream.seek(0)
    # torch.save wrote five pickles and then raw numbers, which are no broken pickle.
    result = scan_pytorch(data, "file") if is_torch else scan_pickle_bytes(data, "file")
    if not result.globals and not _ends_properly(stream):
        raise _NotScanned("no whole pickle could be read in it")
    return result


def _ends_properly(stream: _Bounded) -> bool:
    """Whether the first pickle is whole: picklescan says nothing of one that breaks off before its first import."""
    stream.seek(0)
    try:
        return any(opcode.name == "STOP" for opcode, _, _ in pickletools.genops(cast(IO[bytes], stream)))
    except (ValueError, IndexError, UnicodeError, EOFError, OverflowError):
        return False


def _is_pickle(head: bytes) -> bool:
    return len(head) > 1 and head[0] == 0x80 and 1 <= head[1] <= 5


def _bounded(stream: IO[bytes], size: int) -> _Bounded:
    if size > MAX_PICKLE_BYTES:
        raise _NotScanned(f"a pickle in it is larger than {MAX_PICKLE_BYTES // 1024**2} MB")
    return _Bounded(stream)


class _Bounded:
    """A file that stops being readable after `MAX_READS` reads, so that no pickle can keep the scan busy."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._reads = 0

    def _count(self) -> None:
        self._reads += 1
        if self._reads > MAX_READS:
            raise _NotScanned(f"it has more than {MAX_READS:,} instructions")

    def read(self, size: int = -1) -> bytes:
        self._count()
        return self._stream.read(size)

    def readline(self) -> bytes:
        self._count()
        return self._stream.readline()

    def seek(self, place: int, whence: int = 0) -> int:
        return self._stream.seek(place, whence)

    def tell(self) -> int:
        return self._stream.tell()


def _report(results: list[ScanResult], reason: str) -> PickleReport:
    """The imports of all pickles together. A bad import counts even where another pickle could not be scanned."""
    names: dict[str, set[str]] = {}
    for each in (found for result in results for found in result.globals):
        names.setdefault(each.safety.value, set()).add(f"{each.module}.{each.name}")
    bad = tuple(sorted(names.get("dangerous", ())))
    if reason and not bad:
        return PickleReport(f"not scanned: {reason}")
    verdict = f"known bad import: {_shortened(bad)}" if bad else "no known bad import"
    if not bad and any(result.scan_err for result in results):
        verdict += " in the part that could be read"
    return PickleReport(verdict, bad, tuple(sorted(names.get("suspicious", ()))), len(names.get("innocuous", ())))


def _shortened(names: Iterable[str]) -> str:
    names = list(names)
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more
