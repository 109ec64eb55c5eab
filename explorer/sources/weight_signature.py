"""In which format a weight file is written, told by its first bytes; the extension only breaks a tie."""

from __future__ import annotations

import lzma
import pickletools
import re
import warnings
import zipfile
import zlib
from io import BytesIO
from typing import BinaryIO

from explorer.errors import InputError
from explorer.sources.weight_format import (
    GGUF,
    HDF5,
    HDF5_LAMBDA,
    KERAS,
    KERAS_LAMBDA,
    MSGPACK,
    NOT_RECOGNISED,
    NUMPY,
    NUMPY_OBJECTS,
    NUMPY_ZIP,
    ONNX,
    PICKLE,
    SAFETENSORS,
    SAVED_MODEL,
    SAVED_MODEL_FILES,
    TFLITE,
    TORCH_ZIP,
    TORCHSCRIPT,
    Execution,
    WeightFormat,
)

_COMPRESSED = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x04\x22\x4d\x18": "lz4",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
    b"\x5d\x00\x00": "lzma",
}
_GGML = {b"lmgg": "GGML", b"fmgg": "GGMF", b"tjgg": "GGJT", b"algg": "GGLA (LoRA)"}
"""The formats before GGUF, by the little-endian form of their magic number (llama.cpp)."""
_PICKLE_NAME = re.compile(r"(?i)\.(?:pkl|pickle|pt|pth|ckpt|joblib|bin|dill|p)$")
_LAMBDA = re.compile(rb'"class_name":\s*"Lambda"')
_FILE_OPERATIONS = re.compile(
    rb"\x0a.(?:PyFunc|EagerPyFunc|ReadFile|WriteFile|MatchingFiles)\x1a|\x12.(?:PyFunc|EagerPyFunc|ReadFile|WriteFile|MatchingFiles)",
    re.DOTALL,
)
_LFS = b"version https://git-lfs.github.com/spec/v1"

PREFIX_BYTES = 4096
SEARCHED_BYTES = 64 * 1024 * 1024
MAX_ZIP_MEMBERS = 20_000

_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
    OverflowError,
)
"""What `zipfile` raises for archives that are broken, encrypted, or packed in a way that it does not know."""


def recognise(stream: BinaryIO, size: int, name: str) -> WeightFormat:
    """The format of an open file. Nothing is loaded, unpacked or unpickled.

    Raises `InputError` for a zip whose list of members is broken or longer than 20,000.
    """
    head = stream.read(PREFIX_BYTES)
    for test in (_by_magic, _compressed, _by_structure):
        if found := test(head, size, name):
            return found
    stream.seek(0)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(stream, name)
    for read in (_hdf5, _saved_model, _numpy, _pickle):
        stream.seek(0)
        if found := read(stream, head, name):
            return found
    return NOT_RECOGNISED


def lfs_pointer(head: bytes) -> dict[str, str] | None:
    """The digest and size that a Git LFS pointer states in place of the file; None for anything else."""
    if not head.startswith(_LFS) or len(head) > 1024:
        return None
    fields = dict(line.split(" ", 1) for line in head.decode("ascii", "replace").splitlines() if " " in line)
    digest = fields.get("oid", "").removeprefix("sha256:")
    if not re.fullmatch(r"[0-9a-f]{64}", digest) or not fields.get("size", "").isdecimal():
        return None
    return {"sha256": digest, "size": fields["size"]}


def _by_magic(head: bytes, size: int, name: str) -> WeightFormat | None:
    if head[:4] == b"GGUF":
        return GGUF
    if head[:4] in _GGML:
        return WeightFormat(_GGML[head[:4]], Execution.NO)
    if head[4:8] == b"TFL3":
        return TFLITE
    if head[:8] == b"\x89HDF\r\n\x1a\n":
        return None
    if head[257:262] == b"ustar":
        return WeightFormat("tar archive", Execution.UNKNOWN, unread="archives are not unpacked")
    return None


def _compressed(head: bytes, size: int, name: str) -> WeightFormat | None:
    packing = next((word for magic, word in _COMPRESSED.items() if head.startswith(magic)), "")
    if not packing and head[:1] == b"\x78" and len(head) > 1 and int.from_bytes(head[:2], "big") % 31 == 0:
        packing = "zlib"  # RFC 1950: the first two bytes are a multiple of 31.
    if not packing:
        return None
    return WeightFormat(f"{packing}-compressed", Execution.UNKNOWN, unread="compressed content is not unpacked")


