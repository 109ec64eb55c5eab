"""Weight files that a table of checksums lists, as downloaders such as Pooch take it: `{"net.onnx": "sha256:…"}`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.domain.relation import Scope as Role
from explorer.graph.identity import package_id
from explorer.sources.claims import used_by
from explorer.sources.local_places import is_weight_name
from explorer.sources.python_code.parsing import text_of
from explorer.sources.python_code.reading import Reading

_CHECKSUM = re.compile(r"(?i)(?:(md5|sha1|sha256|sha384|sha512):)?([0-9a-f]{32,128})")
_BY_LENGTH = {32: "md5", 64: "sha256", 96: "sha384", 128: "sha512"}
"""Which checksum has so many hexadecimal digits; 40 may as well name a commit."""


class RegistryReader:
    """Collects such tables of a module; they are told at its end, when it is known what else names the files."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._files: dict[str, tuple[str, int]] = {}

    def entries(self, table: ast.Dict) -> None:
        """Notes the weight files among the keys, each with its checksum."""
        for key, value in zip(table.keys, table.values, strict=True):
            name, checksum = text_of(key) if key is not None else None, _checksum(text_of(value) or "")
            if name and checksum and "://" not in name and is_weight_name(name):
                self._files.setdefault(name, (checksum, value.lineno))

    def claims(self, known: set[str]) -> Iterator[Claim]:
        """The files that no address of the module names."""
        role = Role.OPTIONAL if len(self._files) > 1 else Role.RUNTIME
        for name, (checksum, line) in self._files.items():
            plain = name.rpartition("/")[2]
            if plain in known or name in self._reading.made_here:
                continue
            found = self._reading.evidence(line, "checksum")
            identity = ComponentId(f"{package_id('generic', plain)}?checksum={checksum}")
            attributes = {"pinned": "yes", "checksum": checksum}
            weight = Component(identity, Kind.WEIGHT_FILE, plain, "", None, Knowledge.DECLARED, attributes, (found,))
            scope = role if self._reading.scope is Role.RUNTIME else self._reading.scope
            yield from used_by(self._reading.system, weight, RelationKind.USES, scope)


def _checksum(text: str) -> str:
    """`sha256:…` where a text is a checksum, as package URLs write it; empty for any other."""
    match = _CHECKSUM.fullmatch(text)
    algorithm = (match.group(1) or _BY_LENGTH.get(len(match.group(2)), "")) if match else ""
    return f"{algorithm.lower()}:{match.group(2).lower()}" if match and algorithm else ""
