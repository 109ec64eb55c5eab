"""Which address a command downloads, and where it puts what it takes from there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FILE_FLAGS = {
    "wget": ("-O", "--output-document"),
    "curl": ("-o", "--output"),
    "aria2c": ("-o", "--out"),
    "axel": ("-o", "--output"),
    "gdown": ("-O", "--output"),
}
"""Options that name the file to be written (the manuals of each)."""
_FOLDER_FLAGS = {
    "wget": ("-P", "--directory-prefix"),
    "curl": ("--output-dir",),
    "aria2c": ("-d", "--dir"),
}
_COPYING = frozenset(["pget", "aws", "gsutil", "gcloud", "azcopy", "rclone", "s5cmd", "mc"])
"""Programs whose last word is where the address before it is copied to."""
_ADDRESS = re.compile(r"(?:https?|ftp|s3|gs|az|oss|tos)://\S+")
_DRIVE = re.compile(r"[\w-]{25,60}")
"""The number of a file of Google Drive, as gdown takes it instead of an address."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One download."""

    address: str
    target: str
    """The path of the file that is written, or that of a folder with a slash at its end; empty where it is not said."""


def fetched_by(words: Sequence[str]) -> list[Fetched]:
    """What one simple command downloads; nothing for all other commands.

    >>> fetched_by(["wget", "-nc", "https://host.example/a.zip", "-P", "weights"])
    [Fetched(address='https://host.example/a.zip', target='weights/')]
    """
    place = next((number for number, word in enumerate(words) if _name(word) in _PROGRAMS), None)
    if place is None or words[0] in ("echo", "printf"):
        return []
    program, rest = _name(words[place]), words[place + 1 :]
    addresses = [word for word in rest if _ADDRESS.fullmatch(word)]
    if not addresses and program == "gdown":
        addresses = _of_drive(rest)
    if program in _COPYING and addresses:
        after = [word for word in rest[rest.index(addresses[0]) + 1 :] if not word.startswith("-")]
        return [Fetched(addresses[0], after[0] if after else "")]
    target = _target(program, rest)
    if len(addresses) > 1 and not target.endswith("/"):
        target = ""  # One file for all of them: which of them it is named after is not said.
    return [Fetched(address, target) for address in addresses]


def _name(word: str) -> str:
    return word.rpartition("/")[2].lstrip("@!%")


def _target(program: str, words: Sequence[str]) -> str:
    file = _value(_FILE_FLAGS.get(program, ()), words, program == "curl")
    folder = _value(_FOLDER_FLAGS.get(program, ()), words, False)
    return f"{folder.rstrip('/')}/{file}" if folder else file


def _value(flags: Sequence[str], words: Sequence[str], may_be_joined: bool) -> str:
    """What the first of these options gives; curl's short options may stand together, `-Lo FILE`."""
    for place, word in enumerate(words):
        flag, equals, value = word.partition("=")
        is_joined = may_be_joined and re.fullmatch(r"-[A-Za-z]+o", word) is not None
        if flag in flags or is_joined:
            return value if equals else next(iter(words[place + 1 : place + 2]), "")
    return ""


def _of_drive(words: Sequence[str]) -> list[str]:
    numbers = [word for word in words if _DRIVE.fullmatch(word) and not word.startswith("-")]
    return [f"https://drive.google.com/uc?id={number}" for number in numbers[:1]]


_PROGRAMS = frozenset(_FILE_FLAGS) | _COPYING