def _by_structure(head: bytes, size: int, name: str) -> WeightFormat | None:
    length = int.from_bytes(head[:8], "little")
    if len(head) > 8 and head[8:9] == b"{" and 2 <= length <= max(size - 8, 2) and length < 2**40:
        return SAFETENSORS
    if name.lower().endswith(".onnx") and _is_onnx(head):
        return ONNX
    if name.lower().endswith(".msgpack") and head and head[0] in (*range(0x80, 0x90), 0xDE, 0xDF):
        return MSGPACK
    return None


def _is_onnx(head: bytes) -> bool:
    """Whether it begins like a protobuf ModelProto: field 1 (ir_version) as a small varint, then a known field."""
    return (
        len(head) > 3
        and head[0] == 0x08
        and 1 <= head[1] < 64
        and head[2] in (0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42)
    )


def _zip(stream: BinaryIO, name: str) -> WeightFormat:
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.namelist()
            if len(members) > MAX_ZIP_MEMBERS:
                raise InputError(
                    f"{name} is a zip of {len(members):,} members.", "It was not looked into; unpack it and scan."
                )
            return _zip_content(archive, members, name)
    except _ZIP_ERRORS as error:
        if _PICKLE_NAME.search(name):
            return TORCH_ZIP  # Loaders are more forgiving than this reader, so the scan of its pickles goes on.
        raise InputError(
            f"{name} is a zip whose list of members is broken.", "Check that the file is whole."
        ) from error


def _zip_content(archive: zipfile.ZipFile, members: list[str], name: str) -> WeightFormat:
    names = {member.rsplit("/", 1)[-1] for member in members}
    if "config.json" in names and any(member.endswith(".weights.h5") for member in members):
        return KERAS_LAMBDA if _LAMBDA.search(_member(archive, "config.json")) else KERAS
    if "constants.pkl" in names or any("/code/" in member for member in members):
        return TORCHSCRIPT
    if any(member.endswith(".pkl") for member in members) or _PICKLE_NAME.search(name):
        return TORCH_ZIP
    if members and all(member.endswith(".npy") for member in members):
        return NUMPY_OBJECTS if any(_has_objects(_member(archive, each, 1024)) for each in members) else NUMPY_ZIP
    return WeightFormat("zip archive", Execution.UNKNOWN, unread="archives are not unpacked")


def _member(archive: zipfile.ZipFile, name: str, limit: int = 16 * 1024 * 1024) -> bytes:
    with archive.open(name) as member:
        return member.read(limit)


def _hdf5(stream: BinaryIO, head: bytes, name: str) -> WeightFormat | None:
    if head[:8] != b"\x89HDF\r\n\x1a\n":
        return None
    return HDF5_LAMBDA if _LAMBDA.search(stream.read(SEARCHED_BYTES)) else HDF5


def _saved_model(stream: BinaryIO, head: bytes, name: str) -> WeightFormat | None:
    if name.lower().rsplit("/", 1)[-1] != "saved_model.pb":
        return None
    return SAVED_MODEL_FILES if _FILE_OPERATIONS.search(stream.read(SEARCHED_BYTES)) else SAVED_MODEL


def _numpy(stream: BinaryIO, head: bytes, name: str) -> WeightFormat | None:
    if not head.startswith(b"\x93NUMPY"):
        return None
    return NUMPY_OBJECTS if _has_objects(head) else NUMPY


def _has_objects(head: bytes) -> bool:
    """Whether a .npy header's `descr` holds Python objects (type code O), which NumPy stores as a pickle."""
    description = head[:1024].partition(b"'descr':")[2].partition(b"'fortran_order'")[0]
    return bool(re.search(rb"'[|<>=]?O\d*'", description))


def _pickle(stream: BinaryIO, head: bytes, name: str) -> WeightFormat | None:
    """A pickle by its protocol mark; without one (protocols 0 and 1) by reading its first instructions."""
    if len(head) > 2 and head[0] == 0x80 and 2 <= head[1] <= 5:
        return PICKLE
    return PICKLE if _PICKLE_NAME.search(name) and _reads_as_pickle(head) else None


def _reads_as_pickle(head: bytes) -> bool:
    seen: set[str] = set()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # A text with a wrong escape is the file's fault, and no warning to anybody.
            for number, (opcode, _, _) in enumerate(pickletools.genops(BytesIO(head))):
                seen.add(opcode.name)
                if opcode.name == "STOP" or number > 200:
                    return True
    except (ValueError, IndexError, UnicodeError, EOFError, OverflowError, MemoryError):
        pass  # It breaks off: what was read so far decides, since a loader runs it up to the break.
    return bool(seen & {"GLOBAL", "STACK_GLOBAL", "INST", "REDUCE"})
